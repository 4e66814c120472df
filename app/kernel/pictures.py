"""Pictures people upload: taken by content and not by name, bounded, drawn anew so that nothing but the pixels comes in."""

from io import BytesIO
from typing import IO

from flask_babel import gettext as _
from PIL import Image, ImageOps

from app.kernel.errors import Invalid

MOST_BYTES = 2 * 1024 * 1024
SMALLEST, LARGEST = 64, 4096
"""Pixels of a side."""


def clean_picture(stream: IO[bytes], side: int) -> bytes:
    """The PNG or JPEG in `stream` as a PNG of at most `side` pixels a side, without EXIF or anything else beside the picture.

    Raises Invalid (field `value`).
    """
    content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Invalid(fields={"value": _("The picture is larger than %(count)s MB.", count=MOST_BYTES // 1024 // 1024)})
    try:
        # Opening reads the measures only; the pixels are read once these are known to be bearable.
        with Image.open(BytesIO(content), formats=("PNG", "JPEG")) as opened:
            _check_measures(opened.width, opened.height)
            opened.load()
            picture = ImageOps.exif_transpose(opened).convert("RGBA")
    except Invalid:
        raise
    except Exception:  # noqa: BLE001 - decoders stumble over strangers' files in many ways, and all of them mean the same
        raise Invalid(fields={"value": _("This is not a PNG or JPEG picture.")}) from None
    picture.thumbnail((side, side))
    drawn = Image.new("RGBA", picture.size)
    drawn.paste(picture)
    target = BytesIO()
    drawn.save(target, "PNG", optimize=True)
    return target.getvalue()


def _check_measures(width: int, height: int) -> None:
    if not (min(width, height) >= SMALLEST and max(width, height) <= LARGEST):
        message = _("The picture has %(width)s × %(height)s pixels; each side needs %(least)s to %(most)s.", **_bounds(width, height))
        raise Invalid(fields={"value": message})


def _bounds(width: int, height: int) -> dict[str, int]:
    return {"width": width, "height": height, "least": SMALLEST, "most": LARGEST}
