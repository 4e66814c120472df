"""The database of a worker: built once, then brought back to a known content before every test, by the cheapest way that is sure.

A content that many tests start from is a *stage*: the bare ground, a city, a city with accounts. It is built when the first test asks for it, kept,
and afterwards only brought back.
"""

import os
import shutil
import sqlite3
from collections.abc import Callable
from copy import deepcopy
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any, TypeVar
from zlib import crc32

import psycopg
from flask import Flask
from sqlalchemy import Engine, event, make_url

import config
from app.extensions import db

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
POSTGRES_URL = os.environ.get("TEST_DATABASE_URL", "")
POSTGRES_NAME = f"portal_test_{crc32(str(config.ROOT).encode()):08x}_{WORKER}"
"""Of this checkout and worker, so that two checkouts can be tested at once on one server."""

BARE = "bare"
Made = TypeVar("Made")


@event.listens_for(Engine, "connect")
def _wait_for_no_disk(connection: Any, _record: Any) -> None:
    """A test needs no disk that survives a power cut; what is written is the same. Comes after the portal's own settings."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=OFF")


class Ground:
    """A database with the schema and the grants in it, and how to bring its stages back; here on SQLite, where a stage is a file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.uri = f"sqlite:///{folder}/test.sqlite3"
        self.made: dict[str, Any] = {}

    def create(self) -> None:
        """An empty database."""

    def keep(self, stage: str = BARE) -> None:
        """Remember the present content as `stage`."""
        self._copy(self.folder / "test.sqlite3", self.folder / f"{stage}.sqlite3")

    def renew(self, stage: str = BARE) -> None:
        """Go back to `stage`."""
        self._copy(self.folder / f"{stage}.sqlite3", self.folder / "test.sqlite3")

    def remove(self) -> None:
        """Leave nothing behind on a server."""

    def set_stage(self, app: Flask, stage: str, build: Callable[[], Made]) -> Made:
        """Bring `stage` back and return what `build` returned, when it made the stage from the bare ground the first time.

        Whatever the test wrote before is gone: a stage comes first.
        """
        with app.app_context():
            db.engine.dispose()
        if stage in self.made:
            self.renew(stage)
        else:
            self.renew()
            with app.app_context():
                self.made[stage] = build()
                db.session.remove()
                db.engine.dispose()
            self.keep(stage)
        return deepcopy(self.made[stage])  # type: ignore[no-any-return]

    @staticmethod
    def _copy(source: Path, target: Path) -> None:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{target}{suffix}").unlink(missing_ok=True)
        for suffix in ("", "-wal"):
            if Path(f"{source}{suffix}").exists():
                shutil.copy(f"{source}{suffix}", f"{target}{suffix}")


class PostgresGround(Ground):
    """The same on PostgreSQL: a stage is a schema with a copy of every table; only tables whose content is another one are written again.

    What a test wrote shows in the rows themselves: each carries the number of the transaction that wrote it, and a table with a row newer than the
    last renewal, or with more or fewer rows than it then had, is not as it was. Triggers and statistics are not needed for that, nor a superuser.
    """

    def __init__(self, folder: Path, name: str = POSTGRES_NAME) -> None:
        super().__init__(folder)
        self.name = name
        self.uri = make_url(config.database_uri(POSTGRES_URL)).set(database=name).render_as_string(hide_password=False)
        self.connection: psycopg.Connection[Any] | None = None
        self.parents: dict[str, set[str]] = {}
        self.ordered: list[str] = []
        self.guarded: set[str] = set()
        self.stages: dict[str, tuple[dict[str, str], dict[str, int], dict[str, int | None]]] = {}
        self.held: dict[str, str] = {}
        self.counts: dict[str, int] = {}
        self.changes = self.shape = ""
        self.mark = 0

    def create(self) -> None:
        self.remove()
        # A test needs no disk that survives a power cut; this halves the time of every commit.
        self._ask_server(f"CREATE DATABASE {self.name}", f"ALTER DATABASE {self.name} SET synchronous_commit = off")
        self.stages.clear()
        self.made.clear()

    def remove(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None
        self._ask_server(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")

    @staticmethod
    def _ask_server(*statements: str) -> None:
        with psycopg.connect(POSTGRES_URL.replace("+psycopg", ""), autocommit=True) as server:
            for statement in statements:
                server.execute(statement)

    def keep(self, stage: str = BARE) -> None:
        with self._alone() as run:
            if stage == BARE:
                self._learn(run)
            run(f"CREATE SCHEMA stage_{stage}")
            for table in self.parents:
                run(f'CREATE TABLE stage_{stage}."{table}" AS TABLE public."{table}"')
            self.held = self._contents(run)
            self.counts, _stale = self._found(run)
            self.stages[stage] = self.held, self.counts, self._sequences(run)
            self.shape = run(SHAPE).fetchone()[0]
            self._remember(run)

    def renew(self, stage: str = BARE) -> None:
        wanted, counts, sequences = self.stages[stage]
        with self._alone() as run:
            assert run(SHAPE).fetchone()[0] == self.shape, "a test changed the schema everybody uses; it needs a database of its own"
            present, written = self._found(run)
            stale = self._with_children({table for table in self.parents if self.held[table] != wanted[table]} | written)
            self._fill(run, stage, [table for table in stale if present[table]], [table for table in stale if counts[table]])
            for name, last in self._sequences(run).items():
                if last != sequences[name]:
                    run("SELECT setval(%s::regclass, %s, %s)", (f'public."{name}"', sequences[name] or 1, sequences[name] is not None))
            self.held, self.counts = wanted, counts
            self._remember(run)

    def _alone(self) -> "_Alone":
        if self.connection is None:
            self.connection = psycopg.connect(self.uri.replace("+psycopg", ""))
        return _Alone(self.connection)

    def _learn(self, run: "Run") -> None:
        """The tables, which of them refer to which, and which have triggers of their own."""
        self.parents = {
            table: set() for (table,) in run("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'")
        }
        for child, parent in run(REFERENCES):
            if child != parent:
                self.parents[child].add(parent)
        self.ordered = list(TopologicalSorter(self.parents).static_order())
        newer = "coalesce(bool_or(xmin::text::bigint > %(mark)s::bigint), false)"
        self.changes = " UNION ALL ".join(f"SELECT '{table}', count(*), {newer} FROM \"{table}\"" for table in self.parents)
        self.guarded = {table for (table,) in run("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")}

    def _fill(self, run: "Run", stage: str, full: list[str], wanted: list[str]) -> None:
        """Empty what is `full` and bring back what is `wanted`; both stand after what they refer to."""
        guarded = self.guarded.intersection(full + wanted)
        for table in guarded:
            run(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        for table in reversed(full):  # not TRUNCATE: it makes new files, and that takes a disk ten times as long
            run(f'DELETE FROM "{table}"')
        for table in wanted:
            run(f'INSERT INTO "{table}" TABLE stage_{stage}."{table}"')
        for table in guarded:
            run(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')

    def _with_children(self, tables: set[str]) -> list[str]:
        """`tables` and those that refer to them, each after what it refers to."""
        found = set(tables)
        for table in self.ordered:
            if self.parents[table] & found:
                found.add(table)
        return [table for table in self.ordered if table in found]

    def _found(self, run: "Run") -> tuple[dict[str, int], set[str]]:
        """How many rows each table has, and which are not as the last renewal left them."""
        found = run(self.changes, {"mark": self.mark}).fetchall()
        return (
            {table: count for table, count, _newer in found},
            {table for table, count, newer in found if newer or count != self.counts.get(table)},
        )

    def _contents(self, run: "Run") -> dict[str, str]:
        """A word for the content of each table: the same word, the same rows."""
        rows = "md5(coalesce(string_agg(row_text, ' ' ORDER BY row_text), ''))"
        return dict(
            run(
                " UNION ALL ".join(f"SELECT '{t}', {rows} FROM (SELECT t::text AS row_text FROM \"{t}\" t) r" for t in self.parents)
            ).fetchall()
        )

    def _sequences(self, run: "Run") -> dict[str, int | None]:
        return dict(run("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'").fetchall())

    def _remember(self, run: "Run") -> None:
        self.mark = int(run("SELECT pg_current_xact_id()::text").fetchone()[0])


Run = Callable[..., Any]
REFERENCES = "SELECT c.relname, p.relname FROM pg_constraint JOIN pg_class c ON c.oid = conrelid JOIN pg_class p ON p.oid = confrelid WHERE contype = 'f'"
SHAPE = """
SELECT md5(string_agg(part, ' ' ORDER BY part)) FROM (
  SELECT concat_ws(' ', relname, relkind, attname, atttypid, attnotnull, attisdropped) AS part
  FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid WHERE relnamespace = 'public'::regnamespace
  UNION ALL SELECT concat_ws(' ', conrelid, conname) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
  UNION ALL SELECT concat_ws(' ', tgrelid, tgname, tgenabled) FROM pg_trigger JOIN pg_class ON tgrelid = pg_class.oid
  WHERE relnamespace = 'public'::regnamespace
) parts
"""


class _Alone:
    """A transaction in which nobody else is on the database: what a test left running is ended first, as its end would be anyway."""

    def __init__(self, connection: "psycopg.Connection[Any]") -> None:
        self.connection = connection

    def __enter__(self) -> Run:
        self.connection.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        return self.connection.execute

    def __exit__(self, kind: object, *_rest: object) -> None:
        if kind is None:
            self.connection.commit()
        else:
            self.connection.rollback()
