"""The style guide: in demo mode for everybody signed in, nowhere else."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.gaya.rules import PAGES
from app.kernel.roles import Role
from tests.factories.accounts import signed_in_as
from tests.factories.gaya import demo_mode

ADDRESSES = (
    "/gaya/",
    *(f"/gaya/{name}" for name in PAGES),
    "/gaya/chart.svg",
    "/gaya/letter.pdf",
    "/gaya/options?q=sem",
    "/specimens/list/",
)


@pytest.fixture
def demo(app: Flask) -> Iterator[Flask]:
    with demo_mode(app):
        yield app


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    return signed_in_as(app, Role.EMPLOYEE)


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_answers_in_demo_mode(demo: Flask, browser: FlaskClient, address: str) -> None:
    assert browser.get(address).status_code == 200


@pytest.mark.parametrize("address", [*ADDRESSES, "/specimens/add", "/specimens/add/data"])
def test_nothing_is_found_without_demo_mode(browser: FlaskClient, address: str) -> None:
    assert browser.get(address).status_code == 404


def test_there_is_no_other_page(demo: Flask, browser: FlaskClient) -> None:
    assert browser.get("/gaya/nothing").status_code == 404


def test_strangers_are_sent_to_sign_in(demo: Flask) -> None:
    answer = demo.test_client().get("/gaya/")
    assert answer.status_code == 302
    assert "/login" in answer.headers["Location"]


def test_every_state_of_the_fields_can_be_seen(demo: Flask, browser: FlaskClient) -> None:
    page = browser.get("/gaya/forms").text
    for mark in ("field-help", "field-error", 'aria-invalid="true"', "disabled", "field-required", "error-summary"):
        assert mark in page


def test_every_state_of_a_job_can_be_seen(demo: Flask, browser: FlaskClient) -> None:
    page = browser.get("/gaya/progress").text
    assert page.count("data-job-bar") == 4
    assert page.count('aria-current="step"') == 3
