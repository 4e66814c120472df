"""A guest of another agency with his phone: from the hub to the mail, the confirmation, the webinar, the list and the certificate; and the organiser's view of him."""

from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.kernel.approval import take_step
from app.kernel.db import session
from app.webinars.attendance_models import Attendance, WebinarSession
from app.webinars.attendance_queries import sessions_of
from app.webinars.attendance_services import open_attendance, present_code
from app.webinars.guest_models import GuestMail
from app.webinars.models import Webinar
from tests.browser.looks import sideways, violations
from tests.browser.town import Town
from tests.factories.webinars import webinar_in


@pytest.mark.manual("L2")
@pytest.mark.manual("L11")
@pytest.mark.manual("L24")
@pytest.mark.manual("L42")
def test_a_guest_from_the_hub_to_the_list(visit: Any, enter: Any, town: Town) -> None:
    officer = town.city.actor("second_bkpsdm_admin")
    with town.app.app_context():
        webinar = webinar_in(town.city, "running", guests=True)
        opened = open_attendance(officer, sessions_of(webinar.id)[0].id).id
        pk, hub = webinar.id, f"/w/{webinar.series.code}"
    guest = visit(phone=True)
    page = guest.open(hub)
    found = [*sideways(page), *violations(page)]
    page.get_by_role("link", name="Daftar sebagai tamu dari instansi lain").click()
    page.get_by_label("Nama Lengkap").fill("Rahma Tamu")
    page.locator("#back_title").fill("M.Kes.")
    page.locator("#unit_name").fill("Pemerintah Kota Tetangga")
    page.locator("#job_title").fill("Analis Kebijakan Ahli Muda")
    page.locator("#email").fill("rahma@tetangga.go.id")
    page.locator("#consent").check()
    found += [*sideways(page), *violations(page)]
    guest.picture("guest-form-phone")
    page.get_by_role("button", name="Daftar", exact=True).click()
    expect(page.get_by_text("Tautan konfirmasi pendaftaran sedang dikirim")).to_be_visible()
    with town.app.app_context():
        (link,) = session().scalars(select(GuestMail.link)).all()
    page = guest.open("/g/" + link.partition("/g/")[2])
    found += [*sideways(page), *violations(page)]
    guest.picture("guest-confirm-phone")
    page.get_by_role("button", name="Konfirmasi pendaftaran saya").click()
    expect(page.get_by_text("956 4304 9530").first).to_be_visible()
    found += [*sideways(page), *violations(page)]
    guest.picture("guest-own-phone")
    page.get_by_role("link", name="Isi daftar hadir").first.click()
    with town.app.app_context():
        code = present_code(session().get_one(WebinarSession, opened))
    page.locator("#code").fill(code)
    found += [*sideways(page), *violations(page)]
    guest.picture("guest-attend-phone")
    page.get_by_role("button", name="Kirim").click()
    expect(page.get_by_text("Terekam").or_(page.get_by_text("tercatat")).first).to_be_visible()
    guest.picture("guest-attended-phone")
    with town.app.app_context():
        take_step(officer, Webinar, pk, "finish")
        take_step(officer, Attendance, session().scalars(select(Attendance.id)).one(), "validate")

    admin = enter("bkpsdm_admin")
    desk = admin.open(f"/webinars/show/{pk}")
    expect(desk.get_by_role("button", name="Terbitkan sertifikat")).to_be_visible()
    desk = admin.open(f"/webinar-registrations/list/?webinar={pk}")
    expect(desk.get_by_text("Tamu dari Pemerintah Kota Tetangga").first).to_be_visible()
    found += [*sideways(desk), *violations(desk)]
    admin.picture("guest-list-desk")
    desk = admin.open(f"/webinar-numbers/{pk}")
    expect(desk.get_by_text("Dari luar instansi").first).to_be_visible()
    found += [*sideways(desk), *violations(desk)]
    admin.picture("guest-numbers-desk")
    assert found == []
    assert guest.complaints == admin.complaints == []
