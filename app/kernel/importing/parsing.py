"""From a batch's file to rows of values, and from a row to what it would do: the part that checking and writing share."""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from flask_babel import gettext as _

from app.kernel import storage
from app.kernel.errors import Invalid, Missing
from app.kernel.importing.models import ImportBatch
from app.kernel.importing.reading import Book, open_book, reopened
from app.kernel.importing.table import Change, Import, Row, Target

Item = TypeVar("Item")


def book_of(batch: ImportBatch) -> Book:
    """The uploaded file; raises Missing after it was removed."""
    return open_book(_path_of(batch))


def chosen_sheet(batch: ImportBatch) -> Book:
    """The uploaded file with the sheet that was chosen, as it was found readable when it came; raises Missing after it was removed."""
    return reopened(_path_of(batch), batch.sheet)


def _path_of(batch: ImportBatch) -> Path:
    path = storage.path(batch.file_key) if batch.file_key is not None else None
    if path is None or not path.is_file():
        raise Missing(_("The uploaded file is not kept any more. Upload it again."))
    return path


class Reader:
    """The rows of one batch in the order they are to be written, each with what is wrong inside the file itself."""

    def __init__(self, batch: ImportBatch) -> None:
        self.what: Import = batch.what
        self._sheet, self._header = batch.sheet, batch.header_row
        self._places = [(self.what.column(key), place) for key, place in batch.mapping.items()]
        self.book = chosen_sheet(batch)
        self._seen: dict[str, int] = {}

    def rows(self) -> Iterator[Row]:
        """Every row below the header that holds something in a column we know."""
        found = self._parsed()
        return iter(self.what.arrange(list(found)) if self.what.arrange else found)

    def _parsed(self) -> Iterator[Row]:
        for number, cells in self.book.rows(self._sheet):
            if number > self._header:
                row = self._row(number, cells)
                if row.values or row.errors:
                    self._check_key(row)
                    yield row

    def _row(self, number: int, cells: Sequence[Any]) -> Row:
        row = Row(number)
        for column, place in self._places:
            cell = cells[place] if place < len(cells) else None
            if cell is None or cell == "":
                continue
            try:
                value = column.parse(cell)
            except Invalid as refusal:
                row.errors[column.key] = str(refusal.message)
            else:
                if value is not None:
                    row.values[column.key] = value
        return row

    def _check_key(self, row: Row) -> None:
        key = self.what.key_of(row)
        for name in self.what.key if not key else ():
            if name not in row.values:
                row.errors.setdefault(name, _("This is needed."))
        if key and (first := self._seen.setdefault(key, row.number)) != row.number:
            row.errors.setdefault(self.what.key[0], _("The same stands in row %(number)s already.", number=first))


def judge(what: Import, target: Target, row: Row) -> Change | None:
    """What the row does; None if something is wrong with it, noted in the row beside what the file itself has wrong."""
    own = dict(row.errors)
    if what.key_of(row):
        try:
            change = target.judge(row)
        except Invalid as refusal:
            row.errors = {}
            row.refuse(refusal, what.columns)
            row.errors |= own
        else:
            return None if own else change
    return None


def chunked(items: Iterator[Item], size: int) -> Iterator[list[Item]]:
    """Lists of at most `size`."""
    while chunk := list(islice(items, size)):
        yield chunk
