"""The whole way of a proposal with JavaScript switched off: plain pages and forms, the same words, the same result."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.town import Town
from tests.browser.visitor import Visitor

TITLE = "Pelatihan Arsip Digital"


@pytest.mark.manual("P4")
@pytest.mark.manual("P25")
@pytest.mark.manual("P26")
@pytest.mark.manual("P31")
def test_propose_return_correct_forward_approve_and_read_the_history(enter: Any, town: Town) -> None:
    owner, opd, bkpsdm = (enter(name, java_script_enabled=False) for name in ("owner", "opd_admin", "bkpsdm_admin"))

    page = owner.menu("Individual Plan")
    page.get_by_role("link", name="Tambah", exact=True).first.click()
    page.get_by_label("Isi Manual").check()
    page.get_by_label("Usulan Diklat").fill(TITLE)
    owner.picture("plain-form")
    page.get_by_role("button", name="Simpan").click()
    owner.sees_toast("Data Berhasil Di Tambah")

    page = opd.menu("Individual Plan")
    opd.choose(TITLE, "Revisi")
    expect(page.get_by_role("main")).to_contain_text("Apakah Anda Ingin Merevisi Usulan Ini ?")
    expect(page.get_by_role("heading", name="FORM KETERANGAN")).to_be_visible()
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("alert").filter(has_text="wajib")).to_be_visible()
    page.get_by_label("Keterangan").fill("Sebutkan jenis arsipnya")
    opd.picture("plain-reason")
    page.get_by_role("button", name="Simpan").click()
    opd.sees_toast("Usulan telah dikembalikan untuk direvisi.")

    page = owner.menu("Individual Plan")
    owner.choose(TITLE, "Edit")
    page.get_by_label("Usulan Diklat").fill(f"{TITLE} Statis")
    page.get_by_role("button", name="Simpan").click()
    expect(owner.row(f"{TITLE} Statis").locator(".badge")).to_have_text("Usulan Masuk")

    opd.menu("Individual Plan")
    _confirmed(opd, "Teruskan", "Ya, Lanjutkan")
    expect(opd.row(TITLE)).to_have_count(0)

    page = bkpsdm.menu("Individual Plan")
    bkpsdm.row(TITLE).get_by_role("checkbox").check()
    page.locator("[data-bulk]").get_by_role("button", name="Setujui").click()
    page.get_by_role("button", name="Ya, Setujui").click()
    expect(page.get_by_role("main")).to_contain_text("1 baris")

    page = owner.menu("Individual Plan")
    expect(owner.row(TITLE).locator(".badge")).to_have_text("Disetujui")
    owner.choose(TITLE, "History Usulan")
    expect(page.get_by_role("heading", level=1)).to_have_text("HISTORY PENGAJUAN SIIP-ASN")
    expect(page.locator(".timeline > li")).to_have_count(5)
    expect(page.get_by_role("main")).to_contain_text("Sebutkan jenis arsipnya")
    owner.picture("plain-history")


@pytest.mark.manual("P28")
def test_lists_are_filtered_by_the_button(enter: Any, town: Town) -> None:
    town.proposal("owner", title=TITLE)
    town.proposal("stranger", title="Pelatihan Gizi")
    visitor = enter("bkpsdm_admin", java_script_enabled=False)
    page = visitor.menu("Individual Plan")
    page.get_by_role("search").get_by_label("OPD", exact=True).select_option(label="Dinas Kesehatan")
    page.get_by_role("search").get_by_role("button", name="Saring").click()
    expect(visitor.row("Pelatihan Gizi")).to_have_count(1)
    expect(visitor.row(TITLE)).to_have_count(0)


def _confirmed(visitor: Visitor, entry: str, yes: str) -> None:
    visitor.choose(TITLE, entry)
    visitor.page.get_by_role("button", name=yes, exact=True).click()
