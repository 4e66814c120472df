"""The year, day and number of an award, and the years of service, at their edges."""

from datetime import date

import pytest
from flask import Flask

from app.awards.rules import (
    Grade,
    check_award,
    day_in,
    grade_at,
    latest_beginning,
    next_grade,
    parse_day_of_year,
    reached_on,
    service_began,
    unusual_year,
)

TODAY = date(2026, 11, 21)
DECREE = date(2026, 4, 27)
X, XX, XXX = Grade("x", "X", 10), Grade("xx", "XX", 20), Grade("xxx", "XXX", 30)
GRADES = (X, XX, XXX)


@pytest.mark.manual("S24")
@pytest.mark.parametrize(
    ("year", "decree", "number", "needed", "wrong"),
    [
        (2026, DECREE, "004/KP.00/I/2024", True, set()),
        (2027, DECREE, "1", True, {"year"}),
        (2026, date(2026, 11, 22), "1", True, {"decree_on"}),
        (2026, TODAY, "1", True, set()),
        (2026, DECREE, "-", True, {"number"}),
        (2026, DECREE, None, True, {"number"}),
        (2026, DECREE, None, False, set()),
        (None, None, "1", True, set()),
    ],
)
def test_what_an_award_may_say(
    ctx: Flask, year: int | None, decree: date | None, number: str | None, needed: bool, wrong: set[str]
) -> None:
    assert set(check_award(year, decree, number, TODAY, needs_number=needed)) == wrong


@pytest.mark.manual("S27")
@pytest.mark.parametrize(("year", "warned"), [(2026, 0), (2025, 1), (2027, 1), (None, 0)])
def test_another_year_than_the_decrees_is_only_warned_about(ctx: Flask, year: int | None, warned: int) -> None:
    assert len(unusual_year(year, DECREE)) == warned
    assert unusual_year(year, None) == []


@pytest.mark.parametrize(
    ("nip", "began"),
    [
        ("198001012005011001", date(2005, 1, 1)),
        ("199203152015122002", date(2015, 12, 1)),
        ("199001012023212008", None),
        ("19800101200501100", None),
        ("abc", None),
    ],
)
def test_the_service_of_a_pns_begins_in_the_month_of_his_nip(nip: str, began: date | None) -> None:
    assert service_began(nip) == began


@pytest.mark.parametrize(
    ("began", "day", "grade", "coming"),
    [
        (date(2016, 11, 1), TODAY, X, XX),
        (date(2016, 12, 1), TODAY, None, X),
        (date(2006, 11, 1), TODAY, XX, XXX),
        (date(1996, 11, 1), TODAY, XXX, None),
        (date(1980, 1, 1), TODAY, XXX, None),
        (date(2026, 11, 1), TODAY, None, X),
    ],
)
def test_the_grade_reached_and_the_next_one(began: date, day: date, grade: Grade | None, coming: Grade | None) -> None:
    assert (grade_at(began, day, GRADES), next_grade(began, day, GRADES)) == (grade, coming)
    for each in GRADES:
        by_nip = f"{began:%Y%m}" <= latest_beginning(day, each.years)
        assert by_nip == (reached_on(began, each.years) <= day), each


def test_the_day_of_the_setting() -> None:
    assert parse_day_of_year(" 17/8 ") == (17, 8)
    assert day_in(2026, "31-12") == date(2026, 12, 31)
    for wrong in ("", "31", "31-02", "29-02", "a-b", "1-13"):
        with pytest.raises(ValueError, match=r".*"):
            parse_day_of_year(wrong)
