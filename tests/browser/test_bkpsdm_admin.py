"""The BKPSDM admin's journey (Admin SIIP-ASN): the whole agency's list, bulk steps, files and the recapitulation."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Download, Locator, expect
from pypdf import PdfReader

from tests.browser.town import Town
from tests.browser.visitor import Visitor

SPBE, ARCHIVE, FOOD = "Pelatihan SPBE Lanjutan", "Pelatihan Arsip Digital", "Pelatihan Gizi"


@pytest.fixture
def admin(enter: Any, town: Town) -> Visitor:
    """On the list with three proposals of two OPDs, one of them forwarded."""
    for name in ("owner", "stranger"):
        town.tested(name, {"owner": "VISIONARY LEADERSHIP", "stranger": "DIGITAL SKILL"}[name])
    town.proposal("owner", "forwarded", title=SPBE, recommendation="VISIONARY LEADERSHIP")
    town.proposal("colleague", "submitted", title=ARCHIVE)
    town.proposal("stranger", "submitted", title=FOOD, recommendation="DIGITAL SKILL")
    visitor: Visitor = enter("bkpsdm_admin")
    visitor.menu("Individual Plan")
    return visitor


def titles(visitor: Visitor) -> set[str]:
    return {title for title in (SPBE, ARCHIVE, FOOD) if visitor.row(title).count()}


def shows(visitor: Visitor, wanted: set[str]) -> None:
    """The list comes to hold exactly these, within five seconds."""
    for _wait in range(50):
        if titles(visitor) == wanted:
            return
        visitor.page.wait_for_timeout(100)
    assert titles(visitor) == wanted


def reset(visitor: Visitor) -> None:
    """Take every filter off and wait for the list."""
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("link", name="Atur Ulang").first.click()


def choose_option(visitor: Visitor, label: str, option: str) -> None:
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("search").get_by_label(label, exact=True).select_option(label=option)


def download(visitor: Visitor, link: Locator) -> Download:
    with visitor.page.expect_download() as waiting:
        link.click()
    return waiting.value


def sheet(file: Download) -> list[list[Any]]:
    workbook = load_workbook(BytesIO(Path(file.path()).read_bytes()))
    return [[cell.value for cell in row] for row in workbook.active.rows]


def fetched_pdf(visitor: Visitor, link: Locator) -> str:
    """The text of the PDF that `link` opens."""
    answer = visitor.page.request.get(visitor.server + str(link.get_attribute("href")))
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/pdf"
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.body())).pages)


@pytest.mark.manual("P28")
def test_the_list_has_ticks_filters_and_buttons_of_the_manual(admin: Visitor) -> None:
    page = admin.page
    shows(admin, {SPBE, ARCHIVE, FOOD})
    expect(page.locator("tbody input[type=checkbox]")).to_have_count(3)
    for option in ("Pilih OPD", "Pilih Rekomendasi", "Semua Status"):
        expect(page.get_by_role("search").locator("option", has_text=option)).to_have_count(1)
    for button in ("Tambah", "Cetak", "Export ke Excel"):
        expect(page.get_by_role("link", name=button, exact=True)).to_be_visible()
    admin.picture("bkpsdm-list")
    choose_option(admin, "OPD", "Dinas Kesehatan")
    shows(admin, {FOOD})
    reset(admin)
    choose_option(admin, "Rekomendasi", "VISIONARY LEADERSHIP")
    shows(admin, {SPBE})
    reset(admin)
    choose_option(admin, "Status", "Usulan Masuk")
    shows(admin, {ARCHIVE, FOOD})
    page.get_by_role("searchbox").fill("gizi")
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_url("**q=gizi**")
    shows(admin, {FOOD})
    admin.picture("bkpsdm-list-filtered")


@pytest.mark.manual("P28")
def test_excel_and_print_hold_exactly_what_is_filtered(admin: Visitor) -> None:
    choose_option(admin, "OPD", "Dinas Pendidikan")
    file = download(admin, admin.page.get_by_role("link", name="Export ke Excel", exact=True))
    assert file.suggested_filename.endswith(".xlsx")
    cells = [str(cell) for row in sheet(file) for cell in row]
    assert {title for title in (SPBE, ARCHIVE, FOOD) if title in cells} == {SPBE, ARCHIVE}
    text = " ".join(fetched_pdf(admin, admin.page.get_by_role("link", name="Cetak", exact=True)).split())
    assert {title for title in (SPBE, ARCHIVE, FOOD) if title in text} == {SPBE, ARCHIVE}


@pytest.mark.manual("P29")
def test_he_proposes_for_somebody_whose_data_fill_themselves_in(admin: Visitor, enter: Any, town: Town) -> None:
    page = admin.page
    page.get_by_role("link", name="Tambah", exact=True).first.click()
    page.locator(".ts-control").click()
    page.get_by_role("combobox").press_sequentially(town.nips["supervisor"])
    page.get_by_role("option", name=town.nips["supervisor"]).click()
    continued = page.get_by_role("button", name="Lanjutkan")
    if continued.count():
        continued.click()
    expect(page.get_by_label("NIP", exact=True)).to_have_value(town.nips["supervisor"])
    expect(page.get_by_label("OPD", exact=True)).to_have_value("Dinas Pendidikan")
    expect(page.get_by_label("Jabatan", exact=True)).not_to_have_value("")
    admin.picture("bkpsdm-form")
    page.get_by_label("Isi Manual").check()
    page.get_by_label("Usulan Diklat").fill("Pelatihan Kepala Bidang")
    page.get_by_role("button", name="Simpan").click()
    admin.sees_toast("Data Berhasil Di Tambah")
    for name in ("supervisor", "opd_admin"):
        other = enter(name)
        other.menu("Individual Plan")
        expect(other.row("Pelatihan Kepala Bidang").locator(".badge")).to_have_text("Usulan Masuk")


@pytest.mark.manual("P30")
def test_he_forwards_and_returns_early_ones_and_decides_forwarded_ones(admin: Visitor) -> None:
    early = [entry for entry in admin.actions(ARCHIVE) if entry != "Rincian"]
    assert early == ["Edit", "Teruskan", "Revisi", "Tolak", "Hapus", "History Usulan"]
    admin.page.keyboard.press("Escape")
    forwarded = [entry for entry in admin.actions(SPBE) if entry != "Rincian"]
    assert forwarded == ["Edit", "Revisi", "Tolak", "Setujui", "Hapus", "History Usulan"]
    admin.picture("bkpsdm-menu")


@pytest.mark.manual("P31")
def test_approving_asks_and_the_employee_sees_it(admin: Visitor, enter: Any) -> None:
    admin.choose(SPBE, "Setujui")
    expect(admin.dialog()).to_contain_text("Apakah Anda Yakin Ingin Menyetujui Usulan Ini ?")
    admin.answer("Ya, Setujui")
    admin.sees_toast("Usulan telah disetujui.")
    expect(admin.row(SPBE).locator(".badge")).to_have_text("Disetujui")
    owner = enter("owner")
    owner.menu("Individual Plan")
    expect(owner.row(SPBE).locator(".badge")).to_have_text("Disetujui")
    owner.page.get_by_role("link", name=re.compile("^Pemberitahuan \\d")).click()
    expect(owner.page.get_by_role("main")).to_contain_text("Usulan diklat Anda telah disetujui")
    owner.picture("employee-notifications")


@pytest.mark.manual("P32")
def test_deleting_asks_and_the_row_is_gone_for_everybody(admin: Visitor, enter: Any) -> None:
    admin.choose(ARCHIVE, "Hapus")
    expect(admin.dialog()).to_contain_text("Apakah Anda Yakin Ingin Menghapus Usulan Ini ?")
    admin.picture("bkpsdm-delete")
    admin.answer("Ya, Hapus")
    admin.sees_toast("Usulan telah dihapus.")
    shows(admin, {SPBE, FOOD})
    colleague = enter("colleague")
    colleague.menu("Individual Plan")
    expect(colleague.row(ARCHIVE)).to_have_count(0)


@pytest.mark.manual("P28")
@pytest.mark.manual("P31")
def test_a_step_on_ticked_rows_says_for_each_what_became_of_it(admin: Visitor) -> None:
    page = admin.page
    bar = page.locator("[data-bulk]")
    bar.get_by_role("button", name="Setujui").click()
    expect(page.locator("[data-toast=warning]")).to_contain_text("Centang sedikitnya satu baris")
    for title in (SPBE, ARCHIVE):
        admin.row(title).get_by_role("checkbox").check()
    expect(bar.locator("[data-bulk-count]")).to_have_text("2 dipilih")
    admin.picture("bkpsdm-bulk")
    bar.get_by_role("button", name="Setujui").click()
    admin.answer("Ya, Setujui")
    main = page.get_by_role("main")
    expect(main.get_by_role("row").filter(has_text=ARCHIVE)).to_contain_text("Usulan Masuk")
    expect(main.locator("details li")).to_contain_text([SPBE])
    admin.picture("bkpsdm-bulk-result")
    page.get_by_role("link", name="Kembali ke daftar").click()
    expect(admin.row(SPBE).locator(".badge")).to_have_text("Disetujui")
    expect(admin.row(ARCHIVE).locator(".badge")).to_have_text("Usulan Masuk")


@pytest.mark.manual("P26")
@pytest.mark.manual("P28")
def test_a_step_on_all_that_match_carries_one_reason_to_every_row(admin: Visitor) -> None:
    choose_option(admin, "Status", "Usulan Masuk")
    admin.page.locator("[data-bulk-all]").check()
    admin.page.locator("[data-bulk]").get_by_role("button", name="Revisi").click()
    admin.answer("Ya, Lanjutkan!")
    admin.write_reason("Lengkapi alasan")
    admin.answer("Simpan")
    expect(admin.page.get_by_role("main")).to_contain_text("2 baris")
    admin.menu("Individual Plan")
    for title, badge in ((SPBE, "Diteruskan"), (ARCHIVE, "Usulan Direvisi"), (FOOD, "Usulan Direvisi")):
        expect(admin.row(title).locator(".badge")).to_have_text(badge)


@pytest.mark.manual("P33")
def test_the_recapitulation_ranks_merges_prints_and_exports(admin: Visitor, town: Town) -> None:
    town.proposal("supervisor", title="pelatihan  arsip DIGITAL")
    admin.menu("Rekapitulasi")
    page = admin.page
    first = page.locator("tbody tr").first
    expect(first).to_contain_text(ARCHIVE)
    expect(first.locator("[data-label=Usulan]")).to_have_text("2")
    expect(page.locator("figure img")).to_have_js_property("complete", True)
    assert page.locator("figure img").evaluate("image => image.naturalWidth") > 0
    admin.picture("bkpsdm-recap")
    page.get_by_role("link", name="Gabungkan isian manual").click()
    group = page.locator("form.card").filter(has_text=ARCHIVE)
    expect(group).to_contain_text("2 usulan")
    group.locator(".ts-control").click()
    group.get_by_role("combobox").press_sequentially("Tata Naskah")
    page.get_by_role("option", name="Pelatihan Tata Naskah Dinas").click()
    admin.picture("bkpsdm-merge")
    group.get_by_role("button", name="Gabungkan").click()
    expect(page.locator("form.card").filter(has_text=ARCHIVE)).to_have_count(0)
    admin.menu("Rekapitulasi")
    expect(page.locator("tbody tr").first).to_contain_text("Pelatihan Tata Naskah Dinas")
    file = download(admin, page.get_by_role("link", name="Export ke Excel", exact=True))
    ranking = [row for row in sheet(file) if "Pelatihan Tata Naskah Dinas" in row]
    assert [row[:3] for row in ranking] == [[1, "Pelatihan Tata Naskah Dinas", 2]]
    text = fetched_pdf(admin, page.get_by_role("link", name="Cetak", exact=True))
    assert "REKAPITULASI USULAN DIKLAT TERBANYAK YANG DIMINATI" in " ".join(text.split())
    assert "Pelatihan Tata Naskah Dinas" in text
    admin.menu("Individual Plan")
    expect(admin.row(ARCHIVE).first).to_be_visible()
