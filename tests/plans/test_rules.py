"""The window at its edges, reminders, JP of forms and gaps, by vectors."""

from datetime import date
from decimal import Decimal

import pytest
from flask import Flask

from app.plans import rules
from app.plans.rules import Counting, Window

OPENS, CLOSES = date(2021, 10, 1), date(2021, 11, 30)


@pytest.mark.manual("T36")
@pytest.mark.parametrize(
    ("day", "window"),
    [
        (date(2021, 9, 30), Window.EARLY),
        (OPENS, Window.OPEN),
        (CLOSES, Window.OPEN),
        (date(2021, 12, 1), Window.LOCKED),
    ],
)
def test_first_and_last_day_belong_to_the_window(day: date, window: Window) -> None:
    assert rules.window_on(day, OPENS, CLOSES) is window


@pytest.mark.manual("T36")
@pytest.mark.parametrize(
    ("day", "days"),
    [
        (date(2021, 11, 15), None),
        (date(2021, 11, 16), 14),
        (date(2021, 11, 20), 14),
        (date(2021, 11, 27), 3),
        (date(2021, 11, 28), 3),
        (date(2021, 11, 29), 1),
        (date(2021, 11, 30), 1),
        (date(2021, 12, 1), None),
    ],
)
def test_reminders_are_due_14_3_and_1_days_before(day: date, days: int | None) -> None:
    assert rules.reminder_due(day, CLOSES) == days


@pytest.mark.manual("T14")
@pytest.mark.parametrize(
    ("counting", "worth", "ends", "jp"),
    [
        (Counting.DAY, "4", 2, "4"),
        (Counting.DAY, "5", 4, "15"),
        (Counting.TIME, "2", 2, "2"),
        (Counting.ACTIVITY, "20", 28, "20"),
        (Counting.NONE, None, 28, "0"),
        (Counting.PROGRAMME, None, 4, None),
        (Counting.DAY, None, 4, None),
    ],
)
def test_the_jp_of_a_form(counting: Counting, worth: str | None, ends: int, jp: str | None) -> None:
    found = rules.convert_jp(counting, Decimal(worth) if worth else None, date(2020, 3, 2), date(2020, 3, ends))
    assert found == (Decimal(jp) if jp else None)


@pytest.mark.manual("T9")
def test_bands_are_written_with_both_their_edges(portal: Flask) -> None:
    bands = [(Decimal(1), "tinggi"), (Decimal(91), "tidak ada"), (Decimal(61), "sedang"), (Decimal(76), "rendah")]
    with portal.test_request_context():
        assert [span for span, _name in rules.spans_of(bands)] == ["≥ 91", "76 - 90,99", "61 - 75,99", "≤ 60,99"]
        assert rules.spans_of([]) == []


def test_levels_are_written_and_read_in_one_way() -> None:
    assert rules.levels_in("M.6=3, SK.1 = 2,") == {"M.6": 3, "SK.1": 2}
    assert rules.levels_in("M.6=7, x, =1, M.1=") == {"": 1}
    assert rules.levels_in(rules.levels_as_text({"M.1": 2, "SK.1": 1})) == {"M.1": 2, "SK.1": 1}


@pytest.mark.manual("T6")
@pytest.mark.parametrize(
    ("score", "points", "band"),
    [("82.50", "17.50", "B"), ("90", "10", "A"), ("89.99", "10.01", "B"), ("78", "22", "B"), ("77.99", "22.01", "C"), ("104", "0", "A")],
)
def test_the_gap_of_a_test(score: str, points: str, band: str) -> None:
    bands = [(Decimal(90), "A"), (Decimal(78), "B"), (Decimal(0), "C")]
    assert rules.points_missing(Decimal(score)) == Decimal(points)
    assert rules.band_of(Decimal(score), bands) == band
    assert rules.band_of(Decimal(score), []) == ""


def test_a_year_later_also_for_the_leap_day() -> None:
    assert rules.a_year_later(date(2027, 6, 8)) == date(2028, 6, 8)
    assert rules.a_year_later(date(2028, 2, 29)) == date(2029, 2, 28)
