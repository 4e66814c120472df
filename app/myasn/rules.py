"""How values are written for MyASN and for the national web service, and how large a file it takes: pure decisions and tables (S12 to S16, standards 10)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from babel.dates import format_date
from flask_babel import force_locale
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from app.kernel.errors import Text
from app.kernel.formats import format_number

MOST_BYTES = 1024 * 1024
"""The largest file MyASN takes, in bytes; one of exactly this size is taken (S13)."""

INDONESIAN = "id"
NOTHING = "-"
"""What MyASN shows for a field without a value (S17)."""

Value = str | Callable[[Any], Any] | None
"""Where a value comes from: a path of attributes from the record, a function of it, or None for what the portal does not know."""


class Format(StrEnum):
    """How the web service wants a value."""

    TEXT = "text"
    DATE = "date"
    INTEGER = "integer"
    CODE = "code"
    FILES = "files"
    UNKNOWN = "unknown"

    @property
    def label(self) -> LazyString:
        return FORMAT_LABELS[self]


FORMAT_LABELS = {
    Format.TEXT: _("Text"),
    Format.DATE: _("Day, month, year: 31-12-2026"),
    Format.INTEGER: _("Whole number"),
    Format.CODE: _("Code of the national list"),
    Format.FILES: _("List of uploaded files"),
    Format.UNKNOWN: _("Empty"),
}


@dataclass(frozen=True)
class CardField:
    """One field of MyASN's form. Its name there is the Indonesian text of `label`, in whatever language the reader sees the portal."""

    label: Text
    value: Value

    @property
    def name(self) -> str:
        """As MyASN spells it."""
        return in_indonesian(self.label)


@dataclass(frozen=True)
class NationalField:
    """One field of the web service: its name there, what it is in the portal's words, where the value comes from and how it is written."""

    name: str
    label: Text
    value: Value = None
    format: Format = Format.TEXT
    note: Text = ""


def in_indonesian(text: Text) -> str:
    """A text of the catalogue as MyASN's pages have it."""
    with force_locale(INDONESIAN):
        return str(text)


def value_of(record: Any, value: Value) -> Any:
    """What `value` says of the record; None where a relation on the way is empty."""
    if value is None:
        return None
    if callable(value):
        return value(record)
    for name in value.split("."):
        record = getattr(record, name) if record is not None else None
    return record


def card_text(value: Any) -> str:
    """A value as MyASN shows it: 15 Januari 2026, 4,5, and "-" for nothing."""
    if value is None or value == "":
        return NOTHING
    with force_locale(INDONESIAN):
        if isinstance(value, date):
            return str(format_date(value, "d MMMM yyyy", locale=INDONESIAN))
        return format_number(value) if isinstance(value, Decimal) else str(value)


def national_value(field: NationalField, record: Any) -> Any:
    """The value of one field as JSON: text, whole number, list, or None for what is not known."""
    value = value_of(record, field.value)
    match field.format:
        case Format.FILES:
            return []
        case Format.INTEGER:
            return int(value) if value is not None else None
        case Format.DATE:
            return f"{value:%d-%m-%Y}" if value is not None else None
        case _:
            return str(value) if value not in (None, "") else None
