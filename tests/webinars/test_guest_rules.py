"""What a guest types, and the sealed request that travels in his mail."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from app.kernel.errors import Invalid
from app.webinars.guest_rules import LINK_LIFE, read_guest, read_request
from tests.factories.webinars import GUEST

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def test_what_was_typed_is_tidied_and_comes_back_from_the_link(ctx: Flask) -> None:
    asked = read_guest(7, GUEST | {"name": "  Rahma   Tamu ", "email": "Rahma@Tetangga.go.id", "nip": "19900101 201501 1 001"}, NOW)
    assert (asked.name, asked.email, asked.nip, asked.webinar_id) == ("Rahma Tamu", "rahma@tetangga.go.id", "199001012015011001", 7)
    assert read_request(asked.written()) == asked
    assert asked.holds(NOW + LINK_LIFE)
    assert not asked.holds(NOW + LINK_LIFE + timedelta(seconds=1))
    assert not asked.holds(NOW - timedelta(seconds=1))


@pytest.mark.parametrize("text", [None, "", "12", "[]", '{"webinar_id": 1}', "null"])
def test_nothing_else_is_a_request(text: str | None) -> None:
    assert read_request(text) is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 151}, "name"),
        ({"unit_name": None}, "unit_name"),
        ({"job_title": ""}, "job_title"),
        ({"nip": "123"}, "nip"),
        ({"email": "rahma"}, "email"),
        ({"consent": False}, "consent"),
        ({"back_title": "x" * 101}, "back_title"),
    ],
)
def test_every_wrong_field_is_named(ctx: Flask, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_guest(7, GUEST | changes, NOW)
    assert set(refusal.value.fields) == {field}
