"""Reading plans: which years are open, how far a person is from his standard, what he has planned, and who has not sent anything yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import ColumnElement, exists, func, or_, select

from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.db import session
from app.kernel.held import held
from app.kernel.scope import visible
from app.organisation.models import CompetenceTest, Employee
from app.organisation.queries import active, competence_tests
from app.organisation.rules import JobType
from app.plans.models import PlanReminder, PlanRow, PlanYear
from app.plans.rules import Counting, Gap, Path, Window, band_of, points_missing, window_on
from app.plans.workflow import DELETED, DRAFT, REJECTED, RETURNED
from app.reference.queries import CodeValue, code, codes
from app.reference.rules import CodeList

HELD = "plan_years"
"""Every event of a plan year renews this."""


class YearValue(NamedTuple):
    """A plan year as a value."""

    id: int
    year: int
    opens_on: date
    closes_on: date

    @property
    def window(self) -> Window:
        return window_on(clock.today(), self.opens_on, self.closes_on)


@dataclass(frozen=True)
class FormRule:
    """A form of development as its row says: its path, what its JP are counted by and how many."""

    path: Path
    counting: Counting
    worth: Decimal | None


@dataclass(frozen=True)
class Planned:
    """What a person has planned for a year: rows, JP and rupiah, without what was rejected; `unsent` rows wait for himself."""

    rows: int
    jp: Decimal
    cost: Decimal
    unsent: int


def plan_years() -> Sequence[YearValue]:
    """Every plan year, the latest first."""
    return held(HELD, _load_years)


def open_years() -> list[YearValue]:
    """Those that may be written today."""
    return [year for year in plan_years() if year.window is Window.OPEN]


def year_called(year: int) -> YearValue | None:
    """The plan year of the calendar year."""
    return next((each for each in plan_years() if each.year == year), None)


def form_rule(key: str | None) -> FormRule | None:
    """The rule of a form of development; None for one the list never had, or whose row names no path."""
    row = code(CodeList.DEVELOPMENT_FORM, key)
    if row is None or row.data.get("jalur") not in list(Path):
        return None
    worth = row.data.get("nilai")
    return FormRule(Path(row.data["jalur"]), Counting(row.data.get("hitung") or Counting.PROGRAMME), Decimal(worth) if worth else None)


def forms_of(path: Path) -> list[CodeValue]:
    """The forms of development that a path offers today."""
    return [row for row in codes(CodeList.DEVELOPMENT_FORM) if row.data.get("jalur") == path.value]


def required_level(person: Employee) -> int | None:
    """The level that the standard of his job asks for (T6): by job type, for functional jobs by rung; None where the matrix says nothing."""
    row = code(CodeList.JOB_STANDARD, person.job_level if person.job_type == JobType.FUNGSIONAL else person.job_type)
    return int(Decimal(row.data["level"])) if row and row.data.get("level") else None


def gap_of(actor: Actor, person: Employee) -> Gap:
    """The standard of his job against his latest valid test; without the test for those who may not read it."""
    today = clock.today()
    valid = [test for test in competence_tests(actor, person.id) if test.taken_on <= today <= test.valid_until]
    level = required_level(person)
    if not valid:
        return Gap(level, None, None)
    latest: CompetenceTest = valid[0]
    bands = [(Decimal(row.data["mulai"]), row.label) for row in codes(CodeList.JPM_BAND) if row.data.get("mulai")]
    return Gap(level, latest.score, points_missing(latest.score), band_of(latest.score, bands))


def planned(actor: Actor, employee_id: int, plan_year_id: int) -> Planned:
    """The sums of one person and year, as far as the actor sees his rows."""
    query = select(PlanRow.state, func.count(), func.sum(PlanRow.jp), func.sum(PlanRow.cost)).where(
        visible(PlanRow, actor), PlanRow.employee_id == employee_id, PlanRow.plan_year_id == plan_year_id, PlanRow.state != REJECTED.key
    )
    found = session().execute(query.group_by(PlanRow.state)).all()
    unsent = sum(count for state, count, _jp, _cost in found if state in (DRAFT.key, RETURNED.key))
    jp, cost = (sum((Decimal(row[place] or 0) for row in found), Decimal(0)) for place in (2, 3))
    return Planned(sum(row[1] for row in found), jp, cost, unsent)


def rows_to_copy(actor: Actor, target: YearValue) -> Sequence[PlanRow]:
    """The person's own rows of the year before that the new plan does not have yet, without what was rejected."""
    before = year_called(target.year - 1)
    if before is None or actor.employee_id is None:
        return []
    own = (visible(PlanRow, actor), PlanRow.employee_id == actor.employee_id)
    known = set(session().scalars(select(PlanRow.subject).where(*own, PlanRow.plan_year_id == target.id)))
    query = (
        select(PlanRow)
        .where(*own, PlanRow.plan_year_id == before.id, PlanRow.state != REJECTED.key)
        .order_by(PlanRow.begins_on, PlanRow.id)
    )
    return [row for row in session().scalars(query) if row.subject not in known]


def to_remind(year: YearValue, days: int, most: int) -> Sequence[int]:
    """Active people with an account who have nothing in the plan of the year, or something unsent, and were not told of these `days` yet."""
    of_year = (PlanRow.employee_id == Employee.id, PlanRow.plan_year_id == year.id)
    told = exists().where(
        PlanReminder.employee_id == Employee.id,
        PlanReminder.plan_year_id == year.id,
        PlanReminder.closes_on == year.closes_on,
        PlanReminder.days == days,
    )
    unfinished: ColumnElement[bool] = or_(
        ~exists().where(*of_year, PlanRow.state != DELETED.key), exists().where(*of_year, PlanRow.state.in_((DRAFT.key, RETURNED.key)))
    )
    query = select(Employee.id).where(active(), Employee.user_id.is_not(None), ~told, unfinished)
    return session().scalars(query.order_by(Employee.id).limit(most)).all()


def _load_years() -> tuple[YearValue, ...]:
    query = select(PlanYear.id, PlanYear.year, PlanYear.opens_on, PlanYear.closes_on).order_by(PlanYear.year.desc())
    return tuple(YearValue(*row) for row in session().execute(query))
