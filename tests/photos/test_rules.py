"""The decision over what was measured: every check at its edges, and what each says to do."""

from typing import Any

import pytest
from flask import Flask

from app.photos.rules import CHECKLIST, Check, Face, Limits, Measured, judge

LIMITS = Limits(1_048_576, 400, 12)
FACE = Face(0.3, 0.2, 0.4, 0.27, 2)


def wrong(**changes: Any) -> dict[str, str]:
    values: dict[str, Any] = {"size": 200_000, "width": 800, "height": 1200, "red": 0.95, "sharpness": 60.0, "faces": (FACE,)}
    return {finding.check.value: finding.advice for finding in judge(Measured(**(values | changes)), LIMITS) if not finding.passed}


@pytest.mark.manual("B22")
@pytest.mark.parametrize(("size", "expected"), [(1_048_575, set()), (1_048_576, {"size"})])
def test_the_size_is_strictly_below_the_limit(app: Flask, size: int, expected: set[str]) -> None:
    with app.test_request_context():
        assert set(wrong(size=size)) == expected


@pytest.mark.manual("B29")
@pytest.mark.parametrize(
    ("width", "height", "expected"),
    [
        (400, 600, set()),
        (600, 400, {"ratio", "measures"}),
        (399, 600, {"measures"}),
        (813, 1200, set()),
        (830, 1200, {"ratio"}),
        (784, 1200, set()),
    ],
)
def test_the_photo_is_upright_in_four_to_six(app: Flask, width: int, height: int, expected: set[str]) -> None:
    with app.test_request_context():
        assert set(wrong(width=width, height=height)) == expected


@pytest.mark.manual("B23")
def test_both_upper_corners_are_red(app: Flask) -> None:
    with app.test_request_context():
        assert set(wrong(red=0.59)) == {"background"}
        assert wrong(red=0.6) == {}


@pytest.mark.manual("B24")
@pytest.mark.manual("B28")
@pytest.mark.parametrize(
    ("faces", "check", "said"),
    [
        ((), "face", "Wajah tidak ditemukan"),
        ((FACE, FACE), "face", "2 wajah"),
        ((Face(0.3, 0.2, 0.4, 0.27, 1),), "eyes", "Kedua mata"),
        ((Face(0.4, 0.2, 0.1, 0.07, 2),), "framing", "terlalu kecil"),
        ((Face(0.1, 0.1, 0.8, 0.54, 2),), "framing", "terlalu besar"),
        ((Face(0.0, 0.2, 0.4, 0.27, 2),), "framing", "tidak di tengah"),
        ((Face(0.3, 0.6, 0.4, 0.27, 2),), "framing", "terlalu tinggi atau terlalu rendah"),
    ],
)
def test_each_doubt_about_the_face_says_what_to_do(app: Flask, faces: Any, check: str, said: str) -> None:
    with app.test_request_context():
        found = wrong(faces=faces)
    assert set(found) == {check}
    assert said in found[check]


@pytest.mark.manual("B25")
@pytest.mark.manual("B26")
@pytest.mark.manual("B27")
def test_what_no_machine_decides_is_the_officers(app: Flask) -> None:
    with app.test_request_context():
        words = " ".join(str(label) for _key, label in CHECKLIST)
    for each in ("kemeja putih", "dasi", "tanpa jas", "jilbab", "mulut tertutup"):
        assert each in words.casefold()
    assert {check for check in Check if check.refuses} == {Check.JPEG, Check.SIZE, Check.MEASURES, Check.RATIO}
