"""The days, names and marks of credentials, at their edges."""

import re
from datetime import date
from decimal import Decimal

import pytest
from flask import Flask

from app.credentials.rules import (
    check_certification,
    check_course,
    check_titles,
    clock_hours,
    due_mark,
    parse_marks,
    unusual_days,
)

TODAY = date(2026, 11, 21)
DAY = date(2026, 1, 15)


@pytest.mark.parametrize(
    ("begins", "ends", "year", "wrong"),
    [
        (DAY, DAY, 2026, set()),
        (DAY, date(2026, 1, 14), 2026, {"ends_on"}),
        (TODAY, TODAY, 2026, set()),
        (TODAY, date(2026, 11, 22), 2026, {"ends_on"}),
        (date(2026, 11, 22), date(2026, 11, 22), 2026, {"begins_on", "ends_on"}),
        (DAY, DAY, 2025, {"year"}),
        (date(2025, 12, 30), date(2026, 1, 2), 2025, set()),
        (date(2025, 12, 30), date(2026, 1, 2), 2024, {"year"}),
        (None, None, None, set()),
    ],
)
def test_the_days_of_a_course(ctx: Flask, begins: date | None, ends: date | None, year: int | None, wrong: set[str]) -> None:
    assert set(check_course(begins, ends, year, TODAY)) == wrong


@pytest.mark.manual("S18")
@pytest.mark.parametrize(
    ("certified", "begins", "ends", "wrong", "unusual"),
    [
        (DAY, DAY, DAY, set(), 0),
        (DAY, DAY, date(2026, 1, 14), {"valid_until"}, 0),
        (DAY, date(2026, 1, 14), date(2027, 1, 14), set(), 1),
        (date(2026, 11, 22), date(2026, 11, 22), date(2027, 1, 1), {"certified_on"}, 0),
    ],
)
def test_the_validity_of_a_certification(ctx: Flask, certified: date, begins: date, ends: date, wrong: set[str], unusual: int) -> None:
    assert set(check_certification(certified, begins, ends, TODAY)) == wrong
    assert len(unusual_days(certified, begins)) == unusual


@pytest.mark.manual("S15")
def test_a_ticked_title_is_needed_and_an_unticked_one_is_not(ctx: Flask) -> None:
    assert set(check_titles(["front", "back"], " ", None)) == {"front_title", "back_title"}
    assert check_titles(["back"], None, "C.PBJ") == {}
    assert check_titles([], None, None) == {}


def test_hours_by_the_clock() -> None:
    assert clock_hours(Decimal(4)) == (3, 0)
    assert clock_hours(Decimal("2.5")) == (1, 52)


def test_the_marks_of_the_setting() -> None:
    assert parse_marks("7, 90;30") == (90, 30, 7)
    for wrong in ("", "abc", "90, -1", "800", "1.5"):
        with pytest.raises(ValueError, match=re.escape(wrong) or None):
            parse_marks(wrong)


@pytest.mark.manual("S18")
@pytest.mark.parametrize(
    ("left", "reminded", "due"),
    [(91, None, None), (90, None, 90), (45, 90, None), (30, 90, 30), (3, None, 7), (3, 7, None), (0, 30, 7), (-1, None, None)],
)
def test_each_mark_is_told_once_and_a_late_start_tells_only_the_nearest(left: int, reminded: int | None, due: int | None) -> None:
    assert due_mark(left, (90, 30, 7), reminded) == due
