"""Writing plain records, such as code lists: created, changed and removed inside a transaction, within scope, with an event that holds before and after.

A record with rules of its own has services of its own; these serve those without.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from flask_babel import gettext as _
from sqlalchemy import UniqueConstraint, and_, func, inspect, select
from sqlalchemy.exc import IntegrityError

from app.kernel.actor import Actor
from app.kernel.approval import Flowing, content, json_safe, once
from app.kernel.crud.referring import referring
from app.kernel.db import session, transaction
from app.kernel.errors import Conflict, Denied, Invalid
from app.kernel.events import Event, publish
from app.kernel.scope import fetch, visible

Record = TypeVar("Record")


def create_record(actor: Actor, model: type[Record], values: Mapping[str, Any], submission: str | None = None) -> Record:
    """Make a record; raises Invalid beside the field whose value is taken, Denied for one the actor would not even see. A second send of the page gets the first's."""
    _refuse_flow(model)

    def make() -> Record:
        record = model(**_columns(model, values))
        _refuse_taken(model, values, None)
        session().add(record)
        session().flush()
        _refuse_foreign(actor, model, record)
        publish(Event(f"{_noun(model)}.create", actor, record, {"after": content(record)}))
        return record

    return once(actor, submission, model, make)


def change_record(actor: Actor, model: type[Record], pk: int, values: Mapping[str, Any], version: str) -> Record:
    """Write `values` to the record if it is still what it was at `version` (see `version_of`); raises Missing, Conflict, Invalid."""
    _refuse_flow(model)
    with transaction() as current:
        record: Any = fetch(model, actor, pk, lock=True)
        if version_of(record) != version:
            raise Conflict
        typed = _columns(model, values)
        before = {name: getattr(record, name) for name in typed}
        changed = {name: value for name, value in typed.items() if value != before[name]}
        if not changed:
            return record  # type: ignore[no-any-return]
        _refuse_taken(model, changed, record)
        for name, value in changed.items():
            setattr(record, name, value)
        if "version" in _names(model):
            record.version += 1
        current.flush()
        _refuse_foreign(actor, model, record)
        data = {
            "before": {name: json_safe(before[name]) for name in changed},
            "after": {name: json_safe(value) for name, value in changed.items()},
        }
        publish(Event(f"{_noun(model)}.change", actor, record, data))
        return record  # type: ignore[no-any-return]


def remove_record(actor: Actor, model: type[Any], pk: int) -> None:
    """Delete the record; raises Missing, or Conflict that names what still depends on it (G11)."""
    _refuse_flow(model)
    try:
        with transaction() as current:
            record = fetch(model, actor, pk, lock=True)
            if reason := _dependants(record):
                raise Conflict(reason)
            publish(Event(f"{_noun(model)}.delete", actor, record, {"before": content(record)}))
            current.delete(record)
            current.flush()
    except IntegrityError:
        # A child came in between the question and the answer.
        raise Conflict(_dependants(fetch(model, actor, pk)) or _("It is still in use and cannot be deleted.")) from None


def version_of(record: Any) -> str:
    """What the record is now, to notice that somebody else changed it: its version number, or a digest of its content."""
    if "version" in _names(type(record)):
        return str(record.version)
    return hashlib.sha256(json.dumps(content(record), sort_keys=True).encode()).hexdigest()


def _dependants(record: Any) -> str:
    """The reason why the record must stay: how many rows of which lists refer to it; "" if none does."""
    found = [f"{name} ({count})" for name, count in _children(record)]
    return _("It cannot be deleted: it is still used by %(what)s.", what=", ".join(found)) if found else ""


def _children(record: Any) -> Iterator[tuple[str, int]]:
    for key, name in referring(type(record)):
        value = getattr(record, type(record).__mapper__.get_property_by_column(key.column).key)
        count = session().scalar(select(func.count()).select_from(key.parent.table).where(key.parent == value)) or 0
        if count:
            yield name, count


def _refuse_taken(model: type[Any], values: Mapping[str, Any], record: Any) -> None:
    """Ask before the database refuses, so that the message stands at its field."""
    mapper = inspect(model)
    wrong: dict[str, str] = {}
    for names in _unique_sets(model):
        if not set(names) & values.keys():
            continue
        wanted = {name: values.get(name, getattr(record, name, None)) for name in names}
        if any(value is None for value in wanted.values()):
            continue
        query = select(func.count()).select_from(model).where(and_(*(getattr(model, name) == value for name, value in wanted.items())))
        if record is not None:
            query = query.where(mapper.primary_key[0] != record.id)
        if session().scalar(query):
            wrong[next(name for name in names if name in values)] = _("This is already used by another entry.")
    if wrong:
        raise Invalid(fields=wrong)


def _unique_sets(model: type[Any]) -> Iterator[tuple[str, ...]]:
    mapper = inspect(model)
    for column in model.__table__.columns:
        if column.unique:
            yield (mapper.get_property_by_column(column).key,)
    for constraint in model.__table__.constraints:
        if isinstance(constraint, UniqueConstraint):
            yield tuple(mapper.get_property_by_column(column).key for column in constraint.columns)


def _refuse_foreign(actor: Actor, model: type[Any], record: Any) -> None:
    """What one writes one must also see: no record is made for, or moved to, somebody outside the actor's scope."""
    if not session().scalar(select(func.count()).select_from(model).where(model.id == record.id, visible(model, actor))):
        raise Denied


def _refuse_flow(model: type[Any]) -> None:
    if issubclass(model, Flowing):
        raise TypeError(f"{model.__name__} has a flow: its own services start and edit it through approval")


def _columns(model: type[Any], values: Mapping[str, Any]) -> dict[str, Any]:
    names = _names(model) - {"id", "version", "created_at"}
    if unknown := values.keys() - names:
        raise TypeError(f"{model.__name__} has no column {', '.join(sorted(unknown))} to write")
    return dict(values)


def _names(model: type[Any]) -> set[str]:
    return {column.key for column in inspect(model).column_attrs}


def _noun(model: type[Any]) -> str:
    name: str = model.__tablename__
    return name
