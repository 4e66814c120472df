"""The process that opens strangers' files: told what to look at by one JSON argument, answers by one JSON line. Imports nothing of the portal.

PDF: structure, encryption, scripts, files inside; one above the limit is made smaller step by step. Pictures: decoded and written anew, without metadata.
"""

import json
import re
import resource
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image, ImageOps, UnidentifiedImageError

MEMORY = 1536 * 1024 * 1024
PROCESSOR_SECONDS = 12
MOST_PIXELS = 60_000_000
MOST_PAGES = 500
MOST_OBJECTS = 200_000
MOST_NESTING = 100
SMALLEST_SIDE = 64
STEPS = ((150, 60), (150, 50), (150, 40), (120, 40), (100, 35))
"""Dots per inch and JPEG quality, tried one after the other until the file fits."""
QUALITIES = (90, 80, 70, 60)
POINTS_PER_INCH = 72

ACTIONS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/RichMediaExecute", "/Movie", "/Sound"}
LEAVING = {"/GoToR", "/GoToE"}
"""Actions that open another file, on the reader's own computer or inside this one."""
WEB = ("http", "https", "mailto")
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):")
SCRIPTED = {"/JS", "/JavaScript", "/XFA", "/RichMediaContent"}
CARRYING = {"/EmbeddedFiles", "/EF"}
MAGIC = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpeg", b"\x89PNG\r\n\x1a\n": "png"}


class Refused(Exception):
    """The file is not taken; the argument says why."""


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    request = json.loads(sys.argv[1])
    found: dict[str, Any] = {}
    try:
        found = look(Path(request["source"]), Path(request["target"]), request["types"], request["most"])
    except Refused as refusal:
        found = {"refused": str(refusal)}
    except (MemoryError, Image.DecompressionBombError, Image.DecompressionBombWarning, RecursionError):
        found = {"refused": "heavy"}
    except (pikepdf.PdfError, UnidentifiedImageError, OSError, ValueError, SyntaxError, KeyError, TypeError, AttributeError):
        found = {"refused": "damaged"}
    sys.stdout.write(json.dumps(found))
    return 0


def look(source: Path, target: Path, types: list[str], most: int) -> dict[str, Any]:
    """What the file is, and whether `target` holds what is to be kept."""
    size = source.stat().st_size
    if not size:
        raise Refused("empty")
    with source.open("rb") as file:
        head = file.read(16)
    kind = next((kind for magic, kind in MAGIC.items() if head.startswith(magic)), None)
    if kind not in types:
        raise Refused("type")
    if kind == "pdf":
        look_into_pdf(source)
        shrunk = size > most
        if shrunk:
            shrink(source, target, most)
        return {"type": kind, "rewritten": shrunk, "shrunk": shrunk}
    if size > most:
        raise Refused("large")
    redraw(source, target, kind, most)
    return {"type": kind, "rewritten": True}


# --- PDF --------------------------------------------------------------------------------------------------------------


def opened(source: Path) -> pikepdf.Pdf:
    try:
        return pikepdf.open(source, attempt_recovery=False)
    except pikepdf.PasswordError:
        raise Refused("encrypted") from None
    except pikepdf.PdfError:
        # Scanners write crooked tables that every reader repairs; a file without its end is cut off.
        if b"%%EOF" not in source.read_bytes()[-1024:]:
            raise
        return pikepdf.open(source)


def look_into_pdf(source: Path) -> None:
    with opened(source) as pdf:
        if pdf.is_encrypted:
            raise Refused("encrypted")
        if len(pdf.pages) > MOST_PAGES or len(pdf.objects) > MOST_OBJECTS:
            raise Refused("pages")
        if not len(pdf.pages):
            raise Refused("damaged")
        for each in pdf.objects:
            judge(each)
        judge(pdf.trailer)


def judge(root: Any) -> None:
    """Refuse scripts, actions that start or open something, links to anything but web and mail, and files inside; what is not an object of its own is walked here."""
    waiting = [(root, 0)]
    while waiting:
        value, depth = waiting.pop()
        if depth > MOST_NESTING:
            raise Refused("heavy")
        if isinstance(value, pikepdf.Array):
            children: list[Any] = list(value)
        elif isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
            keys = set(value.keys())
            action = str(kind) if isinstance(kind := value.get("/S"), pikepdf.Name) else ""
            if keys & SCRIPTED or action in ACTIONS:
                raise Refused("scripts")
            if action in LEAVING or any(leads_astray(value.get(key)) for key in keys & {"/URI", "/Base"}):
                raise Refused("links")
            if keys & CARRYING:
                raise Refused("attachments")
            children = [value.get(key) for key in keys]
        else:
            continue
        waiting += [(child, depth + 1) for child in children if isinstance(child, pikepdf.Object) and not child.is_indirect]


def leads_astray(address: Any) -> bool:
    """True for an address that opens a file or runs something (javascript:, file:, a server's share). Blanks and control signs are overlooked, as readers do."""
    if not isinstance(address, pikepdf.String):
        return False
    plain = "".join(sign for sign in str(address).lower() if sign > " ")
    found = SCHEME.match(plain)
    return found[1] not in WEB if found else plain.startswith(("//", "\\\\"))


def shrink(source: Path, target: Path, most: int) -> None:
    """Write `source` to `target` in at most `most` bytes: first packed better, then with its pictures drawn anew, coarser at each step."""
    with opened(source) as pdf:
        if any(int(each.get("/Width", 0)) * int(each.get("/Height", 0)) > MOST_PIXELS for each in pictures(pdf)):
            raise Refused("heavy")
    for dots, quality in ((0, 0), *STEPS):
        with opened(source) as pdf:
            if dots:
                longest = int(max((side(page) for page in pdf.pages), default=842) / POINTS_PER_INCH * dots)
                for picture in pictures(pdf):
                    redraw_inside(picture, longest, quality)
            pdf.remove_unreferenced_resources()
            pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True, recompress_flate=not dots)
        if target.stat().st_size <= most:
            return
    raise Refused("stubborn")


def side(page: pikepdf.Page) -> float:
    left, bottom, right, top = (float(edge) for edge in page.mediabox.as_list())
    return max(abs(right - left), abs(top - bottom))


def pictures(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Stream]:
    for each in pdf.objects:
        if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image" and not each.get("/ImageMask", False):
            yield each


def redraw_inside(stream: pikepdf.Stream, longest: int, quality: int) -> None:
    """One picture of the PDF as JPEG, at most `longest` pixels a side; left alone if that does not make it smaller, or it has one bit a dot."""
    if min(int(stream.get("/Width", 0)), int(stream.get("/Height", 0))) < SMALLEST_SIDE or int(stream.get("/BitsPerComponent", 8)) == 1:
        return
    try:
        picture = pikepdf.PdfImage(stream).as_pil_image()
    except (pikepdf.PdfError, NotImplementedError, ValueError, OSError, KeyError, TypeError):
        return
    picture = picture.convert("L" if picture.mode in ("L", "1", "LA") else "RGB")
    picture.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    drawn = BytesIO()
    picture.save(drawn, "JPEG", quality=quality, optimize=True)
    if drawn.tell() >= len(stream.read_raw_bytes()):
        return
    stream.write(drawn.getvalue(), filter=pikepdf.Name.DCTDecode)
    stream.Width, stream.Height = picture.size
    stream.BitsPerComponent = 8
    stream.ColorSpace = pikepdf.Name.DeviceGray if picture.mode == "L" else pikepdf.Name.DeviceRGB
    for key in ("/Decode", "/DecodeParms", "/Mask"):
        if key in stream:
            del stream[key]


# --- Pictures ---------------------------------------------------------------------------------------------------------


def redraw(source: Path, target: Path, kind: str, most: int) -> None:
    """The picture written anew: upright, one frame, without place, camera, comment or anything else that was not seen."""
    with Image.open(source, formats=[kind.upper()]) as sent:
        if getattr(sent, "is_animated", False):
            raise Refused("animated")
        sent.load()
        turned = sent.getexif().get(0x0112, 1) != 1
        picture = ImageOps.exif_transpose(sent) if turned else sent
        picture.info = {name: sent.info[name] for name in ("icc_profile", "transparency") if name in sent.info}
        if kind == "png":
            picture.save(target, "PNG", optimize=True)
            if target.stat().st_size > most:
                raise Refused("large")
            return
        for quality in ("keep" if not turned else 92, *QUALITIES):
            picture.save(target, "JPEG", quality=quality, optimize=True, icc_profile=picture.info.get("icc_profile"))
            if target.stat().st_size <= most:
                return
    raise Refused("large")


if __name__ == "__main__":
    sys.exit(main())
