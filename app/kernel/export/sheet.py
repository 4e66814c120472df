"""What an export is made of: a title, typed columns, rows as tuples in the columns' order, and the letterhead of prints."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from app.kernel import clock, formats
from app.kernel.errors import Text

Progress = Callable[[int, int | None], object]
"""Told (rows done, rows in all or None) now and then, and once at the end."""

PROGRESS_ROWS = 500


class Kind(StrEnum):
    """How a column's values are written. IDENTIFIER is for NIP, telephone and codes: digits that are text everywhere."""

    TEXT = "text"
    IDENTIFIER = "identifier"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    DATETIME = "datetime"

    @property
    def is_quantity(self) -> bool:
        return self in (Kind.NUMBER, Kind.MONEY)


WIDTHS = {Kind.TEXT: 28, Kind.IDENTIFIER: 22, Kind.NUMBER: 12, Kind.MONEY: 20, Kind.DATE: 12, Kind.DATETIME: 21}


@dataclass(frozen=True)
class ExportColumn:
    """`width` is in characters; by default what the kind usually needs."""

    key: str
    label: Text
    kind: Kind = Kind.TEXT
    width: int | None = None

    @property
    def characters(self) -> int:
        return self.width or WIDTHS[self.kind]


@dataclass
class Sheet:
    """One table to write. `rows` is read once, never held in memory; `subtitle` names the filter; `total` is for the progress bar.

    `closing` are the lines of the signature, which a print sets below its last row.
    """

    title: str
    columns: list[ExportColumn]
    rows: Iterable[tuple[Any, ...]]
    subtitle: tuple[str, ...] = ()
    printed_by: str = ""
    total: int | None = None
    closing: tuple[str, ...] = ()

    @property
    def printed(self) -> str:
        """When and by whom, for the foot of the page."""
        now = formats.format_datetime(clock.now())
        if self.printed_by:
            return str(_("Printed on %(moment)s by %(name)s", moment=now, name=self.printed_by))
        return str(_("Printed on %(moment)s", moment=now))

    def counted_rows(self, progress: Progress | None) -> Iterator[tuple[int, tuple[Any, ...]]]:
        """The rows numbered from 1, telling `progress` on the way."""
        number = 0
        for number, row in enumerate(self.rows, start=1):
            yield number, row
            if progress and number % PROGRESS_ROWS == 0:
                progress(number, self.total)
        if progress and number % PROGRESS_ROWS:
            progress(number, self.total)


@dataclass(frozen=True)
class Letterhead:
    """The kop of prints and letters: the agency's lines (the last one is the largest), its address, and a PNG or JPEG logo."""

    lines: tuple[str, ...]
    address: str = ""
    logo_path: Path | None = None


def shown(column: ExportColumn, value: Any) -> str:
    """The value as a person reads it in a table."""
    if value is None:
        return ""
    if column.kind is Kind.MONEY:
        return formats.format_money(value)
    if column.kind is Kind.DATE:
        return formats.format_date(value)
    if column.kind is Kind.DATETIME:
        return formats.format_datetime(value)
    if column.kind is Kind.NUMBER:
        return formats.format_number(value)
    return readable(formats.plain(value))


def readable(text: str) -> str:
    """`text` without the control characters that no spreadsheet or PDF may hold; line breaks and tabs stay."""
    if text.isprintable():
        return text
    return "".join(sign for sign in text.replace("\r\n", "\n") if sign in "\n\t\r" or unicodedata.category(sign) not in ("Cc", "Cs"))


def looks_like_formula(text: str) -> bool:
    """True if a spreadsheet might take `text` for a formula (G10).

    It starts with = + - @, tab or line break; also after blanks or invisible signs, and in full width.
    """
    if text[:1] in ("\t", "\r", "\n"):
        return True
    for sign in unicodedata.normalize("NFKC", text):
        if not sign.isspace() and unicodedata.category(sign) not in ("Cc", "Cf"):
            return sign in "=+-@"
    return False
