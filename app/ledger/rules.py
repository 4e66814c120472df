"""Hours of learning as numbers: how they spread over days, what a day may hold, and how far a year has come. Pure decisions, no database.

JP are exact: a `Decimal` with at most two places on a record, a `Fraction` where a record's JP are spread over its days. 1 JP is 45 minutes.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import Protocol

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

FIRST_YEAR, LAST_YEAR = 1950, 2099
MOST = Decimal(9999)
DAY = timedelta(days=1)


class LineKind(StrEnum):
    """What kind of learning a line is, as the Indeks Profesionalitas ASN asks: each fills a component of its own (standards 6)."""

    LEADERSHIP = "kepemimpinan"
    FUNCTIONAL = "fungsional"
    TECHNICAL = "teknis"
    SEMINAR = "seminar"

    @property
    def label(self) -> LazyString:
        return KIND_LABELS[self]


KIND_LABELS: dict[LineKind, LazyString] = {
    LineKind.LEADERSHIP: _("Leadership training"),
    LineKind.FUNCTIONAL: _("Functional training"),
    LineKind.TECHNICAL: _("Technical training"),
    LineKind.SEMINAR: _("Seminar, workshop and the like"),
}

STRUCTURAL_ID = 1
"""The national service's jenisDiklat of structural training."""


def kind_of_training(type_id: int, letter: str) -> LineKind:
    """The kind of a training by the national service's jenisDiklat: 1 is leadership, F functional, P seminar and the like, T technical (standards 10)."""
    if type_id == STRUCTURAL_ID:
        return LineKind.LEADERSHIP
    return {"F": LineKind.FUNCTIONAL, "P": LineKind.SEMINAR}.get(letter, LineKind.TECHNICAL)


@dataclass(frozen=True)
class Line:
    """What a record adds to a person's book: its JP, spread evenly over its days, `counted` once it is approved and pending until then.

    One that was `returned` to its owner is neither: no sum and no day holds it until it is sent again. `subject_type` is the table of the
    record and `subject_id` its id; `title` is what the person reads.
    """

    employee_id: int
    begins_on: date
    ends_on: date
    jp: Decimal
    counted: bool
    subject_type: str
    subject_id: int
    title: str
    kind: LineKind = LineKind.TECHNICAL
    returned: bool = False


class Spread(Protocol):
    """Whatever has JP from a day to a day, and a name."""

    @property
    def begins_on(self) -> date: ...
    @property
    def ends_on(self) -> date: ...
    @property
    def jp(self) -> Decimal: ...
    @property
    def title(self) -> str: ...


@dataclass(frozen=True)
class Stretch:
    """Days from `first` to `last` on each of which the same `lines` stand, with `total` JP a day together."""

    first: date
    last: date
    total: Fraction
    lines: tuple[Spread, ...]

    @property
    def shown(self) -> Decimal:
        """The JP of one of these days, as people read them."""
        return rounded(self.total)

    @property
    def shares(self) -> list[tuple[str, Decimal]]:
        """(title, JP a day) of each line, as people read them."""
        return [(line.title, rounded(per_day(line))) for line in self.lines]


Limit = Callable[[date], Decimal]
"""The most JP of a day; the days from which it is another one are `changes`."""


def days_of(line: Spread) -> int:
    """Calendar days from the first to the last, both included."""
    return (line.ends_on - line.begins_on).days + 1


def per_day(line: Spread) -> Fraction:
    """The JP of one of its days."""
    return Fraction(line.jp) / days_of(line)


def year_of(line: Spread) -> int:
    """The year whose target the line counts for: that of its last day."""
    return line.ends_on.year


def stretches(lines: Iterable[Spread], changes: Iterable[date] = ()) -> list[Stretch]:
    """The days of `lines` in order, cut wherever one begins or ends and at `changes`; days without any are left out."""
    known = list(lines)
    cuts = sorted({day for line in known for day in (line.begins_on, line.ends_on + DAY)} | set(changes))
    found = []
    for first, after in pairwise(cuts):
        here = tuple(line for line in known if line.begins_on <= first and line.ends_on >= after - DAY)
        if here:
            found.append(Stretch(first, after - DAY, sum((per_day(line) for line in here), Fraction()), here))
    return found


def fullest(lines: Iterable[Spread]) -> Decimal:
    """The JP of the day that holds most of them; 0 without lines."""
    return rounded(max((each.total for each in stretches(lines)), default=Fraction()))


def overfull(wanted: Spread, others: Iterable[Spread], most: Limit, changes: Iterable[date] = ()) -> list[Stretch]:
    """The days of `wanted` on which it and `others` together pass the `most` JP of the day; `lines` of each are the others alone."""
    near = [other for other in others if other.begins_on <= wanted.ends_on and other.ends_on >= wanted.begins_on]
    return [
        Stretch(each.first, each.last, each.total, tuple(line for line in each.lines if line is not wanted))
        for each in stretches((*near, wanted), changes)
        if wanted in each.lines and each.total > Fraction(most(each.first))
    ]


def overlaps(lines: Iterable[Spread], most: Limit, changes: Iterable[date] = ()) -> list[Stretch]:
    """The days on which two or more lines stand, or more than the `most` JP of the day."""
    return [each for each in stretches(lines, changes) if len(each.lines) > 1 or each.total > Fraction(most(each.first))]


def most_of(begins_on: date, ends_on: date, most: Decimal) -> Decimal:
    """What the days can hold at all."""
    return most * ((ends_on - begins_on).days + 1)


def faults(begins_on: date, ends_on: date, jp: Decimal) -> dict[str, LazyString]:
    """What is wrong with the period or the number whatever else stands in the book, by field."""
    wrong: dict[str, LazyString] = {}
    for name, day in (("begins_on", begins_on), ("ends_on", ends_on)):
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            wrong[name] = _("The year must lie between %(first)s and %(last)s.", first=FIRST_YEAR, last=LAST_YEAR)
    if not wrong and ends_on < begins_on:
        wrong["ends_on"] = _("The last day cannot lie before the first.")
    if not jp.is_finite() or not 0 < jp <= MOST:
        wrong["jp"] = _("More than 0 and at most %(most)s JP.", most=int(MOST))
    elif jp != jp.quantize(Decimal("0.01")):
        wrong["jp"] = _("At most two digits behind the point.")
    return wrong


def short_by(counted: Decimal, target: Decimal) -> Decimal:
    """How much is missing to the target; 0 once it is reached."""
    return max(Decimal(), target - counted)


def rounded(value: Fraction) -> Decimal:
    """A share of a day as people read it: two places, halves away from zero."""
    hundredths = (value.numerator * 200 + value.denominator) // (value.denominator * 2)
    return Decimal(hundredths) / 100
