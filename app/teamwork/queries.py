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


def newest_own(actor: Actor, most: int) -> Sequence[TeamWork]:
    """The person's own entries, the latest letter first."""
    query = select(TeamWork).where(visible(TeamWork, actor), TeamWork.employee_id == actor.employee_id)
    return session().scalars(query.order_by(TeamWork.letter_on.desc(), TeamWork.id.desc()).limit(most)).all()


def links_due(now: datetime, most: int) -> Sequence[tuple[int, str]]:
    """(id, link) of the entries to look at now: what nobody has looked at first, then what was not reached and is due again. For the worker."""
    again = [
        and_(
            TeamWork.link_state == LinkState.UNREACHABLE,
            TeamWork.link_tries == tries,
            TeamWork.link_checked_at <= now - timedelta(minutes=minutes),
        )
        for tries, minutes in enumerate(RETRY_MINUTES, start=1)
    ]
    query = select(TeamWork.id, TeamWork.proof_url).where(TeamWork.state != DELETED.key, or_(TeamWork.link_state.is_(None), *again))
    found = session().execute(query.order_by(TeamWork.link_tries, TeamWork.state_since, TeamWork.id).limit(most))
    return [(row.id, row.proof_url) for row in found]
