"""Every page of the style guide at a desk and on a phone, light and dark: it fits, stays silent, and axe-core finds nothing. And the drop zone and the wizard in use."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.gaya.rules import PAGES
from tests.browser.looks import sideways, violations
from tests.browser.town import Town
from tests.browser.visitor import DESK, PHONE, Visitor
from tests.factories import files
from tests.factories.gaya import demo_mode

ADDRESSES = ("/gaya/", *(f"/gaya/{name}" for name in PAGES), "/specimens/list/", "/specimens/add/data")
DROP = """(zone, [name, type, bytes]) => {
  const moved = new DataTransfer();
  moved.items.add(new File([new Uint8Array(bytes)], name, { type }));
  for (const kind of ['dragenter', 'dragover', 'drop']) zone.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: moved }));
}"""


@pytest.fixture(autouse=True)
def demo(app: Flask) -> Iterator[None]:
    with demo_mode(app):
        yield


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "Sertifikat Seminar.pdf"
    path.write_bytes(files.pdf())
    return path


@pytest.mark.slow
@pytest.mark.looks
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_of_the_style_guide(enter: Any, town: Town, theme: str) -> None:
    visitor: Visitor = enter("owner", color_scheme=theme)
    page, found = visitor.page, []
    page.evaluate("theme => localStorage.setItem('theme', theme)", theme)
    for address in ADDRESSES:
        visitor.open(address)
        page.wait_for_load_state("networkidle")
        expect(page.locator("html")).to_have_attribute("data-bs-theme", theme)
        for size, window in (("desk", DESK), ("phone", PHONE)):
            page.set_viewport_size(window)
            visitor.picture(f"gaya-{theme}-{size}{address.rstrip('/').replace('/', '-')}")
            found += [f"{address} ({theme}, {size}): {complaint}" for complaint in (*sideways(page), *violations(page))]
    assert not found, "\n".join(found)


@pytest.mark.manual("S10", "S11")
def test_the_wizard_from_the_first_step_to_the_record(enter: Any, town: Town, sheet: Path) -> None:
    visitor: Visitor = enter("owner")
    page = begin(visitor)
    page.get_by_label("Dokumen Sertifikat").set_input_files(sheet)
    expect(page.get_by_text("Sertifikat Seminar.pdf")).to_be_visible()
    visitor.picture("wizard-document")
    page.reload()
    page.go_back()
    expect(page.get_by_label("Nama Kursus")).to_have_value("Seminar Arsip")
    page.go_forward()
    page.get_by_label("Dokumen Sertifikat").set_input_files(sheet)
    expect(page.get_by_text("Sertifikat Seminar.pdf")).to_be_visible()
    page.get_by_role("button", name="Selanjutnya").click()
    expect(visitor.dialog()).to_contain_text("Apakah anda yakin?")
    visitor.picture("wizard-step-question")
    visitor.answer("Batal")
    expect(page).to_have_url(re.compile("/document$"))
    visitor.next_step()
    page.wait_for_url("**/summary")
    expect(page.get_by_role("navigation", name="Langkah").locator("[aria-current=step]")).to_contain_text("Ringkasan")
    page.get_by_role("button", name="Kirim").click()
    expect(page.get_by_role("alert").first).to_contain_text("Centang pernyataan ini")
    page.get_by_label("Saya menyatakan bahwa data yang saya input benar").check()
    page.get_by_role("button", name="Kirim").click()
    expect(visitor.dialog()).to_contain_text("Apakah anda yakin?")
    found = [*sideways(page), *violations(page)]
    visitor.picture("wizard-question")
    visitor.answer("Batal")
    page.get_by_role("button", name="Kirim").click()
    visitor.answer("Ya")
    page.wait_for_url("**/list/")
    expect(visitor.row("Seminar Arsip")).to_have_count(1)
    assert not found, "\n".join(found)


def test_a_draft_is_found_on_another_device(enter: Any, town: Town) -> None:
    begin(enter("owner"))
    visitor: Visitor = enter("owner", phone=True)
    page = visitor.open("/specimens/list/")
    drafts = page.get_by_role("list", name="Draf")
    expect(drafts).to_contain_text("Langkah 2 dari 3: Unggah Dokumen")
    found = [*sideways(page), *violations(page)]
    drafts.get_by_role("link", name="Lanjutkan").click()
    page.wait_for_url("**/add/document")
    page.get_by_role("button", name="Kembali").click()
    expect(page.get_by_label("Nama Kursus")).to_have_value("Seminar Arsip")
    visitor.open("/specimens/list/")
    drafts.get_by_role("button", name="Buang").click()
    visitor.answer("Ya, Lanjutkan")
    expect(drafts).to_have_count(0)
    assert not found, "\n".join(found)


def test_the_wizard_without_javascript(enter: Any, town: Town, sheet: Path) -> None:
    page = begin(enter("owner", java_script_enabled=False), asked=False)
    page.get_by_label("Dokumen Sertifikat").set_input_files(sheet)
    page.get_by_role("button", name="Selanjutnya").click()
    expect(page.get_by_text("Sertifikat Seminar.pdf")).to_be_visible()
    page.get_by_label("Saya menyatakan").check()
    page.get_by_role("button", name="Kirim").click()
    expect(page.locator("table.data-table tbody tr").filter(has_text="Seminar Arsip")).to_have_count(1)


def test_a_file_is_dropped_looked_at_and_taken_out_again(enter: Any, town: Town) -> None:
    page: Page = enter("owner").open("/gaya/documents")
    zone = page.locator("[data-dropzone]").first
    zone.evaluate(DROP, ["Piagam.pdf", "application/pdf", list(files.pdf())])
    expect(zone.get_by_text("Piagam.pdf")).to_be_visible()
    expect(zone.locator("[data-dropzone-status]")).to_have_text("Berkas telah diunggah.")
    with page.expect_download() as downloaded:
        zone.get_by_role("link", name="Unduh").click()
    assert downloaded.value.suggested_filename == "Piagam.pdf"
    zone.get_by_role("button", name="Hapus").click()
    expect(zone.locator("[data-dropzone-file]")).to_be_hidden()
    expect(zone.locator("input[type=file]")).to_be_focused()


@pytest.mark.parametrize(
    ("name", "media_type", "content", "words"),
    [
        ("foto.png", "image/png", b"\x89PNG", "Ini bukan PDF."),
        ("kosong.pdf", "application/pdf", b"", "Berkas kosong."),
        ("halaman.pdf", "application/pdf", b"<html>", "Ini bukan PDF."),
        ("skrip.pdf", "application/pdf", files.scripted_pdf(), "skrip"),
        ("terkunci.pdf", "application/pdf", files.locked_pdf(), "kata sandi"),
    ],
)
def test_a_refused_file_says_why(enter: Any, town: Town, name: str, media_type: str, content: bytes, words: str) -> None:
    page: Page = enter("owner").open("/gaya/documents")
    zone = page.locator("[data-dropzone]").first
    zone.evaluate(DROP, [name, media_type, list(content)])
    expect(zone.get_by_role("alert")).to_contain_text(words)
    expect(zone.locator("[data-dropzone-file]")).to_be_hidden()


def test_a_large_scan_comes_back_smaller_with_both_sizes(enter: Any, town: Town, tmp_path: Path) -> None:
    path = tmp_path / "pindai.pdf"
    path.write_bytes(files.scan(side=1500))
    visitor: Visitor = enter("owner")
    page = visitor.open("/gaya/documents")
    zone = page.locator("[data-dropzone]").first
    zone.locator("input[type=file]").set_input_files(path)
    expect(zone.get_by_text("telah dikecilkan menjadi")).to_be_visible()
    expect(zone.get_by_text("Berkas semula")).to_contain_text("MB")
    expect(zone.get_by_role("link", name="Pratinjau")).to_be_visible()
    assert violations(page) == []
    visitor.picture("dropzone-smaller")


def test_the_drop_zone_by_keyboard(enter: Any, town: Town, sheet: Path) -> None:
    visitor = enter("owner")
    # Listened for from the start: Chromium is told to hand its dialogs over while the page loads, not while the key goes down.
    visitor.page.on("filechooser", lambda chooser: chooser.set_files(sheet))
    page: Page = visitor.open("/gaya/documents")
    zone = page.locator("[data-dropzone]").first
    zone.locator("input[type=file]").focus()
    page.keyboard.press("Enter")
    expect(zone.get_by_text("Sertifikat Seminar.pdf")).to_be_visible()


def begin(visitor: Visitor, *, asked: bool = True) -> Page:
    """Fill in the first step; without JavaScript nobody is `asked` whether he is sure."""
    page = visitor.open("/specimens/add")
    page.get_by_label("Jenis Kursus").select_option("seminar")
    page.get_by_label("Nama Kursus").fill("Seminar Arsip")
    page.get_by_label("Tanggal Mulai").fill("2026-01-15")
    page.get_by_label("Durasi (jam)").fill("4")
    if asked:
        visitor.next_step()
    else:
        page.get_by_role("button", name="Selanjutnya").click()
    page.wait_for_url("**/document")
    return page
