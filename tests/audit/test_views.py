"""The auditor reads everything and writes nothing; nobody else reads."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.audit.models import AuditEntry
from app.kernel import clock
from app.kernel.actor import Actor, Assignment
from app.kernel.db import session, transaction
from app.kernel.events import Event, publish
from app.kernel.roles import SIGNED_IN, Role
from tests.factories.accounts import make_account, signed_in
from tests.factories.organisation import make_employee, make_opd

RINI = Actor(7, "Rini Astuti", None, (Assignment(Role.BKPSDM_ADMIN),), address="10.0.0.7")
READERS = (Role.AUDITOR, Role.BKPSDM_ADMIN)


@pytest.fixture
def as_role(app: Flask) -> Callable[[Role], FlaskClient]:
    """A client signed in as somebody who holds the role."""

    def sign_in(role: Role) -> FlaskClient:
        with app.app_context():
            if role in (Role.EMPLOYEE, Role.SUPERVISOR):
                person = make_employee()
                if role is Role.SUPERVISOR:
                    make_employee(supervisor=person)
                username = make_account(person)
            else:
                username = make_account(None, (role, make_opd().id) if role is Role.OPD_ADMIN else role)
        return signed_in(app.test_client(), username)

    return sign_in


@pytest.fixture
def entry(app: Flask) -> int:
    """A change of an employee by Rini, last year."""
    with app.app_context():
        employee = make_employee()
        with clock.at(clock.now() - timedelta(days=400)), transaction():
            data = {"before": {"phone": "0811"}, "after": {"phone": "=HYPERLINK(1)"}, "note": "<p>salah ketik</p>"}
            publish(Event("employee.change", RINI, employee, data))
        return session().scalars(select(AuditEntry.id).where(AuditEntry.actor_name == "Rini Astuti")).one()


def count(app: Flask) -> int:
    with app.app_context():
        return session().scalar(select(func.count()).select_from(AuditEntry)) or 0


@pytest.mark.parametrize("role", SIGNED_IN)
def test_only_auditors_and_agency_admins_open_the_trail(as_role: Callable[[Role], FlaskClient], entry: int, role: Role) -> None:
    client = as_role(role)
    for path in ("/audit/list/", f"/audit/show/{entry}", "/audit/export", "/audit/print"):
        assert client.get(path).status_code == (200 if role in READERS else 403), path


def test_a_row_shows_before_after_note_and_proof(as_role: Callable[[Role], FlaskClient], entry: int) -> None:
    page = as_role(Role.AUDITOR).get(f"/audit/show/{entry}").text
    for word in ("Rini Astuti", "10.0.0.7", "No. HP", "0811", "=HYPERLINK(1)", "salah ketik"):
        assert word in page, word
    assert "tone-success" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"person": "rini"}, True),
        ({"person": "budi"}, False),
        ({"what": "employee.change"}, True),
        ({"what": "account.create"}, False),
        ({"acting": "bkpsdm_admin"}, True),
        ({"acting": "auditor"}, False),
        ({"type": "employee"}, True),
        ({"type": "proposal"}, False),
        ({"q": "10.0.0.7"}, True),
        ({"day_from": "2000-01-01", "day_to": "2001-01-01"}, False),
        ({"person": "Rini Astuti", "day_to": "YESTERDAY"}, True),
        ({"person": "Rini Astuti", "day_from": "YESTERDAY"}, False),
    ],
)
def test_the_filters_narrow_the_list(
    app: Flask, as_role: Callable[[Role], FlaskClient], entry: int, query: dict[str, str], found: bool
) -> None:
    yesterday = (clock.now() - timedelta(days=1)).date().isoformat()
    asked = {name: yesterday if value == "YESTERDAY" else value for name, value in query.items()}
    page = as_role(Role.AUDITOR).get("/audit/list/", query_string=asked | {"size": "100"})
    assert page.status_code == 200
    assert (f"/audit/show/{entry}" in page.text) is found


@pytest.mark.parametrize(
    "query", [{"what": "x"}, {"acting": "x"}, {"type": "ab_user"}, {"day_from": "x"}, {"sort": "data"}, {"sort": "user.password"}]
)
def test_what_the_address_cannot_mean_is_refused(as_role: Callable[[Role], FlaskClient], query: dict[str, str]) -> None:
    assert as_role(Role.AUDITOR).get("/audit/list/", query_string=query).status_code == 400


@pytest.mark.gate("G10")
def test_the_export_holds_the_changes_and_no_formula(as_role: Callable[[Role], FlaskClient], entry: int) -> None:
    client = as_role(Role.AUDITOR)
    rows = client.get("/audit/export", query_string={"format": "csv", "person": "Rini"}).text
    assert "No. HP: 0811" in rows
    assert not any(cell.strip('"').startswith("=") for cell in rows.replace("\n", ",").split(","))
    assert client.get("/audit/export", query_string={"person": "Rini"}).data[:2] == b"PK"
    assert client.get("/audit/print", query_string={"person": "Rini"}).data[:4] == b"%PDF"


@pytest.mark.parametrize("role", SIGNED_IN)
def test_there_is_no_address_that_writes(app: Flask, as_role: Callable[[Role], FlaskClient], entry: int, role: Role) -> None:
    client = as_role(role)
    before = count(app)
    paths = ("add", f"edit/{entry}", f"delete/{entry}", f"show/{entry}", "list/", f"action/delete/{entry}", "action_post", str(entry))
    for path in paths:
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            assert client.open(f"/audit/{path}", method=method, data={"actor_name": "Orang Lain"}).status_code in (403, 404, 405), path
    for path in ("add", f"edit/{entry}", f"delete/{entry}", "action_post", f"action/delete/{entry}", "download/x"):
        assert client.get(f"/audit/{path}").status_code in (404, 405), path
    assert count(app) == before
    with app.app_context():
        assert session().get_one(AuditEntry, entry).actor_name == "Rini Astuti"


def test_a_row_that_is_not_there_is_missing(as_role: Callable[[Role], FlaskClient]) -> None:
    assert as_role(Role.AUDITOR).get("/audit/show/999999").status_code == 404
