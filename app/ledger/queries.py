"""Reading the book: a person's page of a year, who is short of the target, and the recapitulation by OPD, always inside what the actor may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import ColumnElement, and_, case, func, literal, select
from sqlalchemy.orm import aliased, joinedload

from app.kernel import clock, settings
from app.kernel.actor import Actor
from app.kernel.db import session
from app.kernel.scope import fetch, visible
from app.ledger.models import Jp, JpLine, JpYear
from app.ledger.parameters import PPPK_MOST, TARGET, changes, most_on
from app.ledger.rules import Stretch, overlaps, short_by, year_of
from app.organisation.models import Employee, Unit
from app.organisation.queries import active, is_subordinate
from app.organisation.rules import EmployeeStatus


@dataclass(frozen=True)
class Book:
    """A person's year: `lines` by their last day, the sums, what is missing to `target`, and the days on which approved and pending records overlap.

    `too_full` are the first of the days among these with more than the most of a day, `daily_most` is that of today, or of the year's end.
    """

    employee: Employee
    year: int
    years: Sequence[int]
    lines: Sequence[JpLine]
    counted: Decimal
    pending: Decimal
    target: Decimal
    overlapping: Sequence[Stretch]
    too_full: frozenset[date]
    daily_most: Decimal
    pppk_most: Decimal | None

    @property
    def short(self) -> Decimal:
        return short_by(self.counted, self.target)

    @property
    def above_pppk(self) -> bool:
        """Whether a PPPK has more than his contract's hours of duty-time training are thought to be."""
        return self.pppk_most is not None and self.counted + self.pending > self.pppk_most


@dataclass(frozen=True)
class OpdRow:
    """One OPD of the recapitulation; `average` is over all its people, `missing` what those who are short lack together."""

    opd_id: int
    opd: str
    people: int
    reached: int
    total: Decimal
    missing: Decimal

    @property
    def short(self) -> int:
        return self.people - self.reached

    @property
    def percent(self) -> int:
        """The share of those who reached it; 100 only when all have."""
        return self.reached * 100 // self.people if self.people else 0

    @property
    def average(self) -> Decimal:
        return (self.total / self.people).quantize(Decimal("0.1"), ROUND_HALF_UP) if self.people else Decimal()


def target_of(year: int) -> Decimal:
    """The target of a year: the value in force on its last day, or today while it runs."""
    target: Decimal = settings.get(TARGET, min(clock.today(), date(year, 12, 31)))
    return target


def book_of(actor: Actor, employee_id: int, year: int) -> Book:
    """The book of somebody the actor may see; raises Missing otherwise."""
    unit = joinedload(Employee.unit).joinedload(Unit.opd)
    employee: Employee = fetch(Employee, actor, employee_id, options=(unit,))
    first, last = date(year, 1, 1), date(year, 12, 31)
    query = select(JpLine).where(JpLine.employee_id == employee_id, JpLine.begins_on <= last, JpLine.ends_on >= first)
    near = session().scalars(query.order_by(JpLine.ends_on.desc(), JpLine.id.desc())).all()
    lines = [line for line in near if year_of(line) == year]
    sums = {row.year: row for row in session().scalars(select(JpYear).where(JpYear.employee_id == employee_id))}
    found = sums.get(year)
    days = [line for line in near if not line.returned]
    bounds = min((line.begins_on for line in days), default=first), max((line.ends_on for line in days), default=last)
    full = overlaps(days, most_on, changes(*bounds))
    pppk = EmployeeStatus(employee.employee_status) in (EmployeeStatus.PPPK, EmployeeStatus.PPPK_PART_TIME)
    return Book(
        employee=employee,
        year=year,
        years=sorted({clock.today().year, year, *sums}, reverse=True),
        lines=lines,
        counted=found.counted if found else Decimal(),
        pending=found.pending if found else Decimal(),
        target=target_of(year),
        overlapping=[each for each in full if each.last >= first and each.first <= last],
        too_full=frozenset(each.first for each in full if each.total > most_on(each.first)),
        daily_most=most_on(min(clock.today(), last)),
        pppk_most=settings.get(PPPK_MOST, last) if pppk else None,
    )


def years_known() -> Sequence[int]:
    """The years in which anybody has a line, and the present one, newest first."""
    found = session().scalars(select(JpYear.year).distinct())
    return sorted({clock.today().year, *found}, reverse=True)


def sums_of(employee_id: int, year: int) -> tuple[Decimal, Decimal]:
    """(counted, pending) JP of a person's year."""
    row = (
        session()
        .execute(select(JpYear.counted, JpYear.pending).where(JpYear.employee_id == employee_id, JpYear.year == year))
        .one_or_none()
    )
    return (row.counted, row.pending) if row else (Decimal(), Decimal())


def reached_and_short(actor: Actor, year: int) -> tuple[int, int]:
    """(how many of the active people the actor sees reached the target of the year, how many are short of it)."""
    reached = func.coalesce(func.sum(case((JpYear.counted >= target_of(year), 1), else_=0)), 0)
    query = select(func.count(), reached).select_from(Employee).outerjoin(JpYear, _sums_of(year))
    people, number = session().execute(query.where(visible(Employee, actor), active())).one()
    return number, people - number


def furthest_behind(actor: Actor, year: int, most: int) -> Sequence[tuple[Employee, Decimal]]:
    """The active people the actor supervises who are short of the target, with their approved JP; the one with the least first."""
    counted = func.coalesce(JpYear.counted, literal(Decimal(), Jp))
    query = select(Employee, counted).outerjoin(JpYear, _sums_of(year)).where(is_subordinate(actor), active(), counted < target_of(year))
    return [(row[0], row[1]) for row in session().execute(query.order_by(counted, Employee.name, Employee.id).limit(most))]


def recap(actor: Actor, year: int) -> list[OpdRow]:
    """By OPD: how many active people, how many of them reached the target, their approved JP and what is missing; the one furthest from the target first."""
    opd, nothing, target = aliased(Unit), literal(Decimal(), Jp), target_of(year)
    counted = func.coalesce(JpYear.counted, nothing)
    total = func.coalesce(func.sum(JpYear.counted), nothing)
    missing = func.sum(case((counted < target, literal(target, Jp) - counted), else_=nothing))
    number = func.coalesce(func.sum(case((JpYear.counted >= target, 1), else_=0)), 0)
    query = (
        select(opd.id, opd.name, func.count(), number, total, missing)
        .select_from(Employee)
        .join(Unit, Unit.id == Employee.unit_id)
        .join(opd, opd.id == func.coalesce(Unit.opd_id, Unit.id))
        .outerjoin(JpYear, _sums_of(year))
        .where(visible(Employee, actor), active())
        .group_by(opd.id, opd.name)
    )
    rows = [OpdRow(*row) for row in session().execute(query)]
    return sorted(rows, key=lambda row: (row.average, row.opd))


def _sums_of(year: int) -> ColumnElement[bool]:
    return and_(JpYear.employee_id == Employee.id, JpYear.year == year)
