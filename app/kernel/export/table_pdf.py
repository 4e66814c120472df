"""A sheet as PDF, A4 landscape under the agency's letterhead: made page by page, so that ten thousand rows cost time but no memory."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from flask_babel import gettext as _
from reportlab.lib.colors import HexColor, black
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import LongTable, Paragraph

from app.kernel.export.fonts import BOLD, REGULAR, register_fonts
from app.kernel.export.sheet import ExportColumn, Kind, Letterhead, Progress, Sheet, shown
from app.kernel.export.streamed_pdf import StreamedCanvas

WIDTH, HEIGHT = landscape(A4)
SIDE, TOP, BOTTOM = 12 * mm, 12 * mm, 16 * mm
USABLE = WIDTH - 2 * SIDE
LOGO = 18 * mm
PADDING = 3
CHUNK = 60
TOTAL, TOTAL_WIDTH, FOOT_LINE = "total", 8 * mm, 9 * mm
"""The number of pages is known at the end only: each page leaves room for it, which one form fills on all of them."""
BORDER, HEADER, FOOT = HexColor("#ADB5BD"), HexColor("#E9ECEF"), HexColor("#495057")
MANY_COLUMNS = 9
GAP, SIGNED_SIZE, SIGNED_LINE, SIGNED_WIDTH = 8 * mm, 9, 12, 85 * mm
LONGEST_CELL = 3000
"""Signs of one cell that are printed: breaking longer ones over pages takes minutes, and nobody reads them on paper. The Excel file has them all."""

Row = list[Any]


def write_pdf(sheet: Sheet, letterhead: Letterhead, path: Path, progress: Progress | None = None) -> int:
    """Write `sheet` to `path`; returns the number of rows.

    The letterhead stands on the first page; the header row, the date, the person and "page x of y" stand on each.
    """
    register_fonts()
    with StreamedCanvas(path, (WIDTH, HEIGHT)) as paper:
        pages = _Pages(sheet, letterhead, paper)
        rows = (row for _number, row in sheet.counted_rows(progress))
        written = 0
        for chunk in _chunks(rows):
            pages.add([pages.cells(row) for row in chunk])
            written += len(chunk)
        if not written:
            pages.add([[_("No data."), *[""] * (len(sheet.columns) - 1)]])
        if sheet.closing:
            pages.sign(sheet.closing)
        pages.close()
    return written


class _Pages:
    """The document being drawn: `_room` is the height left on the present page, in points."""

    def __init__(self, sheet: Sheet, letterhead: Letterhead, paper: StreamedCanvas) -> None:
        self._sheet = sheet
        self._paper, self._canvas = paper, paper.canvas
        paper.promise(TOTAL)
        self._canvas.setTitle(sheet.title)
        self._canvas.setAuthor(sheet.printed_by or letterhead.lines[-1])
        self._printed = sheet.printed
        self._size = 7 if len(sheet.columns) > MANY_COLUMNS else 8
        self._widths = _widths(sheet.columns, self._size)
        bold = ParagraphStyle("header", fontName=BOLD, fontSize=self._size, leading=self._size + 2)
        self._header: Row = [Paragraph(escape(str(column.label)), bold) for column in sheet.columns]
        self._room = HEIGHT - TOP - BOTTOM
        self._drawn = False
        self._start(letterhead)

    def cells(self, row: tuple[Any, ...]) -> Row:
        """The row's texts, broken into lines here: a reportlab paragraph in every cell would take six times as long."""
        return [
            "\n".join(_lines(_printed(shown(column, value)), self._size, width - 2 * PADDING))
            for column, value, width in zip(self._sheet.columns, row, self._widths, strict=True)
        ]

    def add(self, rows: list[Row]) -> None:
        """Draw `rows` beneath what is there, over as many pages as they need."""
        if self._drawn:
            rows = self._fill(rows)
        while rows:
            if self._drawn:
                self._turn()
            rows = self._fill(rows, header=True)

    def sign(self, lines: tuple[str, ...]) -> None:
        """The block of the signature at the right, never over two pages."""
        broken = [part for text in lines for part in _lines(text, SIGNED_SIZE, SIGNED_WIDTH)]
        if self._room < len(broken) * SIGNED_LINE + GAP:
            self._turn()
        self._room -= GAP
        self._canvas.setFillColor(black)
        self._canvas.setFont(REGULAR, SIGNED_SIZE)
        for text in broken:
            self._room -= SIGNED_LINE
            self._canvas.drawString(WIDTH - SIDE - SIGNED_WIDTH, BOTTOM + self._room, text)

    def close(self) -> None:
        """Finish the last page, and say on every page how many there are."""
        last = self._canvas.getPageNumber()
        self._turn(closing=True)

        def say() -> None:
            self._foot()
            self._canvas.drawString(WIDTH - SIDE - TOTAL_WIDTH, FOOT_LINE, str(last))

        self._paper.keep(TOTAL, say)

    def _fill(self, rows: list[Row], header: bool = False) -> list[Row]:
        """Draw what fits on this page; returns the rows that are left."""
        # A row is broken only if it is higher than a page of its own.
        table = self._table([self._header, *rows] if header else rows, header=header, fresh=header)
        _width, height = table.wrap(USABLE, self._room)
        if height <= self._room:
            self._draw(table, height)
            return []
        parts = table.split(USABLE, self._room)
        if not parts:
            return rows
        _width, height = parts[0].wrap(USABLE, self._room)
        self._draw(parts[0], height)
        left: list[Row] = parts[1]._cellvalues
        return left[1:] if header else left

    def _draw(self, table: LongTable, height: float) -> None:
        table.drawOn(self._canvas, SIDE, BOTTOM + self._room - height)
        self._room -= height
        self._drawn = True

    def _turn(self, closing: bool = False) -> None:
        self._foot()
        self._canvas.drawString(SIDE, FOOT_LINE, self._printed)
        words = _("Page %(page)s of %(total)s", page=self._canvas.getPageNumber(), total="").rstrip()
        self._canvas.drawRightString(WIDTH - SIDE - TOTAL_WIDTH, FOOT_LINE, f"{words} ")
        self._canvas.doForm(TOTAL)
        self._canvas.showPage()
        if not closing:
            self._room = HEIGHT - TOP - BOTTOM
            self._drawn = False

    def _foot(self) -> None:
        self._canvas.setFont(REGULAR, 7)
        self._canvas.setFillColor(FOOT)

    def _table(self, rows: list[Row], header: bool, fresh: bool) -> LongTable:
        commands: list[tuple[Any, ...]] = [
            ("FONT", (0, 0), (-1, -1), REGULAR, self._size, self._size + 2),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("GRID", (0, 0), (-1, -1), 0.4, BORDER),
            ("LEFTPADDING", (0, 0), (-1, -1), PADDING),
            ("RIGHTPADDING", (0, 0), (-1, -1), PADDING),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
        ]
        commands += [
            ("ALIGN", (place, 0), (place, -1), "RIGHT") for place, column in enumerate(self._sheet.columns) if column.kind.is_quantity
        ]
        if header:
            commands.append(("BACKGROUND", (0, 0), (-1, 0), HEADER))
        return LongTable(rows, colWidths=self._widths, repeatRows=int(header), splitInRow=int(fresh), style=commands)

    def _start(self, letterhead: Letterhead) -> None:
        self._kop(letterhead)
        title = ParagraphStyle("title", fontName=BOLD, fontSize=12, leading=15, alignment=TA_CENTER)
        line = ParagraphStyle("subtitle", fontName=REGULAR, fontSize=9, leading=12, alignment=TA_CENTER)
        self._paragraph(self._sheet.title, title)
        for text in self._sheet.subtitle:
            self._paragraph(text, line)
        self._room -= 3 * mm

    def _kop(self, letterhead: Letterhead) -> None:
        top = self._room
        if letterhead.logo_path:
            self._canvas.drawImage(str(letterhead.logo_path), SIDE, BOTTOM + top - LOGO, LOGO, LOGO, preserveAspectRatio=True, mask="auto")
        for place, text in enumerate(letterhead.lines, start=1):
            largest = place == len(letterhead.lines)
            size = 14 if largest else 11
            self._paragraph(
                text,
                ParagraphStyle("kop", fontName=BOLD if largest else REGULAR, fontSize=size, leading=size + 3, alignment=TA_CENTER),
                LOGO,
            )
        if letterhead.address:
            address = ParagraphStyle("address", fontName=REGULAR, fontSize=8, leading=10, alignment=TA_CENTER)
            for text in letterhead.address.splitlines():
                self._paragraph(text, address, LOGO)
        self._room = min(self._room, top - LOGO if letterhead.logo_path else self._room) - 2 * mm
        self._canvas.setStrokeColor(black)
        for width, gap in ((1.5, 0), (0.5, 2)):
            self._canvas.setLineWidth(width)
            self._canvas.line(SIDE, BOTTOM + self._room - gap, WIDTH - SIDE, BOTTOM + self._room - gap)
        self._room -= 5 * mm

    def _paragraph(self, text: str, style: ParagraphStyle, indent: float = 0) -> None:
        paragraph = Paragraph(escape(text), style)
        _width, height = paragraph.wrap(USABLE - 2 * indent, self._room)
        paragraph.drawOn(self._canvas, SIDE + indent, BOTTOM + self._room - height)
        self._room -= height


def _widths(columns: list[ExportColumn], size: float) -> list[float]:
    """Dates, NIPs and figures get the room they need; the text columns share the rest in proportion to their characters."""
    fixed = [_needed(column, size) for column in columns]
    total = sum(column.characters for column in columns if column.kind is Kind.TEXT)
    rest = USABLE - sum(fixed)
    if total == 0 or rest < USABLE / 4:
        whole = sum(column.characters for column in columns)
        return [USABLE * column.characters / whole for column in columns]
    return [width or rest * column.characters / total for column, width in zip(columns, fixed, strict=True)]


def _needed(column: ExportColumn, size: float) -> float:
    """The width of the widest value of the column's kind, and of the longest word of its heading; 0 for text."""
    sample = {
        Kind.IDENTIFIER: "0" * 18,
        Kind.DATE: "00/00/0000",
        Kind.DATETIME: "00/00/0000 00.00",
        Kind.NUMBER: "000.000",
        Kind.MONEY: "Rp000.000.000,00",
    }.get(column.kind)
    if sample is None:
        return 0
    words = max(stringWidth(word, BOLD, size) for word in str(column.label).split() or [""])
    return float(max(stringWidth(sample, REGULAR, size), words)) + 2 * PADDING + 1


def _printed(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else f"{text[:LONGEST_CELL]}…"


def _lines(text: str, size: float, width: float) -> Iterator[str]:
    """`text` broken at blanks into lines no wider than `width` points; a word longer than a line is broken where it must."""
    space = _word_width(" ", size)
    for paragraph in text.replace("\r", "\n").split("\n"):
        line, used = "", 0.0
        for word in paragraph.split():
            wide = _word_width(word, size)
            if line and used + space + wide <= width:
                line, used = f"{line} {word}", used + space + wide
                continue
            if line:
                yield line
            while wide > width and len(word) > 1:
                fits = next(
                    count for count in range(len(word) - 1, 0, -1) if count == 1 or stringWidth(word[:count], REGULAR, size) <= width
                )
                yield word[:fits]
                word = word[fits:]
                wide = stringWidth(word, REGULAR, size)
            line, used = word, wide
        yield line


@lru_cache(maxsize=4096)
def _word_width(word: str, size: float) -> float:
    return float(stringWidth(word, REGULAR, size))


def _chunks(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk
