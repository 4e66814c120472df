"""A portal of just this feature's tables, people with accounts, and a Telegram server of the test's own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from flask import Flask

from app.extensions import db
from app.notifications.channels import Channel, Telegram
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


@pytest.fixture(params=["sqlite", "postgresql"])
def ctx(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """This feature on a fresh database, with a context pushed; every test runs on both databases."""
    with fresh_database(request.param, tmp_path) as uri:
        app = portal.build(uri)
        with app.app_context():
            db.create_all()
            yield app
            db.session.remove()
            db.engine.dispose()


@contextmanager
def fresh_database(kind: str, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder}/portal.sqlite3"
        return
    name = f"notifications_{uuid4().hex[:12]}"
    server = os.environ.get("TEST_DATABASE_URL", "postgresql://postgres@127.0.0.1:5432/postgres").replace("+psycopg", "")
    try:
        connection = psycopg.connect(server, autocommit=True, connect_timeout=2)
    except psycopg.OperationalError:
        if os.environ.get("REQUIRE_POSTGRES") == "1":
            raise
        pytest.skip("no PostgreSQL here")
    with connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield server.rsplit("/", 1)[0].replace("postgresql://", "postgresql+psycopg://") + f"/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
