"""Attendance as it happens: the organiser's screen at a desk, two employees with their phones, one by the code and one by the QR code; then the organiser decides."""

from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.kernel.db import session
from app.webinars.models import Registration
from tests.browser.looks import sideways, violations
from tests.browser.town import Town
from tests.factories.webinars import registration_of, webinar_in, zoom_report

QUESTION = "Apakah materi mudah dipahami?"


@pytest.mark.manual("L21")
@pytest.mark.manual("L22")
@pytest.mark.manual("L23")
@pytest.mark.manual("L24")
@pytest.mark.manual("L25")
@pytest.mark.manual("L26")
@pytest.mark.manual("L42")
def test_two_phones_and_a_desk(enter: Any, town: Town) -> None:
    with town.app.app_context():
        webinar = webinar_in(town.city, "running", materials="Materi 1: https://contoh.go.id/materi")
        for name in ("owner", "colleague"):
            registration_of(town.city, webinar, name)
        pk, hub = webinar.id, f"/w/{webinar.series.code}"

    admin = enter("bkpsdm_admin")
    desk = admin.open(f"/webinars/show/{pk}")
    desk.get_by_role("link", name="Tambah pertanyaan").click()
    expect(desk.locator("#question")).to_be_visible()
    desk.locator("#question").fill(QUESTION)
    desk.locator("#kind").select_option("pilihan")
    desk.locator("#choices").fill("Ya\nTidak")
    desk.get_by_role("button", name="Simpan").click()
    expect(desk.get_by_text("Pertanyaan pada daftar hadir (1)")).to_be_visible()
    found = [*sideways(desk), *violations(desk)]
    desk.get_by_role("link", name="Layar presensi").click()
    desk.get_by_role("button", name="Buka presensi").click()
    expect(desk.locator(".live-code")).to_be_visible()
    admin.picture("attendance-live")

    owner = enter("owner", phone=True)
    page = owner.open(hub)
    page.get_by_role("link", name="Isi daftar hadir").first.click()
    expect(page.get_by_label("Kode presensi")).to_be_visible()
    found += [*sideways(page), *violations(page)]
    page.get_by_label("Ya", exact=True).check()
    page.locator("#code").fill(desk.locator(".live-code").inner_text())
    owner.picture("attendance-code-phone")
    page.get_by_role("button", name="Kirim").click()
    expect(page.get_by_text("Daftar hadir Anda telah tercatat.").first).to_be_visible()
    expect(page.get_by_role("link", name="Materi 1")).to_be_visible()
    found += [*sideways(page), *violations(page)]
    owner.picture("attendance-recorded-phone")

    colleague = enter("colleague", phone=True)
    code = desk.locator(".live-code").inner_text()
    page = colleague.open(f"/my-attendance/add?session_id={_session(desk)}&code={code}")
    expect(page.get_by_text("Kode Anda benar")).to_be_visible()
    page.get_by_role("button", name="Kirim").click()
    expect(page.get_by_role("alert").first).to_contain_text(QUESTION)
    found += [*sideways(page), *violations(page)]
    colleague.picture("attendance-question-phone")
    page.get_by_label("Tidak", exact=True).check()
    page.get_by_role("button", name="Kirim").click()
    page.get_by_role("link", name="Ajukan perbaikan nama atau gelar").click()
    page.locator("#back_title").fill("S.E., M.Si.")
    page.locator("#reason").fill("Gelar baru belum tercatat.")
    found += [*sideways(page), *violations(page)]
    colleague.picture("attendance-correction-phone")
    page.get_by_role("button", name="Kirim").click()
    colleague.sees_toast("Permohonan telah dikirim")
    request = page.url.split("?")[0].rsplit("/", 1)[1]

    expect(desk.locator(".live-count strong")).to_have_text("2")
    desk = admin.open(f"/attendance-requests/show/{request}")
    desk.locator(".page-head").get_by_role("link", name="Kabulkan", exact=True).click()
    admin.answer("Ya, kabulkan")
    admin.sees_toast("telah dikabulkan")
    desk = admin.open(f"/webinars/show/{pk}")
    found += [*sideways(desk), *violations(desk)]
    admin.picture("attendance-webinar-desk")
    desk.get_by_role("link", name="Angka per OPD dan jam").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Angka")
    found += [*sideways(desk), *violations(desk)]
    admin.picture("attendance-numbers-desk")

    with town.app.app_context():
        seat = session().scalars(select(Registration).where(Registration.webinar_id == pk).order_by(Registration.id)).first()
        assert seat
        report = zoom_report(seat.webinar, (f"{seat.name.upper()} - BKPSDM", ""), ("Galaxy A12", "tamu@contoh.id"))
    desk = admin.open(f"/webinars/show/{pk}")
    desk.get_by_role("link", name="Unggah laporan Zoom").click()
    desk.locator("#file").set_input_files({"name": "participants.csv", "mimeType": "text/csv", "buffer": report})
    found += [*sideways(desk), *violations(desk)]
    admin.picture("zoom-upload-desk")
    desk.get_by_role("button", name="Simpan").click()
    expect(desk.get_by_text("95 % · menurut nama")).to_be_visible()
    found += [*sideways(desk), *violations(desk)]
    admin.picture("zoom-participants-desk")
    desk.goto(f"{desk.url.split('/zoom-')[0]}/zoom-participants/show/1")
    desk.locator(".page-head").get_by_role("link", name="Konfirmasi kecocokan").click()
    admin.answer("Ya, orang yang sama")
    admin.sees_toast("Kecocokan telah dikonfirmasi")
    desk = admin.open(f"/webinars/show/{pk}")
    expect(desk.get_by_text("Kecocokan yang telah dikonfirmasi")).to_be_visible()
    admin.picture("zoom-webinar-desk")
    assert found == []


def _session(desk: Any) -> str:
    return str(desk.url.split("/webinar-sessions/")[1].split("/")[0])
