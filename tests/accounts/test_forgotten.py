"""A forgotten password, from the question to the new one, through the outbox and a real mail server."""

import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

import config
from app import create_app
from app.accounts import services
from app.accounts.models import PasswordLink
from app.accounts.queries import SignedIn
from app.audit.models import AuditEntry
from app.kernel import clock
from app.kernel.actor import system_actor
from app.kernel.db import session
from app.kernel.errors import Invalid, Missing
from app.kernel.roles import Role
from app.notifications.models import OutboxMessage
from app.notifications.rules import notices_offered
from app.notifications.tasks import EXTENSION
from tests.factories.accounts import PASSWORD, make_account, signed_in
from tests.factories.organisation import make_employee
from tests.factories.phones import phone_of
from tests.servers.smtp import MailServer

NEW = "gunung tinggi sekali"
NONCE = re.compile(r'(?:csp-nonce" content|nonce|name="csrf_token" value)="[^"]*"')
"""What is another at every answer, or in every second: the nonce and the signed token."""


@pytest.fixture
def mail(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    with MailServer() as server:
        for key, value in {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": server.port, "SMTP_SECURITY": "none"}.items():
            monkeypatch.setitem(app.config, key, value)
        app.extensions.pop(EXTENSION, None)
        yield server
    app.extensions.pop(EXTENSION, None)


@pytest.fixture
def person(app: Flask) -> str:
    """An employee with an e-mail address."""
    with app.app_context():
        return make_account(make_employee(email_official="sekar@kota.go.id"))


def link_in(mail: MailServer) -> str:
    """The path of the link in the last mail."""
    found = re.search(r"https?://\S+", mail.mails[-1].get_content())
    assert found is not None
    return urlsplit(found[0]).path


def token_for(username: str) -> str:
    person = services.sign_in(username, PASSWORD)
    return services.make_link(person.id if isinstance(person, SignedIn) else person.user_id)


def test_from_the_question_to_the_new_password(app: Flask, client: FlaskClient, mail: MailServer, person: str) -> None:
    inside = signed_in(app.test_client(), person)
    assert client.get("/forgotten/").status_code == 200
    assert client.post("/forgotten/", data={"username": f"{person[:8]} {person[8:]}"}).status_code == 200
    assert (mail.envelopes[0][1], mail.mails[0]["Subject"][:18]) == (["sekar@kota.go.id"], "Pilih kata sandi b")
    assert person not in mail.mails[0].get_content()
    path = link_in(mail)
    page = client.get(path)
    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    assert page.headers["Referrer-Policy"] == "same-origin", "the address holds the token"
    assert client.post(path, data={"password": NEW, "again": "lain"}).status_code == 422
    assert client.post(path, data={"password": person, "again": person}).status_code == 422
    assert client.post(path, data={"password": NEW, "again": NEW}).location == "/login/"
    assert inside.get("/account/").status_code == 302, "sessions of before have ended"
    signed_in(client, person, NEW)
    assert app.test_client().get(path).status_code == 410
    assert app.test_client().post(path, data={"password": PASSWORD, "again": PASSWORD}).status_code == 410
    with app.app_context():
        kept = " ".join(str(vars(row)) for row in session().scalars(select(AuditEntry)))
        stored = [str(vars(row)) for row in session().scalars(select(OutboxMessage))]
    token = path.rpartition("/")[2]
    assert all(token not in text for text in (kept, *stored))


def test_known_unknown_and_closed_accounts_are_answered_alike(app: Flask, client: FlaskClient, mail: MailServer, person: str) -> None:
    with app.app_context():
        closed = make_account(make_employee(email_official="tutup@kota.go.id"))
        boss = services.sign_in(closed, PASSWORD)
        services.deactivate_account(system_actor(), boss.id)
        without = make_account(make_employee())
    answers = [client.post("/forgotten/", data={"username": each}) for each in (person, "199003152015031901", closed, without, "entah")]
    assert {answer.status_code for answer in answers} == {200}
    first, *others = [NONCE.sub("", answer.text) for answer in answers]
    for other in others:
        assert other == first
    assert [rcpt for _sender, rcpt in mail.envelopes] == [["sekar@kota.go.id"]]


def test_the_page_does_no_work_that_depends_on_the_person(
    app: Flask, client: FlaskClient, mail: MailServer, person: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Time is the oracle: the page hands the question to the worker and looks nobody up."""
    handed: list[str] = []
    monkeypatch.setattr("app.accounts.views.forgotten.ask_soon", lambda login, address: handed.append(login))
    monkeypatch.setattr("app.accounts.services.forgotten.named", pytest.fail)
    for login in (person, "entah"):
        assert client.post("/forgotten/", data={"username": login}).status_code == 200
    assert handed == [person, "entah"]


def test_questions_are_limited_for_each_person_and_each_address(app: Flask, mail: MailServer, person: str) -> None:
    strict = create_app(
        config.Testing,
        SQLALCHEMY_DATABASE_URI=app.config["SQLALCHEMY_DATABASE_URI"],
        DATA_DIR=app.config["DATA_DIR"],
        RATELIMIT_ENABLED=True,
        SMTP_HOST="127.0.0.1",
        FORGOTTEN_RATE_LIMIT="4 per hour",
        FORGOTTEN_RATE_LIMIT_PER_PERSON="2 per hour",
    )

    def ask(login: str, address: str) -> int:
        return strict.test_client().post("/forgotten/", data={"username": login}, environ_base={"REMOTE_ADDR": address}).status_code

    assert [ask(person, f"10.0.0.{number}") for number in range(3)] == [200, 200, 429]
    assert [ask("entah", f"10.0.1.{number}") for number in range(3)] == [200, 200, 429]
    assert [ask(f"orang{number}", "10.0.2.1") for number in range(5)] == [200] * 4 + [429]


def test_a_link_holds_for_its_time_once_and_only_the_newest(app: Flask, person: str) -> None:
    with app.app_context():
        first, second = token_for(person), token_for(person)
        assert not services.link_holds(first)
        assert services.link_holds(second)
        assert session().scalars(select(PasswordLink.token_hash)).one() != second
        with clock.at(clock.now() + timedelta(minutes=61)):
            assert not services.link_holds(second)
            with pytest.raises(Missing):
                services.choose_password(second, NEW)
        with pytest.raises(Invalid) as refusal:
            services.choose_password(second, person)
        assert set(refusal.value.fields) == {"password"}
        services.choose_password(second, NEW)
        with pytest.raises(Missing):
            services.choose_password(second, PASSWORD)


@pytest.mark.parametrize("token", ["x", "0", "..", "%00", "ä", "x" * 3000])
def test_no_other_link_holds(app: Flask, client: FlaskClient, person: str, token: str) -> None:
    with app.app_context():
        token_for(person)
    assert client.get(f"/forgotten/{token}").status_code in (400, 404, 410, 308)


def test_a_link_opens_a_lock_but_neither_a_closed_account_nor_the_second_step(app: Flask, person: str) -> None:
    with app.app_context():
        phone_of(services.sign_in(person, PASSWORD))
        token = token_for(person)
        for _time in range(5):
            services.sign_in(person, "salah")
        services.choose_password(token, NEW)
        assert isinstance(services.sign_in(person, NEW), services.HalfWay)
        again = services.make_link(services.sign_in(person, NEW).user_id)
        services.deactivate_account(system_actor(), services.sign_in(person, NEW).user_id)
        with pytest.raises(Missing):
            services.choose_password(again, PASSWORD)


def test_a_password_changed_otherwise_makes_the_link_void(app: Flask, person: str) -> None:
    with app.app_context():
        token = token_for(person)
        services.reset_password(system_actor(), services.sign_in(person, PASSWORD).id)
        assert not services.link_holds(token)


def test_without_a_mail_server_the_page_names_the_way(client: FlaskClient, person: str) -> None:
    page = client.get("/forgotten/")
    assert '<form method="post" data-once' not in page.text
    assert "petugas kepegawaian" in page.text.lower()


def test_the_mail_cannot_be_switched_off(ctx: Flask) -> None:
    offered = {notice.event for notice in notices_offered({Role.EMPLOYEE}, True)}
    assert offered
    assert "account.password_forgotten" not in offered
