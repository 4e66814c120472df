"""What a page is made of: a handful of kinds of marks, in points from the lower left corner. Paper and screen draw the same ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Words:
    """One line of text from `x` to the right, standing on `y`."""

    text: str
    x: float
    y: float
    face: str
    size: float
    colour: Colour


@dataclass(frozen=True)
class Stroke:
    """A straight line."""

    x: float
    y: float
    to_x: float
    to_y: float
    width: float
    colour: Colour


@dataclass(frozen=True)
class Area:
    """A filled shape with these corners."""

    corners: Sequence[tuple[float, float]]
    colour: Colour


@dataclass(frozen=True)
class Code:
    """A QR code: `rows` hold 1 for dark; `x` and `top` are its upper left corner, `side` its width."""

    rows: Sequence[bytes]
    x: float
    top: float
    side: float

    @property
    def dot(self) -> float:
        return self.side / len(self.rows)

    def runs(self) -> Sequence[tuple[int, int, int]]:
        """The dark stretches: (row, first, how many)."""
        found = []
        for number, row in enumerate(self.rows):
            first = row.find(1)
            while first >= 0:
                end = row.find(0, first)
                end = end if end >= 0 else len(row)
                found.append((number, first, end - first))
                first = row.find(1, end)
        return found


@dataclass(frozen=True, eq=False)
class Picture:
    """Pixels with what they let through; `flat` ones hide everything behind them and stand as JPEG in the file."""

    image: Image.Image
    flat: bool = False

    @property
    def ratio(self) -> float:
        return self.image.width / self.image.height


@dataclass(frozen=True)
class Placed:
    """A picture on a page: its lower left corner, width and height."""

    picture: Picture
    x: float
    y: float
    width: float
    height: float


Mark = Words | Stroke | Area | Code | Placed
Page = Sequence[Mark]


def read_picture(path: Path | None, most: tuple[int, int], flat: bool = False) -> Picture | None:
    """The picture in a file, small enough for every file of a batch; None where there is none."""
    if path is None or not path.is_file():
        return None
    with Image.open(path, formats=("PNG", "JPEG")) as opened:
        image = opened.convert("RGBA")
    image.thumbnail(most)
    if not flat:
        return Picture(image.quantize(64))
    page = Image.new("RGB", image.size, "white")
    page.paste(image, mask=image.getchannel("A"))
    return Picture(page, flat=True)


def colour(text: str) -> Colour:
    """#0b5394 as its three parts."""
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)
