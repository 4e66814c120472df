"""The employee's journey through SIIP-ASN, page by page, with the words of the manual."""

import re
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.kernel import clock
from app.proposals.views import ProposalView
from tests.browser.town import Town

TITLE = "Pelatihan Arsip Digital"


def labels(page: Page) -> list[str]:
    return [text.strip() for text in page.locator("table.data-table thead th").all_inner_texts() if text.strip()]


def open_form(page: Page) -> Page:
    page.get_by_role("link", name="Tambah", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Form SIIP ASN")
    return page


def choose_training(page: Page, title: str) -> None:
    page.locator(".ts-control").click()
    page.get_by_role("combobox", name="Jenis Diklat").press_sequentially(title)
    page.get_by_role("option", name=title).click()
    expect(page.get_by_role("listbox")).to_be_hidden()


def propose_by_hand(page: Page, title: str = TITLE) -> None:
    page.get_by_label("Isi Manual").check()
    page.get_by_label("Usulan Diklat").fill(title)
    page.get_by_role("button", name="Simpan").click()


@pytest.mark.manual("P3")
def test_the_menu_leads_from_siip_asn_to_the_individual_plan(enter: Any) -> None:
    visitor = enter("owner")
    page = visitor.page
    expect(page.get_by_role("navigation", name="Navigasi utama").get_by_text("SIIP-ASN")).to_be_visible()
    visitor.menu("Individual Plan")
    expect(page.get_by_role("heading", level=1)).to_have_text("SIIP ASN")
    expect(page.get_by_role("navigation", name="Jejak halaman").get_by_role("listitem")).to_have_text(["HOME", "SIIP ASN"])
    expect(page.get_by_text("Belum ada usulan")).to_be_visible()
    visitor.picture("employee-list-empty")


@pytest.mark.manual("P4")
@pytest.mark.manual("P6")
def test_the_form_knows_who_he_is_and_lets_nobody_change_it(enter: Any, town: Town) -> None:
    visitor = enter("owner")
    page = open_form(visitor.menu("Individual Plan"))
    nip = town.nips["owner"]
    shown = {
        "Nama Pegawai": f"[{nip}] {town.full_names['owner'].upper()}",
        "NIP": nip,
        "Jabatan": "Analis Sumber Daya Manusia Aparatur",
        "OPD": "Dinas Pendidikan",
    }
    for label, value in shown.items():
        field = page.get_by_label(label, exact=True)
        expect(field).to_have_value(value)
        expect(field).not_to_be_editable()
    visitor.picture("employee-form")


@pytest.mark.manual("P7")
@pytest.mark.manual("P8")
@pytest.mark.manual("P9")
@pytest.mark.manual("P10")
def test_the_choice_shows_the_guide_or_the_field_to_fill_in(enter: Any) -> None:
    visitor = enter("owner")
    page = open_form(visitor.menu("Individual Plan"))
    expect(page.get_by_label("Dari Panduan Jenis Diklat")).to_be_checked()
    expect(page.get_by_label("Usulan Diklat")).to_be_hidden()
    expect(page.get_by_text("Silahkan isi manual jika tidak ada jenis diklat yg dimaksud")).to_be_visible()
    expect(page.locator(".ts-control")).to_contain_text("Pilih Jenis Diklat")
    search = page.get_by_role("combobox", name="Jenis Diklat")
    page.locator(".ts-control").click()
    for title in ("Pelatihan Kepemimpinan Administrator (PKA)", "Pelatihan SPBE", "Pelatihan Tata Naskah Dinas"):
        expect(page.get_by_role("option", name=title)).to_be_attached()
    search.press_sequentially("coaching")
    expect(page.get_by_role("option", name="Pelatihan Coaching dan Mentoring")).to_be_visible()
    expect(page.get_by_role("option", name="Pelatihan SPBE")).to_be_hidden()
    page.keyboard.press("Escape")
    page.get_by_label("Isi Manual").check()
    expect(page.get_by_label("Usulan Diklat")).to_be_visible()
    expect(page.get_by_role("combobox", name="Jenis Diklat")).to_be_hidden()
    expect(page.get_by_text("Silahkan isi sesuai dengan jenis diklat yang akan diusulkan.")).to_be_visible()


@pytest.mark.manual("P11")
def test_the_date_of_the_proposal_is_today_unless_he_says_otherwise(enter: Any) -> None:
    page = open_form(enter("owner").menu("Individual Plan"))
    expect(page.get_by_label(re.compile(r"^Tanggal Usul\*?$"))).to_have_value(clock.today().isoformat())
    page.get_by_label("Tanggal Usul").fill(date(clock.today().year, 1, 2).isoformat())
    propose_by_hand(page)
    expect(page.locator("table.data-table")).to_contain_text(f"02/01/{clock.today().year}")


@pytest.mark.manual("P5")
@pytest.mark.manual("P12")
def test_only_who_took_the_competence_test_is_asked_for_its_recommendation(enter: Any, town: Town) -> None:
    town.tested("colleague")
    untested, tested = enter("owner"), enter("colleague")
    page = open_form(untested.menu("Individual Plan"))
    expect(page.get_by_label("Rekomendasi Dari Hasil Talentpool")).to_have_count(0)
    page = open_form(tested.menu("Individual Plan"))
    expect(page.get_by_text("Silahkan isi rekomendasi kompetensi dari hasil talentpool")).to_be_visible()
    page.get_by_label("Rekomendasi Dari Hasil Talentpool").fill("VISIONARY LEADERSHIP")
    tested.picture("employee-form-tested")
    propose_by_hand(page)
    expect(tested.row(TITLE)).to_contain_text("VISIONARY LEADERSHIP")


@pytest.mark.manual("P13")
@pytest.mark.manual("P14")
@pytest.mark.manual("P15")
@pytest.mark.manual("P16")
def test_saving_shows_the_green_notice_and_the_list(enter: Any, town: Town) -> None:
    visitor = enter("owner")
    page = open_form(visitor.menu("Individual Plan"))
    choose_training(page, "Pelatihan SPBE")
    page.get_by_role("button", name="Simpan").click()
    visitor.sees_toast("Data Berhasil Di Tambah")
    visitor.picture("employee-list")
    assert labels(page) == ["Pegawai", "Rekomendasi", "Usulan Diklat", "Tanggal Usulan", "Status", "Aksi"]
    row = visitor.row("Pelatihan SPBE")
    for text in (town.full_names["owner"], f"NIP: {town.nips['owner']}", "Jabatan: Analis", "OPD: Dinas Pendidikan"):
        expect(row).to_contain_text(text)
    expect(row).to_contain_text(f"{clock.today():%d/%m/%Y}")
    expect(row.locator(".badge")).to_have_text("Usulan Masuk")
    expect(page.get_by_role("searchbox")).to_be_visible()
    expect(page.get_by_label("Tampilkan", exact=True)).to_have_value("10")


@pytest.mark.manual("P13")
def test_back_leads_to_the_list_and_keeps_nothing(enter: Any) -> None:
    page = open_form(enter("owner").menu("Individual Plan"))
    page.get_by_role("link", name="Kembali").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("SIIP ASN")
    expect(page.get_by_text("Belum ada usulan")).to_be_visible()


def test_what_is_missing_is_said_beside_the_field_and_nothing_typed_is_lost(enter: Any) -> None:
    visitor = enter("owner")
    page = open_form(visitor.menu("Individual Plan"))
    page.get_by_label("Tanggal Usul").fill("2020-02-03")
    propose_by_hand(page, "")
    summary = page.get_by_role("alert").filter(has_text="Usulan Diklat")
    expect(summary).to_be_focused()
    expect(page.get_by_label("Usulan Diklat")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Isi Manual")).to_be_checked()
    expect(page.get_by_label("Tanggal Usul")).to_have_value("2020-02-03")
    visitor.picture("employee-form-errors")


@pytest.mark.manual("P18")
def test_a_second_proposal_in_the_period_is_refused_in_words(enter: Any, town: Town) -> None:
    town.proposal("owner", "forwarded")
    visitor = enter("owner")
    propose_by_hand(open_form(visitor.menu("Individual Plan")), "Pelatihan Kedua")
    expect(visitor.page.get_by_role("alert").first).to_contain_text("Hanya bisa mengusulkan 1 (satu) kali usulan diklat")
    expect(visitor.page.get_by_label("Usulan Diklat")).to_have_value("Pelatihan Kedua")
    visitor.picture("employee-second-refused")


@pytest.mark.manual("P19")
@pytest.mark.manual("P20")
@pytest.mark.manual("P21")
@pytest.mark.parametrize(("state", "badge"), [("revised", "Usulan Direvisi"), ("rejected", "Usulan Ditolak")])
def test_a_corrected_proposal_comes_in_again(enter: Any, town: Town, state: str, badge: str) -> None:
    town.proposal("owner", state, title=TITLE)
    visitor = enter("owner")
    visitor.menu("Individual Plan")
    expect(visitor.row(TITLE).locator(".badge")).to_have_text(badge)
    visitor.choose(TITLE, "Edit")
    page = visitor.page
    expect(page.get_by_label("Isi Manual")).to_be_checked()
    expect(page.get_by_label("Usulan Diklat")).to_have_value(TITLE)
    page.get_by_label("Usulan Diklat").fill("Pelatihan Arsip Statis")
    page.get_by_role("button", name="Simpan").click()
    expect(visitor.row("Pelatihan Arsip Statis").locator(".badge")).to_have_text("Usulan Masuk")


@pytest.mark.manual("P19")
@pytest.mark.manual("P20")
@pytest.mark.parametrize("state", ["forwarded", "approved"])
def test_what_has_been_forwarded_is_out_of_his_hands(enter: Any, town: Town, state: str) -> None:
    pk = town.proposal("owner", state, title=TITLE)
    visitor = enter("owner")
    visitor.menu("Individual Plan")
    assert not {"Edit", "Teruskan", "Revisi", "Tolak", "Setujui", "Hapus"} & set(visitor.actions(TITLE))
    answer = visitor.page.goto(f"{visitor.server}/proposals/edit/{pk}")
    assert answer is not None
    assert answer.status == 409


@pytest.mark.manual("P20")
@pytest.mark.manual("P22")
def test_the_history_opens_in_a_dialog_with_every_stage(enter: Any, town: Town) -> None:
    town.proposal("owner", "revised", title=TITLE)
    visitor = enter("owner")
    visitor.menu("Individual Plan")
    assert visitor.actions(TITLE)[-2:] == ["Edit", "History Usulan"]
    visitor.page.get_by_role("link", name="History Usulan", exact=True).click()
    dialog = visitor.dialog()
    expect(dialog.get_by_role("heading")).to_have_text("HISTORY PENGAJUAN SIIP-ASN")
    expect(dialog.get_by_role("listitem")).to_have_count(2)
    expect(dialog.get_by_role("listitem").first).to_contain_text(re.compile("Usulan Masuk.*" + re.escape(town.full_names["owner"]), re.S))
    expect(dialog.get_by_role("listitem").last).to_contain_text("Mohon disesuaikan.")
    visitor.picture("employee-history")
    visitor.dialog().locator(".dialog-actions").get_by_role("button", name="Tutup").click()
    expect(visitor.dialog()).to_have_count(0)


@pytest.mark.manual("P22")
def test_a_history_without_any_stage_says_so(enter: Any, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    town.proposal("owner", title=TITLE)
    monkeypatch.setattr(ProposalView, "entries", lambda *_given: [])
    visitor = enter("owner")
    visitor.menu("Individual Plan")
    visitor.choose(TITLE, "History Usulan")
    expect(visitor.dialog()).to_contain_text("Perhatian!!")
    expect(visitor.dialog()).to_contain_text("Belum ada Pengajuan Data SIIPASN")
