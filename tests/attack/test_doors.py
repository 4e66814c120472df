"""Doors of the portal as a whole: caches, start in production."""

from pathlib import Path

import pytest
from flask import Flask

import config
from app import UnsafeStart, create_app
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


@pytest.mark.parametrize("key", ["", "short", "x" * 64, "ab" * 40])
def test_production_does_not_start_with_a_key_that_can_be_guessed(tmp_path: Path, key: str) -> None:
    with pytest.raises(UnsafeStart, match="SECRET_KEY"):
        create_app(config.Production, DATA_DIR=str(tmp_path), SECRET_KEY=key)
