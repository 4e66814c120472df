"""An uploaded file as sheets of plain values: .xlsx by calamine, text files by the csv module. Nothing is run, followed or unpacked without bounds."""

import csv
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from app.kernel.errors import Invalid

MOST_UNPACKED = 256 * 1024 * 1024
MOST_PARTS = 2000
MOST_ROWS, MOST_COLUMNS = 200_000, 100
LONGEST_CELL = 32_767
BLOCK = 1024 * 1024
BEYOND = re.compile(rb'\br="([A-Z]{3,}|[D-Z][A-Z]|C[W-Z])[0-9]+"|\br="[A-Z]*([0-9]{7,}|[2-9][0-9]{5})"')
"""A cell to the right of column CV or below row 199,999: a sheet claims with one such cell what no file has to hold."""
OLE, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
OTHERS = (b"%PDF", b"{\\rtf")
"""Files of text that are no tables."""
CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1f]")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
HTML = re.compile(rb"\s*(<!doctype html|<html|<table|<head|<\?xml|<meta|<div|<style)", re.IGNORECASE)
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
DELIMITERS = (";", "\t", ",")


@dataclass(frozen=True)
class Book:
    """A file that was found readable: the names of its sheets, and their rows."""

    path: Path
    names: tuple[str, ...]
    is_text: bool

    def rows(self, name: str) -> Iterator[tuple[int, list[Any]]]:
        """(number as the spreadsheet shows it, cells from column A on) of every row; raises Invalid for a sheet that is not there or too large."""
        if name not in self.names:
            raise Invalid(_("The file has no sheet called “%(name)s”.", name=name))
        try:
            for number, cells in enumerate(_csv_rows(self.path) if self.is_text else _xlsx_rows(self.path, name), start=1):
                if number > MOST_ROWS or len(cells) > MOST_COLUMNS:
                    raise _too_large()
                yield number, cells
        except csv.Error:
            raise _unreadable() from None


def open_book(path: Path) -> Book:
    """Look at the file's content, not at its name; raises Invalid in words that say what to do about it."""
    with path.open("rb") as file:
        start = file.read(4096)
    if not start:
        raise Invalid(_("The file is empty (0 bytes)."))
    if start.startswith(ZIP):
        return _open_xlsx(path)
    if start.startswith(OLE):
        raise _old_or_locked(path)
    if HTML.match(start.lstrip(b"\xef\xbb\xbf")):
        raise Invalid(_("This is a web page with the name of a spreadsheet. Open it in Excel and save it as “Excel Workbook (.xlsx)”."))
    if start.startswith(OTHERS) or (CONTROLS.search(start) and not start.startswith(UTF_16)):
        raise _unreadable()
    return Book(path, ("CSV",), is_text=True)


def reopened(path: Path, name: str) -> Book:
    """A file that `open_book` has found readable before, and that nobody has changed since: looked at no further."""
    with path.open("rb") as file:
        return Book(path, (name,), is_text=file.read(len(ZIP)) != ZIP)


def _open_xlsx(path: Path) -> Book:
    try:
        with zipfile.ZipFile(path) as archive:
            _check_parts(archive)
        with CalamineWorkbook.from_path(str(path)) as book:
            sheets = [each for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
    except (zipfile.BadZipFile, CalamineError, NotImplementedError, OSError, RuntimeError, EOFError):
        raise _unreadable() from None
    names = tuple(each.name for each in sheets if each.visible == SheetVisibleEnum.Visible) or tuple(each.name for each in sheets)
    if not names:
        raise Invalid(_("The file has no sheet with cells."))
    return Book(path, names, is_text=False)


def _check_parts(archive: zipfile.ZipFile) -> None:
    """Bounds before anything is unpacked for reading: the sum of the sizes as unpacked, and no cell far outside."""
    names = archive.namelist()
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise _unreadable()
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Invalid(_("This workbook holds macros. Save it as “Excel Workbook (.xlsx)”, which has none."))
    if len(names) > MOST_PARTS or sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
        raise _too_large()
    unpacked = 0
    for part in archive.infolist():
        with archive.open(part) as content:
            tail = b""
            while block := content.read(BLOCK):
                unpacked += len(block)
                if unpacked > MOST_UNPACKED or (part.filename.startswith("xl/worksheets/") and BEYOND.search(tail + block)):
                    raise _too_large()
                tail = block[-64:]


def _xlsx_rows(path: Path, name: str) -> Iterator[list[Any]]:
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            sheet = book.get_sheet_by_name(name)
            # calamine counts rows from the first of the sheet, but cells from the first column that holds one.
            left = [""] * (sheet.start[1] if sheet.start else 0)
            for cells in sheet.iter_rows():
                yield [*left, *cells]
    except (CalamineError, OSError):
        raise _unreadable() from None


def _csv_rows(path: Path) -> Iterator[list[str]]:
    words = _decoded(path.read_bytes())
    csv.field_size_limit(LONGEST_CELL)
    yield from csv.reader(StringIO(words, newline=""), delimiter=_delimiter(words))


def _decoded(content: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with it ("Unicode text" of Excel), else what Windows writes."""
    try:
        return content.decode("utf-16" if content.startswith(UTF_16) else "utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _delimiter(words: str) -> str:
    """The sign that stands in most of the first lines, outside quotes, and most often there."""
    lines = [re.sub(r'"[^"]*"', "", line) for line in words[:20_000].splitlines()[:20] if line.strip()]
    return max(DELIMITERS, key=lambda sign: (sum(sign in line for line in lines), sum(line.count(sign) for line in lines)))


def _old_or_locked(path: Path) -> Invalid:
    if ENCRYPTED in path.read_bytes():
        return Invalid(_("The file is locked with a password. Open it in Excel, remove the password, save it and upload it again."))
    return Invalid(_("This is an old Excel file (.xls). Open it in Excel and save it as “Excel Workbook (.xlsx)”."))


def _unreadable() -> Invalid:
    return Invalid(_("This is not a spreadsheet that can be read. Upload an Excel workbook (.xlsx) or a text file with columns (.csv)."))


def _too_large() -> Invalid:
    return Invalid(
        _(
            "The sheet is too large: at most %(rows)s rows and %(columns)s columns. Delete what stands outside the table, or split the file.",
            rows=f"{MOST_ROWS:,}".replace(",", "."),
            columns=MOST_COLUMNS,
        )
    )
