"""A photo from the phone to the officer's desk: cropped before it is sent, judged at once, accepted with a click (B20 to B34)."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.kernel.db import session
from app.photos.models import Photo
from tests.browser.looks import sideways, violations
from tests.factories.photos import BLUE, RED, draw, jpeg

LOADED = "image => image.complete && image.naturalWidth > 0"


@pytest.fixture
def broad(tmp_path: Path) -> Path:
    """A photo as a camera takes it: broader than 4:6, the person in the middle."""
    picture = Image.new("RGB", (1600, 1200), RED)
    picture.paste(draw(), (400, 0))
    path = tmp_path / "IMG_0001.JPG"
    path.write_bytes(jpeg(picture))
    return path


def shown(page: Page) -> None:
    """The picture itself has come."""
    picture = page.locator("img.photo-large")
    picture.wait_for()
    page.wait_for_function(f"() => ({LOADED})(document.querySelector('img.photo-large'))")


RULES = [
    "Gambar JPG",
    "Kurang dari 1 MB",
    "Latar belakang merah",
    "Wajah menghadap depan dengan ekspresi normal: kedua mata terbuka, mulut tertutup",
    "Kemeja putih dengan dasi, tanpa jas",
    "Warna dasi dan jilbab bebas",
    "Bila berjilbab, dasi boleh tertutup",
    "Kepala sampai dada",
    "Lebar banding tinggi 4:6, tegak; paling sedikit 400 × 600 piksel",
]
"""B21 to B29, in the manual's order."""


@pytest.mark.manual("B20", "B22", "B24", "B25", "B26", "B27", "B28", "B29", "B30", "B31", "B32", "B34")
def test_a_photo_is_cropped_on_the_phone_and_accepted_at_a_desk(enter: Any, app: Flask, broad: Path) -> None:
    visitor = enter("owner", phone=True)
    page = visitor.open("/profile/")
    page.get_by_role("link", name="Upload Photo").click()
    page.wait_for_url("**/photos/add*")
    assert [each.strip() for each in page.locator("main ol.mb-0 li").all_inner_texts()] == RULES
    page.locator("input[type=file]").set_input_files(broad)
    frame = page.get_by_role("application", name="Bagian foto yang dipakai")
    expect(frame).to_be_focused()
    before = frame.evaluate("canvas => canvas.toDataURL()")
    page.keyboard.press("ArrowLeft")
    assert frame.evaluate("canvas => canvas.toDataURL()") != before, "the arrow keys move the photo"
    page.keyboard.press("ArrowRight")
    visitor.picture("photo-crop-phone")
    found = [*sideways(page), *violations(page)]
    page.locator("main").get_by_role("button", name="Simpan perubahan").click()
    page.wait_for_url("**/photos/show/**")
    expect(visitor.dialog()).to_contain_text("Berhasil di Update")
    shown(page)
    visitor.picture("photo-updated-phone")
    found += violations(page)
    with app.app_context():
        photo = session().scalars(select(Photo)).one()
        assert (photo.state, photo.height * 2) == ("waiting", photo.width * 3)
        pk = photo.id
    officer = enter("opd_admin")
    desk = officer.open(f"/photos/show/{pk}")
    shown(desk)
    officer.picture("photo-review-desk")
    found += [*sideways(desk), *violations(desk)]
    desk.locator(".page-head").get_by_role("link", name="Terima foto", exact=True).click()
    officer.dialog().get_by_role("button", name="Ya, terima foto").click()
    officer.sees_toast("Foto telah diterima")
    assert not found, "\n".join(found)


@pytest.mark.manual("B21", "B23")
def test_what_the_machine_doubts_is_said_with_the_picture(enter: Any, tmp_path: Path) -> None:
    blue = tmp_path / "biru.jpg"
    blue.write_bytes(jpeg(draw(back=BLUE)))
    false = tmp_path / "palsu.jpg"
    draw().save(false, "PNG")
    visitor = enter("owner", phone=True)
    page = visitor.open("/photos/add")
    page.locator("input[type=file]").set_input_files(false)
    expect(page.get_by_role("alert").filter(has_text="JPG")).to_be_visible()
    page.locator("input[type=file]").set_input_files(blue)
    expect(page.get_by_role("application", name="Bagian foto yang dipakai")).to_be_focused()
    page.locator("main").get_by_role("button", name="Simpan").click()
    page.wait_for_url("**/photos/show/**")
    expect(page.locator("main")).to_contain_text("Foto ini diragukan portal")
    shown(page)
    visitor.picture("photo-doubted-phone")
    found = [*sideways(page), *violations(page)]
    assert not found, "\n".join(found)
