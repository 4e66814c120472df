"""`flask demo` and the accounts it puts on the sign-in page."""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

import config
from app import UnsafeStart, create_app
from app.audit.models import AuditEntry
from app.demo import cli, roster
from app.demo.build import PASSWORD, build_agency
from app.demo.files import write_files
from app.demo.generator import cast_of, generate_agency
from app.extensions import db
from app.kernel import clock
from app.kernel.db import session
from app.organisation.models import Unit
from app.organisation.queries import agency
from tests.factories.organisation import make_agency
from tests.ground import POSTGRES_URL, Ground

SMALLER = 240


@pytest.fixture
def demo_app(app: Flask, ground: Ground, tmp_path: Path) -> Iterator[Flask]:
    """A second application on the same fresh database, in demo mode."""
    made = create_app(config.Testing, SQLALCHEMY_DATABASE_URI=ground.uri, DATA_DIR=str(tmp_path), DEMO=True)
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def size_of_city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole city on SQLite; on PostgreSQL the smaller one of test_build, for the command and its services ask there nothing else."""
    if POSTGRES_URL:
        plan = generate_agency(today=clock.today(), employees=SMALLER, proposals=60)
        write_files(plan, tmp_path)
        monkeypatch.setattr(cli, "generate_agency", lambda today: plan)
        monkeypatch.setattr(cli, "build_agency", partial(build_agency, folder=tmp_path))
        monkeypatch.setattr(roster, "cast_of", partial(cast_of, employees=SMALLER))


def test_outside_demo_mode_the_command_refuses_and_makes_nothing(app: Flask) -> None:
    answer = app.test_cli_runner().invoke(args=["demo"])
    assert answer.exit_code != 0
    assert "DEMO=1" in answer.output
    with app.app_context():
        assert agency() is None


def test_demo_mode_does_not_start_in_production(tmp_path: Path) -> None:
    with pytest.raises(UnsafeStart, match="DEMO"):
        create_app(config.Production, DATA_DIR=str(tmp_path), DEMO=True, SECRET_KEY="x" * 40)


def test_the_command_refuses_a_production_configuration_even_if_it_got_that_far(demo_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(demo_app.config, "ENVIRONMENT", "production")
    answer = demo_app.test_cli_runner().invoke(args=["demo"])
    assert answer.exit_code != 0
    with demo_app.app_context():
        assert agency() is None


def test_a_database_of_another_agency_is_left_alone(demo_app: Flask) -> None:
    with demo_app.app_context():
        make_agency()
    answer = demo_app.test_cli_runner().invoke(args=["demo"])
    assert answer.exit_code != 0
    assert "Pemerintah Kota Contoh" in answer.output
    with demo_app.app_context():
        assert session().scalar(select(func.count()).select_from(Unit)) == 1


def test_the_sign_in_page_shows_no_password_outside_demo_mode(app: Flask) -> None:
    assert PASSWORD not in app.test_client().get("/login/").text


def test_before_the_city_is_made_the_sign_in_page_offers_nobody(demo_app: Flask) -> None:
    assert PASSWORD not in demo_app.test_client().get("/login/").text


@pytest.mark.slow
@pytest.mark.usefixtures("size_of_city")
def test_the_city_is_made_once_and_everybody_on_the_sign_in_page_can_sign_in(demo_app: Flask) -> None:
    runner = demo_app.test_cli_runner()
    first = runner.invoke(args=["demo"])
    assert first.exit_code == 0, first.output
    assert "demo: ready" in first.output
    with demo_app.app_context():
        before = session().scalar(select(func.count()).select_from(AuditEntry))
    second = runner.invoke(args=["demo"])
    assert "nothing changed" in second.output
    with demo_app.app_context():
        assert session().scalar(select(func.count()).select_from(AuditEntry)) == before
    page = demo_app.test_client().get("/login/").text
    logins = re.findall(r"<code>(\d{18}|admin)</code>", page)
    assert len(logins) == 6
    for login in logins:
        client = demo_app.test_client()
        answer = client.post("/login/", data={"username": login, "password": PASSWORD})
        assert answer.status_code == 302, login
        home = client.get("/")
        assert home.status_code == 200, "a change of password is asked for"
