"""The OPD admin's journey: his own OPD, and what he does with each proposal, dialog by dialog."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.town import Town

TITLE, FOREIGN = "Pelatihan Arsip Digital", "Pelatihan Gizi"


@pytest.mark.manual("P17")
@pytest.mark.manual("P23")
def test_he_sees_a_new_proposal_of_his_own_opd_at_once_and_of_no_other(enter: Any, town: Town) -> None:
    town.proposal("owner", title=TITLE)
    town.proposal("stranger", title=FOREIGN)
    visitor = enter("opd_admin")
    visitor.menu("Individual Plan")
    expect(visitor.row(TITLE).locator(".badge")).to_have_text("Usulan Masuk")
    expect(visitor.row(FOREIGN)).to_have_count(0)
    assert [entry for entry in visitor.actions(TITLE) if entry != "Rincian"] == ["Edit", "Teruskan", "Revisi", "Tolak", "History Usulan"]
    visitor.picture("opd-admin-list-menu")


@pytest.mark.manual("P17")
def test_what_waits_for_him_stands_on_his_first_page_and_in_the_menu(enter: Any, town: Town) -> None:
    town.proposal("owner", title=TITLE)
    visitor = enter("opd_admin")
    expect(visitor.page.get_by_role("main")).to_contain_text(TITLE)
    expect(visitor.page.get_by_role("navigation", name="Navigasi utama").get_by_role("link", name="Perlu Tindakan")).to_contain_text("1")
    visitor.picture("opd-admin-home")
    visitor.menu("Perlu Tindakan")
    visitor.choose(TITLE, "Teruskan")
    visitor.answer("Ya, Lanjutkan")
    expect(visitor.row(TITLE)).to_have_count(0)


@pytest.mark.manual("P24")
def test_he_may_change_a_proposal(enter: Any, town: Town) -> None:
    pk = town.proposal("owner", title=TITLE)
    visitor = enter("opd_admin")
    visitor.menu("Individual Plan")
    visitor.choose(TITLE, "Edit")
    expect(visitor.page.get_by_label("Nama Pegawai")).to_have_value(f"[{town.nips['owner']}] {town.full_names['owner'].upper()}")
    visitor.page.get_by_label("Usulan Diklat").fill("Pelatihan Arsip Dinamis")
    visitor.page.get_by_role("button", name="Simpan").click()
    expect(visitor.row("Pelatihan Arsip Dinamis").locator(".badge")).to_have_text("Usulan Masuk")
    assert town.state_of(pk) == "submitted"


@pytest.mark.manual("P25")
def test_forwarding_asks_first_and_the_row_leaves_his_list(enter: Any, town: Town) -> None:
    pk = town.proposal("owner", title=TITLE)
    visitor = enter("opd_admin")
    visitor.menu("Individual Plan")
    visitor.choose(TITLE, "Teruskan")
    expect(visitor.dialog()).to_contain_text("Apakah Anda Ingin Meneruskan Usulan Ini ?")
    visitor.picture("opd-admin-forward-dialog")
    visitor.dialog().locator("[data-close]").first.click()
    assert town.state_of(pk) == "submitted"
    visitor.choose(TITLE, "Teruskan")
    visitor.answer("Ya, Lanjutkan")
    visitor.sees_toast("Usulan telah diteruskan ke Admin SIIP-ASN.")
    expect(visitor.row(TITLE)).to_have_count(0)
    assert town.state_of(pk) == "forwarded"


@pytest.mark.manual("P26")
def test_revision_asks_then_wants_a_reason_which_the_employee_reads(enter: Any, town: Town) -> None:
    pk = town.proposal("owner", title=TITLE)
    visitor = enter("opd_admin")
    visitor.menu("Individual Plan")
    visitor.choose(TITLE, "Revisi")
    asked = visitor.dialog()
    expect(asked).to_contain_text("Apakah Anda Ingin Merevisi Usulan Ini ?")
    expect(asked).to_contain_text("Klik Tombol Iya Jika Ingin Melanjutkan !")
    expect(asked.locator("svg.text-warning")).to_be_visible()
    visitor.picture("opd-admin-revise-confirm")
    visitor.answer("Ya, Lanjutkan!")
    form = visitor.dialog()
    expect(form.get_by_role("heading", name="FORM KETERANGAN")).to_be_visible()
    expect(form.locator(".dialog-actions").get_by_role("button", name="Tutup")).to_be_visible()
    visitor.answer("Simpan")
    expect(form.get_by_role("alert")).to_have_text("Mohon tuliskan alasannya.")
    assert town.state_of(pk) == "submitted"
    form.get_by_role("button", name="Tebal").click()
    visitor.write_reason("Pilih diklat sesuai jabatan")
    expect(form.get_by_role("alert")).to_be_hidden()
    visitor.picture("opd-admin-reason")
    visitor.answer("Simpan")
    visitor.sees_toast("Usulan telah dikembalikan untuk direvisi.")
    assert town.state_of(pk) == "revised"
    owner = enter("owner")
    owner.menu("Individual Plan")
    expect(owner.row(TITLE).locator(".badge")).to_have_text("Usulan Direvisi")
    owner.choose(TITLE, "History Usulan")
    expect(owner.dialog().get_by_role("listitem").last.locator("strong").filter(has_text="Pilih diklat")).to_have_text(
        "Pilih diklat sesuai jabatan"
    )


@pytest.mark.manual("P27")
def test_rejection_goes_the_same_way(enter: Any, town: Town) -> None:
    pk = town.proposal("owner", title=TITLE)
    visitor = enter("opd_admin")
    visitor.menu("Individual Plan")
    visitor.choose(TITLE, "Tolak")
    expect(visitor.dialog()).to_contain_text("Apakah Anda Ingin Menolak Usulan Ini ?")
    visitor.answer("Ya, Lanjutkan!")
    visitor.write_reason("Anggaran tidak tersedia")
    visitor.answer("Simpan")
    visitor.sees_toast("Usulan telah ditolak.")
    assert town.state_of(pk) == "rejected"


@pytest.mark.manual("P20")
def test_his_own_proposal_is_for_somebody_else_to_decide(enter: Any, town: Town) -> None:
    """X6: nobody decides on his own record."""
    visitor = enter("opd_admin")
    visitor.menu("Individual Plan")
    visitor.page.get_by_role("link", name="Tambah", exact=True).first.click()
    visitor.page.get_by_label("Isi Manual").check()
    visitor.page.get_by_label("Usulan Diklat").fill(TITLE)
    visitor.page.get_by_role("button", name="Simpan").click()
    visitor.sees_toast("Data Berhasil Di Tambah")
    assert not {"Teruskan", "Revisi", "Tolak"} & set(visitor.actions(TITLE))
