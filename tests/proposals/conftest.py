"""The city over HTTP, for every test of proposals that goes through pages or REST."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories.accounts import signed_in_city
from tests.factories.city import City


@pytest.fixture
def people(app: Flask) -> tuple[City, dict[str, FlaskClient]]:
    """The city with a signed-in browser for everyone."""
    return signed_in_city(app)
