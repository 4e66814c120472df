"""What an award may say, and who has served long enough for a Satya Lencana Karya Satya: pure decisions (S21 to S27, standards 8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from app.kernel.errors import Text
from app.verification.rules import number_key

FIRST_YEAR, LAST_YEAR = 1950, 2100
SATYA_LENCANA = "satya_lencana"
"""The group of the Satya Lencana, by its code."""


@dataclass(frozen=True)
class Grade:
    """A grade of the Satya Lencana Karya Satya: the code and label of its kind, and the years of uninterrupted service it is given for."""

    code: str
    label: str
    years: int


def check_award(year: int | None, decree_on: date | None, number: str | None, today: date, *, needs_number: bool) -> dict[str, Text]:
    """What is wrong with the year, the day and the number of an award, by field; what else is missing is the form's to say."""
    wrong: dict[str, Text] = {}
    if year and year > today.year:
        wrong["year"] = _("Enter an award once it has been given.")
    if decree_on and decree_on > today:
        wrong["decree_on"] = _("The date of the decree cannot lie in the future.")
    if needs_number and not number_key(number or ""):
        wrong["number"] = _("The number of the decree is needed.")
    return wrong


def unusual_year(year: int | None, decree_on: date | None) -> list[Text]:
    """What is possible, but seldom: worth a look before sending, and by the officer (S27)."""
    if not year or not decree_on or year == decree_on.year:
        return []
    said = _(
        "The year of the award (%(year)s) is not the year of the decree (%(other)s). Please compare with the certificate.",
        year=year,
        other=decree_on.year,
    )
    return [said]


def service_began(nip: str) -> date | None:
    """The first day of service of a PNS by his NIP: the month of his appointment as CPNS (standards 1, 8); None for a number that holds no month."""
    year, month = nip[8:12], nip[12:14]
    if len(nip) != 18 or not nip.isdecimal() or not 1 <= int(month) <= 12:
        return None
    return date(int(year), int(month), 1)


def reached_on(began: date, years: int) -> date:
    """The day on which so many years of service are full."""
    return began.replace(year=began.year + years)


def grade_at(began: date, day: date, grades: Sequence[Grade]) -> Grade | None:
    """The highest grade whose years are full on `day`; `grades` stand by their years."""
    return next((grade for grade in reversed(grades) if reached_on(began, grade.years) <= day), None)


def next_grade(began: date, day: date, grades: Sequence[Grade]) -> Grade | None:
    """The first grade whose years are not yet full on `day`."""
    return next((grade for grade in grades if reached_on(began, grade.years) > day), None)


def latest_beginning(day: date, years: int) -> str:
    """The last month of appointment, as a NIP holds it ("200611"), with which so many years are full on `day`."""
    return f"{day.year - years:04d}{day.month:02d}"


def parse_day_of_year(text: str) -> tuple[int, int]:
    """ "31-12" as (day, month); raises ValueError for what is no day of every year."""
    day, _dash, month = text.strip().replace("/", "-").partition("-")
    found = date(2001, int(month), int(day))
    return found.day, found.month


def day_in(year: int, text: str) -> date:
    """The day that the setting names, in `year`."""
    day, month = parse_day_of_year(text)
    return date(year, month, day)
