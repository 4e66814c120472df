"""Signing in and out over HTTP: sessions that end, redirects that stay here, limits that hold."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

import config
from app import create_app
from app.accounts import services
from app.accounts.models import Account
from app.accounts.queries import roles_given
from app.accounts.sign_in_view import REFUSED
from app.kernel.actor import system_actor
from app.kernel.db import session
from app.kernel.roles import Role
from tests.factories.accounts import PASSWORD, make_account, signed_in
from tests.factories.organisation import make_employee

INSIDE = "/account/password/"
NONCE = re.compile(r'<meta name="csp-nonce"[^>]*>')


@pytest.fixture
def auditor(app: Flask) -> str:
    with app.app_context():
        return make_account(None, Role.AUDITOR)


def user_id_of(app: Flask) -> int:
    with app.app_context():
        return int(session().query(Account.id).one()[0])


def is_inside(client: FlaskClient) -> bool:
    return client.get(INSIDE).status_code == 200


def test_a_stranger_is_led_to_the_sign_in_page_and_back(client: FlaskClient, auditor: str) -> None:
    sent = client.get(INSIDE)
    assert sent.status_code == 302
    answer = client.post(sent.location, data={"username": auditor, "password": PASSWORD})
    assert (answer.status_code, answer.location) == (302, INSIDE)
    assert is_inside(client)


def test_an_employee_signs_in_with_the_nip(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        nip = make_account(make_employee())
    signed_in(client, f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}")
    assert is_inside(client)


def test_unknown_name_and_wrong_password_read_the_same(client: FlaskClient, auditor: str) -> None:
    wrong = client.post("/login/", data={"username": auditor, "password": "salah"})
    unknown = client.post("/login/", data={"username": "x" * len(auditor), "password": "salah"})
    assert wrong.status_code == unknown.status_code == REFUSED
    plain = [NONCE.sub("", answer.text) for answer in (wrong, unknown)]
    assert plain[0].replace(auditor, "?") == plain[1].replace("x" * len(auditor), "?")
    assert 'value="salah"' not in wrong.text


def test_the_page_is_never_cached_and_carries_no_password(client: FlaskClient) -> None:
    answer = client.get("/login/")
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "target",
    [
        "https://jahat.example/",
        "//jahat.example/",
        "///jahat.example",
        "/\\jahat.example",
        "\\\\jahat.example",
        "https:jahat.example",
        "javascript:alert(1)",
        "http://localhost@jahat.example/",
        "http://localhost:81/account/",
        "/\tjahat",
        "http://[",
        "jahat.example/",
    ],
)
def test_next_never_leads_elsewhere(client: FlaskClient, auditor: str, target: str) -> None:
    answer = client.post("/login/", query_string={"next": target}, data={"username": auditor, "password": PASSWORD})
    assert (answer.status_code, answer.location) == (302, "/")


def test_a_forged_host_changes_no_redirect(client: FlaskClient, auditor: str) -> None:
    answer = client.post(
        "/login/",
        query_string={"next": "http://jahat.example/account/password/"},
        data={"username": auditor, "password": PASSWORD},
        base_url="http://jahat.example/",
    )
    assert answer.location == INSIDE


def test_signing_out_needs_a_post_and_ends_every_copy_of_the_cookie_but_no_other_session(
    app: Flask, client: FlaskClient, auditor: str
) -> None:
    at_home = signed_in(app.test_client(), auditor)
    signed_in(client, auditor)
    stolen = app.test_client()
    stolen.set_cookie("session", client.get_cookie("session").value)
    assert is_inside(stolen)
    assert client.get("/logout/").status_code == 405
    assert client.post("/logout/").location == "/login/"
    assert not is_inside(client)
    assert not is_inside(stolen)
    assert is_inside(at_home)


def test_a_session_dies_when_the_account_is_closed(app: Flask, client: FlaskClient, auditor: str) -> None:
    signed_in(client, auditor)
    with app.app_context():
        services.deactivate_account(system_actor(), user_id_of(app))
    assert not is_inside(client)
    with app.app_context():
        services.activate_account(system_actor(), user_id_of(app))
    assert not is_inside(client), "an old cookie must not come alive again"


def test_a_session_dies_when_the_password_is_reset(app: Flask, client: FlaskClient, auditor: str) -> None:
    signed_in(client, auditor)
    with app.app_context():
        services.reset_password(system_actor(), user_id_of(app))
    assert not is_inside(client)


def test_a_changed_password_ends_the_other_sessions_and_keeps_this_one(app: Flask, client: FlaskClient, auditor: str) -> None:
    other = signed_in(app.test_client(), auditor)
    signed_in(client, auditor)
    answer = client.post(INSIDE, data={"old": PASSWORD, "password": "gunung tinggi sekali", "again": "gunung tinggi sekali"})
    assert answer.status_code == 302
    assert is_inside(client)
    assert not is_inside(other)


def test_a_role_that_ended_is_gone_with_the_next_click(app: Flask, client: FlaskClient, auditor: str) -> None:
    signed_in(client, auditor)
    assert is_inside(client)
    with app.app_context():
        (given,) = roles_given(user_id_of(app))
        services.end_role(system_actor(), given.id)
    assert client.get(INSIDE).status_code == 403


def test_the_cookie_is_for_this_site_and_not_for_scripts(client: FlaskClient, auditor: str) -> None:
    answer = client.post("/login/", data={"username": auditor, "password": PASSWORD})
    (cookie,) = [value for value in answer.headers.getlist("Set-Cookie") if value.startswith("session=")]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert config.Production.SESSION_COOKIE_SECURE


def test_who_is_signed_in_does_not_see_the_form_again(client: FlaskClient, auditor: str) -> None:
    signed_in(client, auditor)
    assert client.get("/login/").status_code == 302


def test_the_language_of_the_person_greets_him(app: Flask, client: FlaskClient, auditor: str) -> None:
    with app.app_context():
        account = session().get(Account, user_id_of(app))
        services.choose_language(services.sign_in(auditor, PASSWORD).actor, "en", ("id", "en"))
        assert account is not None
    signed_in(client, auditor)
    with client.session_transaction() as kept:
        assert kept["locale"] == "en"


@pytest.fixture
def strict(app: Flask) -> Flask:
    """A second portal on the same database that counts attempts."""
    return create_app(
        config.Testing,
        SQLALCHEMY_DATABASE_URI=app.config["SQLALCHEMY_DATABASE_URI"],
        DATA_DIR=app.config["DATA_DIR"],
        RATELIMIT_ENABLED=True,
        AUTH_RATE_LIMIT="5 per minute",
        AUTH_RATE_LIMIT_PER_PERSON="3 per minute",
    )


def attempt(app: Flask, username: str, password: str, address: str) -> int:
    return (
        app.test_client()
        .post("/login/", data={"username": username, "password": password}, environ_base={"REMOTE_ADDR": address})
        .status_code
    )


def test_attempts_at_one_person_are_limited_from_everywhere(strict: Flask, auditor: str) -> None:
    tried = [attempt(strict, auditor, "salah", f"10.0.0.{number}") for number in range(5)]
    assert tried == [REFUSED] * 3 + [429] * 2
    assert attempt(strict, f" {auditor.upper()} ", PASSWORD, "10.0.0.99") == 429


def test_all_web_processes_count_together_and_a_restart_forgets_nothing(app: Flask, strict: Flask, auditor: str) -> None:
    settings = {key: strict.config[key] for key in ("SQLALCHEMY_DATABASE_URI", "DATA_DIR", "AUTH_RATE_LIMIT", "AUTH_RATE_LIMIT_PER_PERSON")}
    processes = [strict, *(create_app(config.Testing, RATELIMIT_ENABLED=True, **settings) for _process in range(2))]
    tried = [attempt(processes[number % 3], auditor, "salah", f"10.0.0.{number}") for number in range(6)]
    assert tried == [REFUSED] * 3 + [429] * 3


def test_attempts_from_one_address_are_limited_but_not_successes(strict: Flask, auditor: str) -> None:
    assert [attempt(strict, auditor, PASSWORD, "10.0.0.1") for _time in range(7)] == [302] * 7
    tried = [attempt(strict, f"orang{number}", "salah", "10.0.0.1") for number in range(7)]
    assert tried == [REFUSED] * 5 + [429] * 2
    assert attempt(strict, auditor, PASSWORD, "10.0.0.2") == 302


def test_too_many_attempts_answer_with_a_page(strict: Flask, auditor: str) -> None:
    for number in range(6):
        attempt(strict, f"orang{number}", "salah", "10.0.0.1")
    answer = strict.test_client().post("/login/", data={"username": "a", "password": "b"}, environ_base={"REMOTE_ADDR": "10.0.0.1"})
    assert answer.status_code == 429
    assert "<h1" in answer.text
