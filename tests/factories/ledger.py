"""Lines of the book for tests: records of an invented table, a new one each time.

>>> put("owner", city, 8)
"""

from datetime import date
from decimal import Decimal
from itertools import count

from app.kernel.actor import system_actor
from app.kernel.db import transaction
from app.ledger.models import JpLine
from app.ledger.services import Line, LineKind, check_days, put_line
from tests.factories.city import City

SUBJECT = "course"
DAY = date(2026, 1, 15)
_numbers = count(1)


def line(
    employee_id: int,
    jp: str | int = 8,
    first: date = DAY,
    last: date | None = None,
    *,
    counted: bool = True,
    number: int | None = None,
    title: str = "Kursus Arsip",
    kind: LineKind = LineKind.TECHNICAL,
) -> Line:
    """A line of `jp` JP from `first` to `last` (one day by default), of a record nobody else has."""
    return Line(employee_id, first, last or first, Decimal(jp), counted, SUBJECT, number or next(_numbers), title, kind)


def put(city: City, name: str, jp: str | int = 8, first: date = DAY, last: date | None = None, **more: object) -> JpLine:
    """The same written into the book of somebody of the city, whatever his days can hold."""
    return put_line(system_actor(), line(city.ids[name], jp, first, last, **more))  # type: ignore[arg-type]


def send(wanted: Line) -> JpLine:
    """What a feature does: ask whether the days can hold it, then write it, in one transaction."""
    with transaction():
        check_days(wanted.employee_id, wanted.begins_on, wanted.ends_on, wanted.jp, (wanted.subject_type, wanted.subject_id))
        return put_line(system_actor(), wanted)
