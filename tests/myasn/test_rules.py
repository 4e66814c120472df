"""How values are written for MyASN's form and for the national web service."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale, lazy_gettext

from app.myasn.rules import CardField, Format, NationalField, Value, card_text, in_indonesian, national_value, value_of

DAY = date(2026, 1, 15)


@pytest.mark.manual("S12", "S17")
@pytest.mark.parametrize(
    ("value", "text"),
    [
        (DAY, "15 Januari 2026"),
        (Decimal("4.00"), "4"),
        (Decimal("4.5"), "4,5"),
        (2026, "2026"),
        ("Sosialisasi", "Sosialisasi"),
        (None, "-"),
        ("", "-"),
    ],
)
def test_the_card_writes_as_myasn_does_in_any_language(portal: Flask, value: Any, text: str) -> None:
    for language in ("id", "en"):
        with portal.test_request_context("/"), force_locale(language):
            assert card_text(value) == text


def test_a_field_is_called_as_in_myasn_in_any_language(portal: Flask) -> None:
    label = lazy_gettext("Course name")
    with portal.test_request_context("/"), force_locale("en"):
        assert (CardField(label, None).name, in_indonesian(label), str(label)) == ("Nama Kursus", "Nama Kursus", "Course name")


@pytest.mark.parametrize(
    ("form", "value", "written"),
    [
        (Format.DATE, DAY, "15-01-2026"),
        (Format.DATE, date(2026, 12, 3), "03-12-2026"),
        (Format.DATE, None, None),
        (Format.INTEGER, Decimal("4.00"), 4),
        (Format.INTEGER, Decimal("4.75"), 4),
        (Format.INTEGER, 2026, 2026),
        (Format.INTEGER, None, None),
        (Format.CODE, "7", "7"),
        (Format.CODE, None, None),
        (Format.TEXT, "", None),
        (Format.TEXT, "20/BKPSDM/003/I/2026", "20/BKPSDM/003/I/2026"),
        (Format.FILES, "whatever", []),
        (Format.UNKNOWN, None, None),
    ],
)
def test_the_web_service_wants_days_numbers_and_nothing_for_nothing(form: Format, value: Any, written: Any) -> None:
    assert national_value(NationalField("x", "X", "x", form), SimpleNamespace(x=value)) == written


@pytest.mark.parametrize(
    ("source", "found"),
    [("a", 1), ("b.c", 2), ("empty.c", None), (None, None), (lambda record: record.a + 1, 2)],
)
def test_a_value_is_found_by_its_path_or_by_a_function(source: Value, found: Any) -> None:
    record = SimpleNamespace(a=1, b=SimpleNamespace(c=2), empty=None)
    assert value_of(record, source) == found


def test_every_format_has_words(portal: Flask) -> None:
    with portal.test_request_context("/"):
        assert all(str(each.label) for each in Format)
