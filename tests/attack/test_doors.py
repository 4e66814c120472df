"""Doors of the portal as a whole: caches, start in production."""

import pytest
from flask import Flask

from tests.factories.accounts import signed_in_city


@pytest.mark.gate("G9")
def test_a_shared_computer_keeps_no_page_of_the_signed_in(app: Flask) -> None:
    _city, clients = signed_in_city(app)
    for address in ("/", "/profile/", "/proposals/list/", "/notifications/", "/employees/list/", "/audit/list/"):
        for client in clients.values():
            assert "no-store" in client.get(address).headers["Cache-Control"], address


def test_files_of_the_frame_are_cached(app: Flask) -> None:
    answer = app.test_client().get("/static/js/portal.js")
    assert "no-store" not in answer.headers["Cache-Control"]
