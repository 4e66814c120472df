"""Enlarged to 400 %, a desk of 1280 px is 320 px wide (WCAG 1.4.10): nothing scrolls sideways, no bar covers the page, and the menu and the filters work by keyboard."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.looks import sideways
from tests.browser.town import Town

pytestmark = pytest.mark.looks

ENLARGED = {"width": 320, "height": 256}
PAGES = {
    "owner": ("/", "/proposals/list/", "/profile/", "/account/", "/notifications/settings/", "/inbox/"),
    "bkpsdm_admin": (
        "/",
        "/proposals/list/",
        "/employees/list/",
        "/employees/add",
        "/recap/",
        "/settings/",
        "/anomalies/",
        "/imports/list/",
    ),
    "auditor": ("/audit/list/", "/units/list/"),
}


@pytest.mark.parametrize("role", PAGES)
def test_every_page_reflows_and_no_bar_covers_it(enter: Any, town: Town, role: str) -> None:
    town.proposal("owner")
    visitor = enter(role)
    visitor.page.set_viewport_size(ENLARGED)
    for address in PAGES[role]:
        page = visitor.open(address)
        assert sideways(page) == [], address
        covered = page.evaluate(
            "() => [...document.querySelectorAll('body *')].filter(each => ['fixed', 'sticky'].includes(getComputedStyle(each).position))"
            ".filter(each => each.checkVisibility({visibilityProperty: true})).map(each => each.getBoundingClientRect())"
            ".filter(box => box.bottom > 0 && box.top < innerHeight && box.width > innerWidth / 2).reduce((sum, box) => sum + box.height, 0)"
        )
        assert covered < ENLARGED["height"] / 2, f"{address}: {covered} px of {ENLARGED['height']} are covered"


def test_the_menu_and_the_filters_work_by_keyboard_when_enlarged(enter: Any, town: Town) -> None:
    town.proposal("owner")
    visitor = enter("bkpsdm_admin")
    visitor.page.set_viewport_size(ENLARGED)
    page = visitor.open("/proposals/list/?state=all")
    toggle = page.get_by_role("button", name="Menu")
    toggle.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#portal-nav")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#portal-nav")).not_to_be_visible()
    expect(toggle).to_be_focused()
    typed = page.get_by_role("searchbox", name="Saring teks")
    typed.focus()
    page.keyboard.type("tidak ada yang begini")
    page.keyboard.press("Enter")
    expect(page.locator(".empty")).to_be_visible()
    page.locator(".chip a").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("table.data-table tbody tr")).not_to_have_count(0)
