"""Typefaces as a drawing needs them: how wide a text is, which face holds which sign, and the few signs of a face that a file takes along.

Faces of a file are cut down to the signs in use and lose their hinting, which is for coarse screens: a third of the size.
"""

import struct
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from reportlab.pdfbase.ttfonts import TTFontFile

from app.certificates.shaping import is_arabic, seen
from app.kernel.export.fonts import BOLD, FILES, ITALIC, REGULAR, WIDER, WIDER_BOLD, WIDER_FILES

FALLBACK = {REGULAR: WIDER, ITALIC: WIDER, BOLD: WIDER_BOLD}
HINTING = (b"cvt ", b"fpgm", b"prep")
HAS_INSTRUCTIONS, MORE, WORDS, SCALE, TWO_SCALES, MATRIX = 0x100, 0x20, 0x1, 0x8, 0x40, 0x80
TRUETYPE, MAGIC = 0x00010000, 0xB1B0AFBA


class Face:
    """One typeface: what it holds, and how wide its signs are in thousandths of the size."""

    def __init__(self, name: str) -> None:
        self.name, self.file = name, (FILES | WIDER_FILES)[name]
        self.font: Any = TTFontFile(str(self.file))
        self.widths: Mapping[str, float] = {
            chr(code): width for code, width in self.font.charWidths.items() if code in self.font.charToGlyph
        }

    def width(self, text: str, size: float) -> float:
        """In points. Raises KeyError for a sign it does not hold."""
        widths = self.widths
        return sum([widths[sign] for sign in text]) * size / 1000


@cache
def face(name: str) -> Face:
    """Read once in a process."""
    return Face(name)


@dataclass(frozen=True)
class Piece:
    """Signs of one face, in the order of the eye; `says` differs from `signs` where they are shaped."""

    face: str
    signs: str
    says: str


def pieces(text: str, name: str) -> Sequence[Piece]:
    """The text in the face of this name, and in its fallback what that lacks. Raises KeyError for what neither holds."""
    widths = face(name).widths
    if text.isascii() or (all(sign in widths for sign in text) and not is_arabic(text)):
        return [Piece(name, text, text)]
    return [each for signs, says in (seen(text) if is_arabic(text) else [(text, text)]) for each in _parted(signs, says, name)]


def _parted(signs: str, says: str, name: str) -> Iterator[Piece]:
    own, other = face(name).widths, FALLBACK[name]
    if signs != says:
        yield Piece(other, signs, says)
        return
    start, current = 0, ""
    for place, sign in enumerate(signs):
        found = current if sign == " " and current else name if sign in own else other
        if place and found != current:
            yield Piece(current, signs[start:place], signs[start:place])
            start = place
        current = found
    yield Piece(current, signs[start:], signs[start:])


def unprintable(text: str) -> str:
    """The signs of a text that no face here prints as they are meant: unknown ones, and vowel signs of Arabic, which are not placed."""
    plain = tidy(text)
    if plain.isascii():
        return ""
    drawn = "".join(signs for signs, _says in seen(plain)) if is_arabic(plain) else plain
    marks = [sign for sign in plain if unicodedata.category(sign) in ("Mn", "Me", "Cf", "Co", "Cn", "Cs")]
    missing = [sign for sign in drawn if sign not in face(BOLD).widths and sign not in face(WIDER_BOLD).widths]
    return "".join(dict.fromkeys([*marks, *missing]))


def tidy(text: str) -> str:
    """One line of whole letters: an e with its accent apart becomes an é."""
    return " ".join(text.split()) if text.isascii() else " ".join(unicodedata.normalize("NFC", text).split())


def wide(text: str, name: str, size: float) -> float:
    """How wide the text is drawn, in points."""
    if text.isascii():
        return face(name).width(text, size)
    return sum(face(piece.face).width(piece.signs, size) for piece in pieces(text, name))


def cut(name: str, codes: Mapping[str, int]) -> bytes:
    """The face with these signs only, under these codes, without hinting."""
    places = [32] * (max(codes.values()) + 1)
    for sign, code in codes.items():
        places[code] = ord(sign)
    return _without_hinting(face(name).font.makeSubset(places))


def _without_hinting(content: bytes) -> bytes:
    count = struct.unpack(">H", content[4:6])[0]
    tables = {}
    for number in range(count):
        tag, _sum, start, size = struct.unpack(">4sLLL", content[12 + 16 * number : 28 + 16 * number])
        tables[tag] = content[start : start + size]
    long = struct.unpack(">H", tables[b"head"][50:52])[0]
    loca = tables[b"loca"]
    ends = [each * (1 if long else 2) for each in struct.unpack(f">{len(loca) // (4 if long else 2)}{'L' if long else 'H'}", loca)]
    glyphs, starts = bytearray(), [0]
    for start, end in pairwise(ends):
        glyphs += _plain_glyph(tables[b"glyf"][start:end])
        glyphs += b"\0" * (-len(glyphs) % 4)
        starts.append(len(glyphs))
    tables[b"glyf"] = bytes(glyphs)
    tables[b"loca"] = struct.pack(f">{len(starts)}L", *starts)
    tables[b"head"] = tables[b"head"][:8] + b"\0\0\0\0" + tables[b"head"][12:50] + b"\0\1" + tables[b"head"][52:]
    tables[b"name"] = b"\0\0\0\0\0\6"
    return _font({tag: table for tag, table in tables.items() if tag not in HINTING})


def _plain_glyph(glyph: bytes) -> bytes:
    if not glyph:
        return b""
    contours = struct.unpack(">h", glyph[:2])[0]
    if contours >= 0:
        at = 10 + 2 * contours
        size = struct.unpack(">H", glyph[at : at + 2])[0]
        return glyph[:at] + b"\0\0" + glyph[at + 2 + size :]
    kept, at, flags = bytearray(glyph[:10]), 10, MORE
    while flags & MORE:
        flags = struct.unpack(">H", glyph[at : at + 2])[0]
        size = 4 + (4 if flags & WORDS else 2) + (2 if flags & SCALE else 4 if flags & TWO_SCALES else 8 if flags & MATRIX else 0)
        kept += struct.pack(">H", flags & ~HAS_INSTRUCTIONS) + glyph[at + 2 : at + size]
        at += size
    return bytes(kept)


def _font(tables: Mapping[bytes, bytes]) -> bytes:
    power = len(tables).bit_length() - 1
    head = struct.pack(">LHHHH", TRUETYPE, len(tables), 16 << power, power, 16 * len(tables) - (16 << power))
    at, listed, body = 12 + 16 * len(tables), b"", b""
    for tag in sorted(tables):
        table = tables[tag]
        listed += struct.pack(">4sLLL", tag, _sum(table), at + len(body), len(table))
        body += table + b"\0" * (-len(table) % 4)
    made = head + listed + body
    start = struct.unpack(">L", listed[16 * sorted(tables).index(b"head") + 8 :][:4])[0] + 8
    return made[:start] + struct.pack(">L", (MAGIC - _sum(made)) & 0xFFFFFFFF) + made[start + 4 :]


def _sum(table: bytes) -> int:
    padded = table + b"\0" * (-len(table) % 4)
    return sum(struct.unpack(f">{len(padded) // 4}L", padded)) & 0xFFFFFFFF
