"""Deadlines, reminders, pasted lists, without a database."""

from datetime import date

import pytest

from app.campaigns.rules import (
    DEADLINE,
    PERSON,
    Standing,
    Task,
    days_of,
    is_over,
    pack,
    percent,
    read_days,
    read_nips,
    reminder_due,
    standing,
    tasks_of,
    unpack,
)
from app.kernel.errors import Invalid

LAST = date(2026, 7, 9)


def test_a_deadline_is_over_on_the_day_after() -> None:
    assert [is_over(LAST, day) for day in (date(2026, 7, 8), LAST, date(2026, 7, 10))] == [False, False, True]


@pytest.mark.parametrize(
    ("day", "due"), [(1, None), (2, 7), (5, 7), (6, 3), (7, 3), (8, 1), (9, 1), (10, None)], ids=lambda value: str(value)
)
def test_the_nearest_reminder_that_was_reached_is_due(day: int, due: int | None) -> None:
    assert reminder_due(date(2026, 7, day), LAST, (7, 3, 1)) == due
    assert reminder_due(date(2026, 7, day), LAST, ()) is None


def test_days_are_read_as_people_write_them(ctx: object) -> None:
    assert read_days("7, 3 dan 1") == "7,3,1"
    assert days_of(read_days("1;3;7")) == (7, 3, 1)
    assert read_days(" ") == ""
    assert days_of("") == ()
    for wrong in ("0", "61", "1 2 3 4 5 6", "besok"):
        with pytest.raises(Invalid) as refusal:
            read_days(wrong)
        assert "remind_days" in refusal.value.fields


def test_nips_are_read_one_a_line(ctx: object) -> None:
    assert read_nips("198507112011041991\n198507112011041991\n'200002292022021001") == ["198507112011041991", "200002292022021001"]
    assert read_nips("") == []
    with pytest.raises(Invalid) as refusal:
        read_nips("198507112011041991\nBudi")
    assert "Budi" in str(refusal.value.fields["nips"])


def test_what_is_left_follows_from_the_questions() -> None:
    assert tasks_of(False) == (Task.GUIDE, Task.DATA)
    assert tasks_of(True) == (Task.GUIDE, Task.DATA, Task.SURVEY)


@pytest.mark.parametrize(
    ("by", "survey", "answered", "found"),
    [
        (None, False, False, Standing.OPEN),
        (None, True, True, Standing.OPEN),
        (PERSON, False, False, Standing.DONE),
        (PERSON, True, False, Standing.OPEN),
        (PERSON, True, True, Standing.DONE),
        (DEADLINE, True, False, Standing.DEEMED),
        (DEADLINE, True, True, Standing.DEEMED),
    ],
)
def test_where_somebody_stands(by: str | None, survey: bool, answered: bool, found: Standing) -> None:
    assert standing(by, survey, answered) is found


def test_percent_is_whole_only_when_all_are() -> None:
    assert [percent(*each) for each in ((0, 0), (1, 3), (299, 300), (3, 3))] == [0, 33, 99, 100]


def test_choices_are_packed_and_unpacked() -> None:
    assert (pack([3, 7]), pack([])) == (",3,7,", "")
    assert (unpack(",3,7,"), unpack("")) == (["3", "7"], [])
