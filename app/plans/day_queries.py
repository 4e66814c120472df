"""How many JP the days of a person hold: what he plans for them beside what his book of JP has on them (standards 3)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.db import session
from app.kernel.scope import visible
from app.ledger.models import JpLine
from app.ledger.parameters import changes, most_on
from app.ledger.rules import Line, Stretch, stretches
from app.plans.models import PlanRow
from app.plans.workflow import ACCEPTED, DELETED, REJECTED


def planned_lines(employee_id: int, *criteria: ColumnElement[bool]) -> list[Line]:
    """The rows of all his plans that hold JP on days to come: not what was rejected, nor what was accepted for days that lie behind, of which the book tells."""
    ahead = or_(PlanRow.state != ACCEPTED.key, PlanRow.ends_on >= clock.today())
    counting = (PlanRow.employee_id == employee_id, PlanRow.state.not_in((REJECTED.key, DELETED.key)), PlanRow.jp > 0, ahead)
    columns = (PlanRow.employee_id, PlanRow.begins_on, PlanRow.ends_on, PlanRow.jp, PlanRow.id, PlanRow.subject)
    query = select(*columns).where(*counting, *criteria).order_by(PlanRow.begins_on, PlanRow.id)
    return [as_line(row) for row in session().execute(query)]


def as_line(row: Any) -> Line:
    """A planned training, or its columns, as a line of a book."""
    return Line(row.employee_id, row.begins_on, row.ends_on, row.jp, False, PlanRow.__tablename__, row.id, row.subject)


def full_days(actor: Actor, employee_id: int, lines: Sequence[Line]) -> list[Stretch]:
    """The days on which `lines` of a plan, with what the actor sees of the person's book, pass the most of a day."""
    if not lines:
        return []
    own = {line.subject_id for line in lines}
    first, last = min(line.begins_on for line in lines), max(line.ends_on for line in lines)
    found = stretches([*booked_lines(actor, employee_id, first, last), *lines], changes(first, last))
    return [each for each in found if each.total > most_on(each.first) and own & _planned(each)]


def full_days_of(actor: Actor, row: PlanRow) -> list[Stretch]:
    """Those of one row, beside everything else the actor sees of the person."""
    found = full_days(actor, row.employee_id, planned_lines(row.employee_id, visible(PlanRow, actor)))
    return [each for each in found if row.id in _planned(each)]


def booked_lines(actor: Actor, employee_id: int, first: date, last: date) -> Sequence[JpLine]:
    """What the actor sees of the person's book between two days, without what was returned to him: it holds no day until it is sent again."""
    between = (JpLine.employee_id == employee_id, JpLine.returned.is_(False), JpLine.begins_on <= last, JpLine.ends_on >= first)
    return session().scalars(select(JpLine).where(visible(JpLine, actor), *between).order_by(JpLine.begins_on, JpLine.id)).all()


def _planned(stretch: Stretch) -> set[int]:
    """The rows of plans that stand on these days."""
    lines: Any = stretch.lines
    return {line.subject_id for line in lines if line.subject_type == PlanRow.__tablename__}
