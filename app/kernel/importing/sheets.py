"""The corrected sheet: the sheet as it was uploaded with a column "Kesalahan", faulty cells marked, and on a page of its own what the file does not hold."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter
from flask_babel import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from app.kernel.export.sheet import looks_like_formula, readable
from app.kernel.export.table_xlsx import LONGEST_TEXT
from app.kernel.importing.models import ImportBatch
from app.kernel.importing.reading import Book
from app.kernel.importing.table import Row
from app.kernel.importing.values import plain_key

FAULTY, WIDTH, ERRORS_WIDTH = "#F8D7DA", 22, 70


def write_corrected(path: Path, book: Book, batch: ImportBatch, faulty: Sequence[Row], missing: Sequence[tuple[str, str]]) -> None:
    """Write it to `path`; a sheet without faults is not copied. Texts stay texts, whatever they begin with (G10)."""
    with xlsxwriter.Workbook(path, {"constant_memory": True, "default_date_format": "dd/mm/yyyy"}) as made:
        if faulty:
            _copy_marked(made, book, batch, faulty)
        if missing:
            page = made.add_worksheet(_("Not in the file"))
            page.set_column(0, 1, WIDTH * 2)
            writer = _Writer(made, page)
            for number, pair in enumerate(missing):
                for column, value in enumerate(pair):
                    writer.write(number, column, value, False)


def _copy_marked(made: Any, book: Book, batch: ImportBatch, faulty: Sequence[Row]) -> None:
    errors = {row.number: row.errors for row in faulty}
    labels = {column.key: str(column.label) for column in batch.what.columns}
    heading = _("Errors")
    page = made.add_worksheet(batch.sheet[:31] if not book.is_text else "Data")
    writer = _Writer(made, page)
    place = _place(book, batch, heading)
    page.set_column(0, max(place - 1, 0), WIDTH)
    page.set_column(place, place, ERRORS_WIDTH)
    for number, cells in book.rows(batch.sheet):
        wrong = errors.get(number, {})
        marked = {batch.mapping[key] for key in wrong if key in batch.mapping}
        for column, cell in enumerate(cells):
            if column != place:
                writer.write(number - 1, column, cell, column in marked, bold=number == batch.header_row)
        if number == batch.header_row:
            writer.write(number - 1, place, heading, False, bold=True)
        elif wrong:
            told = "\n".join(f"{labels[key]}: {message}" if key in labels else message for key, message in wrong.items())
            writer.write(number - 1, place, told, True)


def _place(book: Book, batch: ImportBatch, heading: str) -> int:
    """The column of errors: the one an earlier corrected sheet has, else the first behind the table."""
    for number, cells in book.rows(batch.sheet):
        if number == batch.header_row:
            known = [column for column, cell in enumerate(cells) if plain_key(cell) == plain_key(heading)]
            filled = [column for column, cell in enumerate(cells) if cell not in (None, "")]
            return known[0] if known else max([*filled, *batch.mapping.values()], default=-1) + 1
    return max(batch.mapping.values(), default=-1) + 1


class _Writer:
    """Puts cells of any kind on a page; `marked` ones in red."""

    def __init__(self, book: Any, page: Worksheet) -> None:
        self._page = page
        self._formats: dict[tuple[bool, bool, bool, bool], Format] = {}
        self._book = book

    def write(self, row: int, column: int, cell: Any, marked: bool, bold: bool = False) -> None:
        if cell is None or cell == "":
            if marked:
                self._page.write_blank(row, column, None, self._format(marked, bold))
        elif isinstance(cell, bool):
            self._page.write_boolean(row, column, cell, self._format(marked, bold))
        elif isinstance(cell, int | float):
            self._page.write_number(row, column, cell, self._format(marked, bold))
        elif isinstance(cell, datetime | date):
            self._page.write_datetime(row, column, cell, self._format(marked, bold, day=True))
        else:
            words = readable(str(cell) if not isinstance(cell, time | timedelta) else f"{cell}")[:LONGEST_TEXT]
            self._page.write_string(row, column, words, self._format(marked, bold, quoted=looks_like_formula(words)))

    def _format(self, marked: bool, bold: bool, day: bool = False, quoted: bool = False) -> Format:
        key = (marked, bold, day, quoted)
        if key not in self._formats:
            layout: dict[str, Any] = {"bold": bold, "valign": "top", "quote_prefix": quoted}
            layout |= {"bg_color": FAULTY, "text_wrap": True} if marked else {}
            self._formats[key] = self._book.add_format(layout | ({"num_format": "dd/mm/yyyy"} if day else {}))
        return self._formats[key]
