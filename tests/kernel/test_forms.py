"""Numbers as people type them: the strict point where a manual demands it (X7), comma or point elsewhere, whole numbers that say so."""

from decimal import Decimal

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import Form

from app.kernel.forms import FreeNumberField, NumberField, WholeNumberField


class Numbers(Form):
    strict = NumberField()
    free = FreeNumberField()
    whole = WholeNumberField()


def read(name: str, typed: str) -> tuple[object, list[str]]:
    field = Numbers(MultiDict({name: typed}))[name]
    return field.data, [str(error) for error in field.process_errors]


@pytest.mark.manual("T8")
@pytest.mark.parametrize(("typed", "value"), [("90.99", Decimal("90.99")), ("90,99", None), ("9.099", Decimal("9.099"))])
def test_the_strict_field_takes_the_point_alone(ctx: Flask, typed: str, value: Decimal | None) -> None:
    assert read("strict", typed)[0] == value


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("4,5", Decimal("4.5")),
        ("4.5", Decimal("4.5")),
        (" 4 ", Decimal(4)),
        ("1.500", None),
        ("1,234", None),
        ("1.500,5", None),
        ("NaN", None),
        ("٤", None),
    ],
)
def test_the_free_field_takes_both_and_guesses_nothing(ctx: Flask, typed: str, value: Decimal | None) -> None:
    found, errors = read("free", typed)
    assert found == value
    assert bool(errors) is (value is None)


def test_what_stands_in_the_record_is_shown_in_the_readers_way_and_read_back(ctx: Flask) -> None:
    shown = Numbers(data={"free": Decimal("4.50")}).free._value()
    assert read("free", shown) == (Decimal("4.50"), [])
    assert Numbers(data={"free": Decimal(1500)}).free._value() == "1500"
    assert Numbers().free._value() == ""


@pytest.mark.parametrize(("typed", "value"), [("4", 4), ("4,5", None), ("4.0", None), ("empat", None)])
def test_a_whole_number_says_that_it_is_one(ctx: Flask, typed: str, value: int | None) -> None:
    found, errors = read("whole", typed)
    assert found == value
    assert errors == ([] if value else ["Tulis bilangan bulat, tanpa koma atau titik."]) or "whole number" in errors[0]
