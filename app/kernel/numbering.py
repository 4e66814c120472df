"""Running numbers per series and year: never reused, no two alike under parallel use, written by a pattern such as "{number}/BKPSDM/{code}/{month}/{year}"."""

from datetime import date

from sqlalchemy import Integer, String
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Model, session, unit_of_work

ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


class NumberSeries(Model):
    """The last number given out in a series and year."""

    __tablename__ = "number_series"

    series: Mapped[str] = mapped_column(String(64), primary_key=True)
    year: Mapped[int] = mapped_column(Integer, primary_key=True)
    last: Mapped[int] = mapped_column(Integer, nullable=False)


def next_number(series: str, year: int) -> int:
    """The next number of the series in `year`, from 1; taken in the open transaction, so a rolled-back record gives it back."""
    unit_of_work()
    current = session()
    insert = postgresql.insert if current.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(NumberSeries).values(series=series, year=year, last=1)
    statement = statement.on_conflict_do_update(index_elements=["series", "year"], set_={"last": NumberSeries.last + 1})
    return int(current.execute(statement.returning(NumberSeries.last)).scalar_one())


def write_number(pattern: str, number: int, day: date, **parts: str) -> str:
    """`pattern` filled in: {number} or {number:03d}, {month} in Roman, {year}, and the named `parts` (standards 11: "20/BKPSDM/003/I/2026")."""
    return pattern.format(number=number, month=ROMAN_MONTHS[day.month - 1], year=day.year, **parts)
