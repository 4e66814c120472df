"""The city over HTTP, and what its requests ask the database."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from app.extensions import db
from tests.factories.city import City

People = tuple[City, dict[str, FlaskClient]]
Counting = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def asked(app: Flask) -> Counting:
    """`with asked() as queries:` collects every statement sent inside."""

    @contextmanager
    def listening() -> Iterator[list[str]]:
        found: list[str] = []

        def listen(*call: object) -> None:
            found.append(str(call[2]))

        with app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", listen)
        yield found
        event.remove(engine, "before_cursor_execute", listen)

    return listening
