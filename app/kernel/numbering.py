"""Running numbers per series and year: never reused, no two alike under parallel use, written by a pattern such as "{number}/BKPSDM/{code}/{month}/{year}"."""

import re
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import Integer, String, select
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Model, insert_into, session, unit_of_work
from app.kernel.errors import Invalid

ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
PLACE = re.compile(r"\{(number(?::0[1-9]d)?|year|month)\}")
LONGEST = 40


class NumberSeries(Model):
    """The last number given out in a series and year."""

    __tablename__ = "number_series"

    series: Mapped[str] = mapped_column(String(64), primary_key=True)
    year: Mapped[int] = mapped_column(Integer, primary_key=True)
    last: Mapped[int] = mapped_column(Integer, nullable=False)


def next_number(series: str, year: int) -> int:
    """The next number of the series in `year`, from 1; taken in the open transaction, so a rolled-back record gives it back."""
    unit_of_work()
    statement = insert_into(NumberSeries).values(series=series, year=year, last=1)
    statement = statement.on_conflict_do_update(index_elements=["series", "year"], set_={"last": NumberSeries.last + 1})
    return int(session().execute(statement.returning(NumberSeries.last)).scalar_one())


def last_number(series: str, year: int) -> int:
    """The last number given out in the series and year; 0 for none yet."""
    return session().scalar(select(NumberSeries.last).where(NumberSeries.series == series, NumberSeries.year == year)) or 0


def write_number(pattern: str, number: int, day: date, **parts: str) -> str:
    """`pattern` filled in: {number} or {number:03d}, {month} in Roman, {year}, and the named `parts` (standards 11: "20/BKPSDM/003/I/2026")."""
    return pattern.format(number=number, month=ROMAN_MONTHS[day.month - 1], year=day.year, **parts)


def check_pattern(pattern: str) -> None:
    """Raises Invalid (field "value") for a pattern of an agency's that would give two records one number, or none at all.

    Numbers begin anew every year, so the year belongs into them. Nothing but these places is filled in: `str.format` can do far more.
    """
    places = {place.partition(":")[0] for place in PLACE.findall(pattern)}
    around = PLACE.sub("", pattern)
    if "{" in around or "}" in around or not {"number", "year"} <= places:
        raise Invalid(fields={"value": _("Write {number} and {year} somewhere; {number:05d} has leading zeros, {month} is possible.")})
    if len(write_number(pattern, 999_999, date(2026, 8, 1))) > LONGEST:
        raise Invalid(fields={"value": _("The finished number may have at most %(count)s characters.", count=LONGEST)})
