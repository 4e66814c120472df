"""The second step over HTTP: the cookie of somebody half way opens nothing, and who needs a second factor is led to it."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

import config
from app import create_app
from app.accounts import services
from app.accounts.parameters import SECOND_FACTOR
from app.accounts.queries import SignedIn
from app.accounts.sign_in_view import REFUSED
from app.kernel.actor import system_actor
from app.kernel.roles import Role
from app.kernel.settings import change_setting
from tests.factories.accounts import PASSWORD, make_account, signed_in
from tests.factories.organisation import make_employee
from tests.factories.phones import Phone, phone_of

PAGE = "/account/second-factor/"
KEY = re.compile(r"data-copy=\"([A-Z2-7]{32})\"")


@pytest.fixture
def auditor(app: Flask) -> str:
    with app.app_context():
        return make_account(None, Role.AUDITOR)


@pytest.fixture
def phone(app: Flask, auditor: str) -> Phone:
    with app.app_context():
        person = services.sign_in(auditor, PASSWORD)
        assert isinstance(person, SignedIn)
        return phone_of(person)


def code(app: Flask, phone: Phone) -> str:
    with app.app_context():
        return phone.code()


def test_the_second_step_and_back_to_where_one_was(app: Flask, client: FlaskClient, auditor: str, phone: Phone) -> None:
    asked = client.post("/login/?next=/account/", data={"username": auditor, "password": PASSWORD})
    assert asked.location == "/login/code/?next=/account/"
    page = client.get(asked.location)
    assert "no-store" in page.headers["Cache-Control"]
    assert 'autocomplete="one-time-code"' in page.text
    assert client.post(asked.location, data={"code": "000000"}).status_code == REFUSED
    assert client.post(asked.location, data={"code": code(app, phone)}).location == "/account/"
    assert client.get("/account/").status_code == 200


@pytest.mark.parametrize("path", ["/", "/account/", "/audit/list/", PAGE, "/api/v1/proposals/", "/account/sessions/"])
def test_half_way_opens_nothing(client: FlaskClient, auditor: str, phone: Phone, path: str) -> None:
    client.post("/login/", data={"username": auditor, "password": PASSWORD})
    answer = client.get(path)
    assert answer.status_code in (302, 401), path
    assert client.get(path, auth=(auditor, PASSWORD)).status_code in (302, 401)


def test_without_a_password_there_is_no_second_step(client: FlaskClient, auditor: str, phone: Phone) -> None:
    assert client.get("/login/code/").location == "/login/"
    assert client.post("/login/code/", data={"code": "000000"}).location == "/login/"


def test_the_cookie_of_half_way_can_be_neither_forged_nor_used_twice(app: Flask, client: FlaskClient, auditor: str, phone: Phone) -> None:
    client.post("/login/", data={"username": auditor, "password": PASSWORD})
    kept = client.get_cookie("session").value
    used = code(app, phone)
    assert client.post("/login/code/", data={"code": used}).status_code == 302
    again = app.test_client()
    again.set_cookie("session", kept)
    assert again.post("/login/code/", data={"code": used}).status_code == REFUSED
    forged = app.test_client()
    forged.set_cookie("session", kept[:-4] + "AAAA")
    assert forged.get("/login/code/").location == "/login/"


def test_setting_up_by_hand_shows_key_and_codes_once(app: Flask, client: FlaskClient, auditor: str) -> None:
    signed_in(client, auditor)
    assert client.post(f"{PAGE}begin", data={"password": "salah"}).status_code == REFUSED
    client.post(f"{PAGE}begin", data={"password": PASSWORD})
    page = client.get(PAGE)
    key = KEY.search(page.text)
    assert key is not None
    assert "data:image/svg+xml" in page.text
    assert "no-store" in page.headers["Cache-Control"]
    made = client.post(f"{PAGE}confirm", data={"code": code(app, Phone(key[1]))})
    codes = re.findall(r"<li><code>(.{11})</code>", made.text)
    assert len(codes) == 10
    assert "no-store" in made.headers["Cache-Control"]
    later = client.get(PAGE).text
    assert all(secret not in later for secret in (key[1], *codes))


def test_whoever_needs_one_can_do_nothing_else_first(app: Flask, client: FlaskClient, auditor: str) -> None:
    with app.app_context():
        change_setting(system_actor(), SECOND_FACTOR, "administrators")
        nip = make_account(make_employee())
    signed_in(client, auditor)
    for path in ("/", "/audit/list/", "/account/", "/account/password/", "/no/such/page"):
        assert client.get(path).location == PAGE, path
    api = client.get("/api/v1/proposals/")
    assert (api.status_code, api.content_type) == (403, "application/problem+json")
    assert client.post("/account/sessions/role", data={"role": ""}).location == PAGE
    client.post(f"{PAGE}begin", data={"password": PASSWORD})
    key = KEY.search(client.get(PAGE).text)
    assert client.post(f"{PAGE}confirm", data={"code": code(app, Phone(key[1]))}).status_code == 200
    assert client.get("/audit/list/").status_code == 200
    assert signed_in(app.test_client(), nip).get("/account/").status_code == 200, "an employee needs none"


def test_wrong_codes_are_limited_by_address_too(app: Flask, auditor: str, phone: Phone) -> None:
    strict = create_app(
        config.Testing,
        SQLALCHEMY_DATABASE_URI=app.config["SQLALCHEMY_DATABASE_URI"],
        DATA_DIR=app.config["DATA_DIR"],
        RATELIMIT_ENABLED=True,
        AUTH_RATE_LIMIT="2 per minute",
    )
    client = strict.test_client()
    client.post("/login/", data={"username": auditor, "password": PASSWORD})
    assert [client.post("/login/code/", data={"code": "000000"}).status_code for _time in range(3)] == [REFUSED, REFUSED, 429]


def test_an_administrator_resets_it_on_the_page_of_the_account(app: Flask, client: FlaskClient, auditor: str, phone: Phone) -> None:
    with app.app_context():
        boss = make_account(None, Role.SUPERUSER)
        half = services.sign_in(auditor, PASSWORD)
    signed_in(client, boss)
    address = f"/accounts/{half.user_id}/reset-factor"
    assert address in client.get(f"/accounts/show/{half.user_id}").text
    assert client.post(address).status_code == 302
    signed_in(app.test_client(), auditor)
