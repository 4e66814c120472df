"""What a course and a certification may say of their days, and when an end is near: pure decisions (S12 to S18)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _

from app.kernel.errors import Text
from app.kernel.formats import format_number

MINUTES_OF_A_JP = 45
FRONT, BACK = "front", "back"
"""Where a certification puts its title: before the name or behind it (S15)."""


def check_course(begins_on: date | None, ends_on: date | None, year: int | None, today: date) -> dict[str, Text]:
    """What is wrong with the days of a course, by field; what is missing is the form's to say."""
    wrong: dict[str, Text] = {}
    if begins_on and ends_on and ends_on < begins_on:
        wrong["ends_on"] = _("The end date cannot be before the start date.")
    elif ends_on and ends_on > today:
        wrong["ends_on"] = _("Enter a course once it is over.")
    if begins_on and begins_on > today:
        wrong["begins_on"] = _("Enter a course once it is over.")
    if year and begins_on and ends_on and begins_on <= ends_on and not begins_on.year <= year <= ends_on.year:
        wrong["year"] = (
            _("By its days the course was held in %(year)s.", year=begins_on.year)
            if begins_on.year == ends_on.year
            else _("By its days the course was held from %(first)s to %(last)s.", first=begins_on.year, last=ends_on.year)
        )
    return wrong


def check_jp(jp: Decimal | None) -> Text | None:
    """What is wrong with a number of learning hours; at most two decimals are kept."""
    if jp is None or jp <= 0:
        return _("The duration must be more than nothing.")
    return _("At most two decimals.") if jp != jp.quantize(Decimal("0.01")) else None


def check_certification(certified_on: date | None, valid_from: date | None, valid_until: date | None, today: date) -> dict[str, Text]:
    """What is wrong with the days of a certification, by field (S18)."""
    wrong: dict[str, Text] = {}
    if certified_on and certified_on > today:
        wrong["certified_on"] = _("The date of the certificate cannot lie in the future.")
    if valid_from and valid_until and valid_until < valid_from:
        wrong["valid_until"] = _("The end of validity cannot be before its beginning.")
    return wrong


def check_titles(places: Sequence[str], front: str | None, back: str | None) -> dict[str, Text]:
    """A title whose place was ticked is needed."""
    wrong: dict[str, Text] = {}
    if FRONT in places and not (front or "").strip():
        wrong["front_title"] = _("Write the title before the name, or take the tick away.")
    if BACK in places and not (back or "").strip():
        wrong["back_title"] = _("Write the title behind the name, or take the tick away.")
    return wrong


def unusual_days(certified_on: date | None, valid_from: date | None) -> list[Text]:
    """What is possible, but seldom: worth a look before sending, and by the officer (S18)."""
    early = certified_on and valid_from and valid_from < certified_on
    return [_("The validity begins before the date of the certificate. Please compare with the certificate.")] if early else []


def clock_hours(jp: Decimal) -> tuple[int, int]:
    """Hours and minutes of the clock: 1 JP is 45 minutes."""
    return divmod(int(jp * MINUTES_OF_A_JP), 60)


def hours_text(jp: Decimal) -> str:
    """ "4 JP (3 jam)": learning hours, and what that is by the clock (X2)."""
    hours, minutes = clock_hours(jp)
    number = format_number(jp)
    if minutes:
        return str(_("%(jp)s JP (%(hours)s hours %(minutes)s minutes)", jp=number, hours=hours, minutes=minutes))
    return str(_("%(jp)s JP (%(hours)s hours)", jp=number, hours=hours))


def parse_marks(text: str) -> tuple[int, ...]:
    """ "90, 30, 7" as days before the end, the farthest first; raises ValueError for anything else, and for days beyond two years."""
    marks = {int(part) for part in text.replace(";", ",").split(",") if part.strip()}
    if not marks or any(not 0 <= mark <= 730 for mark in marks):
        raise ValueError(text)
    return tuple(sorted(marks, reverse=True))


def due_mark(days_left: int, marks: Sequence[int], reminded_at: int | None) -> int | None:
    """The mark to remind of now: the nearest one reached; None while none is, or once it (or a nearer one) was told, or when the end has passed."""
    reached = min((mark for mark in marks if days_left <= mark), default=None)
    if reached is None or days_left < 0 or (reminded_at is not None and reminded_at <= reached):
        return None
    return reached
