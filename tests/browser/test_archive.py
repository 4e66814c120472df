"""Skor Arsip Digital from hand to hand: an employee sees what is missing and uploads it on his phone, an officer verifies it, and the score rises (S1 to S8)."""

import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from app.archive.models import ArchiveDocument
from app.kernel.db import session
from tests.browser.test_menu_pages import sideways, violations
from tests.browser.town import Town
from tests.browser.visitor import Visitor
from tests.factories import files
from tests.factories.archive import complete, document_in
from tests.factories.credentials import course_in

VERIFIED = "Dokumen berhasil di unggah dan telah terverifikasi"


@pytest.fixture
def decree(tmp_path: Path) -> Path:
    path = tmp_path / "Scan D2NP.pdf"
    path.write_bytes(files.pdf())
    return path


def category(page: Page, name: str) -> Locator:
    """The part of the page that speaks of one category."""
    return page.get_by_role("region", name=re.compile(rf"^(belum lengkap )?{name} \d+%$"))


@pytest.mark.manual("S1", "S3", "S4", "S5", "S6", "S7", "S8")
def test_a_missing_document_is_uploaded_verified_and_lifts_the_score(enter: Any, town: Town, app: Flask, decree: Path) -> None:
    with app.app_context():
        for key in ("sk_cpns", "sk_pangkat", "sk_jabatan", "ijazah", "sk_pns"):
            document_in(town.city, "approved", document_type=key)
        course_in(town.city, "approved", name="Pelatihan Kearsipan")
    visitor: Visitor = enter("owner", phone=True)
    page = visitor.open("/")
    panel = page.locator("#panel-archive")
    expect(panel).to_contain_text("Skor Arsip Digital")
    expect(panel).to_contain_text("92,5 Sangat lengkap")
    visitor.picture("archive-panel-phone")
    panel.get_by_role("link", name="Buka arsip saya").click()
    page.wait_for_url("**/archive/")
    found = [*sideways(page), *violations(page)]
    expect(page.get_by_text(re.compile(r"Sinkronisasi terakhir: \d{1,2} \w+ \d{4} \d\d:\d\d:\d\d"))).to_be_visible()
    expect(category(page, "D2NP")).to_contain_text("belum ada")
    expect(category(page, "CPNS")).to_contain_text(VERIFIED)
    expect(category(page, "Diklat")).to_contain_text("Pelatihan Kearsipan")
    lift = page.get_by_role("region", name="Yang paling menaikkan skor Anda")
    expect(lift).to_contain_text("+7,5 poin")
    visitor.picture("archive-phone")
    lift.get_by_role("link", name="Unggah Dokumen: D2NP/D2NIP").click()
    page.wait_for_url("**/archive-documents/add**")
    expect(page.locator("[name=document_type]")).to_have_value("d2np")
    page.locator("[name=number]").fill("-")
    page.locator("[name=issued_on]").fill("2020-02-01")
    page.locator("input[type=file]").set_input_files(decree)
    expect(page.get_by_text("Scan D2NP.pdf")).to_be_visible()
    visitor.picture("archive-form-phone")
    found += [*sideways(page), *violations(page)]
    page.get_by_role("button", name="Simpan").click()
    page.wait_for_url("**/archive/")
    expect(category(page, "D2NP")).to_contain_text("Menunggu Verifikasi")
    expect(page.locator("main")).to_contain_text("92,5 dari 100")
    officer: Visitor = enter("bkpsdm_admin")
    desk = officer.open("/archive-documents/list/")
    found += [*sideways(desk), *violations(desk)]
    officer.picture("archive-list-desk")
    desk.get_by_role("link", name="Verifikasi 1 data").click()
    expect(desk.locator(".review-place")).to_contain_text("1 dari 1")
    expect(desk.locator(".review-frame")).to_be_visible()
    desk.wait_for_load_state()
    found += [*sideways(desk), *violations(desk)]
    officer.picture("archive-review-desk")
    desk.keyboard.press("Alt+a")
    desk.wait_for_url("**/archive-documents/list/**")
    with app.app_context():
        assert session().scalars(select(ArchiveDocument.state).where(ArchiveDocument.document_type == "d2np")).one() == "approved"
    page = visitor.open("/archive/")
    expect(category(page, "D2NP")).to_contain_text(VERIFIED)
    expect(page.locator("main")).to_contain_text("100 dari 100")
    expect(page.locator("main")).to_contain_text("Sangat lengkap")
    visitor.picture("archive-complete-phone")
    assert not found, "\n".join(found)


@pytest.mark.manual("S6", "S7")
def test_ones_archive_on_a_desk_and_a_returned_document_replaced(enter: Any, town: Town, app: Flask, decree: Path) -> None:
    with app.app_context():
        document_in(town.city, "returned", document_type="sk_pns")
        document_in(town.city, "waiting", document_type="sk_cpns")
        document_in(town.city, "approved", document_type="sk_jabatan")
    visitor: Visitor = enter("owner")
    page = visitor.open("/archive/")
    found = [*sideways(page), *violations(page)]
    visitor.picture("archive-desk")
    lift = page.get_by_role("region", name="Yang paling menaikkan skor Anda")
    expect(lift.get_by_role("link", name="Perbaiki: SK PNS")).to_be_visible()
    pns = category(page, "PNS")
    expect(pns).to_contain_text("Perlu Perbaikan")
    pns.get_by_role("link", name="Perbaiki").click()
    page.wait_for_url("**/archive-documents/edit/**")
    page.locator("[name=number]").fill("821/77/2020")
    page.locator("input[type=file]").set_input_files(decree)
    expect(page.get_by_text("Scan D2NP.pdf")).to_be_visible()
    page.get_by_role("button", name="Simpan").click()
    page.wait_for_url("**/archive/")
    expect(category(page, "PNS")).to_contain_text("Menunggu Verifikasi")
    assert not found, "\n".join(found)


@pytest.mark.manual("S4", "S5")
def test_those_who_lead_and_administer_see_the_archives_of_their_people(enter: Any, town: Town, app: Flask) -> None:
    with app.app_context():
        complete(town.city)
    found = []
    for phone in (False, True):
        visitor: Visitor = enter("bkpsdm_admin", phone=phone)
        size = "phone" if phone else "desk"
        page = visitor.open("/archive-recap/")
        expect(page.get_by_role("link", name="Dinas Pendidikan")).to_be_visible()
        found += [*sideways(page), *violations(page)]
        visitor.picture(f"archive-recap-{size}")
        page = visitor.open("/archive-scores/list/?level=sangat_lengkap")
        expect(page.get_by_role("link", name=town.full_names["owner"])).to_be_visible()
        found += [*sideways(page), *violations(page)]
        visitor.picture(f"archive-scores-{size}")
    page.get_by_role("link", name=town.full_names["owner"]).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Arsip Digital {town.full_names['owner']}")
    expect(page.get_by_role("link", name=re.compile("Unggah Dokumen"))).to_have_count(0)
    found += [*sideways(page), *violations(page)]
    assert not found, "\n".join(found)


@pytest.mark.manual("S3", "S4", "S5", "S6")
@pytest.mark.parametrize("phone", [True, False])
def test_the_score_of_the_first_page_opens_its_dialog(enter: Any, town: Town, app: Flask, phone: bool) -> None:
    with app.app_context():
        document_in(town.city, "approved", document_type="sk_cpns")
    visitor: Visitor = enter("owner", phone=phone)
    page = visitor.open("/")
    page.locator("#panel-archive .ring-words a").click()
    dialog = page.get_by_role("dialog", name="Skor Arsip Digital")
    expect(dialog).to_contain_text("Arsip Utama")
    expect(dialog).to_contain_text("Arsip Kondisional")
    expect(dialog).to_contain_text("Sinkronisasi terakhir")
    visitor.picture(f"archive-dialog-{'phone' if phone else 'desk'}")
    found = [*sideways(page), *violations(page)]
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.locator("#panel-archive .ring-words a").click()
    dialog.get_by_role("link", name="Unggah Dokumen: D2NP").click()
    page.wait_for_url("**/archive/#category-d2np")
    assert not found, "\n".join(found)
