"""Which row of a sheet is its header, and which column of the file is which of ours: guessed from the spellings that the columns declare."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.kernel.importing.table import Import
from app.kernel.importing.values import plain_key

LOOKED_AT = 25
"""Titles and letterheads above a table are shorter than this."""


def spellings(what: Import) -> dict[str, str]:
    """Every header we know (as `plain_key`) -> the key of its column."""
    found: dict[str, str] = {}
    for column in what.columns:
        for name in (column.key, column.label, *column.names.split("|")):
            found.setdefault(plain_key(name), column.key)
    found.pop("", None)
    return found


def guess_columns(what: Import, header: Sequence[Any]) -> dict[str, int]:
    """Key of our column -> its place in the file; the first of two columns with the same meaning counts."""
    known, found = spellings(what), dict[str, int]()
    for place, cell in enumerate(header):
        key = known.get(plain_key(cell)) if cell not in (None, "") else None
        if key is not None:
            found.setdefault(key, place)
    return found


def find_header(what: Import, rows: Iterable[tuple[int, Sequence[Any]]]) -> tuple[int, int]:
    """(number of the header row, how many of our columns it holds); without a known header, the first row with most texts and 0."""
    best, most, fullest, filled = 0, 0, 1, 0
    for number, cells in rows:
        if number > LOOKED_AT:
            break
        found = len(guess_columns(what, cells))
        if found > most:
            best, most = number, found
        words = sum(isinstance(cell, str) and bool(cell.strip()) for cell in cells)
        if words > filled:
            fullest, filled = number, words
    return (best, most) if most else (fullest, 0)


def fingerprint(header: Sequence[Any]) -> str:
    """The same for files with the same headers, whatever their capitals and blanks: for remembering a mapping."""
    names = [plain_key(cell) for cell in header]
    while names and not names[-1]:
        names.pop()
    return hashlib.sha256("\x1f".join(names).encode()).hexdigest()


def lacking(what: Import, mapping: Mapping[str, int]) -> list[str]:
    """The labels of the columns a file must have and this mapping has not."""
    return [str(column.label) for column in what.columns if column.required and column.key not in mapping]
