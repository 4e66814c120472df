"""A certificate on paper and on the screen: long names, many titles, diacritics and Arabic, read back; what no typeface prints is refused."""

from io import BytesIO
from typing import Any

import cv2
import numpy
import pikepdf
import pytest
from flask import Flask
from PIL import Image
from pypdf import PdfReader

from app.certificates.drawing import Look, Painter, portrait_of_nobody
from app.certificates.faces import unprintable
from app.certificates.layout import NAME_SIZES, name_lines
from app.certificates.press import PLACES
from app.certificates.rules import SAMPLE, STANDARD
from app.certificates.shaping import seen
from app.certificates.signing import Signer, self_signed

ADDRESS = "https://portal.contoh.go.id/v/abcdefghijklmnop"
TEXTS = ("heading", "opening", "body", "colour")
SIGNATORY = {"signatory_title": "Kepala BKPSDM", "signatory_name": "Dra. Contoh", "signatory_rank": "Pembina", "signatory_nip": "1" * 18}
MANY_TITLES = (
    "Prof. Dr. Ir. Tgk. H. "
    + "Muhammad Abdurrahman Kartawijaya Wicaksono Nasution Harahap " * 2
    + "S.T., M.Si., M.Eng., Ph.D., IPU., ASEAN Eng."
)


def painter(**changes: Any) -> Painter:
    own = {name: STANDARD[name] for name in (*TEXTS, *PLACES)}
    return Painter(
        Look(**(own | SIGNATORY | {"government": "Pemerintah Kota Contoh", "office": "BKPSDM", "address": "", "city": "Contoh"} | changes))
    )


def data(**changes: Any) -> dict[str, Any]:
    days = {"issued_text": "22 November 2026", "period_text": "20 November 2026", "issued_on": "2026-11-22"}
    return {**SAMPLE, **days, "number": "20/BKPSDM/003/XI/2026", "organiser": "BKPSDM Kota Contoh", **changes}


def text_of(content: bytes, page: int = 0) -> str:
    return " ".join(PdfReader(BytesIO(content), strict=True).pages[page].extract_text().split())


@pytest.mark.manual("L30")
@pytest.mark.parametrize("name", ["Łukasz Şükrü Ḥasan Nguyễn, S.E.", "D’Angelo (Ketua) \\ 7, Lc.", MANY_TITLES, "Siti"])
def test_a_name_of_any_length_is_printed_whole_and_large_enough(name: str) -> None:
    content = painter().paint(data(full_name=name), ADDRESS)
    assert " ".join(name.split()) in text_of(content)
    lines, size = name_lines(name)
    assert " ".join(lines) == " ".join(name.split())
    assert len(lines) <= 3
    assert size >= NAME_SIZES[1] * 0.6
    assert len(content) <= 40_000
    with pikepdf.open(BytesIO(content)) as opened:
        assert not opened.check_pdf_syntax()
        assert len(opened.pages) == 2


def test_arabic_letters_join_and_read_from_the_right_beside_latin_ones() -> None:
    assert list(seen("Ali محمد 12")) == [("Ali ", "Ali "), ("\ufeaa\ufee4\ufea4\ufee3", "محمد"), (" 12", " 12")]
    assert [signs for signs, _says in seen("لا")] == ["\ufefb"], "lam with alif is one sign"
    assert [signs for signs, _says in seen("ورد")] == ["\ufea9\ufead\ufeed"], "letters that reach no further stand alone"
    assert next(signs for signs, _says in seen("باب (١٢) باب"))[5:7] == "١٢"
    content = painter().paint(data(full_name="Tgk. محمد الأمين, Lc."), ADDRESS)
    with pikepdf.open(BytesIO(content)) as opened:
        drawn = b"".join(opened.pages[0].Contents.read_bytes().split())
        fonts = {str(font.BaseFont).partition("+")[2] for font in opened.pages[0].Resources.Font.values()}
    assert b"/ActualText<FEFF" + "محمد الأمين".encode("utf-16-be").hex().encode() in drawn, "a reader is told what it says"
    assert "DejaVuSans-Bold" in fonts
    assert len(content) <= 40_000


def test_what_no_typeface_prints_as_it_is_meant_is_named(ctx: Flask) -> None:
    assert unprintable("Dr. Ahmad, é محمد Ω Ж") == ""
    assert unprintable("王 Ahmad 王") == "王"
    assert unprintable("مُحمد") == "\u064f", "vowel signs would not be placed"
    assert unprintable("a\u202eb") == "\u202e", "nothing that turns a text round"


def test_the_screen_shows_what_the_paper_prints_and_its_code_can_be_read() -> None:
    made = painter(photo_x=30, photo_at=100)
    shown = made.show(data(), ADDRESS, portrait_of_nobody())
    with Image.open(BytesIO(shown)) as opened:
        picture = opened.convert("RGB")
    assert picture.height > picture.width * 1.3, "page 2 below page 1"
    assert picture.getpixel((round(picture.width * 31 / 297), round(picture.width * 101 / 297)))[0] > 150, "the photo at its place"  # type: ignore[index]
    code = picture.crop(tuple(round(picture.width * at / 297) for at in (24, 146, 60, 182))).resize((720, 720))  # type: ignore[arg-type]
    read, _corners, _straight = cv2.QRCodeDetector().detectAndDecode(numpy.array(code))
    assert read == ADDRESS
    assert made.paint(data(), ADDRESS, portrait_of_nobody()) == made.paint(data(), ADDRESS, portrait_of_nobody()), (
        "the same data, the same bytes"
    )
    assert len(painter().show(data(outline=[]), ADDRESS)) < len(shown)


def test_two_pages_with_background_photo_and_signature_stay_small(tmp_path: Any) -> None:
    noise = numpy.random.default_rng(1).integers(200, 255, (88, 124, 3), dtype=numpy.uint8)
    path = tmp_path / "latar.png"
    Image.fromarray(noise).resize((1240, 877)).save(path)
    made = painter(background=path, logo=path, photo_x=30, photo_at=100)
    content = made.paint(data(), ADDRESS, portrait_of_nobody())
    signed = Signer(self_signed("Uji"), "").sign(content)
    assert len(painter().paint(data(), ADDRESS)) <= 30_000
    assert len(signed) - len(content) <= 20_000
    assert text_of(signed, 1).startswith("MATERI KEGIATAN")
