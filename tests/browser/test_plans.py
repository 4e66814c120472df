"""A yearly plan from hand to hand: planned, copied and sent on a phone, returned and accepted by the supervisor at a desk; then the calendar locks."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from app.kernel import clock
from app.kernel.crud.plain import change_record, version_of
from app.kernel.db import session
from app.plans.models import PlanYear
from tests.browser.test_menu_pages import sideways, violations
from tests.browser.town import Town
from tests.factories.organisation import make_test_result
from tests.factories.plans import plan_row_in, plan_year, profiled

SUBJECT, OTHER = "Pembentukan Asesor Kompetensi", "Sosialisasi disiplin pegawai"


@pytest.mark.manual("T5")
@pytest.mark.manual("T6")
@pytest.mark.manual("T10")
@pytest.mark.manual("T11")
@pytest.mark.manual("T12")
@pytest.mark.manual("T13")
@pytest.mark.manual("T16")
@pytest.mark.manual("T18")
@pytest.mark.manual("T19")
@pytest.mark.manual("T36")
def test_from_the_form_to_the_decision_and_the_lock(enter: Any, town: Town) -> None:
    with town.app.app_context():
        before, year = plan_year(town.city, clock.today().year), plan_year(town.city)
        plan_row_in(town.city, "accepted", year=before, subject=OTHER)
        _close(town, before)
        profiled(town.city, year)
        make_test_result(town.city.person("owner"), score="82.50")
        number, pk = year.year, year.id
    owner = enter("owner", phone=True)
    page = owner.open("/plans/list/")
    expect(page.get_by_text(f"Rencana tahun {number} dapat diisi sampai")).to_be_visible()
    found = [*sideways(page), *violations(page)]
    page.get_by_role("button", name=f"Salin rencana tahun {number - 1}").click()
    expect(page.get_by_text("1 rencana pelatihan telah disalin.")).to_be_visible()
    page.get_by_role("link", name="Pengajuan Baru").first.click()
    expect(page.get_by_text("17,5 poin persentase")).to_be_visible()
    found += [*sideways(page), *violations(page)]
    owner.picture("plans-form-phone")
    expect(page.get_by_label("Tahun Rencana").locator("option:checked")).to_have_text(str(number))
    page.locator("#form").evaluate("(each) => { each.tomselect ? each.tomselect.setValue('KL06') : (each.value = 'KL06') }")
    page.get_by_label("Materi Pengembangan").fill(SUBJECT)
    page.get_by_label("Tanggal Mulai").fill(f"{number}-03-02")
    page.get_by_label("Tanggal Selesai").fill(f"{number}-03-03")
    page.get_by_label("JP", exact=False).first.fill("delapan")
    page.get_by_label("Anggaran yang Dibutuhkan").fill("2.500.000")
    page.get_by_label("Lembaga Penyelenggara").fill("BKPSDM")
    page.get_by_label("Sumber Dana").select_option("apbd")
    page.get_by_label("Alasan Mengikuti Pelatihan").fill("Menutup kesenjangan kompetensi.")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("alert").first).to_contain_text("JP")
    expect(page.get_by_label("Materi Pengembangan")).to_have_value(SUBJECT)
    found += [*sideways(page), *violations(page)]
    owner.picture("plans-error-phone")
    page.get_by_label("JP", exact=False).first.fill("")
    page.get_by_role("button", name="Simpan").click()
    expect(owner.row(SUBJECT).locator(".badge").last).to_have_text("Konsep")
    expect(owner.row(SUBJECT)).to_contain_text("8")
    found += [*sideways(page), *violations(page)]
    owner.picture("plans-list-phone")
    owner.choose(SUBJECT, "Kirim")
    expect(owner.dialog()).to_contain_text("syarat dan ketentuan yang berlaku")
    owner.picture("plans-send-phone")
    owner.answer("Ajukan Rencana")
    expect(owner.row(SUBJECT).locator(".badge").last).to_have_text("Pengajuan")

    supervisor = enter("supervisor")
    desk = supervisor.open(f"/plans/list/?year={pk}")
    expect(supervisor.row(SUBJECT)).to_be_visible()
    found += [*sideways(desk), *violations(desk)]
    supervisor.picture("plans-supervisor-list")
    supervisor.row(SUBJECT).get_by_role("link", name=SUBJECT).first.click()
    expect(desk.get_by_text("Alasan Pengajuan")).to_be_visible()
    expect(desk.get_by_text("17,5 poin persentase")).to_be_visible()
    found += [*sideways(desk), *violations(desk)]
    supervisor.picture("plans-supervisor-page")
    desk.get_by_role("link", name="Kembalikan ke Pengaju untuk Direvisi Kembali").click()
    supervisor.dialog().get_by_role("button", name="Ya, kembalikan").click()
    supervisor.write_reason("Sesuaikan waktunya")
    supervisor.answer("Simpan")
    expect(desk.get_by_role("note").get_by_text("Sesuaikan waktunya")).to_be_visible()

    page = owner.open("/plans/list/")
    expect(owner.row(SUBJECT).locator(".badge").last).to_have_text("Dikembalikan")
    owner.choose(SUBJECT, "Kirim")
    owner.answer("Ajukan Rencana")
    expect(owner.row(SUBJECT).locator(".badge").last).to_have_text("Pengajuan")
    desk = supervisor.open("/plan-subordinates/")
    expect(desk.get_by_text("Menunggu verifikasi: 1")).to_be_visible()
    expect(desk.locator("#portal-nav").get_by_role("link", name="Verifikasi 1")).to_be_visible()
    found += [*sideways(desk), *violations(desk)]
    supervisor.picture("plans-subordinates")
    desk.locator("[data-menu] summary").last.click()
    desk.get_by_role("link", name="Catat dialog").click()
    desk.get_by_label("Tanggal dialog").fill(clock.today().isoformat())
    desk.get_by_label("Catatan dialog").fill("Kesenjangan pada kompetensi teknis.")
    found += [*sideways(desk), *violations(desk)]
    supervisor.picture("plans-dialogue")
    desk.get_by_role("button", name="Simpan").click()
    expect(desk.get_by_role("heading", name="Rencana Bawahan Langsung")).to_be_visible()
    expect(desk.get_by_text("Belum ada", exact=True)).to_have_count(0)
    desk = supervisor.open(f"/plan-verifications/list/?year={pk}")
    found += [*sideways(desk), *violations(desk)]
    supervisor.picture("plans-verification")
    supervisor.choose(SUBJECT, "Terima")
    supervisor.dialog().get_by_role("button", name="Ya, terima").click()
    supervisor.write_reason("Sesuai kebutuhan jabatan")
    supervisor.answer("Simpan")
    expect(supervisor.row(SUBJECT)).to_have_count(0)
    supervisor.open(f"/plan-verifications/list/?year={pk}&state=accepted")
    expect(supervisor.row(SUBJECT).locator(".badge").last).to_have_text("Diterima")

    with town.app.app_context():
        _close(town, session().get_one(PlanYear, pk))
    page = owner.open("/plans/list/")
    expect(page.get_by_text(f"Rencana tahun {number} terkunci sejak berakhirnya")).to_be_visible()
    draft = page.locator("table.data-table tbody tr").filter(has_text=OTHER).filter(has_text="Konsep")
    draft.locator("[data-menu] summary").click()
    expect(draft.locator("[data-menu]").get_by_role("link", name="Riwayat Pengajuan")).to_be_visible()
    expect(draft.locator("[data-menu]").get_by_role("link", name="Kirim")).to_have_count(0)
    found += [*sideways(page), *violations(page)]
    owner.picture("plans-locked-phone")
    assert found == []


def _close(town: Town, year: PlanYear) -> None:
    """The administrator ends the window yesterday."""
    ended = {"closes_on": clock.today() - timedelta(days=1)}
    change_record(town.city.actor("bkpsdm_admin"), PlanYear, year.id, ended, version_of(year))
