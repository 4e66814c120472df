"""Reading accounts: who is signed in and in which roles, who holds a role, and the accounts an administrator sees."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from flask_appbuilder.security.sqla.models import Permission, PermissionView, User, ViewMenu, assoc_permissionview_role
from flask_appbuilder.security.sqla.models import Role as FabRole
from flask_login import UserMixin
from sqlalchemy import ColumnElement, Row, and_, exists, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.accounts.models import Account, RoleAssignment
from app.kernel import clock
from app.kernel.actor import Actor, Assignment
from app.kernel.db import session
from app.kernel.roles import Role
from app.organisation.models import Employee, Unit
from app.organisation.rules import full_name

WITH_PERSON = (joinedload(Account.employee).joinedload(Employee.unit), selectinload(Account.given).joinedload(RoleAssignment.unit))
"""What lists and pages of accounts read of each."""


@dataclass(frozen=True)
class SignedIn(UserMixin):
    """The person behind a session as a value: what Flask-Login and FAB's templates ask of a user, and the Actor."""

    id: int
    username: str
    epoch: int
    must_change_password: bool
    actor: Actor

    def get_full_name(self) -> str:
        return self.actor.name


def load_actor(user_id: int, address: str | None = None) -> Actor | None:
    """Who acts when `user_id` does, in the roles of today; None if the account is closed."""
    person = load_signed_in(user_id, address)
    return person.actor if person else None


def load_signed_in(user_id: int, address: str | None = None) -> SignedIn | None:
    """The same with what a session needs, in two queries: person and personnel record, roles given."""
    day = clock.today()
    query = (
        select(
            User.id,
            User.username,
            User.first_name,
            User.last_name,
            Account.session_epoch,
            Account.must_change_password,
            Account.language,
            Employee.id.label("employee_id"),
            Employee.front_title,
            Employee.name,
            Employee.back_title,
            _leads().label("leads"),
        )
        .join(Account, Account.id == User.id)
        .outerjoin(Employee, Employee.user_id == User.id)
        .where(User.id == user_id, User.active.is_(True))
    )
    row = session().execute(query).one_or_none()
    if row is None:
        return None
    given = session().execute(
        select(RoleAssignment.role, RoleAssignment.unit_id, Unit.path)
        .outerjoin(Unit, Unit.id == RoleAssignment.unit_id)
        .where(RoleAssignment.user_id == user_id, in_force(day))
        .order_by(RoleAssignment.id)
    )
    assignments = [Assignment(Role(role), unit_id, path) for role, unit_id, path in given]
    actor = Actor(
        user_id=row.id,
        name=_name(row),
        employee_id=row.employee_id,
        assignments=(*_from_record(row), *assignments),
        address=address,
        language=row.language,
    )
    return SignedIn(row.id, row.username, row.session_epoch, row.must_change_password, actor)


def in_force(day: date) -> ColumnElement[bool]:
    """The criterion for the roles held on a day."""
    assigned = RoleAssignment
    return and_(assigned.ended_at.is_(None), assigned.valid_from <= day, or_(assigned.valid_to.is_(None), assigned.valid_to >= day))


def permissions_of(roles: Collection[Role]) -> frozenset[tuple[str, str]]:
    """Every (permission, view) these roles hold, in one query."""
    if not roles:
        return frozenset()
    link = assoc_permissionview_role.c
    query = (
        select(Permission.name, ViewMenu.name)
        .join(PermissionView, PermissionView.permission_id == Permission.id)
        .join(ViewMenu, ViewMenu.id == PermissionView.view_menu_id)
        .join(assoc_permissionview_role, link.permission_view_id == PermissionView.id)
        .join(FabRole, FabRole.id == link.role_id)
        .where(FabRole.name.in_([role.fab_name for role in roles]))
    )
    return frozenset((permission, view) for permission, view in session().execute(query))


def fab_roles(roles: Collection[Role]) -> list[FabRole]:
    """FAB's rows of these roles."""
    return list(session().scalars(select(FabRole).where(FabRole.name.in_([role.fab_name for role in roles]))))


def roles_given(user_id: int, day: date | None = None) -> Sequence[RoleAssignment]:
    """The roles given to a person that are in force on the day (today) or begin later, with their units."""
    unended = and_(
        RoleAssignment.ended_at.is_(None), or_(RoleAssignment.valid_to.is_(None), RoleAssignment.valid_to >= (day or clock.today()))
    )
    query = select(RoleAssignment).where(RoleAssignment.user_id == user_id, unended).options(joinedload(RoleAssignment.unit))
    return session().scalars(query.order_by(RoleAssignment.id)).all()


def holders(role: Role, unit_path: str | None = None) -> list[int]:
    """The ids of the open accounts that hold an assigned role today; with `unit_path`, those whose unit is that one or stands above it."""
    query = select(RoleAssignment.user_id).join(User, User.id == RoleAssignment.user_id).outerjoin(Unit, Unit.id == RoleAssignment.unit_id)
    query = query.where(RoleAssignment.role == role.value, in_force(clock.today()), User.active.is_(True)).distinct()
    if unit_path is not None:
        steps = unit_path.strip("/").split("/")
        above = ["/" + "/".join(steps[: count + 1]) + "/" for count in range(len(steps))]
        query = query.where(or_(RoleAssignment.unit_id.is_(None), Unit.path.in_(above)))
    return list(session().scalars(query.order_by(RoleAssignment.user_id)))


def holds(role: Role) -> ColumnElement[bool]:
    """The criterion for accounts that hold a given role today."""
    return Account.id.in_(select(RoleAssignment.user_id).where(RoleAssignment.role == role.value, in_force(clock.today())))


def _leads() -> ColumnElement[bool]:
    subordinate = aliased(Employee)
    return exists().where(subordinate.supervisor_id == Employee.id)


def _name(row: Row[tuple[object, ...]]) -> str:
    if row.employee_id is not None:
        return full_name(row.front_title, row.name, row.back_title)
    return f"{row.first_name} {row.last_name}".strip()


def _from_record(row: Row[tuple[object, ...]]) -> list[Assignment]:
    """The roles that follow from the personnel record: EMPLOYEE, and SUPERVISOR while leading somebody.

    Who is on leave or away to study keeps his own pages; what only active people may do, the services ask. Who has left has his account closed.
    """
    if row.employee_id is None:
        return []
    return [Assignment(Role.EMPLOYEE), *([Assignment(Role.SUPERVISOR)] if row.leads else [])]
