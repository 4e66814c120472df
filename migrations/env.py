"""How migrations run: online, on the portal's own engine; the queue's tables belong to huey and are left alone."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from app.kernel import trigrams
from app.kernel.db import UtcDateTime

config = context.config
logging.getLogger("alembic").setLevel(logging.WARNING)


def render_item(kind: str, item: Any, _autogen_context: Any) -> str | bool:
    """Migrations outlive the code: our column type is written as the plain one it stands for."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


def compare_type(_context: Any, _inspected: Any, _metadata: Any, inspected_type: Any, metadata_type: Any) -> bool | None:
    """SQLite keeps no time zone, so a UtcDateTime there never differs."""
    return False if isinstance(metadata_type, UtcDateTime) else None


def is_of_models(name: str | None, _kind: str, _parents: Any) -> bool:
    """The indexes for the search are no part of the models."""
    return not trigrams.is_own(name)


def drop_empty(_context: Any, _revision: Any, directives: list[Any]) -> None:
    """`flask db migrate` makes no file when models and schema agree."""
    if getattr(config.cmd_opts, "autogenerate", False) and directives[0].upgrade_ops.is_empty():
        directives.clear()


def run() -> None:
    database = current_app.extensions["migrate"].db
    with database.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=database.metadatas[None],
            render_as_batch=True,
            render_item=render_item,
            compare_type=compare_type,
            process_revision_directives=drop_empty,
            include_name=is_of_models,
        )
        with _rebuilding(connection), context.begin_transaction():
            context.run_migrations()
            _check_references(connection)
        trigrams.prepare(connection)
        connection.commit()


@contextmanager
def _rebuilding(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by making it anew: meanwhile nothing may cascade from the old one."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def _check_references(connection: Connection) -> None:
    """Nothing is committed that refers to a row that is gone."""
    if connection.dialect.name == "sqlite" and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()):
        raise RuntimeError(f"references without a row after the migration: {broken[:5]}")


run()
