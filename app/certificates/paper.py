"""The marks of pages as PDF. What a batch shares (faces, pictures, what stands on every page) is written once and put in front of each file as it is.

The same marks give the same bytes. Faces are embedded with the signs in use, and every text can be selected: shaped ones say what they were before.
"""

import hashlib
import itertools
import unicodedata
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from flask_babel import gettext as _
from PIL import Image

from app.certificates.faces import cut, face, pieces
from app.certificates.layout import HEIGHT, WIDTH
from app.certificates.marks import Area, Code, Colour, Page, Picture, Placed, Stroke, Words
from app.kernel.errors import Conflict

HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
QUALITY, PHOTO_QUALITY = 60, 80
ASCII = {chr(code): code for code in range(32, 127)}
FIRST_FREE, LAST = 127, 255
BOX = f"[0 0 {WIDTH:.2f} {HEIGHT:.2f}]"
KEPT_PLATES = 32
LEVEL = 6
More = tuple[tuple[str, str], ...]
"""Signs that are not known to come, by face."""


@dataclass(frozen=True)
class Titles:
    """What a file says of itself. `day` is written 20261122."""

    title: str
    author: str
    subject: str
    day: str


@dataclass(frozen=True)
class _Plate:
    """What stands in front of every file: its bytes and where its objects begin, what pages may use of it, and the code of each sign by face."""

    content: bytes
    starts: Sequence[int]
    resources: str
    codes: Mapping[str, Mapping[str, int]]
    faces: Mapping[str, str]


class Paper:
    """Writes files whose pages begin with the `shared` marks, one list for page 1 and one for page 2."""

    def __init__(self, shared: Sequence[Page], ascii_faces: Iterable[str], more: Iterable[tuple[str, str]] = ()) -> None:
        """`ascii_faces` will print anybody's name; `more` are texts that are known to come, each with its face."""
        self.shared = shared
        known: dict[str, set[str]] = {name: set(ASCII) for name in ascii_faces}
        for text, name in [*((mark.text, mark.face) for page in shared for mark in page if isinstance(mark, Words)), *more]:
            for piece in pieces(text, name):
                known.setdefault(piece.face, set()).update(piece.signs)
        self.known = {name: frozenset(signs) for name, signs in known.items()}
        self.plain = {name for name, signs in known.items() if signs.issuperset(ASCII)}
        self._plate = lru_cache(KEPT_PLATES)(self._make_plate)

    def write(self, own: Sequence[Page], titles: Titles) -> bytes:
        """The file of pages with these marks above the shared ones. Raises KeyError for a sign no face holds, Conflict for too many different ones."""
        plate = self._plate(self._more(own))
        file = _File([plate.content], list(plate.starts), len(plate.content))
        parent = len(plate.starts) + 1 + sum(2 + sum(isinstance(mark, Placed) for mark in page) for page in own)
        kids = []
        for number, page in enumerate(own):
            names = _named((mark.picture for mark in page if isinstance(mark, Placed)), "P")
            photos = "".join(f"/{name} {file.put(_jpeg(picture.image, PHOTO_QUALITY))} 0 R" for picture, name in names.items())
            stream = file.put(_stream(f"/S{number} Do\n{_drawn(page, plate, names)}".encode("latin-1"), ""))
            used = plate.resources.replace("/XObject<<", f"/XObject<<{photos}")
            kids.append(file.put(f"<</Type/Page/Parent {parent} 0 R/MediaBox{BOX}/Resources<<{used}>>/Contents {stream} 0 R>>".encode()))
        file.put(f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(f'{kid} 0 R' for kid in kids)}]>>".encode())
        root = file.put(f"<</Type/Catalog/Pages {parent} 0 R/Lang(id)/ViewerPreferences<</DisplayDocTitle true>>>>".encode())
        told = {"Title": titles.title, "Author": titles.author, "Subject": titles.subject}
        said = "".join(f"/{name}<{_utf16(text)}>" for name, text in told.items())
        return file.end(root, file.put(f"<<{said}/CreationDate(D:{titles.day}000000Z)>>".encode()))

    def _more(self, own: Sequence[Page]) -> More:
        found: dict[str, set[str]] = {}
        for page in own:
            for mark in page:
                if isinstance(mark, Words) and not (mark.face in self.plain and mark.text.isascii()):
                    for piece in pieces(mark.text, mark.face):
                        found.setdefault(piece.face, set()).update(piece.signs)
        more = {name: signs - self.known.get(name, frozenset()) for name, signs in found.items()}
        return tuple((name, "".join(sorted(signs))) for name, signs in sorted(more.items()) if signs)

    def _make_plate(self, more: More) -> _Plate:
        extra, codes, file = dict(more), {}, _File([HEAD], [], len(HEAD))
        for name in sorted({*self.known, *extra}):
            signs = sorted({*self.known.get(name, ()), *extra.get(name, "")})
            free = itertools.count(FIRST_FREE)
            codes[name] = {sign: ASCII[sign] if sign in ASCII else next(free) for sign in signs}
            if max(codes[name].values()) > LAST:
                raise Conflict(_("There are too many different signs for one certificate."))
        faces = {name: f"F{number}" for number, name in enumerate(codes)}
        fonts = "".join(f"/{faces[name]} {_put_face(file, name, signs)} 0 R" for name, signs in codes.items())
        pictures = _named((mark.picture for page in self.shared for mark in page if isinstance(mark, Placed)), "I")
        images = "".join(f"/{name} {_put_picture(file, picture)} 0 R" for picture, name in pictures.items())
        plate = _Plate(b"", (), "", codes, faces)
        used = f"/Font<<{fonts}>>/XObject<<{images}>>"
        forms = [
            file.put(_stream(_drawn(page, plate, pictures).encode("latin-1"), f"/Type/XObject/Subtype/Form/BBox{BOX}/Resources<<{used}>>"))
            for page in self.shared
        ]
        drawn = "".join(f"/S{number} {form} 0 R" for number, form in enumerate(forms))
        return _Plate(b"".join(file.parts), tuple(file.starts), f"/Font<<{fonts}>>/XObject<<{drawn}>>", codes, faces)


@dataclass
class _File:
    """Objects one after the other, with where each begins."""

    parts: list[bytes]
    starts: list[int]
    size: int

    def put(self, content: bytes) -> int:
        """Write the next object; its number."""
        number = len(self.starts) + 1
        made = b"%d 0 obj\n%s\nendobj\n" % (number, content)
        self.starts.append(self.size)
        self.parts.append(made)
        self.size += len(made)
        return number

    def end(self, root: int, info: int) -> bytes:
        """The whole file; what it says of itself tells it from others (ID)."""
        mark = hashlib.md5(b"".join(self.parts[1:]), usedforsecurity=False).hexdigest()
        table = "".join([f"{start:010d} 00000 n \n" for start in self.starts])
        count = len(self.starts) + 1
        trailer = f"trailer\n<</Size {count}/Root {root} 0 R/Info {info} 0 R/ID[<{mark}><{mark}>]>>\n"
        end = f"xref\n0 {count}\n0000000000 65535 f \n{table}{trailer}startxref\n{self.size}\n%%EOF\n"
        return b"".join([*self.parts, end.encode()])


def _drawn(page: Page, plate: _Plate, pictures: Mapping[Picture, str]) -> str:
    """The marks as operators, each sign in one byte (Latin 1)."""
    found: list[str] = []
    for mark in page:
        match mark:
            case Words():
                found.append(_text(mark, plate))
            case Stroke():
                found.append(f"{_tone(mark.colour, 'RG')}{mark.width} w {mark.x:.2f} {mark.y:.2f} m {mark.to_x:.2f} {mark.to_y:.2f} l S")
            case Area():
                (x, y), *others = mark.corners
                lines = "".join(f"{x:.2f} {y:.2f} l " for x, y in others)
                found.append(f"{_tone(mark.colour, 'rg')}{x:.2f} {y:.2f} m {lines}h f")
            case Code():
                boxes = " ".join([f"{first} {row} {many} 1 re" for row, first, many in mark.runs()])
                found.append(f"q 0 g {mark.dot:.4f} 0 0 {-mark.dot:.4f} {mark.x:.2f} {mark.top:.2f} cm {boxes} f Q")
            case Placed():
                found.append(f"q {mark.width:.2f} 0 0 {mark.height:.2f} {mark.x:.2f} {mark.y:.2f} cm /{pictures[mark.picture]} Do Q")
    return "\n".join(found)


def _text(mark: Words, plate: _Plate) -> str:
    begin = f"BT {_tone(mark.colour, 'rg')}1 0 0 1 {mark.x:.2f} {mark.y:.2f} Tm "
    shown = []
    for piece in pieces(mark.text, mark.face):
        codes = plate.codes[piece.face]
        signs = piece.signs if piece.signs.isascii() else "".join([chr(codes[sign]) for sign in piece.signs])
        signs = signs.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        drawn = f"/{plate.faces[piece.face]} {mark.size:.2f} Tf ({signs}) Tj"
        shown.append(drawn if piece.signs == piece.says else f"/Span<</ActualText<{_utf16(piece.says)}>>>BDC {drawn} EMC")
    return f"{begin}{' '.join(shown)} ET"


def _tone(colour: Colour, operator: str) -> str:
    red, green, blue = colour
    return f"{red / 255:.3g} {green / 255:.3g} {blue / 255:.3g} {operator} "


def _named(pictures: Iterable[Picture], letter: str) -> dict[Picture, str]:
    return {picture: f"{letter}{number}" for number, picture in enumerate(dict.fromkeys(pictures))}


def _put_face(file: _File, name: str, codes: Mapping[str, int]) -> int:
    found = face(name)
    first, last = min(codes.values()), max(codes.values())
    signs = {code: sign for sign, code in codes.items()}
    widths = " ".join(f"{found.widths[signs[code]]:.0f}" if code in signs else "0" for code in range(first, last + 1))
    content = cut(name, codes)
    inside = file.put(_stream(content, f"/Length1 {len(content)}"))
    spoken = file.put(_stream(_to_unicode(codes).encode(), ""))
    called = f"{_tag(codes)}+{name}"
    font = found.font
    box = " ".join(f"{each:.0f}" for each in font.bbox)
    measures = f"/Ascent {font.ascent:.0f}/Descent {font.descent:.0f}/CapHeight {font.capHeight:.0f}/ItalicAngle {font.italicAngle:.0f}/StemV {font.stemV:.0f}"
    told = file.put(f"<</Type/FontDescriptor/FontName/{called}/Flags 4/FontBBox[{box}]{measures}/FontFile2 {inside} 0 R>>".encode())
    shape = f"/FirstChar {first}/LastChar {last}/Widths[{widths}]/FontDescriptor {told} 0 R/ToUnicode {spoken} 0 R"
    return file.put(f"<</Type/Font/Subtype/TrueType/BaseFont/{called}{shape}>>".encode())


def _tag(codes: Mapping[str, int]) -> str:
    """Six capitals that differ with the signs, as subsets of a face are called."""
    digest = hashlib.md5("".join(codes).encode(), usedforsecurity=False).digest()
    return "".join(chr(65 + byte % 26) for byte in digest[:6])


def _to_unicode(codes: Mapping[str, int]) -> str:
    """What each code says: for a shaped letter the letter itself."""
    lines = [f"<{code:02x}> <{unicodedata.normalize('NFKC', sign).encode('utf-16-be').hex() or '0020'}>" for sign, code in codes.items()]
    blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    body = "".join(f"{len(block)} beginbfchar\n{chr(10).join(block)}\nendbfchar\n" for block in blocks)
    system = "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def/CMapName/Adobe-Identity-UCS def/CMapType 2 def"
    space = "1 begincodespacerange\n<00> <ff>\nendcodespacerange"
    return f"/CIDInit/ProcSet findresource begin 12 dict begin begincmap {system}\n{space}\n{body}endcmap CMapName currentdict/CMap defineresource pop end end"


def _put_picture(file: _File, picture: Picture) -> int:
    """Flat ones as JPEG; others with at most 64 colours, and what they let through apart."""
    image = picture.image
    if picture.flat:
        return file.put(_jpeg(image, QUALITY))
    alpha, size = image.convert("RGBA").getchannel("A").tobytes(), f"/Type/XObject/Subtype/Image/Width {image.width}/Height {image.height}"
    mask = file.put(_stream(alpha, f"{size}/ColorSpace/DeviceGray/BitsPerComponent 8"))
    palette = bytes((image.convert("P") if image.mode != "P" else image).getpalette("RGB") or b"")
    space = f"[/Indexed/DeviceRGB {len(palette) // 3 - 1}<{palette.hex()}>]"
    return file.put(_stream(image.tobytes(), f"{size}/ColorSpace{space}/BitsPerComponent 8/SMask {mask} 0 R"))


def _jpeg(image: Image.Image, quality: int) -> bytes:
    target = BytesIO()
    image.convert("RGB").save(target, "JPEG", quality=quality, optimize=True)
    size = f"/Type/XObject/Subtype/Image/Width {image.width}/Height {image.height}/ColorSpace/DeviceRGB/BitsPerComponent 8"
    return _stream(target.getvalue(), f"{size}/Filter/DCTDecode", packed=True)


def _utf16(text: str) -> str:
    return "FEFF" + text.encode("utf-16-be").hex()


def _stream(content: bytes, more: str, packed: bool = False) -> bytes:
    if not packed:
        content, more = zlib.compress(content, LEVEL), f"{more}/Filter/FlateDecode"
    return f"<<{more}/Length {len(content)}>>\nstream\n".encode() + content + b"\nendstream"
