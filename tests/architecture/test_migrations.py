"""Migrations are the only way the schema comes to be: they equal the models, go up and down, and start-up asks the database nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import event, inspect
from sqlalchemy.engine import Engine

import config
from app import UnsafeStart, create_app
from app.extensions import db
from app.features import GRANTS
from app.kernel import trigrams
from app.kernel.access import write_grants
from app.kernel.db import UtcDateTime, metadata
from tests.ground import POSTGRES_NAME, POSTGRES_URL, Ground, PostgresGround


def same_type(_context, _inspected, _column, _found, wanted) -> bool | None:
    return False if isinstance(wanted, UtcDateTime) else None


def test_models_equal_migrations(ctx: Flask) -> None:
    with db.engine.connect() as connection:
        options = {"compare_type": same_type, "include_name": lambda name, _kind, _parents: not trigrams.is_own(name)}
        found = compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
    assert found == []


@pytest.fixture
def own_portal(tmp_path: Path) -> Iterator[Flask]:
    """The portal on a database of this test's own, whose schema it may change."""
    own = PostgresGround(tmp_path, f"{POSTGRES_NAME}_own") if POSTGRES_URL else Ground(tmp_path)
    own.create()
    made = create_app(config.Testing, SQLALCHEMY_DATABASE_URI=own.uri, DATA_DIR=str(tmp_path))
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()
    own.remove()


def test_migrations_go_down_to_nothing_and_up_again(own_portal: Flask) -> None:
    with own_portal.app_context():
        upgrade()
        downgrade(revision="base")
        assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
        upgrade()
        assert write_grants(own_portal.appbuilder, GRANTS) > 0  # type: ignore[attr-defined]
        assert write_grants(own_portal.appbuilder, GRANTS) == 0  # type: ignore[attr-defined]


def test_migrations_sort_by_date_and_tell_their_subject() -> None:
    names = [path.name for path in (Path(__file__).parents[2] / "migrations" / "versions").glob("*.py")]
    assert names
    for name in names:
        day, time, revision, *subject = name.removesuffix(".py").split("_")
        assert (len(day), len(time), len(revision)) == (8, 4, 12), name
        assert subject, name


def test_start_up_asks_the_database_nothing(ground: Ground, tmp_path: Path) -> None:
    asked: list[str] = []

    def listen(_connection, _cursor, statement, *_rest) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", listen)
    try:
        create_app(config.Testing, SQLALCHEMY_DATABASE_URI=ground.uri, DATA_DIR=str(tmp_path))
    finally:
        event.remove(Engine, "before_cursor_execute", listen)
    assert asked == []


@pytest.mark.parametrize(
    "unsafe",
    [{"SECRET_KEY": "short"}, {"SECRET_KEY": ""}, {"DEMO": True}, {"DEBUG": True}, {"PORTAL_URL": "http://portal.test"}],
    ids=lambda unsafe: next(iter(unsafe)),
)
def test_production_refuses_an_unsafe_start(unsafe: dict[str, object], tmp_path: Path) -> None:
    safe = {
        "SECRET_KEY": "0123456789abcdef" * 3,
        "PORTAL_URL": "https://portal.test",
        "DEMO": False,
        "DEBUG": False,
        "DATA_DIR": str(tmp_path),
        "SQLALCHEMY_DATABASE_URI": "sqlite://",
    }
    with pytest.raises(UnsafeStart, match=next(iter(unsafe))):
        create_app(config.Production, **(safe | unsafe))
    assert create_app(config.Production, **safe).config["SESSION_COOKIE_SECURE"] is True
