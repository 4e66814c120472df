"""Everything the portal holds about a person, table by table, read off the tables themselves."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, false, or_, select

from app.audit.rules import NOUNS
from app.kernel.approval import json_safe
from app.kernel.db import metadata
from app.kernel.errors import Text
from app.kernel.inbox import flow_models
from app.privacy.rules import ABOUT, BY_NIP, EMPLOYEE, NAMES, TITLES, Person, given_columns, owner_columns, personal, without_others

AT_ONCE = 500
DOCUMENT = "document"
Row = dict[str, Any]


@dataclass(frozen=True)
class Holding:
    """The rows of one table that are the person's; values as JSON knows them. `x` beside `x_id` is what the number stands for."""

    table: str
    title: Text
    columns: tuple[str, ...]
    rows: Sequence[Row]


@dataclass(frozen=True)
class StoredFileOf:
    """A file that a record of the person refers to: where it is stored, and what it is called in the package."""

    key: str
    name: str


def holdings(connection: Connection, person: Person, tables: Sequence[Table] | None = None) -> Iterator[Holding]:
    """One Holding per table with data of people, empty ones too; `tables` are all of the portal unless a test says otherwise."""
    every = tuple(metadata.tables.values()) if tables is None else tables
    own: dict[str, set[int]] = {}
    for table in personal(every):
        found = _rows(connection, table, person, own)
        if "id" in table.columns:
            own[table.name] = {row["id"] for row in found}
        names = _names(connection, table, found)
        rows = [_safe(table, row, names) for row in found]
        yield Holding(table.name, title_of(table.name), _columns(table, names), rows)


def title_of(table: str) -> Text:
    """What people call the rows of a table."""
    flows: dict[str, Text] = {model.__tablename__: model.__workflow__.title for model in flow_models()}
    return flows.get(table) or NOUNS.get(table) or TITLES.get(table) or table


def files_of(connection: Connection, person: Person) -> Iterator[StoredFileOf]:
    """The files of the person's records: uploaded proofs, and what the portal issued to him."""
    if person.employee_id is None:
        return
    documents = metadata.tables[DOCUMENT]
    for table in personal(metadata.tables.values()):
        if "employee_id" not in table.columns:
            continue
        mine = table.c.employee_id == person.employee_id
        for column in table.columns:
            if any(key.column.table is documents for key in column.foreign_keys):
                query = select(documents.c.id, documents.c.key, documents.c.name).join(table, column == documents.c.id).where(mine)
                yield from (StoredFileOf(row.key, f"{table.name}-{row.id}-{row.name}") for row in connection.execute(query))
        if "file_key" in table.columns:
            query = select(table.c.id, table.c.file_key).where(mine, table.c.file_key.is_not(None))
            yield from (StoredFileOf(row.file_key, f"{table.name}-{row.id}.pdf") for row in connection.execute(query))


def _rows(connection: Connection, table: Table, person: Person, own: Mapping[str, set[int]]) -> list[Row]:
    ids = {EMPLOYEE: person.employee_id}
    mine = [table.c[name] == pk for name, kind in owner_columns(table) if (pk := ids.get(kind, person.user_id)) is not None]
    if table.name in BY_NIP and person.nip:
        mine.append(table.c[BY_NIP[table.name]].startswith(person.nip))
    query = select(table).order_by(*table.primary_key.columns)
    found = {_key(table, row): row for row in _read(connection, query.where(or_(false(), *mine)))}
    if table.name in ABOUT:
        for subject, pks in own.items():
            for part in _parts(sorted(pks)):
                about = table.c.subject_type == subject, table.c.subject_id.in_(part)
                found |= {_key(table, row): row for row in _read(connection, query.where(*about))}
        return [without_others(found[key], person.user_id) for key in sorted(found)]
    return list(found.values())


def _read(connection: Connection, query: Any) -> Iterator[Row]:
    return (dict(row) for row in connection.execute(query).mappings())


def _key(table: Table, row: Row) -> tuple[Any, ...]:
    return tuple(row[column.name] for column in table.primary_key.columns)


def _names(connection: Connection, table: Table, rows: Sequence[Row]) -> dict[str, dict[int, str]]:
    """What the numbers in columns that refer to other tables stand for, by column."""
    found: dict[str, dict[int, str]] = {}
    for column in table.columns:
        target = next((key.column.table for key in column.foreign_keys if key.column.table.name in NAMES), None)
        if target is None or not column.name.endswith("_id"):
            continue
        wanted = sorted({row[column.name] for row in rows if row.get(column.name) is not None})
        word, called = target.c[NAMES[target.name]], found.setdefault(column.name, {})
        for part in _parts(wanted):
            called |= {row[0]: row[1] for row in connection.execute(select(target.c.id, word).where(target.c.id.in_(part))).all()}
    return found


def _columns(table: Table, names: Mapping[str, Mapping[int, str]]) -> tuple[str, ...]:
    return tuple(name for each in given_columns(table) for name in ((each, _word(each)) if each in names else (each,)))


def _safe(table: Table, row: Row, names: Mapping[str, Mapping[int, str]]) -> Row:
    safe: Row = {}
    for name in given_columns(table):
        if name not in row:
            continue
        value = row[name]
        safe[name] = value if isinstance(value, dict | list) else json_safe(value)
        if name in names:
            safe[_word(name)] = names[name].get(value)
    return safe


def _word(column: str) -> str:
    return column.removesuffix("_id")


def _parts(wanted: Sequence[int]) -> Iterator[Sequence[int]]:
    return (wanted[start : start + AT_ONCE] for start in range(0, len(wanted), AT_ONCE))
