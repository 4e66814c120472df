"""Who acts: one frozen value built once per request or job and handed down; below the views nobody asks `g` or `request`."""

from dataclasses import dataclass, field, replace

from flask import g

from app.kernel.errors import Denied
from app.kernel.roles import Role


@dataclass(frozen=True)
class InPlaceOf:
    """Whom somebody acts for: the officer's employee id, his name, and how it is called (Plt., Plh.)."""

    employee_id: int
    name: str
    title: str

    def __str__(self) -> str:
        return f"{self.title} {self.name}"


@dataclass(frozen=True)
class Assignment:
    """A role held now. `unit_id`/`unit_path` bound it to an OPD's subtree; None means the whole agency.

    `in_place_of` names the officer whose role it is, where it is held for somebody else: it never reaches his own rows, nor those of who acts for him.
    """

    role: Role
    unit_id: int | None = None
    unit_path: str | None = None
    in_place_of: InPlaceOf | None = None


@dataclass(frozen=True)
class Actor:
    """The acting person: account, personnel record, roles of this moment, network address, language.

    `user_id` is the account's number. Jobs, drafts, documents, imports and the audit trail keep it without a foreign key: what somebody did or left waiting
    must not hang on a table of FAB's, and cannot be orphaned, since accounts are closed and never deleted (a test sees to that).
    """

    user_id: int | None
    name: str
    employee_id: int | None = None
    assignments: tuple[Assignment, ...] = ()
    address: str | None = None
    language: str = "id"
    roles: frozenset[Role] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "roles", frozenset(assignment.role for assignment in self.assignments))

    def has(self, *roles: Role) -> bool:
        """True if the actor holds at least one of `roles`."""
        return not self.roles.isdisjoint(roles)

    def given(self, role: Role) -> tuple[Assignment, ...]:
        """The assignments under which the actor holds `role`; several units are possible."""
        return tuple(assignment for assignment in self.assignments if assignment.role is role)

    def seats(self, role: Role) -> tuple[int, ...]:
        """The employees as whom the actor holds `role`: himself if it is his own, and each in whose place he holds it."""
        found = {each.in_place_of.employee_id if each.in_place_of else self.employee_id for each in self.given(role)}
        return tuple(sorted(each for each in found if each is not None))

    @property
    def places(self) -> tuple[InPlaceOf, ...]:
        """Everybody in whose place the actor acts now."""
        return tuple(dict.fromkeys(each.in_place_of for each in self.assignments if each.in_place_of is not None))

    def as_seat(self, place: InPlaceOf | None) -> "Actor":
        """The same person with only what he holds in this place; with None, with only what is his own."""
        return replace(self, assignments=tuple(each for each in self.assignments if each.in_place_of == place))


def system_actor(name: str = "Sistem") -> Actor:
    """The actor of jobs, imports and the command line; holds SYSTEM only."""
    return Actor(user_id=None, name=name, assignments=(Assignment(Role.SYSTEM),))


def current_actor() -> Actor:
    """The signed-in person of this request, built by `accounts` before the view runs; for views only. Raises Denied when nobody is signed in."""
    actor = g.get("actor")
    if not isinstance(actor, Actor):
        raise Denied
    return actor
