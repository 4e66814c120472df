"""Work for later: functions that the worker runs, soon or every few minutes, over huey on a SQLite file or on the portal's own PostgreSQL.

A feature registers with `@background("outbox.drain", every_minutes=1)` and calls `run_soon("outbox.drain")`. Messages may arrive twice
or, if the queue is unreachable, late: the function finds out from the database what there is to do.
"""

import logging
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from huey import Huey, crontab
from huey.contrib.sql_huey import SqlStorage
from huey.storage import MemoryStorage, SqliteStorage
from peewee import PeeweeException, PostgresqlDatabase
from sqlalchemy import URL, make_url

from app.kernel.db import after_commit, in_transaction

SCHEMA = "queue"
"""The queue's tables on PostgreSQL stand apart: they are huey's, not ours to migrate."""
PREPARE_LOCK = 7_214_001
EXTENSION = "portal-queue"

log = logging.getLogger(__name__)
Run = Callable[..., object]


@dataclass(frozen=True)
class Background:
    """A function for the worker; `every_minutes` is None if it only runs when asked."""

    name: str
    run: Run
    every_minutes: int | None


_registered: dict[str, Background] = {}


def background(name: str, every_minutes: int | None = None) -> Callable[[Run], Run]:
    """Decorator: let the worker run the function as `name`, when asked and also every so many minutes (a divisor of 60)."""

    def register(run: Run) -> Run:
        known = _registered.setdefault(name, Background(name, run, every_minutes))
        if (known.run.__module__, known.run.__qualname__) != (run.__module__, run.__qualname__):
            raise ValueError(f"two functions are called {name}")
        return run

    return register


def run_soon(name: str, *arguments: Any) -> None:
    """Ask the worker to run `name` with plain values as arguments, after the commit if a transaction is open.

    A queue that is away raises nothing: what matters stands in the database, and the periodic tasks find it there.
    """
    if in_transaction():
        after_commit(lambda: _send(name, arguments))
    else:
        _send(name, arguments)


def queue() -> Huey:
    """The queue of the present application. Opens no connection."""
    return _present().huey


def prepare_queue() -> None:
    """Make the queue's tables where they are missing; part of every deploy (`flask grants`), and of the worker's start."""
    storage = queue().storage
    if isinstance(storage, SqliteStorage):
        Path(storage.filename).parent.mkdir(parents=True, exist_ok=True)
        storage.initialize_schema()
    elif isinstance(storage, SqlStorage):
        with storage.database.connection_context(), storage.database.atomic():
            # IF NOT EXISTS alone fails when two deploys ask at once.
            storage.database.execute_sql("SELECT pg_advisory_xact_lock(%s)", (PREPARE_LOCK,))
            storage.database.execute_sql(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
            storage.database.create_tables([storage.KV, storage.Schedule, storage.Task, storage.Counter])


@dataclass(frozen=True)
class _Queue:
    """One application's huey, and the functions that put a message into it, by name."""

    huey: Huey
    senders: dict[str, Callable[..., object]]


def _send(name: str, arguments: tuple[Any, ...]) -> None:
    made = _present()
    for last in (False, True):
        try:
            made.senders[name](*arguments)
            return
        except (sqlite3.Error, PeeweeException, OSError):
            if last:
                log.exception("the queue could not be reached; %s will run with the next round", name)
            else:
                # The connection may be one that the server has closed since.
                made.huey.storage.close()


def _present() -> _Queue:
    """Made on first use: by then every feature has registered."""
    made = current_app.extensions.get(EXTENSION)
    if not isinstance(made, _Queue):
        made = current_app.extensions[EXTENSION] = _build(current_app._get_current_object())  # type: ignore[attr-defined]
    return made


def _build(app: Flask) -> _Queue:
    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    common: dict[str, Any] = {"name": "portal", "results": False, "create_tables": False}
    if app.config.get("HUEY_IMMEDIATE"):
        huey = Huey("portal", storage_class=MemoryStorage, results=False, immediate=True)
    elif url.get_backend_name() == "postgresql":
        huey = Huey(storage_class=SqlStorage, database=_postgres(url), **common)
    else:
        huey = Huey(storage_class=SqliteStorage, filename=str(Path(app.config["DATA_DIR"]).resolve() / "queue.sqlite3"), **common)
    return _Queue(huey, {each.name: _task(huey, app, each) for each in _registered.values()})


def _task(huey: Huey, app: Flask, each: Background) -> Callable[..., Any]:
    def in_context(*arguments: Any) -> None:
        # A context of its own is also a database session of its own, closed at the end.
        with app.app_context():
            each.run(*arguments)

    if each.every_minutes:
        return huey.periodic_task(crontab(minute=f"*/{each.every_minutes}"), name=each.name)(in_context)  # type: ignore[no-any-return]
    return huey.task(name=each.name)(in_context)  # type: ignore[no-any-return]


def _postgres(url: URL) -> PostgresqlDatabase:
    options = dict(url.query)
    search_path = f"{options.pop('options', '')} -c search_path={SCHEMA}".strip()
    place: dict[str, Any] = {"host": url.host, "port": url.port, "user": url.username, "password": url.password} | options
    present = {key: value for key, value in place.items() if value is not None}
    return PostgresqlDatabase(url.database, prefer_psycopg3=True, options=search_path, **present)
