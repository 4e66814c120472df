"""Which rows a person sees: one SQL criterion per model, the same for screens, API, exports, selects and files. A model that declares nothing shows nothing.

A model declares `__scope__()` returning a Scope; `organisation` defines what "my OPD" and "my subordinates" mean in SQL.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, True_, and_, false, or_, select, true

from app.kernel.actor import Actor
from app.kernel.db import session
from app.kernel.errors import Missing
from app.kernel.roles import SIGNED_IN, Reach, Role

READERS: Mapping[Role, Reach] = MappingProxyType(
    {
        Role.EMPLOYEE: Reach.OWN,
        Role.SUPERVISOR: Reach.SUBORDINATES,
        Role.OPD_ADMIN: Reach.OPD,
        Role.BKPSDM_ADMIN: Reach.ALL,
        Role.AUDITOR: Reach.ALL,
        Role.SYSTEM: Reach.ALL,
    }
)
"""Who reads a person's record unless the model says otherwise."""

EVERYONE: Mapping[Role, Reach] = MappingProxyType(dict.fromkeys((*SIGNED_IN, Role.SYSTEM), Reach.ALL))
"""For what every signed-in person may read: catalogue, units."""


@dataclass(frozen=True)
class Scope:
    """How rows of a model belong to people.

    `owner` is the column with the employee's id, `unit` the column with the unit's id, `user` the column with the account's id (Reach.OWN falls back on it
    for rows that belong to an account, such as notifications). `audience(actor, role)` says in SQL whom a row is meant for (Reach.AUDIENCE). `readers` says how
    far each role sees; `where` hides rows from everybody (deleted ones). `stand_ins` are columns with the ids of employees to whom, for this row, the rights of
    the owner's direct supervisor were handed besides (Reach.SUBORDINATES).
    """

    owner: Any = None
    unit: Any = None
    user: Any = None
    readers: Mapping[Role, Reach] = field(default_factory=lambda: READERS)
    where: Any = None
    audience: "Callable[[Actor, Role], ColumnElement[bool]] | None" = None
    stand_ins: tuple[Any, ...] = ()


LARGEST_ID = 2**31 - 1
"""No id is larger; SQLite's driver would fail on numbers beyond 64 bits instead of finding nothing."""

Criterion = Callable[[Scope, Actor, Role], ColumnElement[bool]]


def _own(scope: Scope, actor: Actor, role: Role) -> ColumnElement[bool]:
    if scope.owner is not None:
        return scope.owner == actor.employee_id if actor.employee_id is not None else false()
    if scope.user is not None:
        return scope.user == actor.user_id if actor.user_id is not None else false()
    return false()


def _invited(scope: Scope, actor: Actor, role: Role) -> ColumnElement[bool]:
    return scope.audience(actor, role) if scope.audience is not None else false()


_criteria: dict[Reach, Criterion] = {
    Reach.OWN: _own,
    Reach.AUDIENCE: _invited,
    Reach.ALL: lambda scope, actor, role: true(),
}


Told = Callable[[Any, Actor, Role], bool | None]
_told: dict[Reach, Told] = {}


def define_reach(reach: Reach, criterion: Criterion, told: Told | None = None) -> None:
    """Say in SQL what `reach` means; called once by the feature that knows (organisation).

    `told(record, actor, role)` says the same of a record that was read with all it takes to know, and None where it takes a query.
    """
    _criteria[reach] = criterion
    if told is not None:
        _told[reach] = told


def scope_of(model: type[Any]) -> Scope | None:
    """The model's Scope, or None if it declares nothing."""
    declare = getattr(model, "__scope__", None)
    return declare() if declare else None


def visible(model: type[Any], actor: Actor) -> ColumnElement[bool]:
    """The criterion for the rows of `model` that `actor` may see; false() unless something grants it."""
    scope = scope_of(model)
    if scope is None:
        return false()
    grants = [within(model, actor, role, scope.readers[role]) for role in sorted(actor.roles) if role in scope.readers]
    criterion: ColumnElement[bool] = or_(false(), *grants)
    return criterion if scope.where is None else and_(scope.where, criterion)


def sees_only_own(model: type[Any], actor: Actor) -> bool:
    """True if every row of `model` that the actor sees is his own, whichever of his roles he acts in."""
    scope = scope_of(model)
    reaches = (
        {scope.readers[role] for role in actor.roles if role in scope.readers} if scope is not None and scope.owner is not None else set()
    )
    return reaches == {Reach.OWN}


def within(model: type[Any], actor: Actor, role: Role, reach: Reach) -> ColumnElement[bool]:
    """The criterion for the rows that `actor`, acting as `role`, reaches."""
    scope = scope_of(model)
    if scope is None or reach not in _criteria or not actor.has(role):
        return false()
    return _criteria[reach](scope, actor, role)


def reached(model: type[Any], actor: Actor, role: Role, reach: Reach, pks: Iterable[int]) -> frozenset[int]:
    """Those of `pks`, ids of rows that exist, that `actor`, acting as `role`, reaches; at most one query, none for a role he does not hold or that reaches all."""
    wanted = list(pks)
    if not wanted or not actor.has(role):
        return frozenset()
    criterion = within(model, actor, role, reach)
    if isinstance(criterion, True_):
        return frozenset(wanted)
    return frozenset(session().scalars(select(model.id).where(model.id.in_(wanted), criterion)))


def reached_of(records: Sequence[Any], actor: Actor, role: Role, reach: Reach) -> frozenset[int]:
    """The ids of those `records` of one model that `actor`, acting as `role`, reaches; without a query where the records tell it themselves."""
    if not records or not actor.has(role):
        return frozenset()
    tell = _told.get(reach)
    answers = {record.id: tell(record, actor, role) for record in records} if tell else {record.id: None for record in records}
    if None in answers.values():
        return reached(type(records[0]), actor, role, reach, answers)
    return frozenset(pk for pk, answer in answers.items() if answer)


def fetch(model: type[Any], actor: Actor, pk: int | str, *, lock: bool = False, options: Iterable[Any] = ()) -> Any:
    """The row `pk` if `actor` sees it; raises Missing otherwise. With `lock`, the row is locked and read anew, for a change in this transaction."""
    try:
        number = int(pk)
    except (TypeError, ValueError):
        raise Missing from None
    if not 0 < number <= LARGEST_ID:
        raise Missing
    query = select(model).where(model.id == number, visible(model, actor)).options(*options)
    if lock:
        query = query.with_for_update(of=model).execution_options(populate_existing=True)
    record = session().scalar(query)
    if record is None:
        raise Missing
    return record
