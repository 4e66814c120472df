"""Which photo is somebody's: the one that is shown, and the one that certificates take."""

from sqlalchemy import select

from app.kernel.actor import Actor
from app.kernel.db import session
from app.kernel.scope import visible
from app.photos.models import Photo
from app.photos.workflow import ACCEPTED, CURRENT, DOUBTED


def own_photo(actor: Actor) -> Photo | None:
    """The acting person's own photo as it is shown: the newest that was sent and not refused (B32)."""
    return _newest(actor, CURRENT)


def own_doubted(actor: Actor) -> Photo | None:
    """One that still waits for his word."""
    return _newest(actor, (DOUBTED.key,))


def accepted_photo(employee_id: int) -> Photo | None:
    """The photo an officer has accepted, for what the portal prints; whoever asks."""
    query = select(Photo).where(Photo.employee_id == employee_id, Photo.state == ACCEPTED.key)
    return session().scalar(query.order_by(Photo.id.desc()).limit(1))


def _newest(actor: Actor, states: tuple[str, ...]) -> Photo | None:
    if actor.employee_id is None:
        return None
    own = (Photo.employee_id == actor.employee_id, Photo.state.in_(states), visible(Photo, actor))
    return session().scalar(select(Photo).where(*own).order_by(Photo.id.desc()).limit(1))
