"""An accepted plan on the phone: started, two reports written, finished into the training history; the supervisor reads it at his desk."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from app.kernel import clock
from app.kernel.db import session
from app.plans.models import PlanYear
from app.plans.queries import year_called
from tests.browser.test_menu_pages import sideways, violations
from tests.browser.town import Town
from tests.factories.files import pdf
from tests.factories.plans import SUBJECT, plan_row_in, plan_year

ADVICE = "Menyusun umpan balik hasil penilaian."


@pytest.mark.manual("T24")
@pytest.mark.manual("T25")
@pytest.mark.manual("T32")
@pytest.mark.manual("T33")
@pytest.mark.manual("T35")
def test_from_start_over_two_reports_to_the_training_history_on_a_phone(enter: Any, town: Town) -> None:
    today = clock.today()
    first = today - timedelta(days=1)
    with town.app.app_context():
        known = year_called(first.year)
        year = session().get_one(PlanYear, known.id) if known else plan_year(town.city, first.year)
        plan_row_in(town.city, "accepted", year=year)
    owner = enter("owner", phone=True)
    page = owner.open("/plans/list/")
    owner.choose(SUBJECT, "Mulai")
    expect(page.get_by_role("heading", level=1, name="Mulai Melaksanakan Kegiatan")).to_be_visible()
    found = [*sideways(page), *violations(page)]
    owner.picture("activity-start-phone")
    page.get_by_label("Tanggal Mulai").fill(first.isoformat())
    page.get_by_label("Tanggal Selesai").fill(today.isoformat())
    page.get_by_label("Tempat Penyelenggara").fill("Gedung diklat BKPSDM")
    page.get_by_label("Perhari").check()
    page.get_by_role("button", name="Simpan").click()
    expect(owner.dialog()).to_contain_text("Apa anda yakin untuk memulai diklat ini ?")
    owner.dialog().locator("[data-confirmed]").click()
    owner.sees_toast("Kegiatan telah dimulai")
    found += [*sideways(page), *violations(page)]
    owner.picture("activity-phone")

    page.get_by_role("link", name="Input laporan").first.click()
    expect(page.get_by_role("heading", level=1, name="Input laporan")).to_be_visible()
    page.get_by_label("JP", exact=False).first.fill("6,5")
    page.get_by_label("Deskripsi").fill(ADVICE)
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_label("Deskripsi")).to_have_value(ADVICE)
    page.get_by_label("JP", exact=False).first.fill("6")
    page.get_by_role("button", name="Simpan").click()
    owner.sees_toast("Laporan telah disimpan")

    page.get_by_role("link", name="Input laporan").last.click()
    expect(page.get_by_text("Ini laporan terakhir")).to_be_visible()
    found += [*sideways(page), *violations(page)]
    owner.picture("activity-last-report-phone")
    page.get_by_label("JP", exact=False).first.fill("8")
    page.get_by_label("Dengan Sertifikat").check()
    page.get_by_label("Nomor Sertifikat").fill("20/BKPSDM/003/XI/2026")
    page.locator("input[type=file]").set_input_files({"name": "sertifikat.pdf", "mimeType": "application/pdf", "buffer": pdf()})
    expect(page.locator("main")).to_contain_text("sertifikat.pdf")
    page.get_by_label("Deskripsi").fill(ADVICE)
    page.locator("#classification").evaluate("each => { each.tomselect.setValue(Object.keys(each.tomselect.options)[1]); }")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("Kegiatan Selesai").first).to_be_visible()
    expect(page.get_by_text("Menunggu Verifikasi")).to_be_visible()
    found += [*sideways(page), *violations(page)]
    owner.picture("activity-finished-phone")

    supervisor = enter("supervisor")
    desk = supervisor.open("/realisations/list/")
    expect(supervisor.row(SUBJECT)).to_contain_text("2 dari 2 dilaporkan")
    found += [*sideways(desk), *violations(desk)]
    supervisor.picture("activities-desk")
    desk = supervisor.open("/activity-reports/list/")
    expect(supervisor.row(SUBJECT)).to_have_count(2)
    found += [*sideways(desk), *violations(desk)]
    supervisor.picture("activity-reports-desk")
    assert found == []
