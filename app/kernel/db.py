"""The database as the portal uses it: one transaction per action, aware UTC stamps, append-only tables.

Only this module commits. `transaction()` joins when already inside one, so services call services freely and everything stands or falls together.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

import psycopg
from flask_appbuilder import Model
from psycopg import sql
from sqlalchemy import DDL, Connection, DateTime, Dialect, Engine, Integer, MetaData, Table, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.types import TypeDecorator

from app.extensions import db
from app.kernel import clock

__all__ = [
    "Model",
    "Stamped",
    "UtcDateTime",
    "after_commit",
    "append_only",
    "append_only_ddl",
    "asked_once",
    "before_commit",
    "in_transaction",
    "insert_into",
    "insert_many",
    "session",
    "transaction",
]

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
metadata: MetaData = Model.metadata
metadata.naming_convention = NAMING

BUSY_SECONDS = 10
ASKED = "asked"
Value = TypeVar("Value")


class UtcDateTime(TypeDecorator[datetime]):
    """An instant, always aware and in UTC; SQLite forgets the zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("naive datetime: the database takes aware instants only")
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Stamped:
    """Mixin: `id` and `created_at` (UTC, from the portal's clock)."""

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, nullable=False)


@dataclass
class _Unit:
    """One open unit of work: what must be written last, what must run after the commit or instead of it, and whether it may commit at all."""

    doomed: bool = False
    before_commit: dict[str, Callable[[Session], None]] = field(default_factory=dict)
    gathered: dict[str, dict[Any, None]] = field(default_factory=dict)
    after_commit: list[Callable[[], Any]] = field(default_factory=list)
    after_rollback: list[Callable[[], Any]] = field(default_factory=list)
    pending: dict[str, list[Any]] = field(default_factory=dict)


def session() -> Session:
    """The session of this request or job."""
    current: Session = db.session()
    return current


def unit_of_work() -> _Unit:
    """The open unit of work; raises RuntimeError outside a transaction."""
    unit = session().info.get("unit")
    if not isinstance(unit, _Unit):
        raise RuntimeError("this needs a transaction(): open one in the service")
    return unit


def before_commit(name: str, value: Any, work: Callable[[list[Any]], Any]) -> None:
    """Gather `value` under `name`: as one of the last acts of the transaction `work` gets all that were gathered, each once."""
    unit = unit_of_work()
    values = unit.gathered.setdefault(name, {})
    values[value] = None
    unit.before_commit[name] = lambda _session: work(list(values))


def in_transaction() -> bool:
    """True inside `transaction()`."""
    return "unit" in session().info


@contextmanager
def transaction() -> Iterator[Session]:
    """Everything in the block is written, or nothing. The outermost block commits; an inner block that fails dooms the whole, even if its error is caught.

    On SQLite the block begins with BEGIN IMMEDIATE, so two writers queue instead of failing; on PostgreSQL rows are locked where they are read for change.
    """
    current = session()
    outer = current.info.get("unit")
    if isinstance(outer, _Unit):
        try:
            yield current
        except BaseException:
            outer.doomed = True
            raise
        return
    if current.new or current.dirty or current.deleted:
        raise RuntimeError("changes were made outside a transaction(); they would be written by accident")
    if current.in_transaction():
        current.rollback()
    current.info.pop(ASKED, None)
    unit = current.info["unit"] = _Unit()
    try:
        current.connection(execution_options={"portal_write": True})
        yield current
        if unit.doomed:
            raise RuntimeError("an inner transaction failed and its error was swallowed")
        current.flush()
        for name in sorted(unit.before_commit):
            unit.before_commit[name](current)
        # A commit whose answer gets lost may have been made: rather a file too many than one too few.
        unit.after_rollback.clear()
        current.commit()
    except BaseException:
        current.rollback()
        for callback in unit.after_rollback:
            callback()
        raise
    finally:
        del current.info["unit"]
    for callback in unit.after_commit:
        callback()


def asked_once(key: Any, ask: Callable[[], Value]) -> Value:
    """What `ask` answers, asked of the database once in a request as long as nothing is written; for what several parts of a page read."""
    if in_transaction():
        return ask()
    known: dict[Any, Any] = session().info.setdefault(ASKED, {})
    if key not in known:
        known[key] = ask()
    found: Value = known[key]
    return found


def after_commit(callback: Callable[[], Any]) -> None:
    """Run `callback` once the outermost transaction has been committed; never if it is rolled back."""
    unit_of_work().after_commit.append(callback)


def after_rollback(callback: Callable[[], Any]) -> None:
    """Run `callback` if the outermost transaction ends before its commit, for what stands outside the database, such as a stored file."""
    unit_of_work().after_rollback.append(callback)


def insert_into(model: type[Any]) -> Any:
    """An INSERT in the database's own dialect, which knows ON CONFLICT: doing it twice, or at once, can be doing it once."""
    dialect = postgresql if session().get_bind().dialect.name == "postgresql" else sqlite
    return dialect.insert(model)


def insert_many(table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all have the columns of the first, inside the open transaction; by COPY where the database has it.

    Raises IntegrityError, or OperationalError when the database could not, as of two that wait for each other.
    """
    unit_of_work()
    connection = session().connection()
    if connection.dialect.name != "postgresql" or not rows:
        connection.execute(table.insert(), [dict(row) for row in rows])
        return
    names, driver = tuple(rows[0]), connection.connection.driver_connection
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, names)))
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:  # type: ignore[union-attr]
            for row in rows:
                copy.write_row(tuple(row[name] for name in names))
    except psycopg.IntegrityError as error:
        raise IntegrityError("COPY", None, error) from error
    except psycopg.OperationalError as error:  # two that wait for each other: whoever is chosen may try again
        raise OperationalError("COPY", None, error) from error


def append_only(table: Table) -> None:
    """Let the database itself refuse to change or remove rows of `table`."""
    for dialect in ("sqlite", "postgresql"):
        for statement in append_only_ddl(table.name, dialect):
            event.listen(table, "after_create", DDL(statement.replace("%", "%%")).execute_if(dialect=dialect))  # type: ignore[no-untyped-call]


def append_only_ddl(table: str, dialect: str) -> tuple[str, ...]:
    """The statements behind `append_only`; migrations execute the same ones."""
    if dialect == "sqlite":
        return tuple(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            for verb in ("UPDATE", "DELETE")
        )
    return (
        f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$",
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_refuse()",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()",
    )


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """Foreign keys on, write-ahead log, patience; the portal begins transactions itself (see `_begin`)."""
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None
        for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=NORMAL", f"busy_timeout={BUSY_SECONDS * 1000}"):
            connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        write = connection.get_execution_options().get("portal_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
