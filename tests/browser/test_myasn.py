"""Ready for MyASN: an employee copies his record field by field on his phone and at his desk, ticks it, and BKPSDM sees it in the recapitulation and takes the file."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.looks import sideways, violations
from tests.browser.town import Town
from tests.browser.visitor import Visitor
from tests.factories.credentials import course_in
from tests.factories.myasn import package_in

NAMED = {"name": "Sosialisasi Manajemen ASN", "number": "20/BKPSDM/003/I/2026"}


def clipboard(page: Page) -> str:
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


def selected(page: Page) -> str:
    text: str = page.evaluate("(document.activeElement.value ?? '') || getSelection().toString()")
    return text


@pytest.mark.manual("S12", "S16")
@pytest.mark.parametrize("size", ["phone", "desk"])
def test_an_employee_copies_his_record_into_myasn(enter: Any, town: Town, app: Flask, size: str, tmp_path: Path) -> None:
    with app.app_context():
        course = course_in(town.city, "approved", **NAMED).id
    visitor: Visitor = enter("owner", phone=size == "phone")
    page = visitor.open(f"/courses/show/{course}")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=visitor.server)
    page.get_by_role("link", name="Siap MyASN", exact=True).last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sosialisasi Manajemen ASN")
    page.wait_for_load_state()
    found = [*sideways(page), *violations(page)]
    visitor.picture(f"myasn-card-{size}")
    field = page.get_by_role("button", name="Salin Nomor Sertifikat Kursus")
    field.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Tersalin")).to_be_visible()
    assert clipboard(page) == "20/BKPSDM/003/I/2026"
    expect(field).to_be_focused()
    page.get_by_role("button", name="Salin semua isian").click()
    expect(page.get_by_role("status").filter(has_text="Tersalin")).to_have_count(2)
    assert "Nama Kursus: Sosialisasi Manajemen ASN\nInstitusi Penyelenggara: BKPSDM Kota Contoh" in clipboard(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh untuk MyASN").click()
    assert download.value.suggested_filename.endswith("-Nomor_-_20-BKPSDM-003-I-2026-Sosialisasi_Manajemen_ASN.pdf")
    assert Path(download.value.path()).stat().st_size <= 1024 * 1024
    page.get_by_role("link", name="Tandai sudah dikirim ke MyASN").click()
    expect(visitor.dialog()).to_contain_text("Apakah riwayat ini sudah dikirim di MyASN?")
    found += [*sideways(page), *violations(page)]
    visitor.answer("Ya, sudah dikirim")
    visitor.sees_toast("Ditandai sudah dikirim ke MyASN.")
    expect(page.locator("main")).to_contain_text("Sudah dikirim ke MyASN")
    page.goto(f"{visitor.server}/myasn/list/")
    expect(visitor.row("Sosialisasi Manajemen ASN")).to_contain_text("Sudah dikirim ke MyASN")
    found += [*sideways(page), *violations(page)]
    visitor.picture(f"myasn-list-{size}")
    assert not found, "\n".join(found)


def test_without_leave_to_copy_the_text_is_selected(enter: Any, town: Town, app: Flask) -> None:
    with app.app_context():
        pk = package_in(town.city, **NAMED).id
    visitor: Visitor = enter("owner")
    visitor.page.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', { value: { writeText: () => Promise.reject(new Error('no')) } })"
    )
    page = visitor.open(f"/myasn/show/{pk}")
    page.wait_for_load_state()
    page.get_by_role("button", name="Salin Nama Kursus").click()
    expect(page.get_by_role("status").filter(has_text="Teks sudah dipilih: tekan Ctrl+C")).to_be_visible()
    assert selected(page) == "Sosialisasi Manajemen ASN"
    page.get_by_role("button", name="Salin semua isian").click()
    expect(page.get_by_label("Semua isian sebagai teks")).to_be_focused()
    assert "Nama Kursus: Sosialisasi Manajemen ASN" in selected(page)


def test_bkpsdm_ticks_many_and_takes_the_file(enter: Any, town: Town, app: Flask) -> None:
    with app.app_context():
        for owner in ("owner", "colleague", "stranger"):
            package_in(town.city, owner=owner, name=f"Kursus {owner}")
        package_in(town.city, kind="certification", owner="stranger", name="Sertifikasi lain")
    visitor: Visitor = enter("bkpsdm_admin")
    page = visitor.open("/myasn/list/?kind=course")
    page.wait_for_load_state()
    page.get_by_label("Pilih semua baris di halaman ini").check()
    page.get_by_role("link", name="Tandai sudah dikirim ke MyASN").or_(
        page.get_by_role("button", name="Tandai sudah dikirim ke MyASN")
    ).first.click()
    visitor.answer("Ya, sudah dikirim")
    expect(page.locator("main")).to_contain_text("3")
    page.goto(f"{visitor.server}/myasn/national?state=sent")
    page.wait_for_load_state()
    found = [*sideways(page), *violations(page)]
    page.locator("summary", has_text="Arti setiap isian").first.click()
    expect(page.get_by_text("jenisDiklatId").first).to_be_visible()
    visitor.picture("myasn-national-desk")
    found += [*sideways(page), *violations(page)]
    with page.expect_download() as download:
        page.get_by_role("link", name="Kursus: JSON").click()
    rows = json.loads(Path(download.value.path()).read_text())
    assert sorted(row["namaKursus"] for row in rows) == ["Kursus colleague", "Kursus owner", "Kursus stranger"]
    page.goto(f"{visitor.server}/myasn-recap/")
    expect(visitor.row("Dinas Kesehatan")).to_contain_text("1")
    visitor.picture("myasn-recap-desk")
    found += [*sideways(page), *violations(page)]
    assert not found, "\n".join(found)
