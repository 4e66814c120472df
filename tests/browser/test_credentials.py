"""Riwayat Sertifikasi from hand to hand: an employee enters a course on his phone, an officer verifies the queue at his desk (S9 to S19)."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.credentials.models import Certification, Course
from app.kernel.db import session
from tests.browser.test_menu_pages import sideways, violations
from tests.browser.town import Town
from tests.browser.visitor import Visitor
from tests.factories import files
from tests.factories.credentials import course_in, make_proof


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "Sertifikat Sosialisasi.pdf"
    path.write_bytes(files.pdf())
    return path


def choose(page: Page, label: str, text: str) -> None:
    """Type into a select that searches, and take what it finds."""
    page.get_by_role("combobox", name=label, exact=True).locator("xpath=..").click()
    page.keyboard.type(text)
    page.get_by_role("option", name=text, exact=True).click()


def fill(page: Page, **texts: str) -> None:
    for name, text in texts.items():
        page.locator(f"[name={name}]").fill(text)


@pytest.mark.manual("S9", "S10", "S11", "S12", "S13", "S14")
def test_an_employee_enters_a_course_on_his_phone(enter: Any, town: Town, app: Flask, sheet: Path) -> None:
    visitor: Visitor = enter("owner", phone=True)
    page = visitor.open("/credentials/add")
    found = [*sideways(page), *violations(page)]
    visitor.picture("credentials-kind-phone")
    page.get_by_role("radio", name="KURSUS").check()
    page.get_by_role("button", name="Selanjutnya").click()
    page.wait_for_url("**/courses/add/data")
    choose(page, "Jenis Kursus", "Sosialisasi")
    choose(page, "Klasifikasi Kursus", "APARATUR NEGARA/KEPEGAWAIAN")
    fill(page, name="Sosialisasi Manajemen ASN", organiser="BKPSDM Kota Surakarta", number="20/BKPSDM/003/I/2026")
    fill(page, year="2026", begins_on="2026-01-15", ends_on="2026-01-15", jp="4")
    visitor.picture("credentials-data-phone")
    found += [*sideways(page), *violations(page)]
    visitor.next_step()
    page.wait_for_url("**/document")
    page.locator("input[type=file]").set_input_files(sheet)
    expect(page.get_by_text("Sertifikat Sosialisasi.pdf")).to_be_visible()
    visitor.picture("credentials-document-phone")
    found += [*sideways(page), *violations(page)]
    visitor.next_step()
    page.wait_for_url("**/summary")
    visitor.picture("credentials-summary-phone")
    found += [*sideways(page), *violations(page)]
    page.get_by_label("Saya menyatakan bahwa data yang saya input benar").check()
    page.get_by_role("button", name="Kirim").click()
    expect(visitor.dialog()).to_contain_text("Apakah anda yakin?")
    visitor.answer("Ya")
    page.wait_for_url("**/courses/list/")
    expect(visitor.row("Sosialisasi Manajemen ASN")).to_contain_text("Menunggu Verifikasi")
    visitor.picture("credentials-list-phone")
    with app.app_context():
        course = session().scalars(select(Course)).one()
        assert (course.state, course.number, course.jp) == ("waiting", "20/BKPSDM/003/I/2026", 4)
    assert not found, "\n".join(found)


@pytest.mark.manual("S15", "S16", "S17")
def test_a_title_appears_with_its_place(enter: Any, town: Town, app: Flask, sheet: Path) -> None:
    visitor: Visitor = enter("owner")
    page = visitor.open("/certifications/add/data")
    title = page.get_by_label("Gelar Belakang Sertifikasi")
    expect(title).to_be_hidden()
    choose(page, "Klasifikasi Sertifikasi", "PENGADAAN BARANG/JASA PEMERINTAH")
    fill(page, name="Uji Kompetensi Pengadaan Barang/Jasa", number="LKPP-77", organiser="LKPP")
    fill(page, certified_on="2026-04-21", valid_from="2026-04-21", valid_until="2029-04-20")
    page.get_by_role("checkbox", name="Gelar Belakang").check()
    expect(title).to_be_visible()
    visitor.next_step()
    expect(page.get_by_role("alert").first).to_contain_text("Tulis gelar belakang")
    title.fill("C.PBJ")
    visitor.next_step()
    page.locator("input[type=file]").set_input_files(sheet)
    expect(page.get_by_text("Sertifikat Sosialisasi.pdf")).to_be_visible()
    visitor.next_step()
    page.wait_for_url("**/summary")
    expect(page.locator("main")).to_contain_text("C.PBJ")
    page.get_by_label("Saya menyatakan").check()
    page.get_by_role("button", name="Kirim").click()
    page.locator("dialog[open]").get_by_role("button", name="Ya", exact=True).click()
    page.wait_for_url("**/certifications/list/")
    with app.app_context():
        assert session().scalars(select(Certification.back_title)).one() == "C.PBJ"


@pytest.mark.manual("S19")
def test_an_officer_verifies_the_queue_without_leaving_the_screen(enter: Any, town: Town, app: Flask) -> None:
    with app.app_context():
        scan = files.pdf(text="Sertifikat yang sama")
        for owner, name in (
            ("owner", "Kursus pertama"),
            ("colleague", "Kursus kedua"),
            ("stranger", "Kursus ketiga"),
            ("supervisor", "Kursus keempat"),
        ):
            held = make_proof(town.city.actor(owner), content=scan) if owner != "stranger" else make_proof(town.city.actor(owner))
            course_in(town.city, owner=owner, name=name, certificate_id=held)
    visitor: Visitor = enter("bkpsdm_admin")
    page = visitor.open("/courses/list/")
    page.get_by_role("link", name="Verifikasi 4 data").click()
    expect(page.locator(".review-place")).to_contain_text("1 dari 4")
    expect(page.get_by_text("Berkas yang sama menjadi bukti data milik").first).to_be_visible()
    found = [*sideways(page), *violations(page)]
    page.wait_for_timeout(800)
    visitor.picture("review-desk")
    page.keyboard.press("Alt+n")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kursus kedua")
    page.wait_for_load_state()  # keys are heard once the scripts stand
    page.keyboard.press("Alt+p")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kursus pertama")
    page.get_by_role("button", name="Setujui").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kursus kedua")
    expect(page.locator(".review-place")).to_contain_text("1 dari 3")
    page.get_by_role("link", name="Kembalikan untuk diperbaiki").click()
    visitor.write_reason("Nomor tidak terbaca. Mohon pindai ulang, Alt n tidak berpindah.")
    page.keyboard.press("Alt+n")
    expect(visitor.dialog()).to_contain_text("Kembalikan data ini untuk diperbaiki?")
    visitor.picture("review-reason-desk")
    visitor.answer("Ya, kembalikan")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kursus ketiga")
    page.wait_for_load_state()
    page.keyboard.press("Alt+a")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kursus keempat")
    expect(page.locator(".review-place")).to_contain_text("1 dari 1")
    page.get_by_role("button", name="Setujui").click()
    page.wait_for_url("**/courses/list/**")
    expect(page.locator("[data-toast=success]").last).to_contain_text("Tidak ada lagi data")
    with app.app_context():
        states = dict(session().execute(select(Course.name, Course.state)).all())
    assert states == {"Kursus pertama": "approved", "Kursus kedua": "returned", "Kursus ketiga": "approved", "Kursus keempat": "approved"}
    assert not found, "\n".join(found)


@pytest.mark.manual("S13")
def test_an_earlier_refusal_goes_when_the_next_file_is_on_its_way(enter: Any, sheet: Path) -> None:
    visitor: Visitor = enter("owner")
    page = visitor.open("/certifications/add/data")
    choose(page, "Klasifikasi Sertifikasi", "KEARSIPAN")
    fill(
        page,
        name="Uji Kompetensi",
        number="1/2026",
        certified_on="2026-04-21",
        valid_from="2026-04-21",
        valid_until="2029-04-20",
        organiser="LKPP",
    )
    visitor.next_step()
    page.wait_for_url("**/document")
    visitor.next_step()
    expect(page.locator(".error-summary")).to_contain_text("wajib diisi")
    page.locator("input[type=file]").set_input_files(sheet)
    expect(page.get_by_text("Sertifikat Sosialisasi.pdf")).to_be_visible()
    expect(page.get_by_text("wajib diisi")).to_have_count(0)
    expect(page.locator(".error-summary")).to_have_count(0)
    expect(page.locator("[aria-invalid]")).to_have_count(0)
