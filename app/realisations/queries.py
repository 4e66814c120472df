"""Reading activities: which of a person's rows are started, the reports of an activity, and what has become late."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, false, select

from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.db import session
from app.kernel.inbox import TODAY
from app.kernel.scope import visible
from app.plans.models import PlanRow
from app.plans.workflow import ACCEPTED
from app.realisations.models import ActivityReport, Realisation
from app.realisations.workflow import CANCELLED, RUNNING

DUE, OVERDUE = 1, 2
"""What `reminded` of a report counts up to."""


def started(actor: Actor) -> dict[int, int]:
    """The activities that stand for the actor's own rows: id of the row -> id of the activity."""
    if actor.employee_id is None:
        return {}
    own = (Realisation.employee_id == actor.employee_id, Realisation.state != CANCELLED.key)
    rows = session().execute(select(Realisation.plan_row_id, Realisation.id).where(*own))
    return {row.plan_row_id: row.id for row in rows}


def standing(plan_row_id: int) -> Realisation | None:
    """The activity of a row that was not called off."""
    query = select(Realisation).where(Realisation.plan_row_id == plan_row_id, Realisation.state != CANCELLED.key)
    found: Realisation | None = session().scalar(query)
    return found


def rows_to_start(actor: Actor) -> Sequence[PlanRow]:
    """The actor's own accepted rows that were not started, the earliest first."""
    if actor.employee_id is None:
        return []
    begun = select(Realisation.plan_row_id).where(Realisation.state != CANCELLED.key)
    query = select(PlanRow).where(
        visible(PlanRow, actor), PlanRow.employee_id == actor.employee_id, PlanRow.state == ACCEPTED.key, PlanRow.id.not_in(begun)
    )
    return session().scalars(query.order_by(PlanRow.begins_on, PlanRow.id)).all()


def reports_of(realisation_id: int) -> Sequence[ActivityReport]:
    """Its reports in their order, as they are now."""
    query = select(ActivityReport).where(ActivityReport.realisation_id == realisation_id).order_by(ActivityReport.number)
    return session().scalars(query.execution_options(populate_existing=True)).all()


def due_for(actor: Actor) -> ColumnElement[bool]:
    """The criterion for the actor's own reports whose period is over."""
    if actor.employee_id is None:
        return false()
    own = (ActivityReport.employee_id == actor.employee_id, ActivityReport.filed_at.is_(None), ActivityReport.ends_on <= TODAY)
    return and_(*own, ActivityReport.realisation.has(Realisation.state == RUNNING.key))


def to_remind(mark: int, most: int) -> Sequence[ActivityReport]:
    """Reports of activities under way that reached `mark` (DUE, OVERDUE) and whose owner was not told of it; locked, and each once over all workers."""
    today = clock.today()
    reached = ActivityReport.due_on < today if mark == OVERDUE else ActivityReport.ends_on <= today
    query = (
        select(ActivityReport)
        .join(ActivityReport.realisation)
        .where(ActivityReport.filed_at.is_(None), ActivityReport.reminded < mark, reached, Realisation.state == RUNNING.key)
    )
    query = query.order_by(ActivityReport.realisation_id, ActivityReport.number).limit(most)
    return session().scalars(query.with_for_update(of=ActivityReport, skip_locked=True)).all()
