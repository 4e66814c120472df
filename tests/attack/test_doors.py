"""Doors of the portal as a whole: caches, sizes of answers, the way in while it is closed, start in production."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

import config
from app import UnsafeStart, create_app
from app.accounts import services
from app.accounts.queries import SignedIn
from app.kernel.roles import Role
from tests.factories.accounts import PASSWORD, People, make_account, signed_in
from tests.factories.city import City
from tests.factories.phones import phone_of


@pytest.mark.gate("G9")
def test_a_shared_computer_keeps_no_page_of_the_signed_in(people: tuple[City, People]) -> None:
    _city, clients = people
    for address in ("/", "/profile/", "/proposals/list/", "/notifications/", "/employees/list/", "/audit/list/"):
        for name in clients.usernames:
            assert "no-store" in clients[name].get(address).headers["Cache-Control"], address


def test_files_of_the_frame_are_cached(app: Flask) -> None:
    answer = app.test_client().get("/static/js/portal.js")
    assert "no-store" not in answer.headers["Cache-Control"]


def test_nobody_plants_the_tones_of_another_version_in_a_cache(client: FlaskClient) -> None:
    answer = client.get("/identity/0b5394-000000000000.css")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-cache")


@pytest.mark.parametrize(("site", "coding"), [("cross-site", None), ("same-site", None), ("same-origin", "gzip")])
def test_no_neighbour_measures_a_page_of_somebody_signed_in(client: FlaskClient, site: str, coding: str | None) -> None:
    answer = client.get("/login/", headers={"Sec-Fetch-Site": site, "Accept-Encoding": "gzip"})
    assert answer.headers.get("Content-Encoding") == coding


def test_a_superuser_with_a_second_factor_comes_into_the_closed_portal(app: Flask) -> None:
    with app.app_context():
        name = make_account(None, Role.SUPERUSER)
        person = services.sign_in(name, PASSWORD)
        assert isinstance(person, SignedIn)
        phone = phone_of(person)
    run = app.test_cli_runner().invoke
    assert run(args=["maintenance", "on"]).exit_code == 0
    try:
        browser = signed_in(app.test_client(), name)
        assert browser.get("/login/code/").status_code == 200
        assert browser.post("/login/code/", data={"code": phone.code()}).status_code == 302
        assert browser.get("/settings/").status_code == 200
    finally:
        run(args=["maintenance", "off"])


@pytest.mark.parametrize("key", ["", "short", "x" * 64, "ab" * 40])
def test_production_does_not_start_with_a_key_that_can_be_guessed(tmp_path: Path, key: str) -> None:
    with pytest.raises(UnsafeStart, match="SECRET_KEY"):
        create_app(config.Production, DATA_DIR=str(tmp_path), SECRET_KEY=key)
