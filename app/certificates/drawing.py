"""Certificates of one template, drawn on paper or on the screen from the same marks (app/certificates/layout.py)."""

from collections.abc import Mapping
from functools import cache
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from app.certificates.layout import NOTE, PHOTO_MM, Layout, Look
from app.certificates.marks import Picture
from app.certificates.paper import Paper, Titles
from app.certificates.screen import picture_of
from app.kernel.export.fonts import BOLD, ITALIC, REGULAR

__all__ = ["Look", "Painter", "portrait_of_nobody"]

PHOTO_PIXELS = (240, 360)


class Painter:
    """Draws certificates of one look. Made once for a batch."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.layout = Layout(look)
        self.shared = self.layout.shared()
        self.paper = Paper(self.shared, (REGULAR, BOLD), [(look.opening, ITALIC), (NOTE + look.body + "·–", REGULAR)])

    def paint(self, data: Mapping[str, Any], address: str, photo: bytes | None = None) -> bytes:
        """The PDF of a certificate's frozen `data`; its QR code and footer lead to `address`. The same data give the same bytes."""
        told = Titles(
            f"{self.look.heading} {data['number']}", str(data["organiser"]), str(data["title"]), str(data["issued_on"]).replace("-", "")
        )
        return self.paper.write(self.layout.own(data, address, _photo(photo)), told)

    def show(self, data: Mapping[str, Any], address: str, photo: bytes | None = None) -> bytes:
        """The same as a picture (PNG), page below page."""
        own = self.layout.own(data, address, _photo(photo))
        return picture_of([[*below, *above] for below, above in zip(self.shared, own, strict=False)])


@cache
def portrait_of_nobody() -> bytes:
    """A grey figure for samples (JPEG)."""
    image = Image.new("RGB", PHOTO_PIXELS, "#b02a37")
    pen = ImageDraw.Draw(image)
    pen.ellipse((70, 70, 170, 200), "#ced4da")
    pen.ellipse((10, 225, 230, 520), "#f1f3f5")
    target = BytesIO()
    image.save(target, "JPEG", quality=85)
    return target.getvalue()


def _photo(content: bytes | None) -> Picture | None:
    """A photo in the measures of its place, cut where it is broader or taller."""
    if content is None:
        return None
    with Image.open(BytesIO(content), formats=("JPEG",)) as opened:
        image = opened.convert("RGB")
    ratio = PHOTO_MM[0] / PHOTO_MM[1]
    width, height = min(image.width, round(image.height * ratio)), min(image.height, round(image.width / ratio))
    left, top = (image.width - width) // 2, (image.height - height) // 2
    return Picture(image.resize(PHOTO_PIXELS, box=(left, top, left + width, top + height)), flat=True)
