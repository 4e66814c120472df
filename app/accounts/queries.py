"""Reading accounts: who is signed in and in which roles, who holds a role, and the accounts an administrator sees."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import Any

from flask import current_app
from flask_appbuilder.security.sqla.models import Permission, PermissionView, User, ViewMenu, assoc_permissionview_role
from flask_appbuilder.security.sqla.models import Role as FabRole
from flask_login import UserMixin
from sqlalchemy import ColumnElement, Date, Row, Select, and_, bindparam, exists, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.accounts.acting_queries import deputies_of_unit, leading, lent_to
from app.accounts.models import Account, AccountSession, RoleAssignment, SecondFactor
from app.accounts.rules import NIP_LENGTH, SEEN_EVERY
from app.kernel import clock
from app.kernel.access import MENU, PERMISSIONS
from app.kernel.actor import Actor, Assignment
from app.kernel.db import UtcDateTime, session
from app.kernel.held import held, stamps_column, take_stamps
from app.kernel.roles import Role
from app.kernel.tokens import fingerprint
from app.organisation.models import Employee, Unit
from app.organisation.rules import full_name

WITH_PERSON = (joinedload(Account.employee).joinedload(Employee.unit), selectinload(Account.given).joinedload(RoleAssignment.unit))
"""What lists and pages of accounts read of each."""


@dataclass(frozen=True)
class RoleHeld:
    """A role held today, as the account menu shows it; `key` is how a session names the one it is narrowed to."""

    key: str
    assignment: Assignment
    unit_name: str | None = None
    valid_to: date | None = None

    @property
    def label(self) -> str:
        """The role with the unit it is bound to, and in whose place it is held."""
        role = f"{self.assignment.role.label} ({self.unit_name})" if self.unit_name else str(self.assignment.role.label)
        return f"{role}, {self.assignment.in_place_of}" if self.assignment.in_place_of else role


@dataclass(frozen=True)
class Person(UserMixin):
    """Who somebody is at this moment, however he came: what Flask-Login and FAB ask of a user, the Actor, and all roles of today."""

    id: int
    username: str
    must_change_password: bool
    has_second_factor: bool
    actor: Actor
    held: tuple[RoleHeld, ...]
    method: str

    def get_full_name(self) -> str:
        return self.actor.name


@dataclass(frozen=True)
class SignedIn(Person):
    """The person behind a session. The actor holds all roles that are `held`, or only the one that the session is narrowed to (`acting`)."""

    token: str
    session_id: int
    started_at: datetime
    seen_at: datetime
    acting: str | None = None

    def get_id(self) -> str:
        """What the cookie holds: the session's token, not the person's number."""
        return self.token

    def seconds_left(self) -> int:
        """How long the session holds from now on if nothing more is asked for."""
        config = current_app.config
        oldest = self.started_at + config["SESSION_ABSOLUTE_LIFETIME"] - clock.now()
        return max(0, int(min(oldest, config["PERMANENT_SESSION_LIFETIME"]).total_seconds()))


def load_actor(user_id: int, address: str | None = None) -> Actor | None:
    """Who acts when `user_id` does, in the roles of today; None if the account is closed."""
    rows = _rows_of(user_id)
    return _actor(rows[0], _held(rows), address) if rows else None


def load_person(user_id: int, method: str, address: str | None = None) -> Person | None:
    """The person of an account in the roles of today, who came by `method`; None if it is closed."""
    rows = _rows_of(user_id)
    if not rows:
        return None
    row, held = rows[0], _held(rows)
    return Person(row.id, row.username, row.must_change_password, row.has_second_factor, _actor(row, held, address), held, method)


def load_session(token: str, address: str | None = None) -> SignedIn | None:
    """The person whose session this token names, with the roles of today, in one query. None if it ended, lay idle or grew too old.

    It is the first query of a request, and brings along what the process needs to know of its own memory (`held`).
    """
    idle_since, oldest = _limits()
    values = {"token": fingerprint(token), "idle_since": idle_since, "oldest": oldest, **_about_today()}
    rows = session().execute(_of_session(session().get_bind().dialect.name), values).all()
    if not rows:
        return None
    take_stamps(rows[0].stamps)
    row, held = rows[0], _held(rows)
    chosen = tuple(each for each in held if each.key == row.acting)
    return SignedIn(
        id=row.id,
        username=row.username,
        must_change_password=row.must_change_password,
        has_second_factor=row.has_second_factor,
        actor=_actor(row, chosen or held, address),
        held=held,
        token=token,
        session_id=row.session_id,
        started_at=row.started_at,
        seen_at=row.seen_at,
        method=row.method,
        acting=row.acting if chosen else None,
    )


def sessions_of(user_id: int) -> Sequence[AccountSession]:
    """The person's sessions that still hold, the latest seen first."""
    query = select(AccountSession).where(AccountSession.user_id == user_id, still_holds())
    return session().scalars(query.order_by(AccountSession.seen_at.desc(), AccountSession.id.desc())).all()


def still_holds() -> ColumnElement[bool]:
    """The criterion for sessions that neither lay idle nor grew too old. `seen_at` may be a little behind; the cookie's own age is exact."""
    idle_since, oldest = _limits()
    return _seen_since(idle_since, oldest)


def _limits() -> tuple[datetime, datetime]:
    """Since when a session must have been seen, and begun."""
    config, now = current_app.config, clock.now()
    return now - config["PERMANENT_SESSION_LIFETIME"] - SEEN_EVERY, now - config["SESSION_ABSOLUTE_LIFETIME"]


def _seen_since(idle_since: Any, oldest: Any) -> ColumnElement[bool]:
    return and_(AccountSession.seen_at > idle_since, AccountSession.started_at > oldest)


def named(name: str) -> ColumnElement[bool]:
    """The criterion for the user with this sign-in name: the NIP of the personnel record, or a technical user name."""
    if len(name) == NIP_LENGTH and name.isdecimal():
        return User.id == select(Employee.user_id).where(Employee.nip == name).scalar_subquery()
    return User.username == name


def in_force(day: date) -> ColumnElement[bool]:
    """The criterion for the roles held on a day."""
    assigned = RoleAssignment
    return and_(assigned.ended_at.is_(None), assigned.valid_from <= day, or_(assigned.valid_to.is_(None), assigned.valid_to >= day))


def permissions_of(roles: Collection[Role]) -> frozenset[tuple[str, str]]:
    """Every (permission, view) these roles hold."""
    return held(PERMISSIONS, _granted).of(frozenset(roles)) if roles else frozenset()


@lru_cache(maxsize=100)
def menus_among(permissions: frozenset[tuple[str, str]]) -> frozenset[str]:
    """The menu entries that these permissions open."""
    return frozenset(view for permission, view in permissions if permission == MENU)


@dataclass(frozen=True)
class Granted:
    """What `flask grants` wrote, by FAB's name of the role, and what roles held together amount to; read anew when it is written anew."""

    by_role: dict[str, frozenset[tuple[str, str]]]
    together: dict[frozenset[Role], frozenset[tuple[str, str]]] = field(default_factory=dict)

    def of(self, roles: frozenset[Role]) -> frozenset[tuple[str, str]]:
        if roles not in self.together:
            self.together[roles] = frozenset().union(*(self.by_role.get(role.fab_name, frozenset()) for role in roles))
        return self.together[roles]


def _granted() -> Granted:
    link = assoc_permissionview_role.c
    query = (
        select(FabRole.name, Permission.name, ViewMenu.name)
        .join(assoc_permissionview_role, link.role_id == FabRole.id)
        .join(PermissionView, PermissionView.id == link.permission_view_id)
        .join(Permission, PermissionView.permission_id == Permission.id)
        .join(ViewMenu, ViewMenu.id == PermissionView.view_menu_id)
    )
    found: dict[str, set[tuple[str, str]]] = {}
    for role, permission, view in session().execute(query):
        found.setdefault(role, set()).add((permission, view))
    return Granted({role: frozenset(pairs) for role, pairs in found.items()})


def fab_roles(roles: Collection[Role]) -> list[FabRole]:
    """FAB's rows of these roles."""
    return list(session().scalars(select(FabRole).where(FabRole.name.in_([role.fab_name for role in roles]))))


def roles_given(user_id: int, day: date | None = None) -> Sequence[RoleAssignment]:
    """The roles given to a person that are in force on the day (today) or begin later, with their units."""
    unended = and_(
        RoleAssignment.ended_at.is_(None), or_(RoleAssignment.valid_to.is_(None), RoleAssignment.valid_to >= (day or clock.today()))
    )
    query = (
        select(RoleAssignment)
        .where(RoleAssignment.user_id == user_id, unended)
        .options(joinedload(RoleAssignment.unit), joinedload(RoleAssignment.giver))
    )
    return session().scalars(query.order_by(RoleAssignment.id)).all()


def holders(role: Role, unit_path: str | None = None) -> list[int]:
    """The ids of the open accounts that hold an assigned role today; with `unit_path`, those whose unit is that one or stands above it, or who act for them."""
    query = select(RoleAssignment.user_id).join(User, User.id == RoleAssignment.user_id).outerjoin(Unit, Unit.id == RoleAssignment.unit_id)
    query = query.where(RoleAssignment.role == role.value, in_force(clock.today()), User.active.is_(True)).distinct()
    if unit_path is not None:
        steps = unit_path.strip("/").split("/")
        above = ["/" + "/".join(steps[: count + 1]) + "/" for count in range(len(steps))]
        query = query.where(or_(RoleAssignment.unit_id.is_(None), Unit.path.in_(above)))
    found = list(session().scalars(query.order_by(RoleAssignment.user_id)))
    deputies = deputies_of_unit(unit_path) if unit_path is not None and role is Role.OPD_ADMIN else []
    if deputies:
        accounts = select(User.id).join(Employee, Employee.user_id == User.id).where(Employee.id.in_(deputies), User.active.is_(True))
        found += session().scalars(accounts.order_by(User.id))
    return list(dict.fromkeys(found))


def holds(role: Role) -> ColumnElement[bool]:
    """The criterion for accounts that hold a given role today."""
    return Account.id.in_(select(RoleAssignment.user_id).where(RoleAssignment.role == role.value, in_force(clock.today())))


def _rows_of(user_id: int) -> Sequence[Row[Any]]:
    return session().execute(_of_user(), {"user": user_id, **_about_today()}).all()


def _about_today() -> dict[str, date]:
    """Days around today wherever the agency is: its time zone is a setting, and settings are read after this."""
    day = clock.now().date()
    return {"tomorrow": day + timedelta(days=1), "yesterday": day - timedelta(days=1)}


@cache
def _of_user() -> Select[Any]:
    return _person().where(User.id == bindparam("user"))


@cache
def _of_session(dialect: str) -> Select[Any]:
    """Built once for each kind of database: every request of a signed-in person begins with it."""
    return (
        _person()
        .join(AccountSession, AccountSession.user_id == User.id)
        .add_columns(
            AccountSession.id.label("session_id"),
            AccountSession.started_at,
            AccountSession.seen_at,
            AccountSession.method,
            AccountSession.acting,
            stamps_column().label("stamps"),
        )
        .where(
            AccountSession.token_hash == bindparam("token"),
            _seen_since(bindparam("idle_since", type_=UtcDateTime), bindparam("oldest", type_=UtcDateTime)),
        )
    )


def _person() -> Select[Any]:
    """Account and personnel record of open accounts: a row for each role given that is in force about today, or one without a role."""
    given = aliased(RoleAssignment)
    unit = aliased(Unit)
    about_today = and_(
        given.ended_at.is_(None),
        given.valid_from <= bindparam("tomorrow", type_=Date),
        or_(given.valid_to.is_(None), given.valid_to >= bindparam("yesterday", type_=Date)),
    )
    return (
        select(
            User.id,
            User.username,
            User.first_name,
            User.last_name,
            Account.must_change_password,
            Account.language,
            Employee.id.label("employee_id"),
            Employee.front_title,
            Employee.name,
            Employee.back_title,
            leading().label("leads"),
            exists().where(SecondFactor.user_id == User.id, SecondFactor.confirmed_at.is_not(None)).label("has_second_factor"),
            given.id.label("given_id"),
            given.role.label("given_role"),
            given.unit_id.label("given_unit_id"),
            given.valid_from.label("given_from"),
            given.valid_to.label("given_until"),
            unit.path.label("given_path"),
            unit.name.label("given_unit"),
        )
        .join(Account, Account.id == User.id)
        .outerjoin(Employee, Employee.user_id == User.id)
        .outerjoin(given, and_(given.user_id == User.id, about_today))
        .outerjoin(unit, unit.id == given.unit_id)
        .where(User.active.is_(True))
        .order_by(given.id)
    )


def _held(rows: Sequence[Row[Any]]) -> tuple[RoleHeld, ...]:
    """The roles of today: those of the personnel record, and those given."""
    given, today = [each for each in rows if each.given_id is not None], clock.today()
    return (
        *(RoleHeld(each.role.value, each) for each in _from_record(rows[0])),
        *(
            RoleHeld(
                f"{each.given_role}:{each.given_id}",
                Assignment(Role(each.given_role), each.given_unit_id, each.given_path),
                each.given_unit,
                each.given_until,
            )
            for each in given
            if each.given_from <= today and (each.given_until is None or each.given_until >= today)
        ),
        *(RoleHeld(each.key, each.assignment, each.unit_name, each.ends_on) for each in lent_to(rows[0].employee_id)),
    )


def _actor(row: Row[Any], roles: Sequence[RoleHeld], address: str | None) -> Actor:
    return Actor(
        user_id=row.id,
        name=_name(row),
        employee_id=row.employee_id,
        assignments=tuple(each.assignment for each in roles),
        address=address,
        language=row.language,
    )


def _name(row: Row[Any]) -> str:
    if row.employee_id is not None:
        return full_name(row.front_title, row.name, row.back_title)
    return f"{row.first_name} {row.last_name}".strip()


def _from_record(row: Row[Any]) -> list[Assignment]:
    """The roles that follow from the personnel record: EMPLOYEE, and SUPERVISOR while leading somebody.

    Who is on leave or away to study keeps his own pages; what only active people may do, the services ask. Who has left has his account closed.
    """
    if row.employee_id is None:
        return []
    return [Assignment(Role.EMPLOYEE), *([Assignment(Role.SUPERVISOR)] if row.leads else [])]
