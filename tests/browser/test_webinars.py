"""A webinar from the desk to the phone: BKPSDM publishes it in a few minutes, a stranger finds it by its short address, an employee registers and sees how to join."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from app.kernel import clock
from tests.browser.test_menu_pages import sideways, violations
from tests.browser.town import Town

TITLE, SERIES = "Mengenali Penipuan Digital di Kantor", "Webinar Kota Belajar"
LINK = "https://zoom.us/j/95643049530"


@pytest.mark.manual("L2")
@pytest.mark.manual("L4")
@pytest.mark.manual("L6")
@pytest.mark.manual("L10")
@pytest.mark.manual("L11")
@pytest.mark.manual("L15")
@pytest.mark.manual("L16")
def test_from_the_draft_to_the_join_link_on_a_phone(enter: Any, visit: Any, town: Town) -> None:
    admin = enter("bkpsdm_admin")
    desk = admin.open("/webinar-series/add")
    desk.get_by_label("Nomor seri").fill("5")
    desk.get_by_label("Judul seri").fill(SERIES)
    desk.get_by_label("Alamat pendek").fill("seri-5")
    desk.get_by_role("button", name="Simpan").click()
    expect(admin.row(SERIES)).to_be_visible()
    desk = admin.open("/webinars/add")
    found = [*sideways(desk), *violations(desk)]
    admin.picture("webinar-form")
    starts = clock.local(clock.now() + timedelta(days=3)).replace(hour=9, minute=0)
    desk.locator("#series_id").select_option(label=f"{SERIES} · 5")
    desk.locator("#title").fill(TITLE)
    desk.locator("#starts_at").fill(f"{starts:%Y-%m-%dT%H:%M}")
    desk.locator("#ends_at").fill(f"{starts + timedelta(hours=2):%Y-%m-%dT%H:%M}")
    desk.locator("#organiser").fill("BKPSDM")
    desk.locator("#jp").fill("3")
    desk.locator("#join_url").fill(LINK)
    desk.locator("#meeting_id").fill("956 4304 9530")
    desk.locator("#passcode").fill("Belajar5")
    desk.get_by_role("button", name="Simpan").click()
    expect(desk.get_by_role("heading", level=1, name=TITLE)).to_be_visible()
    desk.locator(".page-head").get_by_role("link", name="Buka Webinar").click()
    admin.answer("Ya, buka")
    admin.sees_toast("Webinar telah dibuka")

    stranger = visit(phone=True)
    page = stranger.open("/w/seri-5")
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(page.get_by_text("956 4304 9530")).to_have_count(0)
    found += [*sideways(page), *violations(page)]
    stranger.picture("webinar-hub-stranger")

    owner = enter("owner", phone=True)
    page = owner.open("/w/seri-5")
    page.get_by_role("link", name="Daftar", exact=True).click()
    expect(page.get_by_text(town.nips["owner"][:8])).to_be_visible()
    found += [*sideways(page), *violations(page)]
    owner.picture("webinar-register-phone")
    page.get_by_label("Alamat Surel Aktif").fill("pegawai")
    page.get_by_role("button", name="Daftar").click()
    expect(page.get_by_role("alert").first).to_contain_text("Tulis alamat surel")
    page.get_by_label("Alamat Surel Aktif").fill("pegawai@kota.go.id")
    page.get_by_role("button", name="Daftar").click()
    owner.sees_toast("Anda telah terdaftar")
    expect(page.get_by_role("link", name="Join Webinar", exact=True)).to_have_attribute("href", LINK)
    expect(page.get_by_text("956 4304 9530")).to_be_visible()
    expect(page.locator('.stage[aria-current="step"]')).to_contain_text("Mengikuti Zoom Meeting")
    found += [*sideways(page), *violations(page)]
    owner.picture("webinar-joining-phone")
    page = owner.open("/")
    expect(page.get_by_role("link", name="Join Webinar")).to_be_visible()

    desk = admin.open("/webinars/list/")
    desk.get_by_role("link", name=TITLE).first.click()
    expect(desk.locator(".stat").first).to_contain_text("1")
    found += [*sideways(desk), *violations(desk)]
    admin.picture("webinar-desk")
    desk = admin.open("/webinar-registrations/list/")
    expect(desk.locator("table.data-table")).to_contain_text(town.full_names["owner"])
    admin.picture("webinar-registrations-desk")
    desk = admin.open("/webinar-series/list/")
    found += [*sideways(desk), *violations(desk)]
    assert found == []
