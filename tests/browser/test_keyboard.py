"""Everything with the keyboard alone: the menu of a row, its dialogs, and where the focus comes back to."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.town import Town

TITLE = "Pelatihan Arsip Digital"


def tab_to(page: Page, target: Locator, most: int = 120) -> None:
    """Press Tab until `target` has the focus."""
    for _press in range(most):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"{target} is not reached by {most} presses of Tab")


def test_sign_in_skip_to_the_content_and_propose(visit: Any, town: Town) -> None:
    visitor = visit()
    page = visitor.open("/login/")
    expect(page.get_by_label("NIP")).to_be_focused()
    page.keyboard.type(town.usernames["owner"])
    page.keyboard.press("Tab")
    page.keyboard.type(visitor.password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login" not in url)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Langsung ke isi")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    visitor.open("/proposals/list/")
    tab_to(page, page.get_by_role("link", name="Tambah", exact=True).first)
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Dari Panduan Jenis Diklat"))
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Isi Manual")).to_be_checked()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Usulan Diklat")).to_be_focused()
    page.keyboard.type(TITLE)
    tab_to(page, page.get_by_role("button", name="Simpan"))
    page.keyboard.press("Enter")
    visitor.sees_toast("Data Berhasil Di Tambah")


def test_the_row_menu_opens_moves_and_closes_by_keys(enter: Any, town: Town) -> None:
    town.proposal("owner", title=TITLE)
    visitor = enter("opd_admin")
    page = visitor.menu("Individual Plan")
    button = visitor.row(TITLE).locator("[data-menu] summary")
    entry = visitor.row(TITLE).locator(".menu-item")
    tab_to(page, button)
    page.keyboard.press("ArrowDown")
    expect(entry.first).to_be_focused()
    page.keyboard.press("End")
    expect(entry.last).to_be_focused()
    page.keyboard.press("Escape")
    expect(entry.last).to_be_hidden()
    expect(button).to_be_focused()


@pytest.mark.manual("P26")
def test_a_step_with_its_reason_and_escape_gives_the_focus_back(enter: Any, town: Town) -> None:
    pk = town.proposal("owner", title=TITLE)
    visitor = enter("opd_admin")
    page = visitor.menu("Individual Plan")
    button = visitor.row(TITLE).locator("[data-menu] summary")
    tab_to(page, button)
    _open_step(page, visitor.row(TITLE), "Revisi")
    expect(visitor.dialog()).to_have_count(1)
    page.keyboard.press("Escape")
    expect(visitor.dialog()).to_have_count(0)
    expect(button).to_be_focused()
    _open_step(page, visitor.row(TITLE), "Revisi")
    tab_to(page, visitor.dialog().get_by_role("button", name="Ya, Lanjutkan!"))
    page.keyboard.press("Enter")
    expect(visitor.dialog().locator("trix-editor")).to_be_focused()
    page.keyboard.type("Alasan dari papan ketik")
    tab_to(page, visitor.dialog().get_by_role("button", name="Simpan"))
    page.keyboard.press("Enter")
    visitor.sees_toast("Usulan telah dikembalikan untuk direvisi.")
    assert town.state_of(pk) == "revised"


def _open_step(page: Page, row: Locator, name: str) -> None:
    page.keyboard.press("ArrowDown")
    wanted = row.get_by_role("link", name=name, exact=True)
    for _press in range(8):
        if wanted.evaluate("element => element === document.activeElement"):
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
