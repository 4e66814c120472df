"""A second application on the same database with screens of the tests' own, and people to ask it: no sign-in page in between, everything else is real."""

from collections.abc import Callable, Iterator
from contextvars import Context
from typing import Any

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

import config
from app import create_app
from app.accounts.queries import SignedIn
from app.extensions import db
from app.features import GRANTS
from app.kernel import clock
from app.kernel.access import write_grants
from tests.conftest import Reader
from tests.factories.city import City, make_city
from tests.ground import Ground
from tests.kernel import screens

ClientOf = Callable[[str], FlaskClient]


class Browser(Reader):
    """A client whose requests see nothing of the test's own context: `g` and the session are the request's, as on a real server."""

    def open(self, *args: Any, **values: Any) -> Any:
        return Context().run(super().open, *args, **values)


@pytest.fixture(scope="session")
def screens_portal(portal: Flask, ground: Ground, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    made = create_app(config.Testing, SQLALCHEMY_DATABASE_URI=ground.uri, DATA_DIR=str(tmp_path_factory.mktemp("screens")))
    made.test_client_class = Browser
    made.extensions["people"] = {}
    with made.app_context():
        for view in screens.VIEWS:
            made.appbuilder.add_view_no_menu(view)  # type: ignore[attr-defined]

    @made.login_manager.request_loader  # type: ignore[attr-defined]
    def named_in_the_header(_request: object) -> SignedIn | None:
        actor = made.extensions["people"].get(request.headers.get("X-Test-Person"))
        if actor is None:
            return None
        return SignedIn(
            id=actor.user_id or 0,
            username=actor.name,
            must_change_password=False,
            actor=actor,
            held=(),
            token="",
            session_id=0,
            seen_at=clock.now(),
            started_at=clock.now(),
            has_second_factor=False,
            method="",
        )

    return made


@pytest.fixture
def screen_app(app: Flask, ground: Ground, screens_portal: Flask) -> Iterator[Flask]:
    """The application with the tests' screens and the city, on this test's database."""

    def build() -> City:
        write_grants(screens_portal.appbuilder, (*GRANTS, *screens.GRANTS))  # type: ignore[attr-defined]
        db.session.remove()
        return make_city()

    screens_portal.extensions["city"] = ground.set_stage(screens_portal, "screens", build)
    yield screens_portal
    with screens_portal.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def town(screen_app: Flask) -> Iterator[City]:
    """The agency, with a context pushed so that tests can look at its rows."""
    with screen_app.app_context():
        made: City = screen_app.extensions["city"]
        screen_app.extensions["people"] = dict(made.actors)
        yield made
        db.session.rollback()


@pytest.fixture
def client_of(screen_app: Flask, town: City) -> ClientOf:
    """`client_of("opd_admin").get(...)`: a browser of that person."""

    def ask(name: str) -> FlaskClient:
        client = screen_app.test_client()
        client.environ_base["HTTP_X_TEST_PERSON"] = name
        return client

    return ask
