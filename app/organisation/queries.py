"""Reading the tree and the people, always inside what the actor may see."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, false, func, or_, select, true
from sqlalchemy.orm import joinedload

from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.db import session
from app.kernel.errors import Invalid
from app.kernel.held import held
from app.kernel.roles import Reach, Role
from app.kernel.scope import READERS, reached, visible
from app.organisation.models import CompetenceTest, Employee, Posting, Unit, UnitHead
from app.organisation.rules import Sex, UnitKind, nip_warnings, parse_nip, select_label
from app.reference import queries as reference
from app.reference.rules import CodeList

SELECT_LIMIT = 20
HELD = "units"
"""Every event of a unit renews this."""
WHOLE_AGENCY = frozenset(role for role, reach in READERS.items() if reach is Reach.ALL) | {Role.SUPERUSER}


def may_change(actor: Actor, employee: Employee) -> bool:
    """Whether the actor may edit the whole record: BKPSDM everywhere, an OPD admin in his OPD."""
    return actor.has(Role.BKPSDM_ADMIN, Role.SYSTEM) or bool(reached(Employee, actor, Role.OPD_ADMIN, Reach.OPD, [employee.id]))


def search_people(actor: Actor, text: str = "") -> list[tuple[int, str]]:
    """(id, "[NIP] NAMA, GELAR") of at most twenty people the actor sees whose name or NIP holds `text`; for selects (P6)."""
    return _found_people(visible(Employee, actor), matches(text))


def search_active_people(actor: Actor, text: str) -> list[tuple[int, str]]:
    """As `search_people`, but only those who may propose."""
    return _found_people(visible(Employee, actor), matches(text), active())


def matches(text: str) -> ColumnElement[bool]:
    """People whose NIP begins with the digits of `text` (spaces and dots dropped), or whose name holds every word of it."""
    words = text.split()
    if not words:
        return true()
    digits = "".join(words).replace(".", "")
    if digits.isdecimal():
        return Employee.nip.startswith(digits, autoescape=True)
    return and_(*(Employee.name.icontains(word, autoescape=True) for word in words))


def active() -> ColumnElement[bool]:
    """The criterion for people whose kedudukan hukum lets them propose (standards 2)."""
    return Employee.legal_position.in_(active_positions())


def active_positions() -> list[str]:
    """The codes of kedudukan hukum that count as active today."""
    return [row.code for row in reference.codes(CodeList.LEGAL_POSITION) if row.data.get("aktif") is True]


def ending_positions() -> frozenset[str]:
    """The codes of kedudukan hukum that end the service, in force or not; CLTN, study and suspension do not."""
    return frozenset(row.code for row in reference.codes(CodeList.LEGAL_POSITION) if row.data.get("berhenti") is True)


def opd_options(actor: Actor) -> list[tuple[int, str]]:
    """(id, name) of the OPDs in the actor's reach, by name; for the filter "Pilih OPD"."""
    if actor.has(*WHOLE_AGENCY):
        return all_opds()
    query = select(Unit.id, Unit.name).where(
        Unit.kind == UnitKind.OPD.value, Unit.id.in_(select(Unit.opd_id).where(reachable_units(actor)).correlate(None))
    )
    return [(row.id, row.name) for row in session().execute(query.order_by(Unit.name))]


def unit_options(actor: Actor, opd_id: int | None) -> list[tuple[int, str]]:
    """(id, name) of the units of one OPD in the actor's reach, the OPD first, then its tree with deeper units indented.

    The select that depends on the OPD.
    """
    if opd_id is None:
        return []
    units = session().scalars(select(Unit).where(Unit.opd_id == opd_id, reachable_units(actor))).all()
    return [(unit.id, "\u2003" * max(0, unit.depth - 1) + unit.name) for unit in in_tree_order(units)]


def reachable_units(actor: Actor) -> ColumnElement[bool]:
    """The units whose people the actor may pick: all, his OPD's subtree, and the unit he belongs to."""
    if actor.has(*WHOLE_AGENCY):
        return true()
    assignments = actor.given(Role.OPD_ADMIN)
    if any(assignment.unit_id is None for assignment in assignments):
        return true()
    parts = [Unit.path.startswith(assignment.unit_path, autoescape=True) for assignment in assignments if assignment.unit_path]
    if actor.employee_id is not None:
        parts.append(Unit.id == select(Employee.unit_id).where(Employee.id == actor.employee_id).scalar_subquery())
    return or_(false(), *parts)


def search_opds(actor: Actor, text: str) -> list[tuple[int, str]]:
    """The OPDs in the actor's reach whose name holds `text`; for selects."""
    return [(pk, name) for pk, name in opd_options(actor) if text.casefold() in name.casefold()]


def search_units_of(actor: Actor, text: str, opd_id: str) -> list[tuple[int, str]]:
    """The units of one OPD in the actor's reach whose name holds `text`; for the select that depends on the OPD (S41)."""
    options = unit_options(actor, int(opd_id)) if opd_id.isdecimal() else []
    return [(pk, name) for pk, name in options if text.casefold() in name.casefold()]


def search_units(text: str) -> Sequence[Unit]:
    """At most twenty units of the whole tree whose name holds `text`: the tree is no secret."""
    query = select(Unit).where(Unit.name.icontains(" ".join(text.split()), autoescape=True))
    return session().scalars(query.order_by(func.length(Unit.path), Unit.name).limit(SELECT_LIMIT)).all()


def in_tree_order(units: Iterable[Unit]) -> list[Unit]:
    """Parents before their children, siblings by name."""
    known = list(units)
    ids = {unit.id for unit in known}
    children: dict[int | None, list[Unit]] = {}
    for unit in sorted(known, key=lambda unit: unit.name):
        children.setdefault(unit.parent_id if unit.parent_id in ids else None, []).append(unit)
    ordered: list[Unit] = []
    waiting = list(reversed(children.get(None, ())))
    while waiting:
        unit = waiting.pop()
        ordered.append(unit)
        waiting.extend(reversed(children.get(unit.id, ())))
    return ordered


def agency() -> Unit | None:
    """The root of the tree."""
    return session().scalar(select(Unit).where(Unit.kind == UnitKind.AGENCY.value))


def head_of(unit_id: int) -> Employee | None:
    """Who leads the unit."""
    return session().scalar(select(Employee).join(UnitHead, UnitHead.employee_id == Employee.id).where(UnitHead.unit_id == unit_id))


def decider_for(person: Employee) -> Employee | None:
    """Who decides on what the person sends: his direct supervisor; for the head of a unit who has none, the head of the nearest unit above (T23, X6).

    None where the portal knows neither.
    """
    if person.supervisor_id is not None:
        return session().get_one(Employee, person.supervisor_id)
    led = session().scalar(
        select(Unit.path)
        .join(UnitHead, UnitHead.unit_id == Unit.id)
        .where(UnitHead.employee_id == person.id)
        .order_by(func.length(Unit.path))
    )
    above = [int(each) for each in (led or "").split("/") if each][:-1]
    if not above:
        return None
    heads = (
        select(Employee)
        .join(UnitHead, UnitHead.employee_id == Employee.id)
        .join(Unit, Unit.id == UnitHead.unit_id)
        .where(UnitHead.unit_id.in_(above), Employee.id != person.id, active())
    )
    return session().scalar(heads.order_by(func.length(Unit.path).desc()).limit(1))


def nip_differences(person: Employee, birth_date: date | None = None, sex: str | None = None) -> list[str]:
    """Where the record and its NIP disagree, in words, or would with another date of birth or sex; old records may, so nothing is refused for it."""
    try:
        nip = parse_nip(person.nip, clock.today())
    except Invalid as refusal:
        return [str(next(iter(refusal.fields.values())))]
    return [str(warning) for warning in nip_warnings(nip, birth_date or person.birth_date, Sex(sex or person.sex))]


def find_employee(nip: str) -> Employee | None:
    """The person with this NIP, whoever asks: for sign-in and imports, not for screens."""
    return session().scalar(select(Employee).where(Employee.nip == nip))


def employee_of(actor: Actor) -> Employee | None:
    """The acting person's own record, with unit and OPD."""
    if actor.employee_id is None:
        return None
    query = select(Employee).where(Employee.id == actor.employee_id)
    return session().scalar(query.options(joinedload(Employee.unit).joinedload(Unit.opd), joinedload(Employee.supervisor)))


def is_subordinate(actor: Actor) -> ColumnElement[bool]:
    """The criterion for those whose direct supervisor the actor is, or for whose supervisor he acts (T23)."""
    if actor.employee_id is None:
        return false()
    acting = actor.seats(Role.SUPERVISOR) if actor.places else ()
    seats = acting or (actor.employee_id,)
    return and_(Employee.supervisor_id.in_(seats), Employee.id != actor.employee_id)


def latest_competence_test(employee_id: int, on: date | None = None) -> CompetenceTest | None:
    """The newest test still valid on the day (today); None means "not tested" for the forms (P5). Confidential.

    Show it only to its readers.
    """
    day = on or clock.today()
    query = select(CompetenceTest).where(
        CompetenceTest.employee_id == employee_id, CompetenceTest.taken_on <= day, CompetenceTest.valid_until >= day
    )
    return session().scalar(query.order_by(CompetenceTest.taken_on.desc()).limit(1))


def competence_tests(actor: Actor, employee_id: int) -> Sequence[CompetenceTest]:
    """The tests of a person as far as the actor may read them, newest first."""
    query = select(CompetenceTest).where(CompetenceTest.employee_id == employee_id, visible(CompetenceTest, actor))
    return session().scalars(query.order_by(CompetenceTest.taken_on.desc())).all()


def postings(actor: Actor, employee_id: int) -> Sequence[Posting]:
    """Where the person belonged, newest first: the present unit, then those before it. For whoever may see the person."""
    seen = select(Employee.id).where(Employee.id == employee_id, visible(Employee, actor))
    query = select(Posting).where(Posting.employee_id.in_(seen)).options(joinedload(Posting.unit).joinedload(Unit.opd))
    return session().scalars(query.order_by(Posting.since.desc(), Posting.id.desc())).all()


def units_by_id(actor: Actor, pks: Iterable[int]) -> Sequence[Unit]:
    """Those of the units whose people the actor may pick."""
    return session().scalars(select(Unit).where(Unit.id.in_(list(pks)), reachable_units(actor))).all()


def all_opds() -> list[tuple[int, str]]:
    """(id, name) of every OPD, by name: the tree is no secret."""
    return list(held(HELD, _load_opds))


def _load_opds() -> tuple[tuple[int, str], ...]:
    query = select(Unit.id, Unit.name).where(Unit.kind == UnitKind.OPD.value).order_by(Unit.name)
    return tuple((row.id, row.name) for row in session().execute(query))


def select_people(*criteria: ColumnElement[bool]) -> Sequence[Employee]:
    """At most twenty people of these criteria, by name; for selects of features that say whom they offer."""
    return session().scalars(select(Employee).where(*criteria).order_by(Employee.name, Employee.id).limit(SELECT_LIMIT)).all()


def _found_people(*criteria: ColumnElement[bool]) -> list[tuple[int, str]]:
    query = select(Employee.id, Employee.nip, Employee.front_title, Employee.name, Employee.back_title).where(*criteria)
    rows = session().execute(query.order_by(Employee.name, Employee.id).limit(SELECT_LIMIT))
    return [(row.id, select_label(row.nip, row.front_title, row.name, row.back_title)) for row in rows]
