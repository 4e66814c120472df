"""Reading recommendations: which planned trainings may be asked for, how many stand where, which wait for too long, and the letter behind a code."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import func, or_, select

from app.kernel.actor import Actor
from app.kernel.db import session
from app.kernel.filters import midnight
from app.kernel.scope import visible
from app.plans.models import PlanRow
from app.plans.rules import Path
from app.plans.workflow import ACCEPTED as PLANNED
from app.recommendations.models import Recommendation, RecommendationLetter
from app.recommendations.workflow import ACCEPTED, DRAFT, SENT
from app.reference.queries import label
from app.reference.rules import CodeList

PATHS = (Path.CLASSICAL, Path.NON_CLASSICAL)
"""A study assignment has a way of its own (T28)."""
TAKEN = (DRAFT.key, SENT.key, ACCEPTED.key)


def planned_trainings(actor: Actor, keep: int | None = None) -> Sequence[PlanRow]:
    """The actor's own accepted rows for which no request lives, the soonest first; `keep` is the row that a request has already."""
    if actor.employee_id is None:
        return []
    taken = select(Recommendation.plan_row_id).where(Recommendation.plan_row_id.is_not(None), Recommendation.state.in_(TAKEN))
    query = select(PlanRow).where(
        visible(PlanRow, actor),
        PlanRow.employee_id == actor.employee_id,
        PlanRow.state == PLANNED.key,
        PlanRow.development_path.in_([each.value for each in PATHS]),
        or_(PlanRow.id.not_in(taken), PlanRow.id == keep) if keep else PlanRow.id.not_in(taken),
    )
    return session().scalars(query.order_by(PlanRow.begins_on, PlanRow.id)).all()


def planned_training(actor: Actor, pk: int | None, keep: int | None = None) -> PlanRow | None:
    """The one of these called `pk`."""
    return next((row for row in planned_trainings(actor, keep) if row.id == pk), None) if pk is not None else None


def form_label(row: PlanRow) -> str:
    """The form of a planned training in the words that were frozen with it."""
    return str(row.frozen["form"]) if row.frozen else label(CodeList.DEVELOPMENT_FORM, row.form)


def tally(actor: Actor) -> Mapping[str, int]:
    """How many requests the actor sees in each state; states without any are left out."""
    query = select(Recommendation.state, func.count()).where(visible(Recommendation, actor)).group_by(Recommendation.state)
    return {row[0]: row[1] for row in session().execute(query)}


def waiting_since(day: date, most: int) -> Sequence[int]:
    """Requests sent on `day` or before of which BKPSDM was not reminded, the oldest first."""
    late = (Recommendation.state == SENT.key, Recommendation.state_since < midnight(day + timedelta(days=1)))
    query = select(Recommendation.id).where(*late, Recommendation.reminded_on.is_(None))
    return session().scalars(query.order_by(Recommendation.state_since, Recommendation.id).limit(most)).all()


def letter_called(code: str) -> RecommendationLetter | None:
    """The letter behind a public address."""
    return session().scalar(select(RecommendationLetter).where(RecommendationLetter.code == code))
