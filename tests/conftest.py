"""One application per worker, one fresh database per test: on SQLite by default, on PostgreSQL when TEST_DATABASE_URL names a server.

The schema comes from the migrations and the permissions from GRANTS, once per worker; every test then starts from a copy of that.
"""

import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import make_url

import config
from app import create_app
from app.extensions import db
from app.features import GRANTS
from app.kernel.access import write_grants
from tests.factories.city import City, make_city

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
POSTGRES_URL = os.environ.get("TEST_DATABASE_URL", "")
POSTGRES_NAME = f"portal_test_{WORKER}"


class Reader(FlaskClient):
    """A client that reads every answer to its end and closes it, as a server does: a download leaves no open file behind."""

    def open(self, *args: Any, **values: Any) -> Any:
        return super().open(*args, **({"buffered": True} | values))


class Ground:
    """A database with the schema and the grants in it, and how to make it new again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.uri = f"sqlite:///{folder}/test.sqlite3"

    def create(self) -> None:
        """An empty database."""

    def keep(self) -> None:
        """Remember the present content as the ground of every test."""
        self._copy(self.folder / "test.sqlite3", self.folder / "ground.sqlite3")

    def renew(self) -> None:
        """Go back to the ground."""
        self._copy(self.folder / "ground.sqlite3", self.folder / "test.sqlite3")

    @staticmethod
    def _copy(source: Path, target: Path) -> None:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{target}{suffix}").unlink(missing_ok=True)
        for suffix in ("", "-wal"):
            if Path(f"{source}{suffix}").exists():
                shutil.copy(f"{source}{suffix}", f"{target}{suffix}")


class PostgresGround(Ground):
    """The same on PostgreSQL: the ground is a template database of this worker's."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.uri = make_url(config.database_uri(POSTGRES_URL)).set(database=POSTGRES_NAME).render_as_string(hide_password=False)

    def create(self) -> None:
        self._run(f"DROP DATABASE IF EXISTS {POSTGRES_NAME} WITH (FORCE)", f"CREATE DATABASE {POSTGRES_NAME}")

    def keep(self) -> None:
        ground = f"{POSTGRES_NAME}_ground"
        self._run(f"DROP DATABASE IF EXISTS {ground} WITH (FORCE)", f"ALTER DATABASE {POSTGRES_NAME} RENAME TO {ground}")

    def renew(self) -> None:
        self._run(
            f"DROP DATABASE IF EXISTS {POSTGRES_NAME} WITH (FORCE)",
            f"CREATE DATABASE {POSTGRES_NAME} TEMPLATE {POSTGRES_NAME}_ground",
            # A test needs no disk that survives a power cut; this halves the time of every commit.
            f"ALTER DATABASE {POSTGRES_NAME} SET synchronous_commit = off",
        )

    def _run(self, *statements: str) -> None:
        with psycopg.connect(POSTGRES_URL.replace("+psycopg", ""), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """No test reaches beyond this machine: a connection to any other address fails at once, naming it."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if self.family in (socket.AF_INET, socket.AF_INET6) and host not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test tried to reach {host}")
        connect(self, address)  # type: ignore[arg-type]

    socket.socket.connect = guarded  # type: ignore[method-assign]
    yield
    socket.socket.connect = connect  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    folder = tmp_path_factory.mktemp("database")
    return PostgresGround(folder) if POSTGRES_URL else Ground(folder)


@pytest.fixture(scope="session")
def portal(ground: Ground, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application of this worker, its schema migrated and its grants written."""
    ground.create()
    made = create_app(config.Testing, SQLALCHEMY_DATABASE_URI=ground.uri, DATA_DIR=str(tmp_path_factory.mktemp("data")))
    made.test_client_class = Reader
    with made.app_context():
        upgrade()
        write_grants(made.appbuilder, GRANTS)  # type: ignore[attr-defined]
        db.session.remove()
        db.engine.dispose()
    ground.keep()
    return made


@pytest.fixture
def app(portal: Flask, ground: Ground) -> Iterator[Flask]:
    """The application on a fresh database; open a context yourself, or use `ctx`."""
    ground.renew()
    yield portal
    with portal.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def ctx(app: Flask) -> Iterator[Flask]:
    """The application with a context pushed, for tests below the views. Do not mix with `client`."""
    with app.app_context():
        yield app
        db.session.rollback()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def city(ctx: Flask) -> City:
    """A small agency with one person of every kind."""
    return make_city()
