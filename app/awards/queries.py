"""Who may be proposed for a Satya Lencana Karya Satya: by the years of service in the NIP, by the legal position, and by what was verified already (standards 8).

What the portal does not know (punishments and unpaid leave of earlier years) the officer looks up before he proposes anybody.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, case, exists, false, func, or_, select

from app.awards.models import UNDECIDED, Award, LongService
from app.awards.parameters import COUNTED_ON
from app.awards.rules import Grade, day_in, grade_at, latest_beginning, next_grade, reached_on, service_began
from app.kernel import clock, settings
from app.kernel.actor import Actor
from app.kernel.db import session
from app.kernel.scope import visible
from app.organisation.models import Employee
from app.organisation.rules import EmployeeStatus
from app.reference.queries import codes
from app.reference.rules import CodeList
from app.verification.workflow import Stage


@dataclass(frozen=True)
class Standing:
    """How a person stands: when his service began, the grade he has reached this year, whether it (or a higher one) is verified, and the next one.

    `interrupted` says that his legal position stands in the way, `entry` where his entry of this very grade stands while it is not decided.
    """

    began: date
    counted_on: date
    interrupted: bool
    grade: Grade | None
    held: bool
    entry: Stage | None
    next: Grade | None
    next_on: date | None

    @property
    def eligible(self) -> bool:
        return self.grade is not None and not (self.held or self.interrupted)


def grades() -> tuple[Grade, ...]:
    """The grades in force today, by their years: the kinds of awards that say for how many years they are given."""
    found = [(row, str(row.data.get("tahun") or "")) for row in codes(CodeList.AWARD_KIND)]
    rows = [Grade(row.code, row.label, int(years)) for row, years in found if years.isdecimal() and 0 < int(years) < 100]
    return tuple(sorted(rows, key=lambda grade: grade.years))


def counted_on() -> date:
    """The day of this year up to which years of service are counted."""
    return day_in(clock.today().year, settings.get(COUNTED_ON))


def interrupting_positions() -> list[str]:
    """The codes of kedudukan hukum with which nobody is proposed; where a row does not say, whoever is not active."""
    return [row.code for row in codes(CodeList.LEGAL_POSITION) if row.data.get("memutus", row.data.get("aktif") is not True)]


def may_be_proposed(grade: str | None = None) -> ColumnElement[bool]:
    """The criterion for those of LongService who have reached a grade by this year's day and hold neither it nor a higher one; with `grade`, this one alone."""
    ways = [way for each, way in _ways() if grade in (None, each.code)]
    return and_(or_(false(), *ways), Employee.legal_position.not_in(interrupting_positions()))


def undecided(states: Collection[str]) -> Stage | None:
    """Where entries of one grade stand as long as somebody has still to act: what waits for verification before what its owner has to correct."""
    return next((Stage(state) for state in UNDECIDED if state in states), None)


def entry_stands(stage: Stage | None) -> ColumnElement[bool]:
    """The criterion for those of LongService whose entry of the very grade they have reached stands there; None: who has no such entry."""
    found = {state: or_(false(), *(and_(way, _has((grade.code,), state)) for grade, way in _ways())) for state in UNDECIDED}
    waits, returned = (found[state] for state in UNDECIDED)
    return {Stage.WAITING: waits, Stage.RETURNED: and_(returned, ~waits), None: ~or_(waits, returned)}[stage]


def count_by_grade(actor: Actor) -> Sequence[tuple[Grade, int]]:
    """How many of those the actor sees may be proposed for each grade this year, in one query; grades of nobody are left out."""
    known = _ways()
    if not known:
        return ()
    sums = [func.sum(case((way, 1), else_=0)) for _grade, way in known]
    query = select(*sums).select_from(LongService).join(Employee, Employee.id == LongService.employee_id)
    found = session().execute(query.where(visible(LongService, actor), may_be_proposed())).one()
    return [(grade, int(number)) for (grade, _way), number in zip(known, found, strict=True) if number]


def own_standing(actor: Actor) -> Standing | None:
    """How the acting person stands himself, in one query; None for somebody who is no PNS."""
    known, day = grades(), counted_on()
    given = and_(Award.employee_id == Employee.id, Award.award_kind.in_([grade.code for grade in known]))
    columns = (Employee.nip, Employee.legal_position, Award.award_kind, Award.state)
    pns = Employee.employee_status == EmployeeStatus.PNS.value
    rows = session().execute(select(*columns).outerjoin(Award, given).where(Employee.id == actor.employee_id, pns)).all()
    began = service_began(rows[0].nip) if rows else None
    if began is None:
        return None
    grade, coming = grade_at(began, day, known), next_grade(began, day, known)
    wanted = {each.code for each in known if grade is not None and each.years >= grade.years}
    states = {row.state for row in rows if row.award_kind in wanted}
    entries = {row.state for row in rows if grade is not None and row.award_kind == grade.code}
    return Standing(
        began=began,
        counted_on=day,
        interrupted=rows[0].legal_position in interrupting_positions(),
        grade=grade,
        held=Stage.APPROVED.value in states,
        entry=undecided(entries),
        next=coming,
        next_on=reached_on(began, coming.years) if coming else None,
    )


def same_grade(actor: Actor, record: Award) -> Sequence[Award]:
    """Other awards of the same person and the same grade of the Satya Lencana Karya Satya, which is given once, as far as the actor sees them."""
    if all(grade.code != record.award_kind for grade in grades()):
        return ()
    same = select(Award).where(Award.employee_id == record.employee_id, Award.award_kind == record.award_kind, Award.id != record.id)
    gone = Award.state.in_((Stage.REJECTED.value, Stage.DELETED.value))
    return session().scalars(same.where(visible(Award, actor), ~gone).order_by(Award.id)).all()


def missing_years(award_kind: str | None, decree_on: date | None, nip: str) -> date | None:
    """The day on which the person's years of service are full for this grade, if the award was given before it; None where nothing is odd."""
    grade = next((each for each in grades() if each.code == award_kind), None)
    began = service_began(nip)
    if grade is None or began is None or decree_on is None:
        return None
    full = reached_on(began, grade.years)
    return full if decree_on < full else None


def own_missing_years(actor: Actor, award_kind: str | None, decree_on: date | None) -> date | None:
    """`missing_years` for the acting person himself."""
    nip = session().scalar(select(Employee.nip).where(Employee.id == actor.employee_id))
    return missing_years(award_kind, decree_on, nip) if nip else None


def _ways() -> list[tuple[Grade, ColumnElement[bool]]]:
    """Each grade with the criterion for those whose years reach it and no higher one, and who hold neither it nor a higher one."""
    known, day = grades(), counted_on()
    found = []
    for place, grade in enumerate(known):
        higher = known[place + 1 :]
        reached = [LongService.began <= latest_beginning(day, grade.years)]
        reached += [LongService.began > latest_beginning(day, above.years) for above in higher[:1]]
        found.append((grade, and_(*reached, ~_has([grade.code, *(above.code for above in higher)], Stage.APPROVED.value))))
    return found


def _has(kinds: Sequence[str], state: str) -> ColumnElement[bool]:
    return exists().where(Award.employee_id == LongService.employee_id, Award.state == state, Award.award_kind.in_(kinds))
