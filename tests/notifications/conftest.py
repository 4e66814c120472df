"""A portal of just this feature's tables, people with accounts, and a Telegram server of the test's own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from flask import Flask
from sqlalchemy import make_url

import config
from app.extensions import db
from app.notifications.channels import Channel, Telegram
from tests.conftest import POSTGRES_URL
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


@pytest.fixture
def ctx(tmp_path: Path) -> Iterator[Flask]:
    """This feature on a fresh database of the kind the suite runs on, with a context pushed."""
    with fresh_database(tmp_path) as uri:
        app = portal.build(uri)
        with app.app_context():
            db.create_all()
            yield app
            db.session.remove()
            db.engine.dispose()


@contextmanager
def fresh_database(folder: Path) -> Iterator[str]:
    if not POSTGRES_URL:
        yield f"sqlite:///{folder}/portal.sqlite3"
        return
    name = f"notifications_{uuid4().hex[:12]}"
    with psycopg.connect(POSTGRES_URL.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield make_url(config.database_uri(POSTGRES_URL)).set(database=name).render_as_string(hide_password=False)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
