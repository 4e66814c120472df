"""Until when whom: the last day of a plan year with what was granted to a person or his OPD (T36)."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select, true

from app.kernel import clock
from app.kernel.db import session
from app.kernel.held import held
from app.organisation.models import Employee, Unit
from app.plans.models import PlanExtension
from app.plans.rules import Window, window_on

HELD = "plan_extensions"
"""Every event of an extension renews this."""


class Extended(NamedTuple):
    """An extension as a value; for one person or for one OPD."""

    plan_year_id: int
    employee_id: int | None
    unit_id: int | None
    closes_on: date


def last_day(year: Any, employee_id: int | None) -> date:
    """The last day on which the person may write the plan of `year` (a plan year or its value); the OPD's own extension and his own count, the later one wins."""
    closes_on: date = year.closes_on
    found = [each for each in held(HELD, _load) if each.plan_year_id == year.id and each.closes_on > closes_on]
    if employee_id is None or not found:
        return closes_on
    opd_id = _opd_of(employee_id) if any(each.unit_id is not None for each in found) else None
    mine = [each.closes_on for each in found if each.employee_id == employee_id or (opd_id is not None and each.unit_id == opd_id)]
    return max([closes_on, *mine])


def last_days(year: Any) -> list[date]:
    """Every day that is somebody's last one: that of the year, and the later ones that were granted."""
    later = {each.closes_on for each in held(HELD, _load) if each.plan_year_id == year.id and each.closes_on > year.closes_on}
    return sorted({year.closes_on, *later})


def has_until(year: Any, day: date) -> ColumnElement[bool]:
    """The criterion for people whose last day is `day`, one of `last_days`."""
    known = [each for each in held(HELD, _load) if each.plan_year_id == year.id]
    reached = true() if day == year.closes_on else _granted([each for each in known if each.closes_on == day])
    return and_(reached, ~_granted([each for each in known if each.closes_on > day]))


def window_for(year: Any, employee_id: int | None) -> Window:
    """Where today lies for this person."""
    return window_on(clock.today(), year.opens_on, last_day(year, employee_id))


def _granted(extensions: Sequence[Extended]) -> ColumnElement[bool]:
    """The criterion for people whom one of these reaches, by name or by OPD."""
    people = [each.employee_id for each in extensions if each.employee_id is not None]
    opds = [each.unit_id for each in extensions if each.unit_id is not None]
    return or_(Employee.id.in_(people), Employee.unit_id.in_(select(Unit.id).where(Unit.opd_id.in_(opds))))


def _opd_of(employee_id: int) -> int | None:
    return session().scalar(select(Unit.opd_id).join(Employee, Employee.unit_id == Unit.id).where(Employee.id == employee_id))


def _load() -> tuple[Extended, ...]:
    query = select(PlanExtension.plan_year_id, PlanExtension.employee_id, PlanExtension.unit_id, PlanExtension.closes_on)
    return tuple(Extended(*row) for row in session().execute(query.order_by(PlanExtension.id)))
