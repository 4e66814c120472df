"""Which photo is somebody's: the one that is shown, and the one that certificates take."""

from sqlalchemy import select

from app.kernel.actor import Actor
from app.kernel.consent import PHOTO, consent_to
from app.kernel.db import session
from app.kernel.scope import visible
from app.photos.models import Photo
from app.photos.workflow import ACCEPTED, CURRENT, DOUBTED, WAITING


def own_photo(actor: Actor) -> Photo | None:
    """The acting person's own photo as it is shown: the newest that was sent and not refused (B32)."""
    return _newest(actor, CURRENT)


def may_look(actor: Actor, photo: Photo) -> bool:
    """Whether one who sees the record sees the face: its owner always, others while they decide on it, or as long as he agrees to more than certificates."""
    if photo.employee_id == actor.employee_id or photo.state == WAITING.key:
        return True
    return consent_to(PHOTO).agreed(photo.employee.user_id or 0)


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
