"""Where everything stands on a certificate: one A4 landscape with letterhead, words and QR code, and where wanted the outline on page 2.

What all certificates of a template share is apart from what is one person's own, so that a batch draws it once. Texts on paper are Indonesian.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import segno

from app.certificates.faces import tidy, wide
from app.certificates.marks import Area, Code, Colour, Mark, Picture, Placed, Stroke, Words, colour, read_picture
from app.certificates.rules import fill_parts
from app.certificates.signing import Kind, signature_in
from app.kernel.export.fonts import BOLD, ITALIC, REGULAR

MM = 72 / 25.4
WIDTH, HEIGHT = 297 * MM, 210 * MM
MIDDLE = 148.5
BLACK, GREY, WHITE = (0, 0, 0), (85, 85, 85), (255, 255, 255)
BACKGROUND_PIXELS, LOGO_PIXELS, SIGNATURE_PIXELS = (1240, 877), (300, 300), (500, 300)
QR_MM, SIGNATURE_WIDTH, PHOTO_MM = 24, 90, (24, 36)
QR_MASK = 1
"""Any of the eight can be read; comparing them takes as long as a fifth of the page."""
NAME_SIZES, NAME_WIDTH, MOST_NAME_LINES = (22, 15), 235, 3
BODY_SIZE, BODY_LEADING, BODY_WIDTH, LEAST_BODY = 12.5, 18 / 12.5, 230, 5.0
NOTE = "Dokumen ini diterbitkan sistem, verifikasi melalui QR."
CERTIFIED_NOTE = (
    "Dokumen ini telah ditandatangani secara elektronik menggunakan sertifikat elektronik yang diterbitkan oleh BSrE (BSSN).",
    "UU ITE No. 11 Tahun 2008 Pasal 5 Ayat 1: Informasi Elektronik dan/atau Dokumen Elektronik dan/atau hasil cetaknya merupakan alat bukti hukum yang sah.",
)
"""Printed only under a signature with a certificate of BSrE."""


@dataclass(frozen=True)
class Look:
    """What all certificates of a template share: its texts and places, the pictures, and whose letterhead it is. Without `photo_x` no photo is printed."""

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
    photo_x: int | None = None
    photo_at: int | None = None
    outlined: bool = True
    background: Path | None = None
    logo: Path | None = None
    signature: Path | None = None

    @property
    def takes_photo(self) -> bool:
        return self.photo_x is not None and self.photo_at is not None


@dataclass
class Layout:
    """The pages of certificates of one look; its pictures are read once."""

    look: Look
    tone: Colour = field(init=False)
    background: Picture | None = field(init=False)
    logo: Picture | None = field(init=False)
    signature: Picture | None = field(init=False)

    def __post_init__(self) -> None:
        self.tone = colour(self.look.colour)
        self.background = read_picture(self.look.background, BACKGROUND_PIXELS, flat=True)
        self.logo = read_picture(self.look.logo, LOGO_PIXELS)
        self.signature = read_picture(self.look.signature, SIGNATURE_PIXELS)

    def shared(self) -> tuple[Sequence[Mark], Sequence[Mark]]:
        """What stands on page 1 and on page 2 of all of them."""
        heading = centred(self.look.heading.upper(), self.look.heading_at, BOLD, 30, 230, self.tone)
        outline = centred("MATERI KEGIATAN", 28, BOLD, 18, 230, self.tone)
        return [*self._frame(), *self._letterhead(), *heading, *self._signatory()], [*self._frame(), *outline]

    def own(self, data: Mapping[str, Any], address: str, photo: Picture | None = None) -> Sequence[Sequence[Mark]]:
        """What differs from one to the next, a list for each page."""
        first = [*self._words(data), *self._day(data), *self._photo(photo), *self._code(data, address)]
        return [first, list(_second_page(data))] if data["outline"] else [first]

    def _frame(self) -> Iterator[Mark]:
        if self.background is not None:
            yield Placed(self.background, 0, 0, WIDTH, HEIGHT)
            return
        for inset, width in ((8 * MM, 3.0), (10 * MM, 0.6)):
            left, low, right, high = inset, inset, WIDTH - inset, HEIGHT - inset
            corners = ((left, low), (right, low), (right, high), (left, high), (left, low))
            for (x, y), (to_x, to_y) in pairwise(corners):
                # As far beyond the corner as the line is thick there.
                over = width / 2
                yield Stroke(
                    x - over * _way(x, to_x),
                    y - over * _way(y, to_y),
                    to_x + over * _way(x, to_x),
                    to_y + over * _way(y, to_y),
                    width,
                    self.tone,
                )
        for x, y, across, up in ((10, 10, 16, 16), (287, 10, -16, 16), (10, 200, 16, -16), (287, 200, -16, -16)):
            yield Area(((x * MM, y * MM), ((x + across) * MM, y * MM), (x * MM, (y + up) * MM)), self.tone)

    def _letterhead(self) -> Iterator[Mark]:
        look = self.look
        if self.logo is not None:
            tall = 21 * MM
            yield Placed(self.logo, 30 * MM, HEIGHT - 38 * MM, tall * self.logo.ratio, tall)
        yield from centred(look.government.upper(), 23, BOLD, 12, 200)
        yield from centred(look.office.upper(), 30, BOLD, 14, 200)
        yield from centred(look.address, 35, REGULAR, 8.5, 200, GREY)
        yield Stroke(30 * MM, HEIGHT - 40 * MM, WIDTH - 30 * MM, HEIGHT - 40 * MM, 1, self.tone)

    def _signatory(self) -> Iterator[Mark]:
        look, middle, top = self.look, self.look.signature_x, self.look.signature_at
        yield from centred(f"{look.signatory_title}," if look.signatory_title else "", top + 5.5, REGULAR, 11, SIGNATURE_WIDTH, at=middle)
        if self.signature is not None:
            across = min(40 * MM, 16 * MM * self.signature.ratio)
            yield Placed(self.signature, middle * MM - across / 2, HEIGHT - (top + 23) * MM, across, across / self.signature.ratio)
        yield from centred(look.signatory_name, top + 28, BOLD, 11, SIGNATURE_WIDTH, at=middle)
        yield from centred(look.signatory_rank, top + 32.5, REGULAR, 10, SIGNATURE_WIDTH, at=middle)
        if look.signatory_nip:
            yield from centred(f"NIP {look.signatory_nip}", top + 37, REGULAR, 10, SIGNATURE_WIDTH, at=middle)

    def _day(self, data: Mapping[str, Any]) -> Iterator[Mark]:
        look = self.look
        place = f"{look.city}, " if look.city else ""
        return centred(f"{place}{data['issued_text']}", look.signature_at, REGULAR, 11, SIGNATURE_WIDTH, at=look.signature_x)

    def _words(self, data: Mapping[str, Any]) -> Iterator[Mark]:
        look = self.look
        revision = f" (Rev. {data['revision']})" if data["revision"] else ""
        yield from centred(f"Nomor: {data['number']}{revision}", look.heading_at + 8, REGULAR, 11, 230)
        lines, size = name_lines(str(data["full_name"]))
        pitch = size * 1.2 / MM
        yield from centred(look.opening, look.name_at - 11 - (len(lines) - 1) * pitch * 0.6, ITALIC, 12, 230, GREY)
        for place, line in enumerate(lines):
            yield from centred(line, look.name_at - (len(lines) - 1 - place) * pitch, BOLD, size, NAME_WIDTH)
        if data["nip"]:
            yield from centred(f"NIP {data['nip']}", look.name_at + 7, REGULAR, 11.5, NAME_WIDTH)
        job = " · ".join(part for part in (data["rank"], data["job_title"], data["unit"]) if part)
        yield from centred(job, look.name_at + 13, REGULAR, 10.5, NAME_WIDTH, GREY)
        room = (look.signature_at - look.body_at - 4) * MM
        yield from _paragraph(fill_parts(look.body, places_of(data)), HEIGHT - look.body_at * MM, room)

    def _photo(self, photo: Picture | None) -> Iterator[Mark]:
        if photo is None or self.look.photo_x is None or self.look.photo_at is None:
            return
        wide_mm, tall_mm = PHOTO_MM
        yield Placed(photo, self.look.photo_x * MM, HEIGHT - (self.look.photo_at + tall_mm) * MM, wide_mm * MM, tall_mm * MM)

    def _code(self, data: Mapping[str, Any], address: str) -> Iterator[Mark]:
        side, left, top = QR_MM * MM, self.look.qr_x * MM, HEIGHT - self.look.qr_at * MM
        rows = [bytes(row) for row in segno.make(address, error="m", micro=False, mask=QR_MASK).matrix]
        around = 2 * side / len(rows)
        low, right = top - side, left + side
        ground = (
            (left - around, low - around),
            (right + around, low - around),
            (right + around, top + around),
            (left - around, top + around),
        )
        yield Area(ground, WHITE)
        yield Code(rows, left, top, side)
        most = WIDTH - left - 12 * MM
        notes = CERTIFIED_NOTE if signature_in(data).kind is Kind.CERTIFIED else (NOTE,)
        for line, text in enumerate((*notes, address)):
            yield Words(text, left, low - (4 + 3.4 * line) * MM, REGULAR, min(7.5, 7.5 * most / wide(text, REGULAR, 7.5)), GREY)


def name_lines(name: str) -> tuple[Sequence[str], float]:
    """The name in as few lines as are large enough to read, and their size: many titles take a second and a third line."""
    most, least = NAME_SIZES
    whole, room = wide(tidy(name), BOLD, 1), NAME_WIDTH * MM
    for count in range(1, MOST_NAME_LINES + 1):
        size = most if count == 1 else least
        lines = _evenly(name, count) if count > 1 else [tidy(name)]
        broadest = max(wide(line, BOLD, 1) for line in lines) if whole else 1
        fits = min(size, room / (broadest or 1))
        if fits >= least * 0.9 or count == MOST_NAME_LINES:
            return lines, fits
    return [name], least


def _evenly(text: str, count: int) -> Sequence[str]:
    """Broken between words into lines of about the same width."""
    words = tidy(text).split(" ")
    goal, line = wide(" ".join(words), BOLD, 1) / count, ""
    lines: list[str] = []
    for word in words:
        longer = f"{line} {word}".strip()
        if line and len(lines) < count - 1 and wide(longer, BOLD, 1) > goal * 1.08:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line]


def places_of(data: Mapping[str, Any]) -> dict[str, str]:
    """What the places of a template's text are filled in with."""
    names = {"nama": "full_name", "nip": "nip", "pangkat": "rank", "jabatan": "job_title", "unit": "unit", "judul": "title"}
    found = {place: str(data[name]) for place, name in names.items()}
    return found | {"tanggal": data["period_text"], "jp": str(data["jp"]), "penyelenggara": data["organiser"], "tempat": data["place"]}


def centred(text: str, down: float, face: str, size: float, most: float, tone: Colour = BLACK, at: float = MIDDLE) -> Iterator[Words]:
    """A line around `at`, its foot `down` mm from above, smaller where it is wider than `most` mm."""
    line = tidy(text)
    if not line:
        return
    across = wide(line, face, size)
    if across > most * MM:
        size, across = size * most * MM / across, most * MM
    yield Words(line, at * MM - across / 2, HEIGHT - down * MM, face, size, tone)


Part = tuple[str, str]
"""(text, its face)"""


def _paragraph(parts: Sequence[tuple[str, bool]], top: float, room: float) -> Iterator[Words]:
    """Centred lines under `top`, smaller where they need more than `room`; parts marked stand in bold."""
    size = BODY_SIZE
    lines = _lines(parts, size)
    while len(lines) * size * BODY_LEADING > room > 0 and size > LEAST_BODY:
        size -= 0.5
        lines = _lines(parts, size)
    y = top - size
    for line, across in lines:
        x = (WIDTH - across) / 2
        for text, face in line:
            if text != " ":
                yield Words(text, x, y, face, size, BLACK)
            x += wide(text, face, size)
        y -= size * BODY_LEADING


def _lines(parts: Sequence[tuple[str, bool]], size: float) -> list[tuple[list[Part], float]]:
    """The text in lines of BODY_WIDTH: what is put together of stretches in one face, and how wide it is."""
    found: list[tuple[list[Part], float]] = []
    for paragraph in _words_of(parts):
        line: list[Part] = []
        across = 0.0
        for word in paragraph:
            needs = sum(wide(text, face, size) for text, face in word)
            space = (" ", line[-1][1] if line and word and line[-1][1] == word[0][1] else REGULAR)
            gap = wide(*space, size) if line else 0
            if line and across + gap + needs > BODY_WIDTH * MM:
                found.append((line, across))
                line, across, gap = [], 0.0, 0
            _add(line, [space, *word] if gap else word)
            across += gap + needs
        found.append((line, across))
    return found


def _add(line: list[Part], parts: Sequence[Part]) -> None:
    """Neighbours of one face stand in one stretch."""
    for text, face in parts:
        if line and line[-1][1] == face:
            line[-1] = (line[-1][0] + text, face)
        else:
            line.append((text, face))


def _words_of(parts: Sequence[tuple[str, bool]]) -> list[list[list[Part]]]:
    """Paragraphs of words; a word may change its face inside, as before a comma behind a bold title."""
    paragraphs: list[list[list[Part]]] = [[[]]]
    for text, strong in parts:
        for number, line in enumerate(text.split("\n")):
            if number:
                paragraphs.append([[]])
            for place, word in enumerate(line.replace("\t", " ").replace("\r", "").split(" ")):
                if place:
                    paragraphs[-1].append([])
                if word:
                    paragraphs[-1][-1].append((tidy(word), BOLD if strong else REGULAR))
    return [[word for word in paragraph if word] for paragraph in paragraphs]


def _second_page(data: Mapping[str, Any]) -> Iterator[Mark]:
    rows: Sequence[Sequence[str]] = data["outline"]
    yield from centred(str(data["title"]), 36, REGULAR, 12, 230)
    hours = any(jp for _subject, jp in rows)
    tall = min(7.5, 140 / (len(rows) + 2))
    top, left, right = 44.0, 35, 262
    lines = [("No.", "Materi", "JP" if hours else ""), *((str(n), subject, jp) for n, (subject, jp) in enumerate(rows, start=1))]
    if hours:
        lines.append(("", "Jumlah jam pelajaran", str(data["jp"])))
    for place, (number, subject, jp) in enumerate(lines):
        face = BOLD if place == 0 or not number else REGULAR
        foot = top + tall * (place + 0.65)
        yield from _cell(number, left + 3, foot, face, 12)
        yield from _cell(subject, left + 18, foot, face, 180)
        yield from _cell(jp, right - 18, foot, face, 16)
        under = HEIGHT - (top + tall * (place + 1)) * MM
        yield Stroke(left * MM, under, right * MM, under, 0.5, GREY)
    yield from centred(f"Lampiran sertifikat nomor {data['number']}", 195, REGULAR, 8.5, 230, GREY)


def _cell(text: str, left: float, down: float, face: str, most: float) -> Iterator[Words]:
    line = tidy(text)
    across = wide(line, face, 10.5)
    if line:
        yield Words(line, left * MM, HEIGHT - down * MM, face, 10.5 * min(1, most * MM / across), BLACK)


def _way(start: float, end: float) -> int:
    return (end > start) - (end < start)
