"""Indonesian first, English complete: the switch changes every word and stays."""

from typing import Any

from playwright.sync_api import expect

from tests.browser.town import Town


def test_the_switch_speaks_english_and_back(enter: Any, town: Town) -> None:
    town.proposal("owner", title="Pelatihan Arsip Digital")
    visitor = enter("owner")
    page = visitor.menu("Individual Plan")
    expect(page.locator("html")).to_have_attribute("lang", "id")
    page.locator(".topbar summary").filter(has_text="Bahasa").click()
    page.get_by_role("button", name="English").click()
    visitor.open("/proposals/list/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("table.data-table thead")).to_contain_text("Proposed training")
    expect(visitor.row("Pelatihan Arsip Digital").locator(".badge")).to_have_text("Proposal received")
    expect(page.get_by_role("link", name="Home", exact=True)).to_be_visible()
    visitor.picture("english-list")
    page.locator(".topbar summary").filter(has_text="Language").click()
    page.get_by_role("button", name="Bahasa Indonesia").click()
    visitor.open("/proposals/list/")
    expect(visitor.row("Pelatihan Arsip Digital").locator(".badge")).to_have_text("Usulan Masuk")
