"""JP over days, exactly: the vectors of standards 17 (8 ok, 9 bad, 16 over two days ok, two 5 JP the same day bad, start > end bad)."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from app.ledger.rules import (
    Line,
    LineKind,
    days_of,
    faults,
    kind_of_training,
    most_of,
    overfull,
    overlaps,
    per_day,
    rounded,
    short_by,
    stretches,
    year_of,
)

JAN = [date(2026, 1, day) for day in range(1, 32)]
EIGHT = Decimal(8)


def eight(_day: date) -> Decimal:
    """The same on every day."""
    return EIGHT


def of(jp: str | int, first: int, last: int | None = None, title: str = "A") -> Line:
    """JP from one day of January to another."""
    return Line(1, JAN[first - 1], JAN[(last or first) - 1], Decimal(jp), True, "course", 1, title)


@pytest.mark.manual("S19")
@pytest.mark.parametrize(
    ("wanted", "others", "fits"),
    [
        (of(8, 15), [], True),
        (of(9, 15), [], False),
        (of(16, 15, 16), [], True),
        (of("16.01", 15, 16), [], False),
        (of(5, 15), [of(5, 15)], False),
        (of(5, 15), [of(3, 15)], True),
        (of(5, 15), [of(5, 14), of(5, 16)], True),
        (of(8, 15), [of(10, 11, 20)], False),
        (of(7, 15), [of(10, 11, 20)], True),
        (of("0.01", 15), [of(8, 15)], False),
    ],
)
def test_a_day_holds_eight(wanted: Line, others: list[Line], fits: bool) -> None:
    assert (overfull(wanted, others, eight) == []) is fits


@pytest.mark.manual("S19")
def test_each_day_is_held_to_its_own_limit() -> None:
    """Six JP a day over four days, and from the third on a day holds five."""
    wanted, most = of(24, 1, 4), {JAN[0]: EIGHT, JAN[2]: Decimal(5)}
    (found,) = overfull(wanted, [], lambda day: most[day], [JAN[2]])
    assert (found.first, found.last, found.total) == (JAN[2], JAN[3], 6)
    assert [each.first for each in overlaps([wanted], lambda day: most[day], [JAN[2]])] == [JAN[2]]


@pytest.mark.manual("S19")
def test_three_thirds_are_one_whole_and_nothing_more() -> None:
    """10 JP over three days are 3⅓ a day: three such records are 10, not 9.99 or 10.01."""
    thirds = [of(10, 1, 3) for _number in range(3)]
    assert per_day(thirds[0]) == Fraction(10, 3)
    assert overfull(thirds[0], thirds[1:], lambda _day: Decimal(10)) == []
    assert overfull(thirds[0], thirds[1:], lambda _day: Decimal("9.99")) != []


def test_the_days_that_are_too_full_are_named_with_what_stands_there() -> None:
    first, second = of(6, 2, title="B"), of(15, 4, 6, title="C")
    (one, two) = overfull(of(28, 1, 7), [first, second], eight)
    assert (one.first, one.last, one.total, one.lines) == (JAN[1], JAN[1], 10, (first,))
    assert (two.first, two.last, two.total, two.lines) == (JAN[3], JAN[5], 9, (second,))


def test_stretches_are_cut_where_a_line_begins_or_ends() -> None:
    long, short = of(30, 1, 10), of(2, 4, 5)
    assert [(each.first, each.last, each.total) for each in stretches([long, short])] == [
        (JAN[0], JAN[2], 3),
        (JAN[3], JAN[4], 4),
        (JAN[5], JAN[9], 3),
    ]
    assert stretches([]) == []
    assert [each.first for each in stretches([of(1, 1), of(1, 5)])] == [JAN[0], JAN[4]], "the days between hold nothing"


def test_overlaps_are_days_with_two_records_or_too_much() -> None:
    assert overlaps([of(3, 1), of(3, 2)], eight) == []
    assert [each.first for each in overlaps([of(3, 1, 2), of(3, 2)], eight)] == [JAN[1]]
    assert [each.first for each in overlaps([of(9, 1)], eight)] == [JAN[0]], "what was converted may be more than a day holds"


@pytest.mark.manual("S19")
@pytest.mark.parametrize(
    ("first", "last", "jp", "fields"),
    [
        (JAN[0], JAN[0], "1", set()),
        (JAN[1], JAN[0], "1", {"ends_on"}),
        (date(1949, 12, 31), JAN[0], "1", {"begins_on"}),
        (JAN[0], date(2100, 1, 1), "1", {"ends_on"}),
        (JAN[0], date.max, "1", {"ends_on"}),
        (JAN[0], JAN[0], "0", {"jp"}),
        (JAN[0], JAN[0], "-1", {"jp"}),
        (JAN[0], JAN[0], "0.005", {"jp"}),
        (JAN[0], JAN[0], "10000", {"jp"}),
        (JAN[0], JAN[0], "NaN", {"jp"}),
        (JAN[0], JAN[0], "Infinity", {"jp"}),
        (JAN[1], JAN[0], "0", {"ends_on", "jp"}),
    ],
)
def test_impossible_days_and_numbers_are_named_by_field(first: date, last: date, jp: str, fields: set[str]) -> None:
    assert faults(first, last, Decimal(jp)).keys() == fields


def test_the_year_is_that_of_the_last_day() -> None:
    over = Line(1, date(2025, 12, 30), date(2026, 1, 2), Decimal(8), True, "course", 1, "A")
    assert (year_of(over), days_of(over), per_day(over)) == (2026, 4, 2)


def test_what_is_missing_and_what_fits() -> None:
    assert short_by(Decimal(13), Decimal(20)) == 7
    assert short_by(Decimal(21), Decimal(20)) == 0
    assert most_of(JAN[0], JAN[0] + timedelta(days=1), EIGHT) == 16


@pytest.mark.parametrize(
    ("value", "shown"), [(Fraction(10, 3), "3.33"), (Fraction(1, 200), "0.01"), (Fraction(20, 3), "6.67"), (Fraction(5), "5")]
)
def test_shares_are_shown_with_two_places(value: Fraction, shown: str) -> None:
    assert rounded(value) == Decimal(shown)


@pytest.mark.parametrize(
    ("type_id", "letter", "kind"),
    [(1, "T", LineKind.LEADERSHIP), (2, "F", LineKind.FUNCTIONAL), (9, "P", LineKind.SEMINAR), (11, "T", LineKind.TECHNICAL)],
)
def test_the_national_kinds_lead_to_ours(type_id: int, letter: str, kind: LineKind) -> None:
    assert kind_of_training(type_id, letter) is kind
