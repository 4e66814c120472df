"""The marks of a page as a picture, for the preview of a template: the same places and faces as on paper."""

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from app.certificates.faces import face, pieces
from app.certificates.layout import HEIGHT, WIDTH
from app.certificates.marks import Area, Code, Page, Placed, Stroke, Words

SCALE, SMOOTH, GAP = 1.6, 2, 12
"""Pixels of a point, how much finer it is drawn first, and pixels between two pages."""
GROUND = "#adb5bd"


def picture_of(pages: Sequence[Page]) -> bytes:
    """The pages below each other, as PNG."""
    drawn = [_page(page) for page in pages]
    height = sum(each.height for each in drawn) + GAP * (len(drawn) - 1)
    sheet = Image.new("RGB", (drawn[0].width, height), GROUND)
    top = 0
    for each in drawn:
        sheet.paste(each, (0, top))
        top += each.height + GAP
    target = BytesIO()
    sheet.quantize(128).save(target, "PNG")
    return target.getvalue()


def _page(marks: Page) -> Image.Image:
    fine = SCALE * SMOOTH
    image = Image.new("RGB", (round(WIDTH * fine), round(HEIGHT * fine)), "white")
    pen = ImageDraw.Draw(image)
    for mark in marks:
        match mark:
            case Words():
                _write(pen, mark, fine)
            case Stroke():
                ends = [(mark.x * fine, (HEIGHT - mark.y) * fine), (mark.to_x * fine, (HEIGHT - mark.to_y) * fine)]
                pen.line(ends, mark.colour, max(1, round(mark.width * fine)))
            case Area():
                pen.polygon([(x * fine, (HEIGHT - y) * fine) for x, y in mark.corners], mark.colour)
            case Code():
                left, top, dot = mark.x * fine, (HEIGHT - mark.top) * fine, mark.dot * fine
                for row, first, many in mark.runs():
                    pen.rectangle(
                        (left + first * dot, top + row * dot, left + (first + many) * dot - 1, top + (row + 1) * dot - 1), (0, 0, 0)
                    )
            case Placed():
                size = (max(1, round(mark.width * fine)), max(1, round(mark.height * fine)))
                pixels = mark.picture.image.convert("RGBA").resize(size)
                image.paste(pixels, (round(mark.x * fine), round((HEIGHT - mark.y - mark.height) * fine)), pixels)
    return image.reduce(SMOOTH)


def _write(pen: ImageDraw.ImageDraw, mark: Words, fine: float) -> None:
    """Sign after sign, so that each stands where its width puts it on paper."""
    x, y = mark.x * fine, (HEIGHT - mark.y) * fine
    for piece in pieces(mark.text, mark.face):
        widths, drawn = face(piece.face).widths, _face(piece.face, round(mark.size * fine, 1))
        for sign in piece.signs:
            pen.text((x, y), sign, mark.colour, drawn, anchor="ls")
            x += widths[sign] * mark.size * fine / 1000


@lru_cache(maxsize=64)
def _face(name: str, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(face(name).file), size, layout_engine=ImageFont.Layout.BASIC)
