"""Who acts in whose place today (Plt., Plh.), what is lent to him with it, and whom an officer may name."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import ColumnElement, Row, Select, and_, exists, or_, select
from sqlalchemy.orm import aliased

from app.accounts.models import ActingOfficer, RoleAssignment
from app.accounts.rules import ActingKind
from app.kernel import clock
from app.kernel.actor import Actor, Assignment, InPlaceOf
from app.kernel.db import session
from app.kernel.held import held
from app.kernel.roles import Role
from app.organisation.models import Employee, Unit, UnitHead
from app.organisation.queries import active, matches, select_people
from app.organisation.rules import full_name

HELD = "acting_officers"
"""Every event that changes who acts for whom, or what an officer could lend, renews this."""


class Lent(NamedTuple):
    """One role lent from a day to a day; for an OPD admin's one row for each of his OPDs, with the days of his own role."""

    id: int
    deputy_id: int
    place: InPlaceOf
    role: Role
    begins_on: date
    ends_on: date
    unit_id: int | None = None
    unit_path: str | None = None
    unit_name: str | None = None

    @property
    def key(self) -> str:
        """How a session that is narrowed to it names it."""
        return f"acting:{self.id}:{self.unit_id or 0}"

    @property
    def assignment(self) -> Assignment:
        return Assignment(self.role, self.unit_id, self.unit_path, self.place)


def lent_to(employee_id: int | None) -> list[Lent]:
    """What the person holds today in somebody else's place."""
    if employee_id is None:
        return []
    today = clock.today()
    return [each for each in _all_lent() if each.deputy_id == employee_id and each.begins_on <= today <= each.ends_on]


def with_deputies(officers: Iterable[int], role: Role, but: Collection[int] = ()) -> list[int]:
    """These officers and those who act for one of them today in this role, each once, without `but`: who is told of what waits."""
    today, found = clock.today(), list(officers)
    now = [each for each in _all_lent() if each.role is role and each.begins_on <= today <= each.ends_on]
    found += [each.deputy_id for each in now if each.place.employee_id in found]
    return [pk for pk in dict.fromkeys(found) if pk not in but]


def deputies_of_unit(unit_path: str) -> list[int]:
    """The employees who act today for an OPD admin whose OPD is that unit or stands above it."""
    today = clock.today()
    found = [each for each in _all_lent() if each.role is Role.OPD_ADMIN and each.begins_on <= today <= each.ends_on]
    return [each.deputy_id for each in found if each.unit_path and unit_path.startswith(each.unit_path)]


def in_days(begins_on: date, ends_on: date) -> ColumnElement[bool]:
    """The criterion for what is lent on one of these days and has not been ended."""
    return and_(ActingOfficer.ended_at.is_(None), ActingOfficer.begins_on <= ends_on, ActingOfficer.ends_on >= begins_on)


def lent_in_days(begins_on: date, ends_on: date) -> dict[int, list[int]]:
    """The deputies of each officer on one of these days, whatever they are lent."""
    found: dict[int, list[int]] = {}
    for officer, deputy in session().execute(select(ActingOfficer.officer_id, ActingOfficer.deputy_id).where(in_days(begins_on, ends_on))):
        found.setdefault(officer, []).append(deputy)
    return found


def may_be_named(officer: Employee | None) -> ColumnElement[bool]:
    """The criterion for deputies: in service, with an account, and for an officer who names him himself of his own OPD."""
    able = and_(active(), Employee.user_id.is_not(None))
    if officer is None:
        return able
    opd = officer.opd
    colleague = aliased(Unit)
    units = select(colleague.id).where(or_(colleague.id == opd.id, colleague.opd_id == opd.id))
    return and_(able, Employee.id != officer.id, Employee.unit_id.in_(units))


def search_deputies(actor: Actor, text: str) -> list[tuple[int, str]]:
    """Those the actor may name, at most twenty whose name or NIP holds `text`, by name and job: no NIP of colleagues is shown."""
    officer = None if actor.has(Role.BKPSDM_ADMIN) else session().get(Employee, actor.employee_id or 0)
    if officer is None and not actor.has(Role.BKPSDM_ADMIN):
        return []
    return [(person.id, deputy_label(person)) for person in select_people(may_be_named(officer), matches(text))]


def deputy_label(person: Employee) -> str:
    """How a deputy is offered."""
    return f"{person.full_name} · {person.job_title}"


def leading() -> ColumnElement[bool]:
    """Who is somebody's direct supervisor, and who heads a unit with units below it: heads without a supervisor of their own are his people too (T23)."""
    subordinate, below = aliased(Employee), aliased(Unit)
    heads = exists().where(UnitHead.employee_id == Employee.id, below.parent_id == UnitHead.unit_id)
    return or_(exists().where(subordinate.supervisor_id == Employee.id), heads)


def leads(employee_id: int) -> bool:
    """Whether the person supervises anybody: only then there is something to lend as a supervisor."""
    return session().scalar(select(Employee.id).where(Employee.id == employee_id, leading())) is not None


def opds_of(employee_id: int) -> Sequence[RoleAssignment]:
    """The OPD admin roles that a person holds in his own right and that have not been ended, whatever their days."""
    query = select(RoleAssignment).join(Employee, Employee.user_id == RoleAssignment.user_id)
    query = query.where(Employee.id == employee_id, RoleAssignment.role == Role.OPD_ADMIN.value, RoleAssignment.ended_at.is_(None))
    return session().scalars(query.order_by(RoleAssignment.id)).all()


def concerned(employee_id: int) -> bool:
    """Whether what is held names this person as an officer."""
    return any(each.place.employee_id == employee_id for each in _all_lent())


def _all_lent() -> tuple[Lent, ...]:
    return held(HELD, _load)


def _load() -> tuple[Lent, ...]:
    # A day earlier than here: what is held outlives midnight, and the agency's time zone is a setting.
    since = clock.now().date() - timedelta(days=1)
    found = [_lent(row) for row in session().execute(_lending().where(ActingOfficer.ends_on >= since))]
    return tuple(each for each in found if each is not None)


def _lending() -> Select[Any]:
    """Unended ones, joined with the OPD admin roles that the officer holds in his own right and an open account."""
    person, given = aliased(Employee), aliased(RoleAssignment)
    own_role = and_(
        ActingOfficer.role == Role.OPD_ADMIN.value,
        given.user_id == person.user_id,
        given.role == Role.OPD_ADMIN.value,
        given.ended_at.is_(None),
        User.active.is_(True),
    )
    acting = (ActingOfficer.id, ActingOfficer.deputy_id, ActingOfficer.kind, ActingOfficer.role)
    days = (ActingOfficer.begins_on, ActingOfficer.ends_on)
    return (
        select(*acting, *days, person.id.label("officer_id"), person.front_title, person.name, person.back_title)
        .add_columns(given.valid_from, given.valid_to, Unit.id.label("unit_id"), Unit.path, Unit.name.label("unit_name"))
        .select_from(ActingOfficer)
        .join(person, person.id == ActingOfficer.officer_id)
        .outerjoin(User, User.id == person.user_id)
        .outerjoin(given, own_role)
        .outerjoin(Unit, Unit.id == given.unit_id)
        .where(ActingOfficer.ended_at.is_(None))
        .order_by(ActingOfficer.id, given.id)
    )


def _lent(row: Row[Any]) -> Lent | None:
    """One row as a value; None for a role that the officer no longer holds himself."""
    found = row._mapping
    place = InPlaceOf(
        found["officer_id"], full_name(found["front_title"], found["name"], found["back_title"]), ActingKind(found["kind"]).before_name
    )
    role, begins_on, ends_on = Role(found["role"]), found["begins_on"], found["ends_on"]
    if role is Role.SUPERVISOR:
        return Lent(found["id"], found["deputy_id"], place, role, begins_on, ends_on)
    if found["unit_id"] is None:
        return None
    begins_on, ends_on = max(begins_on, found["valid_from"]), min(ends_on, found["valid_to"] or ends_on)
    return Lent(found["id"], found["deputy_id"], place, role, begins_on, ends_on, found["unit_id"], found["path"], found["unit_name"])
