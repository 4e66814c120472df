"""A sheet as an Excel workbook, in constant memory: typed cells, frozen header with filter, ready to print on A4 landscape."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from flask_babel import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from app.kernel import clock
from app.kernel.errors import Invalid
from app.kernel.export.sheet import ExportColumn, Kind, Progress, Sheet, looks_like_formula, shown

MOST_ROWS = 1_048_575
LONGEST_TEXT = 32_767
A4 = 9
FRACTION = "#,##0.00"
NUMBER_FORMATS = {
    Kind.TEXT: "General",
    Kind.IDENTIFIER: "@",
    Kind.NUMBER: "#,##0",
    Kind.MONEY: '"Rp"#,##0.00',
    Kind.DATE: "dd/mm/yyyy",
    Kind.DATETIME: "dd/mm/yyyy hh.mm",
}

Write = Callable[[int, int, Any], object]


def write_xlsx(sheet: Sheet, path: Path, progress: Progress | None = None) -> int:
    """Write `sheet` to `path`; returns the number of rows. Raises Invalid if Excel cannot hold them (1,048,575).

    Texts are written as texts, never parsed: no formula, no link (G10). Those that look like a formula also get Excel's own text mark, so
    that they stay texts when edited.
    """
    number = 0
    with xlsxwriter.Workbook(path, {"constant_memory": True, "default_date_format": NUMBER_FORMATS[Kind.DATE]}) as book:
        book.set_properties({"title": sheet.title, "author": sheet.printed_by})
        page = book.add_worksheet(_page_name(sheet.title))
        _set_up(book, page, sheet)
        writers = [_writer(book, page, column) for column in sheet.columns]
        for number, row in sheet.counted_rows(progress):
            if number > MOST_ROWS:
                raise Invalid(_("Excel holds at most %(limit)s rows. Narrow the filter.", limit=f"{MOST_ROWS:,}".replace(",", ".")))
            for place, (value, write) in enumerate(zip(row, writers, strict=True)):
                if value is not None:
                    write(number, place, value)
        page.autofilter(0, 0, max(number, 1), len(sheet.columns) - 1)
        _add_notes(book, sheet)
    return number


def _set_up(book: Workbook, page: Worksheet, sheet: Sheet) -> None:
    header = book.add_format({"bold": True, "bg_color": "#E9ECEF", "bottom": 1, "text_wrap": True, "valign": "vcenter"})
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.characters)
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.4, right=0.4, top=0.8, bottom=0.7)
    # & starts a field code in headers and footers.
    page.set_header(f"&C&B{sheet.title.replace('&', '&&')[:200]}")
    page.set_footer(f"&L{sheet.printed.replace('&', '&&')[:150]}&R" + _("Page %(page)s of %(total)s", page="&P", total="&N"))
    for place, column in enumerate(sheet.columns):
        page.write_string(0, place, str(column.label), header)


def _writer(book: Workbook, page: Worksheet, column: ExportColumn) -> Write:
    """How a value of this column gets into its cell."""
    layout = {"num_format": NUMBER_FORMATS[column.kind], "valign": "top"}
    plain = book.add_format(layout | ({"text_wrap": True} if column.kind is Kind.TEXT else {}))
    marked = book.add_format(layout | {"text_wrap": column.kind is Kind.TEXT, "quote_prefix": True})
    fraction = book.add_format(layout | {"num_format": FRACTION})

    def write(row: int, place: int, value: Any) -> None:
        if column.kind.is_quantity:
            page.write_number(row, place, value, fraction if column.kind is Kind.NUMBER and value % 1 else plain)
        elif column.kind is Kind.DATE:
            page.write_datetime(row, place, _calendar_day(value), plain)
        elif column.kind is Kind.DATETIME:
            page.write_datetime(row, place, clock.local(value).replace(tzinfo=None), plain)
        else:
            _write_text(page, row, place, shown(column, value), plain, marked)

    return write


def _write_text(page: Worksheet, row: int, place: int, text: str, plain: Format, marked: Format) -> None:
    if len(text) > LONGEST_TEXT:
        text = text[: LONGEST_TEXT - 1] + "…"
    if text:
        page.write_string(row, place, text, marked if looks_like_formula(text) else plain)


def _calendar_day(value: date | datetime) -> date:
    return clock.local(value).date() if isinstance(value, datetime) else value


def _add_notes(book: Workbook, sheet: Sheet) -> None:
    """What the list is and which filter made it, on a page of its own: the first page stays a clean table to sort and import."""
    page = book.add_worksheet(_("Notes"))
    page.set_column(0, 0, 100)
    bold = book.add_format({"bold": True})
    page.write_string(0, 0, sheet.title, bold)
    for row, line in enumerate((*sheet.subtitle, sheet.printed), start=1):
        page.write_string(row, 0, line)


def _page_name(title: str) -> str:
    """A name Excel accepts: at most 31 signs, none of []:*?/\\, no apostrophe at an end."""
    name = "".join(" " if sign in "[]:*?/\\" else sign for sign in title)[:31].strip(" '")
    return name or "Data"
