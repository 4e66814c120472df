"""What a walk does not reach: open menus, dialogs and errors, the sign-in page and refusals, at a desk and on a phone; they fit, and axe-core finds nothing."""

from typing import Any

import pytest

from tests.browser.looks import sideways, violations
from tests.browser.town import Town
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.looks


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_open_menus_dialogs_and_errors(enter: Any, busy_town: Town, size: str) -> None:
    visitor: Visitor = enter("opd_admin", phone=size == "phone")
    page = visitor.open("/proposals/list/")
    title = "Pelatihan Penyusunan"
    visitor.actions(title)
    found = [*sideways(page), *violations(page)]
    visitor.picture(f"open-menu-{size}")
    visitor.row(title).get_by_role("link", name="Revisi", exact=True).click()
    visitor.dialog().wait_for()
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
