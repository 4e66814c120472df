"""Adding up compiled plans (T22): how many trainings, people, JP and rupiah, OPD by OPD."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased

from app.kernel.db import session
from app.organisation.models import Unit
from app.plans.models import PlanRow


@dataclass(frozen=True)
class PlanSum:
    """What one OPD, or with `id` None all of them, has planned."""

    id: int | None
    opd: str
    rows: int
    people: int
    jp: Decimal
    cost: Decimal


def sums_by_opd(ids: Select[Any]) -> list[PlanSum]:
    """The rows of `ids` added up by OPD, by name; one query however many rows there are."""
    of_opd = aliased(Unit)
    query = (
        select(of_opd.id, of_opd.name, *_sums())
        .select_from(PlanRow)
        .join(Unit, Unit.id == PlanRow.unit_id)
        .join(of_opd, of_opd.id == func.coalesce(Unit.opd_id, Unit.id))
        .where(PlanRow.id.in_(ids))
        .group_by(of_opd.id, of_opd.name)
        .order_by(of_opd.name)
    )
    return [PlanSum(pk, name, *_numbers(rest)) for pk, name, *rest in session().execute(query)]


def total_of(ids: Select[Any]) -> PlanSum:
    """The same of all of them."""
    return PlanSum(None, "", *_numbers(session().execute(select(*_sums()).where(PlanRow.id.in_(ids))).one()))


def _sums() -> tuple[ColumnElement[Any], ...]:
    people = func.count(func.distinct(PlanRow.employee_id))
    return func.count(PlanRow.id), people, func.sum(PlanRow.jp), func.sum(PlanRow.cost)


def _numbers(row: Any) -> tuple[int, int, Decimal, Decimal]:
    count, people, jp, cost = row
    return count, people, Decimal(jp or 0), Decimal(cost or 0)
