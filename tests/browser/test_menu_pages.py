"""Every page of the menu of every role, at a desk and on a phone: it opens, fits, stays silent, and axe-core finds nothing (WCAG 2.2 A and AA)."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.town import Town
from tests.browser.visitor import DESK, PHONE, Visitor

AXE = (Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ENHANCED = "[...document.querySelectorAll('main :is(select[data-remote], select[data-enhance])')].every(select => select.tomselect)"
FORMS = {
    "owner": ("/proposals/add",),
    "bkpsdm_admin": ("/proposals/add", "/employees/add", "/units/add", "/trainings/add", "/recap/merge"),
}
ROLES = ("owner", "supervisor", "opd_admin", "bkpsdm_admin", "auditor", "superuser")


@pytest.fixture
def busy_town(town: Town) -> Town:
    """A town with something on every page."""
    town.tested("owner")
    town.proposal("owner", "revised", title="Pelatihan Arsip Digital", recommendation="VISIONARY LEADERSHIP")
    town.proposal("colleague", "submitted", title="Pelatihan Penyusunan Standar Operasional Prosedur Administrasi Pemerintahan")
    town.proposal("supervisor", "forwarded", title="Pelatihan Gizi")
    return town


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_the_menu(enter: Any, busy_town: Town, role: str) -> None:
    visitor: Visitor = enter(role)
    page, found = visitor.page, []
    addresses = menu_of(page)
    assert "/" in addresses
    for address in [*addresses, *_own_pages(page), *FORMS.get(role, ())]:
        answer = page.goto(visitor.server + address)
        assert answer is not None
        assert answer.status == 200, address
        page.wait_for_function(ENHANCED)
        for size, window in (("desk", DESK), ("phone", PHONE)):
            page.set_viewport_size(window)
            visitor.picture(f"{role}-{size}{address.rstrip('/').replace('/', '-') or '-home'}")
            found += [f"{address} ({size}): {complaint}" for complaint in (*sideways(page), *violations(page))]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_open_menus_dialogs_and_errors(enter: Any, busy_town: Town, size: str) -> None:
    visitor: Visitor = enter("opd_admin", phone=size == "phone")
    page = visitor.open("/proposals/list/")
    title = "Pelatihan Penyusunan"
    visitor.actions(title)
    found = [*sideways(page), *violations(page)]
    visitor.picture(f"open-menu-{size}")
    visitor.row(title).get_by_role("link", name="Revisi", exact=True).click()
    found += [*sideways(page), *violations(page)]
    visitor.answer("Ya, Lanjutkan!")
    visitor.dialog().locator("trix-editor").wait_for()
    visitor.answer("Simpan")
    found += [*sideways(page), *violations(page)]
    visitor.picture(f"open-reason-{size}")
    page.keyboard.press("Escape")
    visitor.choose(title, "History Usulan")
    visitor.dialog().get_by_role("heading").wait_for()
    found += [*sideways(page), *violations(page)]
    visitor.open("/proposals/add")
    page.get_by_role("button", name="Simpan").click()
    page.get_by_role("alert").first.wait_for()
    found += [*sideways(page), *violations(page)]
    visitor.picture(f"open-errors-{size}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_sign_in_and_refusals(visit: Any, town: Town, size: str) -> None:
    visitor: Visitor = visit(phone=size == "phone")
    page = visitor.open("/login/")
    found = [*sideways(page), *violations(page)]
    visitor.picture(f"sign-in-{size}")
    page.get_by_label("NIP").fill(town.usernames["owner"])
    page.get_by_label("Kata Sandi").fill("salah sama sekali")
    page.get_by_role("button", name="Masuk").click()
    page.get_by_role("alert").first.wait_for()
    found += [*sideways(page), *violations(page)]
    visitor.picture(f"sign-in-refused-{size}")
    visitor.sign_in(town.usernames["owner"])
    for address, status in (("/nothing/here", 404), ("/audit/list/", 403)):
        answer = page.goto(visitor.server + address)
        assert answer is not None
        assert answer.status == status
        found += [*sideways(page), *violations(page)]
        visitor.picture(f"refused-{status}-{size}")
    assert not found, "\n".join(found)


def menu_of(page: Page) -> list[str]:
    """The addresses of the navigation, in its order."""
    links = page.locator("#portal-nav a.nav-entry")
    return list(dict.fromkeys(str(link.get_attribute("href")) for link in links.all()))


def sideways(page: Page) -> list[str]:
    """What makes the page wider than its window."""
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"scrolls sideways by {wider} px"] if wider > 0 else []


def violations(page: Page) -> list[str]:
    """What axe-core finds, one line for each element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES)
    return [f"{each['id']}: {node['html'][:160]}" for each in found["violations"] for node in each["nodes"]]


def _own_pages(page: Page) -> list[str]:
    """The pages behind the bell and in the menu of one's account."""
    return [str(link.get_attribute("href")) for link in page.locator(".topbar a.topbar-button, .topbar a.menu-item:not([lang])").all()]
