"""A picture is what its bytes say, within bounds, and nothing comes in beside it."""

from io import BytesIO

import pytest
from flask import Flask
from PIL import Image

from app.kernel.errors import Invalid
from app.kernel.pictures import LARGEST, MOST_BYTES, SMALLEST, clean_picture


def picture(kind: str = "PNG", size: tuple[int, int] = (200, 100), **more: object) -> bytes:
    target = BytesIO()
    Image.new("RGB", size, "#c00020").save(target, kind, **more)
    return target.getvalue()


def taken(content: bytes, side: int = 512) -> Image.Image:
    return Image.open(BytesIO(clean_picture(BytesIO(content), side)))


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_png_and_jpeg_become_a_png(kind: str) -> None:
    made = taken(picture(kind))
    assert (made.format, made.mode, made.size) == ("PNG", "RGBA", (200, 100))


def test_a_large_one_is_made_smaller_in_its_proportions() -> None:
    assert taken(picture(size=(2000, 1000))).size == (512, 256)


def test_exif_is_followed_and_left_out() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E], exif[0x8825] = 6, "Rumah Rini Astuti", {1: "S", 2: (3.0, 17.0, 0.0)}
    content = picture("JPEG", exif=exif)
    assert b"Rini" in content
    made = clean_picture(BytesIO(content), 512)
    assert b"Rini" not in made
    opened = Image.open(BytesIO(made))
    assert opened.size == (100, 200), "turned as the camera was held"
    assert not opened.getexif()
    assert not opened.info.get("icc_profile")


def test_what_hangs_behind_the_picture_stays_outside() -> None:
    assert b"<script>" not in clean_picture(BytesIO(picture() + b"<script>alert(1)</script>"), 512)


@pytest.mark.gate("G10")
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'></svg>",
        b"\x89PNG\r\n\x1a\n" + b"x" * 100,
        b"GIF89a" + b"\x00" * 100,
        b"%PDF-1.7",
        picture()[:150],
        picture("GIF"),
        picture("BMP"),
    ],
    ids=["nothing", "svg", "only the sign of a png", "gif sign", "pdf", "cut off", "gif", "bmp"],
)
def test_anything_else_is_refused_at_the_field(ctx: Flask, content: bytes) -> None:
    with ctx.test_request_context(), pytest.raises(Invalid) as refusal:
        clean_picture(BytesIO(content), 512)
    assert set(refusal.value.fields) == {"value"}


@pytest.mark.parametrize("size", [(SMALLEST - 1, 500), (500, SMALLEST - 1), (LARGEST + 1, 64), (64, LARGEST + 1)])
def test_too_small_and_too_large_measures_are_refused(ctx: Flask, size: tuple[int, int]) -> None:
    with ctx.test_request_context(), pytest.raises(Invalid):
        clean_picture(BytesIO(picture(size=size)), 512)


def test_too_many_bytes_are_refused_before_they_are_looked_at(ctx: Flask) -> None:
    with ctx.test_request_context(), pytest.raises(Invalid) as refusal:
        clean_picture(BytesIO(picture() + b"x" * MOST_BYTES), 512)
    assert "2 MB" in str(refusal.value.fields["value"])
