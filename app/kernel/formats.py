"""How dates, money, numbers and NIPs look to a person, in one place (standards 12); lists, exports and prints all ask here."""

from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from babel.dates import format_date as babel_date
from babel.dates import format_timedelta
from babel.numbers import format_currency, format_decimal
from flask_babel import get_locale
from flask_babel import gettext as _

from app.kernel import clock

KILOBYTE = 1024
ZONE_NAMES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


def format_date(value: date | datetime | None) -> str:
    """31/08/2022; "" for None. Instants are shown as the agency's day."""
    return _day(value).strftime("%d/%m/%Y") if value else ""


def format_long_date(value: date | datetime | None) -> str:
    """15 Januari 2026 in the reader's language."""
    return str(babel_date(_day(value), "d MMMM yyyy", locale=_locale())) if value else ""


def format_month(value: date) -> str:
    """Januari 2026 in the reader's language."""
    return str(babel_date(value, "LLLL yyyy", locale=_locale()))


def format_month_name(value: date) -> str:
    """Januari in the reader's language."""
    return str(babel_date(value, "LLLL", locale=_locale()))


def format_period(start: date, end: date) -> str:
    """15 Januari 2026 s/d 17 Januari 2026; one day is written once (T34)."""
    if start == end:
        return format_long_date(start)
    return str(_("%(start)s to %(end)s", start=format_long_date(start), end=format_long_date(end)))


def format_datetime(value: datetime | None) -> str:
    """31/08/2022 09.51 WIB on the agency's wall clock."""
    if not value:
        return ""
    local = clock.local(value)
    return f"{local:%d/%m/%Y %H.%M} {ZONE_NAMES.get(str(local.tzinfo), local.tzname() or '')}".rstrip()


def format_ago(value: datetime | None) -> str:
    """3 hari yang lalu, counted from now in the reader's language; "" for None. A page shows the exact moment beside it (macro `when`)."""
    if not value:
        return ""
    age = clock.now() - value
    return str(_("just now")) if age < timedelta(minutes=1) else str(format_timedelta(-age, add_direction=True, locale=_locale()))


def format_money(value: Decimal | int | None) -> str:
    """Rp2.500.000,00; "" for None. Rupiah."""
    return format_currency(value, "IDR", locale="id") if value is not None else ""


def format_number(value: Decimal | int | float | None) -> str:
    """1.234.567,89 in Indonesian."""
    return format_decimal(value, locale=_locale()) if value is not None else ""


def format_size(size: int) -> str:
    """812 kB, 1,4 MB: bytes as people read them; 1 MB is 1,048,576 bytes."""
    if size < KILOBYTE:
        return f"{size} B"
    number, unit = (size / KILOBYTE, "kB") if size < KILOBYTE**2 else (size / KILOBYTE**2, "MB")
    return f"{format_decimal(round(number, 1 if unit == 'MB' else 0), locale=_locale())} {unit}"


def parse_money(text: str) -> Decimal:
    """2500000, 2.500.000 and 2.500.000,00 are the same sum in rupiah; raises ValueError for anything else."""
    typed = text.strip().removeprefix("Rp").lstrip(". ")
    whole, comma, cents = typed.partition(",")
    groups = whole.split(".")
    grouped = len(groups) == 1 or (1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:]))
    try:
        if not grouped or not "".join(groups).isdecimal() or (comma and not (cents.isdecimal() and len(cents) <= 2)):
            raise InvalidOperation
        return Decimal("".join(groups) + ("." + cents if comma else "")).quantize(Decimal("0.01"))
    except InvalidOperation:
        raise ValueError(text) from None


def parse_day(text: str) -> date:
    """A day typed as ISO, dd-mm-yyyy or dd/mm/yyyy (X3); raises ValueError."""
    typed = text.strip().replace("/", "-")
    for pattern in ("%Y-%m-%d", "%d-%m-%Y"):
        try:
            return datetime.strptime(typed, pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise ValueError(text)


def format_nip(value: str | None) -> str:
    """19860926 201505 1 001; anything that is not 18 digits stays as it is."""
    if not value or len(value) != 18:
        return value or ""
    return f"{value[:8]} {value[8:14]} {value[14]} {value[15:]}"


def plain(value: Any) -> str:
    """Any value as a person reads it; never "None" and never an ISO date."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    if isinstance(value, datetime):
        return format_datetime(value)
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, Decimal | float):
        return format_number(value)
    return str(value)


def _day(value: date | datetime) -> date:
    return clock.local(value).date() if isinstance(value, datetime) else value


def _locale() -> str:
    return str(get_locale() or "id")
