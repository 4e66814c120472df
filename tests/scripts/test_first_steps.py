"""The operating guide's first steps on an empty portal: commands, then screens, until an employee has proposed."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade

import config
from app import create_app
from app.extensions import db
from app.kernel import clock
from tests.factories.organisation import make_nip

NIP = make_nip(1)
CHOSEN = "laut biru tenang"


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Flask]:
    made = create_app(config.Testing, SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path}/new.sqlite3", DATA_DIR=str(tmp_path))
    with made.app_context():
        upgrade()
        db.session.remove()
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


def flask(app: Flask, *words: str) -> str:
    """What a command prints."""
    with app.app_context():
        done = app.test_cli_runner().invoke(args=words)
        assert done.exit_code == 0, (words, done.output, done.exception)
        db.session.remove()
    return done.output


def enter(app: Flask, name: str, password: str) -> FlaskClient:
    """Sign in with a first password and choose another, as the portal insists."""
    browser = app.test_client()
    send(browser, "/login/", username=name, password=password)
    send(browser, "/account/password/", old=password, password=CHOSEN, again=CHOSEN)
    return browser


def send(browser: FlaskClient, url: str, **data: object) -> str:
    """Send a form that must be accepted; the page it leads to."""
    answer = browser.post(url, data=data)
    assert answer.status_code in (200, 302), (url, answer.status_code, re.findall(r"<li[^>]*error[^>]*>(.*?)<", answer.text))
    return browser.get(answer.headers["Location"]).text if answer.status_code == 302 else answer.text


def first_password(page: str) -> str:
    """What the slip after opening an account shows."""
    found = re.search(r"\b([a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4})\b", html.unescape(page))
    assert found, "no password on the page"
    return found[1]


def test_a_new_portal_comes_to_its_first_proposal_as_the_guide_says(empty: Flask) -> None:
    flask(empty, "grants")
    flask(empty, "reference", "seed")
    superuser = enter(empty, "admin.portal", flask(empty, "accounts", "superuser", "admin.portal", "Admin Portal").split()[-1])
    send(superuser, "/units/add", code="0", name="Pemerintah Kota Contoh", kind="instansi", valid_from="2020-01-01")
    send(superuser, "/units/add", code="1", name="Dinas Contoh", kind="perangkat_daerah", parent_id=1, valid_from="2020-01-01")
    slip = send(superuser, "/accounts/add/technical", username="admin.bkpsdm", name="Admin BKPSDM")
    send(superuser, "/accounts/2/roles", role="bkpsdm_admin")

    admin = enter(empty, "admin.bkpsdm", first_password(slip))
    person = {"nip": NIP, "name": "Pegawai Satu", "birth": "Contoh;2-1-1970", "employee_status": "pns", "legal_position": "01"}
    send(admin, "/employees/add", **person, job_title="Analis", job_type="pelaksana", unit_id=2)
    slips = flask(empty, "accounts", "open", "1")
    assert NIP in slips

    employee = enter(empty, NIP, slips.strip().rpartition(",")[2])
    send(employee, "/proposals/add", source="manual", manual_title="Pelatihan Arsip", proposed_on=clock.today().isoformat())
    assert "Pelatihan Arsip" in employee.get("/proposals/list/").text
    assert "Pelatihan Arsip" in admin.get("/proposals/list/").text
    assert "audit_entry:" in flask(empty, "audit", "verify")
