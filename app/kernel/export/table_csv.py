"""A sheet as CSV that Indonesian Excel opens by double click: UTF-8 with BOM, semicolons, decimal comma, dd/mm/yyyy."""

import csv
from pathlib import Path
from typing import Any

from app.kernel.export.sheet import ExportColumn, Kind, Progress, Sheet, looks_like_formula, shown


def write_csv(sheet: Sheet, path: Path, progress: Progress | None = None) -> int:
    """Write `sheet` to `path`; returns the number of rows.

    CSV knows no types: identifiers and whatever looks like a formula get a leading apostrophe, so that Excel shows them as they are and
    executes nothing (G10).
    """
    written = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        # Everything quoted: a text with commas stays one harmless cell also where the list separator is a comma.
        writer = csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writerow([_as_text(str(column.label)) for column in sheet.columns])
        for written, row in sheet.counted_rows(progress):  # noqa: B007
            writer.writerow([_cell(column, value) for column, value in zip(sheet.columns, row, strict=True)])
    return written


def _cell(column: ExportColumn, value: Any) -> str:
    if value is None:
        return ""
    if column.kind.is_quantity:
        return f"{value}".replace(".", ",")
    text = shown(column, value)
    if column.kind is Kind.IDENTIFIER:
        return f"'{text}" if text else ""
    return _as_text(text)


def _as_text(text: str) -> str:
    return f"'{text}" if looks_like_formula(text) else text
