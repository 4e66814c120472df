"""Cells as people fill them in, made into values: text with its blanks in order, numbers for identity that Excel has spoilt, days in every spelling.

Every function takes what the file holds (text, number, date, truth value, nothing) and returns a value, None for an empty cell, or raises Invalid.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from app.kernel.errors import Invalid
from app.kernel.export.sheet import readable

LONGEST = 2000
EXACT = 2**53
"""Beyond this a spreadsheet's number no longer holds every digit; Excel keeps fifteen."""
EMPTY = frozenset({"", "-", "--", "—", "–", "n/a", "#n/a", "null", "none"})
BLANKS = re.compile(r"[\s\u00a0\u2007\u202f\u200b\ufeff]+")
SCIENTIFIC = re.compile(r"[0-9]([.,][0-9]+)?e\+?[0-9]{1,3}", re.IGNORECASE)
FIRST_SERIAL, LAST_SERIAL = 366, 80_000
"""Excel's day numbers from 1901 to 2119."""
EPOCH = date(1899, 12, 30)
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari jan january",
            "februari feb pebruari peb february",
            "maret mar march",
            "april apr",
            "mei may",
            "juni jun june",
            "juli jul july",
            "agustus agt ags agu aug august",
            "september sep sept",
            "oktober okt october oct",
            "november nov nopember nop",
            "desember des december dec",
        ),
        start=1,
    )
    for name in names.split()
}


def text(cell: Any) -> str | None:
    """The cell as text: no blanks around it, no hard spaces, whole numbers without ".0", days as dd-mm-yyyy; "-" is nothing."""
    if cell is None:
        return None
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        cell = f"{cell:.0f}" if cell.is_integer() and abs(cell) < EXACT else repr(cell)
    elif isinstance(cell, date):
        cell = f"{cell:%d-%m-%Y}"
    elif isinstance(cell, time | timedelta):
        cell = str(cell)
    words = BLANKS.sub(" ", readable(str(cell))).strip().removeprefix("'").strip()
    if words.casefold() in EMPTY:
        return None
    if len(words) > LONGEST:
        raise Invalid(_("At most %(count)s characters.", count=LONGEST))
    return words


def number_as_text(cell: Any) -> str | None:
    """An identity number (NIP): its digits, spaces and dots dropped. Refused if the spreadsheet has already lost digits of it."""
    if isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) >= EXACT:
        raise _spoilt()
    words = text(cell)
    if words is None:
        return None
    if SCIENTIFIC.fullmatch(words.replace(" ", "")):
        raise _spoilt()
    return re.sub(r"[\s.'`’]", "", words)


def _spoilt() -> Invalid:
    return Invalid(
        _(
            "The spreadsheet keeps this as a number and has lost its last digits. Format the column as text, type or paste the number again, "
            "and upload the file anew."
        )
    )


def day(cell: Any) -> date | None:
    """A day: a date of the spreadsheet or its serial number, dd-mm-yyyy, dd/mm/yyyy, dd.mm.yyyy, yyyy-mm-dd, "31 Agustus 2022"."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if FIRST_SERIAL <= cell <= LAST_SERIAL:
            return EPOCH + timedelta(days=int(cell))
        raise _no_day(str(cell))
    words = text(cell)
    if words is None:
        return None
    typed = re.sub(r"^\w+,\s*|\s+[0-9]{1,2}[:.][0-9]{2}([:.][0-9]{2})?$", "", words.casefold())
    if typed.isdecimal() and len(typed) == 5:
        return day(int(typed))
    parts = re.findall(r"[0-9]+|[^\W\d_]+", typed)
    try:
        if len(parts) != 3:
            raise ValueError(words)
        first, month, last = parts
        number = MONTHS[month] if month in MONTHS else int(month)
        return date(int(first), number, int(last)) if len(first) == 4 else date(_year(last), number, int(first))
    except (ValueError, KeyError):
        raise _no_day(words) from None


def _year(digits: str) -> int:
    if len(digits) != 4:
        raise ValueError(digits)
    return int(digits)


def _no_day(words: str) -> Invalid:
    return Invalid(_("“%(text)s” is not a date. Write a date like 31-08-2022.", text=words[:40]))


def number(cell: Any) -> Decimal | None:
    """A number with a point or a comma before its decimals; thousands are not grouped."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return Decimal(str(cell))
    words = text(cell)
    if words is None:
        return None
    typed = words.removesuffix("%").strip().replace(",", ".")
    if not re.fullmatch(r"-?[0-9]{1,12}(\.[0-9]{1,6})?", typed):
        raise Invalid(_("“%(text)s” is not a number.", text=words[:40]))
    return Decimal(typed)


def whole(cell: Any) -> int | None:
    """A whole number."""
    found = number(cell)
    if found is None:
        return None
    if found != found.to_integral_value():
        raise Invalid(_("Whole number only."))
    return int(found)


def plain_key(words: Any) -> str:
    """What two spellings of a header or a choice have in common: letters and digits, in lower case."""
    return "".join(sign for sign in str(words).casefold() if sign.isalnum())


def one_of(spellings: Mapping[str, Iterable[str]]) -> Callable[[Any], str | None]:
    """A parser for a fixed choice: value -> the ways people write it; capitals, blanks and punctuation do not count."""
    known = {plain_key(each): value for value, names in spellings.items() for each in (value, *names)}

    def parse(cell: Any) -> str | None:
        words = text(cell)
        if words is None:
            return None
        if (found := known.get(plain_key(words))) is None:
            raise not_one_of(words, [next(iter(names), value) for value, names in spellings.items()])
        return found

    return parse


def not_one_of(words: str, allowed: Iterable[str]) -> Invalid:
    """The refusal of a value that is not in a list, naming what is."""
    return Invalid(_("“%(text)s” is not one of: %(choices)s.", text=words[:60], choices=", ".join(allowed)))
