"""`scripts/move_database`: a whole portal goes from SQLite to PostgreSQL (to another SQLite file where there is no server), and goes on there."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import func, make_url, select

import config
from app import create_app
from app.audit.cli import chained_models
from app.extensions import db
from app.kernel.chain import verify
from app.kernel.db import Model, session
from app.organisation.models import Employee
from app.proposals.models import Proposal
from tests.architecture.source import ROOT
from tests.factories.city import make_city
from tests.factories.organisation import make_test_result
from tests.factories.proposals import proposal_in
from tests.ground import POSTGRES_NAME, POSTGRES_URL

pytestmark = pytest.mark.database
TARGET = f"{POSTGRES_NAME}_moved"
STATES = {"owner": "approved", "colleague": "revised", "stranger": "submitted"}


def portal_on(uri: str, folder: Path) -> Flask:
    """A portal with its tables, on a database of its own."""
    made = create_app(config.Testing, SQLALCHEMY_DATABASE_URI=uri, DATA_DIR=str(folder))
    with made.app_context():
        upgrade()
    return made


def move(source: Flask, target: Flask) -> subprocess.CompletedProcess[str]:
    addresses = [each.config["SQLALCHEMY_DATABASE_URI"] for each in (source, target)]
    return subprocess.run([sys.executable, "scripts/move_database", *addresses], cwd=ROOT, capture_output=True, text=True, check=False)


def counts() -> dict[str, int]:
    return {table.name: session().scalar(select(func.count()).select_from(table)) or 0 for table in Model.metadata.sorted_tables}


@pytest.fixture
def source(tmp_path: Path) -> Iterator[Flask]:
    made = portal_on(f"sqlite:///{tmp_path}/source.sqlite3", tmp_path)
    with made.app_context():
        city = make_city()
        make_test_result(city.person("owner"))
        for owner, state in STATES.items():
            proposal_in(city, state, owner)
        db.session.remove()
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Flask]:
    uri = f"sqlite:///{tmp_path}/target.sqlite3"
    if POSTGRES_URL:
        uri = make_url(config.database_uri(POSTGRES_URL)).set(database=TARGET).render_as_string(hide_password=False)
        run_on_server(f"DROP DATABASE IF EXISTS {TARGET} WITH (FORCE)", f"CREATE DATABASE {TARGET}")
    made = portal_on(uri, tmp_path)
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()
    if POSTGRES_URL:
        run_on_server(f"DROP DATABASE {TARGET} WITH (FORCE)")


def run_on_server(*statements: str) -> None:
    with psycopg.connect(POSTGRES_URL.replace("+psycopg", ""), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def test_every_row_goes_over_the_chains_hold_and_the_portal_goes_on(source: Flask, target: Flask) -> None:
    with source.app_context():
        before = counts()
        since = {row.number: row.state_since for row in session().scalars(select(Proposal))}
        db.session.remove()
    moved = move(source, target)
    assert moved.returncode == 0, moved.stderr
    with target.app_context():
        assert counts() == before
        assert before["proposal"] == len(STATES)
        assert {row.number: row.state_since for row in session().scalars(select(Proposal))} == since
        assert [flaw for model in chained_models() for flaw in verify(model)] == []
        session().rollback()
        assert make_test_result(last_to_propose()).id > 1


def last_to_propose() -> Employee:
    """Somebody who has no test result yet."""
    query = select(Employee).join(Proposal, Proposal.employee_id == Employee.id).where(Proposal.state == "submitted")
    return session().scalars(query).one()


def test_a_target_that_holds_rows_is_refused_and_stays_as_it_was(source: Flask, target: Flask) -> None:
    assert move(source, target).returncode == 0
    again = move(source, target)
    assert again.returncode == 1
    assert "holds rows already" in again.stderr
    with target.app_context():
        assert counts()["proposal"] == len(STATES)
