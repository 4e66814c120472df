"""Photos of nobody: faces made of ellipses, which the checks of the portal accept."""

from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw, ImageFilter

RED, BLUE = (190, 20, 30), (30, 60, 170)


def _ellipse(pen: Any, x: float, y: float, wide: float, tall: float, colour: tuple[int, int, int]) -> None:
    pen.ellipse((x - wide, y - tall, x + wide, y + tall), fill=colour)


def draw(size: tuple[int, int] = (800, 1200), back: tuple[int, int, int] = RED, faces: int = 1, blur: float = 0.0) -> Image.Image:
    """A person in a white shirt with a tie, head to chest; or none, or two."""
    width, height = size
    picture = Image.new("RGB", size, back)
    pen = ImageDraw.Draw(picture)
    for number in range(faces):
        x, y = width * (number + 1) / (faces + 1), height * 0.40
        wide = width * 0.26 * (1 if faces == 1 else 0.55)
        tall = wide * 1.35
        _ellipse(pen, x, height * 1.02, width * 0.42 * (1 if faces == 1 else 0.55), height * 0.34, (240, 240, 240))
        pen.rectangle((x - wide * 0.42, y, x + wide * 0.42, y + tall * 1.35), fill=(190, 140, 110))
        _ellipse(pen, x, y, wide, tall, (215, 170, 140))
        pen.pieslice((x - wide * 1.03, y - tall * 1.17, x + wide * 1.03, y + tall * 0.07), 180, 360, fill=(25, 20, 20))
        for side in (-1, 1):
            eye, level = x + side * wide * 0.42, y - tall * 0.10
            _ellipse(pen, eye, level - tall * 0.02, wide * 0.28, tall * 0.16, (165, 118, 95))
            _ellipse(pen, eye, level, wide * 0.20, tall * 0.075, (250, 250, 250))
            _ellipse(pen, eye, level, wide * 0.085, wide * 0.085, (30, 20, 15))
            brow = (eye - wide * 0.24, level - tall * 0.215, eye + wide * 0.24, level - tall * 0.125)
            pen.pieslice(brow, 180, 360, fill=(30, 22, 20))
        _ellipse(pen, x, y + tall * 0.22, wide * 0.13, tall * 0.20, (232, 190, 160))
        pen.pieslice((x - wide * 0.17, y + tall * 0.31, x + wide * 0.17, y + tall * 0.41), 0, 180, fill=(140, 95, 80))
        _ellipse(pen, x, y + tall * 0.60, wide * 0.33, tall * 0.07, (150, 70, 70))
        pen.line((x - wide * 0.3, y + tall * 0.6, x + wide * 0.3, y + tall * 0.6), fill=(90, 30, 30), width=max(2, int(tall * 0.015)))
        pen.line((x, height * 0.80, x, height), fill=(20, 20, 90), width=int(width * 0.06))
    return picture.filter(ImageFilter.GaussianBlur(blur or width * 0.001))


def jpeg(picture: Image.Image | None = None, **saved: Any) -> bytes:
    """The picture as a JPEG file; by default the good photo."""
    target = BytesIO()
    (picture or draw()).save(target, "JPEG", **({"quality": 90} | saved))
    return target.getvalue()
