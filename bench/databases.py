"""The databases of one measurement: the portal's, and one for its peers with the same people; both vanish afterwards."""

import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from sqlalchemy import make_url

from bench.people import COLUMNS

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
TYPES = {"birth_date": "DATE", "joined": "DATE", "unit_id": "INTEGER"}
SCHEMA = (
    "CREATE TABLE unit (id INTEGER PRIMARY KEY, name VARCHAR(200) NOT NULL)",
    "CREATE TABLE employee ({pk}, " + ", ".join(f"{name} {TYPES.get(name, 'VARCHAR(200)')}" for name in COLUMNS) + ")",
    "CREATE UNIQUE INDEX employee_nip ON employee (nip)",
    "CREATE INDEX employee_name ON employee (name)",
    "CREATE INDEX employee_unit ON employee (unit_id)",
    "ANALYZE",
)
"""What the peers' models declare: a unique NIP, an index on the name and on the unit."""


@dataclass(frozen=True)
class Databases:
    """Where the portal and its peers find their data; `url` is "" for SQLite in `folder`."""

    folder: str
    url: str
    peers: str
    pks: tuple[int, int]

    @property
    def environment(self) -> dict[str, str]:
        """What the portal is started with."""
        return os.environ | {"DATA_DIR": self.folder, "DATABASE_URL": self.url, "DEMO": "1"}

    def unit_codes(self) -> list[str]:
        """The codes of the portal's offices."""
        query = "SELECT code FROM unit WHERE kind <> 'instansi' ORDER BY id"
        if not self.url:
            with sqlite3.connect(f"{self.folder}/portal.sqlite3") as connection:
                return [code for (code,) in connection.execute(query)]
        with psycopg.connect(self.url) as server:
            return [code for (code,) in server.execute(query)]


def server_url() -> str:
    """The PostgreSQL server of this machine; "" without one."""
    return subprocess.run([BIN / "python", ROOT / "scripts/postgres"], check=False, capture_output=True, text=True).stdout.strip()


@contextmanager
def databases(server: str, size: int) -> Iterator[Databases]:
    """A demo portal with `size` people and the peers' database with the same, on SQLite or on the PostgreSQL `server`."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder, scratch_database(server) as own, scratch_database(server) as peers:
        environment = os.environ | {"DATA_DIR": folder, "DATABASE_URL": own, "DEMO": "1"}
        for command in (["db", "upgrade"], ["grants"], ["demo"]):
            _run([BIN / "flask", "--app", "run:app", *command], environment)
        _run([sys.executable, "-m", "bench.fill", str(size)], environment)
        source = own or f"{folder}/portal.sqlite3"
        target = peers or f"sqlite:///{folder}/peers.sqlite3"
        pks = _copy(source, target)
        yield Databases(folder, own, target.replace("postgresql://", "postgresql+psycopg://"), pks)


@contextmanager
def scratch_database(server: str) -> Iterator[str]:
    """The address of a new database of `server`; "" without one."""
    if not server:
        yield ""
        return
    name = f"portal_bench_{uuid4().hex[:8]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield make_url(server).set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _run(command: list[Any], environment: dict[str, str]) -> None:
    made = subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)
    if made.returncode:
        raise RuntimeError(f"{command}: {made.stderr[-2000:]}")


def _copy(source: str, target: str) -> tuple[int, int]:
    """Write the portal's people and units into the peers' tables, under the same ids; returns two ids between which people are."""
    names = ("id", *COLUMNS)
    people, units = f"SELECT {', '.join(names)} FROM employee ORDER BY id", "SELECT id, name FROM unit ORDER BY id"
    limits = "SELECT max(id) - 1000, max(id) FROM employee"
    if target.startswith("sqlite"):
        with sqlite3.connect(source) as old, sqlite3.connect(target.removeprefix("sqlite:///")) as new:
            for statement in SCHEMA[:2]:
                new.execute(statement.format(pk="id INTEGER PRIMARY KEY"))
            new.executemany("INSERT INTO unit VALUES (?, ?)", old.execute(units))
            new.executemany(f"INSERT INTO employee VALUES ({', '.join('?' * len(names))})", old.execute(people))
            for statement in SCHEMA[2:]:
                new.execute(statement)
            first, last = old.execute(limits).fetchone()
            return first, last
    with psycopg.connect(source) as reading, psycopg.connect(target, autocommit=True) as writing:
        for statement in SCHEMA[:2]:
            writing.execute(statement.format(pk="id INTEGER PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY"))
        for table, query in (("unit", units), ("employee", people)):
            with reading.cursor(name=table) as rows, writing.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
                _send(rows.execute(query), copy)
        for statement in (*SCHEMA[2:], "VACUUM ANALYZE"):
            writing.execute(statement)
        found = reading.execute(limits).fetchone()
        assert found is not None  # noqa: S101 - max() always answers a row
        return found[0], found[1]


def _send(rows: Iterable[Any], copy: Any) -> None:
    for row in rows:
        copy.write_row(row)
