"""Team work from hand to hand: an employee on a phone enters his seats, his officer checks and approves them at a desk, one comes back for correction."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.test_menu_pages import sideways, violations
from tests.browser.town import Town
from tests.browser.visitor import DESK, PHONE
from tests.factories.teamwork import team_work_in

TEAM, OTHER = "Tim Konsultasi dan Pengelolaan Pengaduan Pelayanan Publik", "Tim Pemeriksa Pelanggaran Disiplin"
LINK = "https://s.id/sk4"


@pytest.mark.manual("S28")
@pytest.mark.manual("S29")
@pytest.mark.manual("S31")
@pytest.mark.manual("S32")
@pytest.mark.manual("S36")
@pytest.mark.manual("S37")
@pytest.mark.manual("S45")
@pytest.mark.manual("S46")
def test_from_the_form_to_the_approval_and_back(enter: Any, town: Town) -> None:
    owner = enter("owner", phone=True)
    page = owner.open("/team-work/list/")
    found = [*sideways(page), *violations(page)]
    owner.picture("teamwork-empty-phone")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("alert").first).to_contain_text("Tekan “[F2]: Buat Kode Baru”")
    page.get_by_label("Tgl Surat Keputusan/ Surat Perintah Penugasan").fill("2024-01-03")
    page.keyboard.press("F2")
    code = page.locator("#code")
    expect(code).to_have_value(f"TK-{town.year}-00001")
    page.get_by_label("Nama Tim Kerja/ Nama Penugasan").fill(TEAM)
    page.get_by_label("Internal Perangkat Daerah").check()
    page.get_by_label("Anggota").check()
    page.get_by_label("URL Bukti Dukung").fill("tes")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("alert").first).to_contain_text("Tempelkan tautan lengkap")
    expect(code).to_have_value(f"TK-{town.year}-00001")
    expect(page.get_by_label("Anggota")).to_be_checked()
    found += [*sideways(page), *violations(page)]
    owner.picture("teamwork-error-phone")
    page.get_by_label("URL Bukti Dukung").fill(LINK)
    page.get_by_role("button", name="Simpan").click()
    expect(owner.row(TEAM).locator(".badge")).to_have_text("Belum Disetujui")
    expect(owner.row(TEAM)).to_contain_text("03/01/2024")
    page.get_by_role("button", name="[F2]: Buat Kode Baru").click()
    expect(code).to_have_value(f"TK-{town.year}-00002")
    page.get_by_role("link", name="Batal", exact=True).click()
    expect(code).to_have_value("")
    expect(page.get_by_text("Kembalikan isian")).to_have_count(0)
    found += [*sideways(page), *violations(page)]
    owner.picture("teamwork-list-phone")
    page.set_viewport_size(DESK)
    form, beside = page.locator(".desk-form").bounding_box(), page.locator(".desk-list").bounding_box()
    assert form is not None
    assert beside is not None
    assert (form["y"], form["x"] + form["width"] < beside["x"]) == (beside["y"], True)
    found += [*sideways(page), *violations(page)]
    owner.picture("teamwork-desk")
    page.set_viewport_size(PHONE)

    with town.app.app_context():
        team_work_in(town.city, owner="colleague", name=OTHER, coverage="LINTAS")
    officer = enter("opd_admin")
    desk = officer.menu("APPROVAL TIM KERJA")
    found += [*sideways(desk), *violations(desk)]
    officer.picture("teamwork-officer-waiting")
    expect(desk.locator("table.data-table")).to_have_count(0)
    desk.get_by_label("Status", exact=True).select_option("Usulan")
    expect(desk.locator("table.data-table")).to_have_count(0)
    desk.get_by_role("button", name="Tampilkan").click()
    expect(desk.locator("table.data-table tbody tr")).to_have_count(2)
    expect(officer.row(TEAM).get_by_role("link", name=LINK.removeprefix("https://"))).to_have_attribute(
        "rel", "noopener noreferrer nofollow"
    )
    desk.get_by_label("Pilih semua baris di halaman ini").check()
    found += [*sideways(desk), *violations(desk)]
    officer.picture("teamwork-officer-ticked")
    desk.locator(".bulk-bar").get_by_role("button", name="Setujui", exact=True).click()
    officer.dialog().get_by_role("button", name="Ya, setujui", exact=False).click()
    expect(officer.dialog().get_by_role("heading")).to_have_text("Berhasil")
    found += violations(desk)
    officer.picture("teamwork-officer-done")
    officer.dialog().get_by_role("link", name="OK").click()
    expect(desk.locator("table.data-table")).to_have_count(0)
    desk.get_by_label("Status", exact=True).select_option("Semua")
    desk.get_by_role("button", name="Tampilkan").click()
    expect(officer.row(TEAM).locator(".badge")).to_have_text("Disetujui")
    officer.choose(TEAM, "Batal Disetujui")
    officer.dialog().get_by_role("button", name="Ya, lanjutkan").click()
    expect(officer.dialog().get_by_role("heading", name="Catatan")).to_be_visible()
    officer.write_reason("Tautan SK tidak dapat dibuka")
    officer.answer("Simpan")
    expect(officer.row(TEAM).locator(".badge")).to_have_text("Batal Disetujui")

    page = owner.open("/team-work/list/")
    expect(owner.row(TEAM)).to_contain_text("Tautan SK tidak dapat dibuka")
    owner.row(TEAM).get_by_role("link", name="Pilih").click()
    expect(page.get_by_label("Nama Tim Kerja/ Nama Penugasan")).to_have_value(TEAM)
    expect(page.get_by_role("button", name="[F2]: Buat Kode Baru")).to_have_count(0)
    found += [*sideways(page), *violations(page)]
    owner.picture("teamwork-picked-phone")
    page.get_by_label("Ketua").check()
    page.get_by_role("button", name="Simpan").click()
    expect(owner.row(TEAM).locator(".badge")).to_have_text("Belum Disetujui")
    owner.row(TEAM).get_by_role("link", name="Pilih").click()
    page.get_by_role("link", name="Hapus").click()
    owner.picture("teamwork-delete-phone")
    owner.dialog().get_by_role("button", name="Ya, hapus", exact=False).click()
    expect(owner.row(TEAM)).to_have_count(0)
    assert found == []
