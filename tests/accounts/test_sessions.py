"""The page of one's own sessions, and choosing the acting role, over HTTP."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts import services
from app.accounts.models import AccountSession
from app.accounts.tasks import sweep_sessions
from app.kernel.actor import system_actor
from app.kernel.db import session
from app.kernel.roles import Role
from tests.accounts.test_security import statements
from tests.factories.accounts import PASSWORD, make_account, signed_in
from tests.factories.organisation import make_employee, make_opd

PAGE = "/account/sessions/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0"


@pytest.fixture
def person(app: Flask) -> str:
    """Somebody with three roles."""
    with app.app_context():
        opd = make_opd("Dinas Sosial")
        return make_account(make_employee(opd), (Role.OPD_ADMIN, opd.id), Role.AUDITOR)


def test_an_administrator_ends_the_sessions_of_one_or_of_all(app: Flask, person: str) -> None:
    with app.app_context():
        other = make_account(None, Role.AUDITOR)
    clients = {name: signed_in(app.test_client(), name) for name in (person, other)}
    run = app.test_cli_runner().invoke
    assert run(args=["accounts", "sign-out", person]).output == "sessions ended: 1\n"
    assert (clients[person].get(PAGE).status_code, clients[other].get(PAGE).status_code) == (302, 200)
    assert run(args=["accounts", "sign-out", "--everybody"]).output == "sessions ended: 1\n"
    assert clients[other].get(PAGE).status_code == 302
    assert run(args=["accounts", "sign-out"]).exit_code == run(args=["accounts", "sign-out", person, "--everybody"]).exit_code == 2
    assert run(args=["accounts", "sign-out", "nobody"]).exit_code == 1


def ids(app: Flask) -> list[int]:
    with app.app_context():
        return [row.id for row in session().query(AccountSession).order_by(AccountSession.id)]


def test_the_page_lists_my_sessions_and_no_one_elses(app: Flask, client: FlaskClient, person: str) -> None:
    with app.app_context():
        signed_in(app.test_client(), make_account(None, Role.AUDITOR))
    app.test_client().post(
        "/login/",
        data={"username": person, "password": PASSWORD},
        headers={"User-Agent": FIREFOX},
        environ_base={"REMOTE_ADDR": "10.7.7.7"},
    )
    signed_in(client, person)
    page = client.get(PAGE)
    assert page.text.count('class="card ') == 2
    assert "Firefox · Linux" in page.text
    assert "10.7.7.7" in page.text
    assert page.headers["Cache-Control"] == "private, no-store"


def test_ending_one_and_all_others(app: Flask, client: FlaskClient, person: str) -> None:
    others = [signed_in(app.test_client(), person) for _browser in range(3)]
    signed_in(client, person)
    client.post(f"{PAGE}{ids(app)[0]}/end")
    assert [each.get(PAGE).status_code for each in others] == [302, 200, 200]
    client.post(f"{PAGE}end-others")
    assert [each.get(PAGE).status_code for each in (*others, client)] == [302, 302, 302, 200]


def test_the_acting_role_narrows_pages_and_can_be_given_back(app: Flask, client: FlaskClient, person: str) -> None:
    signed_in(client, person)
    assert client.get("/audit/list/").status_code == 200
    answer = client.post(f"{PAGE}role", data={"role": "employee", "next": "https://jahat.example/"})
    assert answer.location == "/"
    assert client.get("/audit/list/").status_code == 403
    assert client.post(f"{PAGE}role", data={"role": "superuser"}).status_code == 404
    client.post(f"{PAGE}role", data={"role": ""})
    assert client.get("/audit/list/").status_code == 200


def test_a_page_costs_no_write(app: Flask, client: FlaskClient, person: str) -> None:
    signed_in(client, person)
    with statements() as sent:
        assert client.get("/account/").status_code == 200
    assert [each for each in sent if each.split()[0] in ("INSERT", "UPDATE", "DELETE")] == []


def test_the_worker_sweeps(app: Flask, person: str) -> None:
    with app.app_context():
        services.sign_in(person, PASSWORD)
        sweep_sessions()
        assert session().query(AccountSession).count() == 1
        assert system_actor().user_id is None
