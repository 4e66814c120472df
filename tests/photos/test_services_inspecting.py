"""The inspector over photos drawn by the tests: what it measures, what it takes away, what it refuses."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from app.photos.rules import Check, Limits, judge
from app.photos.services.inspecting import Inspected, inspect
from tests.factories.photos import BLUE, draw, jpeg

LIMITS = Limits(1_048_576, 400, 12)


def looked(folder: Path, content: bytes, *, crop: bool = False) -> tuple[Inspected, Path]:
    source, target = folder / "source", folder / "target"
    source.write_bytes(content)
    return inspect(source, target, LIMITS.size, crop=crop), target


def failed(found: Inspected) -> set[Check]:
    assert found.measured is not None
    return {finding.check for finding in judge(found.measured, LIMITS) if not finding.passed}


@pytest.mark.manual("B34")
@pytest.mark.parametrize(
    ("photo", "wrong"),
    [
        (jpeg, set()),
        (lambda: jpeg(draw((800, 800))), {Check.RATIO}),
        (lambda: jpeg(draw((300, 450))), {Check.MEASURES}),
        (lambda: jpeg(draw(back=BLUE)), {Check.BACKGROUND}),
        (lambda: jpeg(draw(faces=0)), {Check.FACE, Check.SHARPNESS}),
        (lambda: jpeg(draw(faces=2)), {Check.FACE}),
        (lambda: jpeg(draw(blur=9)), {Check.SHARPNESS}),
        (lambda: jpeg(draw().convert("CMYK")), set()),
    ],
    ids=["right", "square", "small", "blue", "nobody", "two", "blurred", "cmyk"],
)
def test_each_fault_is_found_and_no_other(tmp_path: Path, photo: Callable[[], bytes], wrong: set[Check]) -> None:
    found, _target = looked(tmp_path, photo())
    assert wrong <= failed(found)
    assert failed(found) - wrong <= ({Check.FRAMING, Check.EYES} if wrong else set())


@pytest.mark.manual("B29")
def test_a_photo_turned_by_its_metadata_stands_upright_afterwards_and_without_them(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Kamera Rahasia"
    found, target = looked(tmp_path, jpeg(draw().transpose(Image.Transpose.ROTATE_90), exif=exif))
    assert failed(found) == set()
    with Image.open(target) as clean:
        assert (clean.size, dict(clean.getexif()), clean.mode) == ((800, 1200), {}, "RGB")
    assert b"Kamera Rahasia" not in target.read_bytes()


def test_the_server_cuts_out_the_middle(tmp_path: Path) -> None:
    found, target = looked(tmp_path, jpeg(draw((1200, 1200))), crop=True)
    assert found.kept == (800, 1200)
    assert Check.RATIO not in failed(found)
    with Image.open(target) as clean:
        assert clean.size == (800, 1200)


@pytest.mark.manual("B21")
def test_what_is_no_jpeg_is_cut_off_or_is_a_bomb_is_refused(tmp_path: Path) -> None:
    png = BytesIO()
    draw((400, 600)).save(png, "PNG")
    assert looked(tmp_path, png.getvalue())[0].refused == "type"
    assert looked(tmp_path, jpeg()[:2000])[0].refused == "damaged"
    bomb = jpeg(Image.new("RGB", (9000, 9000), (190, 20, 30)), quality=1)
    assert looked(tmp_path, bomb)[0].refused == "heavy"
