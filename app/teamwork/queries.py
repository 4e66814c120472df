"""Reading team works: a person's own for the first page, and which links are to be followed."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select

from app.kernel.actor import Actor
from app.kernel.db import session
from app.kernel.scope import visible
from app.teamwork.models import TeamWork
from app.teamwork.rules import RETRY_MINUTES, LinkState
from app.teamwork.workflow import DELETED

LOST = timedelta(minutes=5)
"""A link that nobody has looked at for so long is looked at without having been asked."""


def newest_own(actor: Actor, most: int) -> Sequence[TeamWork]:
    """The person's own entries, the latest letter first."""
    query = select(TeamWork).where(visible(TeamWork, actor), TeamWork.employee_id == actor.employee_id)
    return session().scalars(query.order_by(TeamWork.letter_on.desc(), TeamWork.id.desc()).limit(most)).all()


def link_of(pk: int) -> str | None:
    """The link of an entry that is not deleted; for the worker."""
    return session().scalar(select(TeamWork.proof_url).where(TeamWork.id == pk, TeamWork.state != DELETED.key))


def links_due(now: datetime, most: int) -> Sequence[int]:
    """The entries whose link is to be followed now: not looked at although entered a while ago, or not reached and due again. Oldest first; for the worker."""
    lost = and_(TeamWork.link_state.is_(None), TeamWork.state_since < now - LOST)
    again = [
        and_(
            TeamWork.link_state == LinkState.UNREACHABLE,
            TeamWork.link_tries == tries,
            TeamWork.link_checked_at <= now - timedelta(minutes=minutes),
        )
        for tries, minutes in enumerate(RETRY_MINUTES, start=1)
    ]
    query = select(TeamWork.id).where(TeamWork.state != DELETED.key, or_(lost, *again))
    return session().scalars(query.order_by(TeamWork.state_since, TeamWork.id).limit(most)).all()
