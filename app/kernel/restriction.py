"""Whose data are kept but not used for now, at his own wish (UU 27/2022, Ps. 11). What is storage and what is use is decided here, once for every feature.

Not used: no file (Excel, CSV, print, national packages), no answer of the REST API, no webhook, no photo shown to others, nothing decided by itself.
Still allowed: everything for the person himself; the portal's own screens, on which officers answer what he or the law asks of them; the trail and security;
sums in which nobody can be told; and records of the protection of data itself, which say so by `__restrictable__ = False`. See docs/security.md.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, or_, select, true

from app.kernel.actor import Actor
from app.kernel.db import session
from app.kernel.errors import Missing
from app.kernel.scope import scope_of

_people: list[Callable[[], Any]] = []


def define_restricted(people: Callable[[], Any]) -> None:
    """Say by which query (of employee ids) the restricted are found; called once by the feature that knows (privacy)."""
    _people[:] = [people]


def not_restricted(employee_id: Any) -> ColumnElement[bool]:
    """The criterion for rows whose person, named by the column `employee_id`, has not had his data restricted."""
    criterion: ColumnElement[bool] = or_(employee_id.is_(None), employee_id.not_in(_people[0]())) if _people else true()
    return criterion


def usable(model: type[Any], actor: Actor) -> ColumnElement[bool]:
    """The criterion for the rows of `model` that may be used for more than keeping them, when the actor asks: those of restricted people are his own only."""
    owner = _owner(model)
    if owner is None:
        return true()
    free = not_restricted(owner)
    return free if actor.employee_id is None else or_(free, owner == actor.employee_id)


def is_usable(record: Any, actor: Actor | None = None) -> bool:
    """The same of one record; without an actor, for what leaves to other systems."""
    owner = _owner(type(record))
    person = getattr(record, owner.key) if owner is not None else None
    if person is None or not _people or (actor is not None and actor.employee_id == person):
        return True
    found = _people[0]().subquery()
    return session().scalar(select(next(iter(found.c))).where(next(iter(found.c)) == person).limit(1)) is None


def check_usable(record: Any, actor: Actor) -> None:
    """Raises Missing for a record that may not be used for this actor now."""
    if not is_usable(record, actor):
        raise Missing


def _owner(model: type[Any]) -> Any:
    """The column with the person's id, None for what is nobody's or is kept for the protection of data itself."""
    if not getattr(model, "__restrictable__", True):
        return None
    scope = scope_of(model)
    return scope.owner if scope is not None else None
