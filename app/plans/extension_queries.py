"""Until when whom: the last day of a plan year with what was granted to a person or his OPD (T36)."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select

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


def window_for(year: Any, employee_id: int | None) -> Window:
    """Where today lies for this person."""
    return window_on(clock.today(), year.opens_on, last_day(year, employee_id))


def _opd_of(employee_id: int) -> int | None:
    return session().scalar(select(Unit.opd_id).join(Employee, Employee.unit_id == Unit.id).where(Employee.id == employee_id))


def _load() -> tuple[Extended, ...]:
    query = select(PlanExtension.plan_year_id, PlanExtension.employee_id, PlanExtension.unit_id, PlanExtension.closes_on)
    return tuple(Extended(*row) for row in session().execute(query.order_by(PlanExtension.id)))
