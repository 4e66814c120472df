"""A portal of just this feature's tables, people with accounts, and a Telegram server of the test's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.extensions import db
from app.notifications.channels import Channel, Telegram
from tests.ground import POSTGRES_NAME, POSTGRES_URL, Ground, PostgresGround
from tests.notifications import portal
from tests.servers.telegram import TelegramServer


@pytest.fixture
def telegram() -> Iterator[TelegramServer]:
    with TelegramServer() as running:
        yield running


@pytest.fixture
def senders(telegram: TelegramServer) -> Iterator[dict[Channel, Telegram]]:
    bot = Telegram(telegram.token, telegram.url, timeout=1)
    yield {Channel.TELEGRAM: bot}
    bot.close()


@pytest.fixture(scope="session")
def small_ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """The tables of this feature and those under it, on a database beside that of the other tests."""
    folder = tmp_path_factory.mktemp("notifications")
    made = PostgresGround(folder, f"{POSTGRES_NAME}_notifications") if POSTGRES_URL else Ground(folder)
    made.create()
    with portal.build(made.uri).app_context():
        db.create_all()
        db.engine.dispose()
    made.keep()
    yield made
    made.remove()


@pytest.fixture
def database(small_ground: Ground) -> str:
    """The address of a database that holds empty tables."""
    small_ground.renew()
    return small_ground.uri


@pytest.fixture
def ctx(database: str, tmp_path: Path) -> Iterator[Flask]:
    """This feature on a fresh database of the kind the suite runs on, with a context pushed."""
    app = portal.build(database)
    app.config["DATA_DIR"] = str(tmp_path)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
