"""A certificate as PDF: one A4 landscape drawn on a canvas, with the agency's letterhead, a QR code and, where wanted, the outline on page 2.

Pictures are read once per Painter and drawn by reportlab, so that a batch spends its time on what differs. Texts on paper are Indonesian.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import segno
from PIL import Image
from reportlab.lib.colors import Color, HexColor, black, white
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from app.certificates.rules import fill
from app.certificates.signing import Kind, signature_in
from app.kernel.export.fonts import BOLD, ITALIC, REGULAR, register_fonts

WIDTH, HEIGHT = landscape(A4)
MIDDLE = WIDTH / 2
GREY = HexColor("#555555")
BACKGROUND_PIXELS, LOGO_PIXELS, SIGNATURE_PIXELS = (1240, 877), (300, 300), (500, 300)
QUALITY = 60
QR_MM, SIGNATURE_WIDTH = 24, 90
QR_MASK = 1
"""Any of the eight can be read; comparing them takes as long as a fifth of the page."""
NOTE = "Dokumen ini diterbitkan sistem, verifikasi melalui QR."
CERTIFIED_NOTE = (
    "Dokumen ini telah ditandatangani secara elektronik menggunakan sertifikat elektronik yang diterbitkan oleh BSrE (BSSN).",
    "UU ITE No. 11 Tahun 2008 Pasal 5 Ayat 1: Informasi Elektronik dan/atau Dokumen Elektronik dan/atau hasil cetaknya merupakan alat bukti hukum yang sah.",
)
"""Printed only under a signature with a certificate of BSrE."""


@dataclass(frozen=True)
class Look:
    """What all certificates of a template share: its texts and places, the pictures, and whose letterhead it is."""

    heading: str
    opening: str
    body: str
    colour: str
    government: str
    office: str
    address: str
    city: str
    signatory_title: str
    signatory_name: str
    signatory_rank: str
    signatory_nip: str
    heading_at: int
    name_at: int
    body_at: int
    signature_x: int
    signature_at: int
    qr_x: int
    qr_at: int
    background: Path | None = None
    logo: Path | None = None
    signature: Path | None = None


class Painter:
    """Draws certificates of one look."""

    def __init__(self, look: Look) -> None:
        register_fonts()
        self.look = look
        self.colour = HexColor(look.colour)
        self.background = _picture(look.background, BACKGROUND_PIXELS, flat=True)
        self.logo = _picture(look.logo, LOGO_PIXELS)
        self.signature = _picture(look.signature, SIGNATURE_PIXELS)
        self.style = ParagraphStyle("body", fontName=REGULAR, fontSize=12.5, leading=18, alignment=TA_CENTER, textColor=black)

    def paint(self, data: Mapping[str, Any], address: str) -> bytes:
        """The PDF of a certificate's frozen `data`; its QR code and footer lead to `address`. The same data gives the same bytes."""
        target = BytesIO()
        canvas = Canvas(target, pagesize=(WIDTH, HEIGHT), pageCompression=1, invariant=1, lang="id")
        canvas._doc.compression = 1
        canvas.setTitle(f"{self.look.heading} {data['number']}")
        canvas.setAuthor(str(data["organiser"]))
        canvas.setSubject(str(data["title"]))
        self._frame(canvas)
        self._letterhead(canvas)
        self._words(canvas, data)
        self._signature(canvas, data)
        self._code(canvas, address, CERTIFIED_NOTE if signature_in(data).kind is Kind.CERTIFIED else (NOTE,))
        canvas.showPage()
        if data["outline"]:
            self._second_page(canvas, data)
        canvas.save()
        return target.getvalue()

    def _frame(self, canvas: Canvas) -> None:
        if self.background is not None:
            canvas.drawImage(self.background, 0, 0, WIDTH, HEIGHT)
            return
        canvas.setStrokeColor(self.colour)
        canvas.setLineWidth(3)
        canvas.rect(8 * mm, 8 * mm, WIDTH - 16 * mm, HEIGHT - 16 * mm)
        canvas.setLineWidth(0.6)
        canvas.rect(10 * mm, 10 * mm, WIDTH - 20 * mm, HEIGHT - 20 * mm)
        canvas.setFillColor(self.colour)
        for x, y, right, up in ((10, 10, 1, 1), (287, 10, -1, 1), (10, 200, 1, -1), (287, 200, -1, -1)):
            path = canvas.beginPath()
            path.moveTo(x * mm, y * mm)
            path.lineTo((x + 16 * right) * mm, y * mm)
            path.lineTo(x * mm, (y + 16 * up) * mm)
            path.close()
            canvas.drawPath(path, stroke=0, fill=1)

    def _letterhead(self, canvas: Canvas) -> None:
        look = self.look
        if self.logo is not None:
            width, height = self.logo.getSize()
            tall = 21 * mm
            canvas.drawImage(self.logo, 30 * mm, HEIGHT - 38 * mm, tall * width / height, tall, mask="auto")
        _centred(canvas, look.government.upper(), 23, BOLD, 12, 200)
        _centred(canvas, look.office.upper(), 30, BOLD, 14, 200)
        _centred(canvas, " ".join(look.address.split()), 35, REGULAR, 8.5, 200, GREY)
        canvas.setStrokeColor(self.colour)
        canvas.setLineWidth(1)
        canvas.line(30 * mm, HEIGHT - 40 * mm, WIDTH - 30 * mm, HEIGHT - 40 * mm)

    def _words(self, canvas: Canvas, data: Mapping[str, Any]) -> None:
        look = self.look
        _centred(canvas, look.heading.upper(), look.heading_at, BOLD, 30, 230, self.colour)
        revision = f" (Rev. {data['revision']})" if data["revision"] else ""
        _centred(canvas, f"Nomor: {data['number']}{revision}", look.heading_at + 8, REGULAR, 11, 230)
        _centred(canvas, look.opening, look.name_at - 11, ITALIC, 12, 230, GREY)
        _centred(canvas, str(data["full_name"]), look.name_at, BOLD, 22, 235)
        _centred(canvas, f"NIP {data['nip']}", look.name_at + 7, REGULAR, 11.5, 235)
        job = " · ".join(part for part in (data["rank"], data["job_title"], data["unit"]) if part)
        _centred(canvas, job, look.name_at + 13, REGULAR, 10.5, 235, GREY)
        values = {name: f"<b>{escape(value)}</b>" if name == "judul" else escape(value) for name, value in places_of(data).items()}
        text = Paragraph(fill(escape(look.body), values).replace("\n", "<br/>"), self.style)
        _width, height = text.wrap(230 * mm, 60 * mm)
        room = (look.signature_at - look.body_at - 4) * mm
        if height > room > 0:
            style = ParagraphStyle("small", self.style, fontSize=12.5 * room / height, leading=18 * room / height)
            text = Paragraph(fill(escape(look.body), values).replace("\n", "<br/>"), style)
            _width, height = text.wrap(230 * mm, 60 * mm)
        text.drawOn(canvas, MIDDLE - 115 * mm, HEIGHT - look.body_at * mm - height)

    def _signature(self, canvas: Canvas, data: Mapping[str, Any]) -> None:
        look, middle, top = self.look, self.look.signature_x, self.look.signature_at
        place = f"{look.city}, " if look.city else ""
        _centred(canvas, f"{place}{data['issued_text']}", top, REGULAR, 11, SIGNATURE_WIDTH, at=middle)
        _centred(canvas, f"{look.signatory_title}," if look.signatory_title else "", top + 5.5, REGULAR, 11, SIGNATURE_WIDTH, at=middle)
        if self.signature is not None:
            width, height = self.signature.getSize()
            wide = min(40 * mm, 16 * mm * width / height)
            tall = wide * height / width
            canvas.drawImage(self.signature, middle * mm - wide / 2, HEIGHT - (top + 23) * mm, wide, tall, mask="auto")
        _centred(canvas, look.signatory_name, top + 28, BOLD, 11, SIGNATURE_WIDTH, at=middle)
        _centred(canvas, look.signatory_rank, top + 32.5, REGULAR, 10, SIGNATURE_WIDTH, at=middle)
        if look.signatory_nip:
            _centred(canvas, f"NIP {look.signatory_nip}", top + 37, REGULAR, 10, SIGNATURE_WIDTH, at=middle)

    def _code(self, canvas: Canvas, address: str, notes: Sequence[str]) -> None:
        look = self.look
        side, left, top = QR_MM * mm, look.qr_x * mm, HEIGHT - look.qr_at * mm
        matrix = [bytes(row) for row in segno.make(address, error="m", micro=False, mask=QR_MASK).matrix]
        dot = side / len(matrix)
        canvas.setFillColor(white)
        canvas.rect(left - 2 * dot, top - side - 2 * dot, side + 4 * dot, side + 4 * dot, stroke=0, fill=1)
        canvas.setFillColor(black)
        path = canvas.beginPath()
        for number, row in enumerate(matrix):
            for first, last in _runs(row):
                path.rect(left + first * dot, top - (number + 1) * dot, (last - first) * dot, dot)
        canvas.drawPath(path, stroke=0, fill=1)
        canvas.setFillColor(GREY)
        for line, text in enumerate((*notes, address)):
            most = WIDTH - left - 12 * mm
            canvas.setFont(REGULAR, min(7.5, 7.5 * most / stringWidth(text, REGULAR, 7.5)))
            canvas.drawString(left, top - side - (4 + 3.4 * line) * mm, text)

    def _second_page(self, canvas: Canvas, data: Mapping[str, Any]) -> None:
        rows: Sequence[Sequence[str]] = data["outline"]
        self._frame(canvas)
        _centred(canvas, "MATERI KEGIATAN", 28, BOLD, 18, 230, self.colour)
        _centred(canvas, str(data["title"]), 36, REGULAR, 12, 230)
        hours = any(jp for _subject, jp in rows)
        tall = min(7.5, 140 / (len(rows) + 2))
        top, left, right = 44.0, 35, 262
        canvas.setStrokeColor(GREY)
        canvas.setLineWidth(0.5)
        lines = [("No.", "Materi", "JP" if hours else ""), *((str(n), subject, jp) for n, (subject, jp) in enumerate(rows, start=1))]
        if hours:
            lines.append(("", "Jumlah jam pelajaran", str(data["jp"])))
        for place, (number, subject, jp) in enumerate(lines):
            strong = place == 0 or not number
            middle = top + tall * (place + 0.65)
            canvas.setFillColor(black)
            _placed(canvas, number, left + 3, middle, BOLD if strong else REGULAR, 12)
            _placed(canvas, subject, left + 18, middle, BOLD if strong else REGULAR, 180)
            _placed(canvas, jp, right - 18, middle, BOLD if strong else REGULAR, 16)
            canvas.line(left * mm, HEIGHT - (top + tall * (place + 1)) * mm, right * mm, HEIGHT - (top + tall * (place + 1)) * mm)
        _centred(canvas, f"Lampiran sertifikat nomor {data['number']}", 195, REGULAR, 8.5, 230, GREY)
        canvas.showPage()


def places_of(data: Mapping[str, Any]) -> dict[str, str]:
    """What the places of a template's text are filled in with."""
    names = {"nama": "full_name", "nip": "nip", "pangkat": "rank", "jabatan": "job_title", "unit": "unit", "judul": "title"}
    more = {"tanggal": "period_text", "jp": "jp", "penyelenggara": "organiser", "tempat": "place"}
    return {place: str(data[key] or "") for place, key in (names | more).items()}


def _centred(
    canvas: Canvas, text: str, down: float, font: str, size: float, most: float, colour: Color = black, at: float | None = None
) -> None:
    """One line around the middle of the page, or around `at` mm; made smaller where it is wider than `most` mm."""
    if not text:
        return
    wide = stringWidth(text, font, size)
    if wide > most * mm:
        size *= most * mm / wide
    canvas.setFillColor(colour)
    canvas.setFont(font, size)
    canvas.drawCentredString(MIDDLE if at is None else at * mm, HEIGHT - down * mm, text)


def _placed(canvas: Canvas, text: str, left: float, down: float, font: str, most: float) -> None:
    size = 10.5
    wide = stringWidth(text, font, size)
    canvas.setFont(font, size * min(1, most * mm / wide) if wide else size)
    canvas.drawString(left * mm, HEIGHT - down * mm, text)


def _runs(row: bytes) -> list[tuple[int, int]]:
    """The dark stretches of a line of the QR code as (first, one after the last)."""
    found, first = [], None
    for place, dark in enumerate((*row, 0)):
        if dark and first is None:
            first = place
        elif not dark and first is not None:
            found.append((first, place))
            first = None
    return found


def _picture(path: Path | None, most: tuple[int, int], flat: bool = False) -> ImageReader | None:
    """The picture small enough for every file of a batch; a background without transparency and as JPEG, the others with what they let through."""
    if path is None or not path.is_file():
        return None
    with Image.open(path, formats=("PNG", "JPEG")) as opened:
        picture = opened.convert("RGBA")
    picture.thumbnail(most)
    target = BytesIO()
    if flat:
        page = Image.new("RGB", picture.size, "white")
        page.paste(picture, mask=picture.getchannel("A"))
        page.save(target, "JPEG", quality=QUALITY, optimize=True)
    else:
        picture.quantize(64).convert("RGBA").save(target, "PNG")
    target.seek(0)
    return ImageReader(target)
