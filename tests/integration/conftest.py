"""A person with an account, and programs that call with his tokens."""

from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.accounts import services as accounts
from app.accounts.queries import SignedIn
from app.integration.services import add_token
from tests.factories.accounts import PASSWORD, open_accounts
from tests.factories.city import City, make_city

Call = Callable[..., TestResponse]
TokenOf = Callable[..., str]
EVERYTHING = tuple(
    f"{resource}:{access}" for resource in ("employees", "units", "trainings", "proposals", "notifications") for access in ("read", "write")
)


@pytest.fixture
def town(app: Flask) -> City:
    with app.app_context():
        return make_city()


@pytest.fixture
def names(app: Flask, town: City) -> dict[str, str]:
    with app.app_context():
        return open_accounts(town)


@pytest.fixture
def token_of(app: Flask, names: dict[str, str]) -> TokenOf:
    """A new token of a person of the city."""

    def make(name: str, *scopes: str, days: int = 30) -> str:
        with app.app_context():
            person = accounts.sign_in(names[name], PASSWORD)
            assert isinstance(person, SignedIn)
            return add_token(person, "Dasbor", scopes or EVERYTHING, days, PASSWORD)

    return make


@pytest.fixture
def call(app: Flask) -> Call:
    """Call with a token, from a program that keeps no cookies."""

    def ask(token: str, path: str, method: str = "GET", **values: object) -> TestResponse:
        headers = {"Authorization": f"Bearer {token}"} | dict(values.pop("headers", {}) or {})  # type: ignore[call-overload]
        client = app.test_client(use_cookies=False)
        return client.open(path, method=method, headers=headers, **values)  # type: ignore[arg-type]

    return ask
