"""Reading plans: which years are open, how far a person is from his standard, what he has planned, and who has not sent anything yet."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select

from app.accounts.acting_queries import with_deputies
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.db import session
from app.kernel.filters import midnight
from app.kernel.held import held
from app.kernel.roles import Reach, Role
from app.kernel.scope import visible, within
from app.organisation.models import CompetenceTest, Employee
from app.organisation.queries import active, competence_tests, is_subordinate
from app.organisation.rules import JobType
from app.plans.extension_queries import last_day
from app.plans.models import Plan, PlanDialogue, PlanReminder, PlanRow, PlanYear
from app.plans.rules import (
    LEVELS,
    Counting,
    Gap,
    LevelGap,
    Path,
    Window,
    band_of,
    levels_missing,
    points_missing,
    rank_help,
    required_levels,
    window_on,
)
from app.plans.workflow import ACCEPTED, DELETED, DRAFT, REJECTED, RETURNED, SENT
from app.reference.models import Training
from app.reference.queries import CodeValue, code, codes, label, offered
from app.reference.rules import CodeList

MOST_HELP = 3
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


@dataclass(frozen=True)
class Standing:
    """One subordinate in a year: gap, planned JP and rupiah without what was rejected, rows that wait for the supervisor, unsent and accepted ones; last dialogue."""

    person: Employee
    gap: Gap
    jp: Decimal
    cost: Decimal
    waiting: int
    unsent: int
    accepted: int
    talked_on: date | None

    @property
    def id(self) -> int:
        return self.person.id


def plan_years() -> Sequence[YearValue]:
    """Every plan year, the latest first."""
    return held(HELD, _load_years)


def open_years(employee_id: int | None = None) -> list[YearValue]:
    """Those that may be written today, by this person with what was granted to him: their last day is his."""
    known = [year._replace(closes_on=last_day(year, employee_id)) for year in plan_years()]
    return [year for year in known if year.window is Window.OPEN]


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
    row = _standard_row(person)
    return int(Decimal(row.data["level"])) if row and row.data.get("level") else None


def standard_of(person: Employee) -> dict[str, int | None]:
    """The required level of each competence, by its code (T7)."""
    row = _standard_row(person)
    return required_levels(required_level(person), row.data.get("khusus", "") if row else "", (each.code for each in competences()))


def competences() -> list[CodeValue]:
    """The competences of a job standard, in their order."""
    return codes(CodeList.COMPETENCE)


def level_gaps(standard: Mapping[str, int | None], levels: Mapping[str, int]) -> list[LevelGap]:
    """For each competence the standard, the level a person chose for himself, and the gap with its category (T6, T7)."""
    bands, found = gap_bands(), []
    for each in competences():
        required, own = standard.get(each.code), levels.get(each.code)
        missing = levels_missing(required, own)
        band = band_of(Decimal(missing), bands) if own is not None and required is not None else ""
        found.append(
            LevelGap(each.code, each.label, label(CodeList.COMPETENCE_KIND, each.data.get("kelompok")), required, own, missing, band)
        )
    return found


def level_texts() -> dict[str, list[tuple[int, str, list[str]]]]:
    """(level, description, indicators) of each competence, by its code and in the order of the levels."""
    found: dict[str, list[tuple[int, str, list[str]]]] = {}
    for row in codes(CodeList.COMPETENCE_LEVEL):
        if row.data.get("level") in LEVELS:
            signs = [text.strip() for text in str(row.data.get("indikator") or "").split(";") if text.strip()]
            found.setdefault(str(row.data.get("kompetensi")), []).append((int(row.data["level"]), row.label, signs))
    return {key: sorted(levels) for key, levels in found.items()}


def help_for(gaps: Sequence[LevelGap], chosen: Collection[int | None]) -> list[tuple[LevelGap, list[Training]]]:
    """For each gap the trainings of the catalogue that close it, the best first and three at most, without those `chosen` already."""
    open_gaps = [gap for gap in gaps if gap.missing]
    if not open_gaps:
        return []
    query = select(Training).where(offered(), Training.competence.in_([gap.code for gap in open_gaps])).order_by(Training.title)
    trainings = [each for each in session().scalars(query) if each.id not in chosen]
    found = []
    for gap in open_gaps:
        ranked = [
            (rank, each)
            for each in trainings
            if each.competence == gap.code and (rank := rank_help(gap.required or 0, gap.own or 0, each.competence_level or 0)) is not None
        ]
        found.append((gap, [each for _rank, each in sorted(ranked, key=lambda pair: pair[0])[:MOST_HELP]]))
    return found


def gap_bands() -> list[tuple[Decimal, str]]:
    """How a gap is called, from how many levels on."""
    return _bands(CodeList.COMPETENCE_GAP)


def performance_bands() -> list[tuple[Decimal, str]]:
    """How a performance value is called, from which value on (T9)."""
    return _bands(CodeList.PERFORMANCE_GAP)


def _bands(code_list: CodeList) -> list[tuple[Decimal, str]]:
    return [(Decimal(row.data["mulai"]), row.label) for row in codes(code_list) if row.data.get("mulai")]


def _standard_row(person: Employee) -> CodeValue | None:
    return code(CodeList.JOB_STANDARD, person.job_level if person.job_type == JobType.FUNGSIONAL else person.job_type)


def gap_of(actor: Actor, person: Employee) -> Gap:
    """The standard of his job against his latest valid test; without the test for those who may not read it."""
    return gap_from(person, competence_tests(actor, person.id))


def gap_from(person: Employee, tests: Sequence[CompetenceTest]) -> Gap:
    """The same from his tests, the newest first."""
    today = clock.today()
    valid = [test for test in tests if test.taken_on <= today <= test.valid_until]
    level = required_level(person)
    if not valid:
        return Gap(level, None, None)
    latest: CompetenceTest = valid[0]
    return Gap(level, latest.score, points_missing(latest.score), band_of(latest.score, _bands(CodeList.JPM_BAND)))


def planned(actor: Actor, employee_id: int, plan_year_id: int) -> Planned:
    """The sums of one person and year, as far as the actor sees his rows."""
    query = select(PlanRow.state, func.count(), func.sum(PlanRow.jp), func.sum(PlanRow.cost)).where(
        visible(PlanRow, actor), PlanRow.employee_id == employee_id, PlanRow.plan_year_id == plan_year_id, PlanRow.state != REJECTED.key
    )
    found = session().execute(query.group_by(PlanRow.state)).all()
    unsent = sum(count for state, count, _jp, _cost in found if state in (DRAFT.key, RETURNED.key))
    jp, cost = (sum((Decimal(row[place] or 0) for row in found), Decimal(0)) for place in (2, 3))
    return Planned(sum(row[1] for row in found), jp, cost, unsent)


def plan_of(employee_id: int, plan_year_id: int, *, lock: bool = False) -> Plan | None:
    """The plan of a person for a year, whoever asks; with `lock` read anew and locked for a change."""
    query = select(Plan).where(Plan.employee_id == employee_id, Plan.plan_year_id == plan_year_id)
    if lock:
        query = query.with_for_update(of=Plan).execution_options(populate_existing=True)
    return session().scalar(query)


def rows_of(actor: Actor, employee_id: int, plan_year_id: int) -> Sequence[PlanRow]:
    """The rows of a person's plan as far as the actor sees them, by their days."""
    query = select(PlanRow).where(visible(PlanRow, actor), PlanRow.employee_id == employee_id, PlanRow.plan_year_id == plan_year_id)
    return session().scalars(query.order_by(PlanRow.begins_on, PlanRow.id)).all()


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


def deciders_of(row: PlanRow) -> list[int]:
    """The employees who may decide on a row that waits: the direct supervisor of now, who stands in for him, and to whom it was escalated."""
    supervisor = session().scalar(select(Employee.supervisor_id).where(Employee.id == row.employee_id))
    found = [each for each in dict.fromkeys((supervisor, row.decider_id, row.escalated_to_id)) if each is not None]
    return with_deputies(found, Role.SUPERVISOR, but=[row.employee_id])


def decides_for(actor: Actor, employee_id: int) -> bool:
    """Whether the person is the actor's direct subordinate, or one of his rows waits for the actor."""
    return bool(session().scalar(select(Employee.id).where(Employee.id == employee_id, own_people(actor))))


def own_people(actor: Actor) -> ColumnElement[bool]:
    """The criterion for people on whose plans the actor decides: his direct subordinates, and those whose rows were put before him; never himself."""
    if actor.employee_id is None:
        return false()
    seats = actor.seats(Role.SUPERVISOR) or (actor.employee_id,)
    handed = select(PlanRow.employee_id).where(
        or_(PlanRow.decider_id.in_(seats), PlanRow.escalated_to_id.in_(seats)), PlanRow.state != DELETED.key
    )
    return and_(Employee.id != actor.employee_id, or_(is_subordinate(actor), Employee.id.in_(handed)))


def to_verify(actor: Actor) -> ColumnElement[bool]:
    """The criterion for rows that the actor decides on, or has decided on, as a supervisor; never his own (X6)."""
    found = within(PlanRow, actor, Role.SUPERVISOR, Reach.SUBORDINATES)
    return and_(found, PlanRow.employee_id != actor.employee_id) if actor.employee_id is not None else false()


def counting_to_verify(actor: Actor) -> Select[Any]:
    """ "Verifikasi (n)": the query for how many rows wait for the actor's decision."""
    return select(func.count()).select_from(PlanRow).where(PlanRow.state == SENT.key, to_verify(actor))


def has_dialogue(employee_id: int, plan_year_id: int) -> bool:
    """Whether a supervisor recorded the dialogue with the person for the year (T15)."""
    query = select(PlanDialogue.id).where(PlanDialogue.employee_id == employee_id, PlanDialogue.plan_year_id == plan_year_id)
    return session().scalar(query.limit(1)) is not None


def dialogues(actor: Actor, employee_id: int, plan_year_id: int) -> Sequence[PlanDialogue]:
    """The dialogues with a person about a year, the latest first, for those who may read them."""
    query = select(PlanDialogue).where(
        visible(PlanDialogue, actor), PlanDialogue.employee_id == employee_id, PlanDialogue.plan_year_id == plan_year_id
    )
    return session().scalars(query.order_by(PlanDialogue.held_on.desc(), PlanDialogue.id.desc())).all()


def people_to_talk_to(actor: Actor) -> list[tuple[int, str]]:
    """(id, "[NIP] NAMA") of the people on whose plans the actor decides, by name."""
    query = select(Employee).where(own_people(actor)).order_by(Employee.name, Employee.id)
    return [(person.id, person.select_label) for person in session().scalars(query)]


def standings(actor: Actor, year: YearValue) -> list[Standing]:
    """ "Bawahan Langsung": each person on whose plan of the year the actor decides, with gap, JP, what waits and the last dialogue (T15 to T17, T23). Four queries."""
    people = session().scalars(select(Employee).where(own_people(actor)).order_by(Employee.name, Employee.id)).all()
    ids = [person.id for person in people]
    sums = (
        select(PlanRow.employee_id, PlanRow.state, func.count(), func.sum(PlanRow.jp), func.sum(PlanRow.cost))
        .where(visible(PlanRow, actor), PlanRow.employee_id.in_(ids), PlanRow.plan_year_id == year.id)
        .group_by(PlanRow.employee_id, PlanRow.state)
    )
    rows: dict[int, list[Any]] = {}
    for row in session().execute(sums):
        rows.setdefault(row[0], []).append(row)
    tests: dict[int, list[CompetenceTest]] = {}
    found = select(CompetenceTest).where(CompetenceTest.employee_id.in_(ids), visible(CompetenceTest, actor))
    for test in session().scalars(found.order_by(CompetenceTest.taken_on.desc())):
        tests.setdefault(test.employee_id, []).append(test)
    held_on = (
        select(PlanDialogue.employee_id, func.max(PlanDialogue.held_on))
        .where(PlanDialogue.employee_id.in_(ids), PlanDialogue.plan_year_id == year.id)
        .group_by(PlanDialogue.employee_id)
    )
    talked = {row[0]: row[1] for row in session().execute(held_on)}
    return [_standing(person, rows.get(person.id, []), tests.get(person.id, []), talked.get(person.id)) for person in people]


def _standing(person: Employee, rows: Sequence[Any], tests: Sequence[CompetenceTest], talked: date | None) -> Standing:
    counts = {row[1]: row[2] for row in rows}
    kept = [row for row in rows if row[1] not in (REJECTED.key, DELETED.key)]
    jp, cost = (sum((Decimal(row[place] or 0) for row in kept), Decimal(0)) for place in (3, 4))
    unsent = counts.get(DRAFT.key, 0) + counts.get(RETURNED.key, 0)
    return Standing(person, gap_from(person, tests), jp, cost, counts.get(SENT.key, 0), unsent, counts.get(ACCEPTED.key, 0), talked)


def waiting_since(before: date, *, told: Any, most: int) -> Sequence[int]:
    """Rows sent before the first moment of `before` + 1 day whose column `told` is still empty, the oldest first."""
    query = select(PlanRow.id).where(PlanRow.state == SENT.key, PlanRow.state_since < midnight(before + timedelta(days=1)), told.is_(None))
    return session().scalars(query.order_by(PlanRow.state_since, PlanRow.id).limit(most)).all()


def to_remind(year: YearValue, among: ColumnElement[bool], days: int, most: int) -> Sequence[int]:
    """Active people with an account `among` whom `year` closes on that day, with nothing in its plan or something unsent, who were not told of these `days` yet."""
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
    query = select(Employee.id).where(active(), Employee.user_id.is_not(None), among, ~told, unfinished)
    return session().scalars(query.order_by(Employee.id).limit(most)).all()


def _load_years() -> tuple[YearValue, ...]:
    query = select(PlanYear.id, PlanYear.year, PlanYear.opens_on, PlanYear.closes_on).order_by(PlanYear.year.desc())
    return tuple(YearValue(*row) for row in session().execute(query))
