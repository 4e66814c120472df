"""One application per worker, one fresh database per test: on SQLite by default, on PostgreSQL when TEST_DATABASE_URL names a server.

The schema comes from the migrations and the permissions from GRANTS, once per worker; every test then starts from a copy of that.
"""

import socket
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade

import config
from app import create_app
from app.extensions import db
from app.features import GRANTS
from app.kernel.access import write_grants
from tests.factories.accounts import People, open_city
from tests.factories.city import City, make_city
from tests.ground import POSTGRES_URL, Ground, PostgresGround

PURE = pytest.StashKey[int]()
TOUCHES_A_DATABASE = {"ground", "database"}
"""Fixtures that stand for one; whatever asks for the application asks for the ground."""
TOUCH_IT_THEMSELVES = {"database", "postgres"}
"""Marks of tests that reach one without such a fixture."""
STAGES = {"city", "people", "screen_app"}
"""Fixtures that set a stage, and so need no bare ground before it."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--only-database",
        action="store_true",
        help="leave out tests that touch no database, and those of looks: they ran in the other half",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The slow ones first, and of them the walk of words, which is the longest: at the end of a run no worker waits for another's last test."""
    slow = [item for item in items if item.get_closest_marker("slow")]
    items[:] = [*reversed(slow), *(item for item in items if not item.get_closest_marker("slow"))]
    if config.getoption("--only-database"):
        pure = [item for item in items if not _touches_a_database(item)]
        items[:] = [item for item in items if _touches_a_database(item)]
        config.hook.pytest_deselected(items=pure)
        if hasattr(config, "workeroutput"):
            config.workeroutput["pure"] = len(pure)
        else:
            config.stash[PURE] = len(pure)


def _touches_a_database(item: pytest.Item) -> bool:
    fixtures, marks = set(getattr(item, "fixturenames", ())), {mark.name for mark in item.iter_markers()}
    return "looks" not in marks and bool(TOUCHES_A_DATABASE & fixtures or TOUCH_IT_THEMSELVES & marks)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    node.config.stash[PURE] = node.workeroutput.get("pure", 0) if hasattr(node, "workeroutput") else 0


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    if config.getoption("--only-database"):
        terminalreporter.write_line(
            f"{config.stash.get(PURE, 0)} tests touch no database, or ask only how pages look, and were left out here: they ran on SQLite"
        )


class Reader(FlaskClient):
    """A client that reads every answer to its end and closes it, as a server does: a download leaves no open file behind."""

    def open(self, *args: Any, **values: Any) -> Any:
        return super().open(*args, **({"buffered": True} | values))


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
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    folder = tmp_path_factory.mktemp("database")
    made = PostgresGround(folder) if POSTGRES_URL else Ground(folder)
    yield made
    made.remove()


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
def app(request: pytest.FixtureRequest, portal: Flask, ground: Ground) -> Iterator[Flask]:
    """The application on a fresh database; open a context yourself, or use `ctx`."""
    if not STAGES.intersection(request.fixturenames):
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
def city(ctx: Flask, ground: Ground) -> City:
    """A small agency with one person of every kind."""
    return ground.set_stage(ctx, "city", make_city)


@pytest.fixture
def people(app: Flask, ground: Ground) -> tuple[City, People]:
    """The city with a browser for everyone, signed in when it is first used."""
    city, names = ground.set_stage(app, "people", open_city)
    return city, People(app, names)
