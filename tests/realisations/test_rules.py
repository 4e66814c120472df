"""The reports a frequency asks for, at the ends of months and in leap years; where each stands on a day; what a form becomes in the training history."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from app.realisations.rules import MOST_SLOTS, Frequency, Mark, course_form_of, mark_on, months_later, report_slots
from app.reference.rules.courses import COURSE_FORMS
from app.reference.rules.plans import DEVELOPMENT_FORMS


def periods(frequency: str, begins: date, ends: date) -> list[tuple[str, str]]:
    return [(slot.begins_on.isoformat(), slot.ends_on.isoformat()) for slot in report_slots(Frequency(frequency), begins, ends, 7)]


@pytest.mark.manual("T25")
@pytest.mark.parametrize(
    ("frequency", "begins", "ends", "expected"),
    [
        ("sekali", date(2020, 1, 2), date(2020, 1, 20), [("2020-01-02", "2020-01-20")]),
        ("sekali", date(2020, 1, 2), date(2020, 1, 2), [("2020-01-02", "2020-01-02")]),
        ("perhari", date(2024, 2, 28), date(2024, 3, 1), [("2024-02-28",) * 2, ("2024-02-29",) * 2, ("2024-03-01",) * 2]),
        (
            "perminggu",
            date(2020, 1, 2),
            date(2020, 1, 20),
            [("2020-01-02", "2020-01-08"), ("2020-01-09", "2020-01-15"), ("2020-01-16", "2020-01-20")],
        ),
        ("perminggu", date(2020, 1, 2), date(2020, 1, 8), [("2020-01-02", "2020-01-08")]),
        (
            "perbulan",
            date(2024, 1, 31),
            date(2024, 5, 1),
            [("2024-01-31", "2024-02-28"), ("2024-02-29", "2024-03-30"), ("2024-03-31", "2024-04-29"), ("2024-04-30", "2024-05-01")],
        ),
        ("perbulan", date(2023, 1, 31), date(2023, 3, 1), [("2023-01-31", "2023-02-27"), ("2023-02-28", "2023-03-01")]),
        ("perbulan", date(2025, 11, 15), date(2026, 1, 14), [("2025-11-15", "2025-12-14"), ("2025-12-15", "2026-01-14")]),
        (
            "pertahun",
            date(2024, 2, 29),
            date(2027, 2, 28),
            [("2024-02-29", "2025-02-27"), ("2025-02-28", "2026-02-27"), ("2026-02-28", "2027-02-27"), ("2027-02-28", "2027-02-28")],
        ),
    ],
)
def test_a_frequency_makes_periods(frequency: str, begins: date, ends: date, expected: list[tuple[str, str]]) -> None:
    assert periods(frequency, begins, ends) == expected


@pytest.mark.manual("T35")
@pytest.mark.parametrize("frequency", list(Frequency))
@pytest.mark.parametrize("begins", [date(2024, 1, 29), date(2024, 1, 30), date(2024, 1, 31), date(2023, 12, 31), date(2024, 2, 29)])
@pytest.mark.parametrize("days", [1, 2, 28, 29, 30, 31, 59, 365, 366])
def test_periods_cover_every_day_once(frequency: Frequency, begins: date, days: int) -> None:
    ends = begins + timedelta(days=days - 1)
    slots = report_slots(frequency, begins, ends, 3)
    assert (slots[0].begins_on, slots[-1].ends_on) == (begins, ends)
    assert [slot.number for slot in slots] == list(range(1, len(slots) + 1))
    for slot, following in pairwise(slots):
        assert following.begins_on == slot.ends_on + timedelta(days=1)
    assert all(slot.begins_on <= slot.ends_on and slot.due_on == slot.ends_on + timedelta(days=3) for slot in slots)


def test_too_many_reports_are_seen_without_making_them_all() -> None:
    assert len(report_slots(Frequency.DAILY, date(2000, 1, 1), date(2090, 1, 1), 7)) == MOST_SLOTS + 1


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 1, 31), 12, date(2025, 1, 31)),
        (date(2024, 12, 15), 1, date(2025, 1, 15)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2024, 3, 31), 11, date(2025, 2, 28)),
    ],
)
def test_the_same_day_of_a_later_month(day: date, months: int, expected: date) -> None:
    assert months_later(day, months) == expected


@pytest.mark.manual("T33")
@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 1, 4), Mark.UPCOMING),
        (date(2026, 1, 5), Mark.OPEN),
        (date(2026, 1, 8), Mark.OPEN),
        (date(2026, 1, 9), Mark.DUE),
        (date(2026, 1, 16), Mark.DUE),
        (date(2026, 1, 17), Mark.OVERDUE),
    ],
)
def test_where_a_report_stands(day: date, expected: Mark) -> None:
    days = (date(2026, 1, 5), date(2026, 1, 9), date(2026, 1, 16))
    assert mark_on(day, *days, False) is expected
    assert mark_on(day, *days, True) is Mark.FILED


def test_every_form_but_study_becomes_a_type_of_course_held_the_same_way() -> None:
    classical = {code: in_class for code, _name, _letter, in_class in COURSE_FORMS}
    for code, _label, data in DEVELOPMENT_FORMS:
        found = course_form_of(code)
        if data["jalur"] == "tugas_belajar":
            assert found is None
        else:
            assert found is not None
            assert classical[found] == (data["jalur"] == "klasikal"), code
