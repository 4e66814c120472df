"""The search dialog with the keyboard alone, with a finger, and without JavaScript."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.looks import sideways, violations
from tests.browser.town import Town

TITLE = "Pelatihan Tata Naskah Dinas"
BOX = "Menu, nama, NIP, nomor, atau judul"


def test_ctrl_k_type_choose_open_and_find_it_again(enter: Any, town: Town) -> None:
    pk = town.proposal("owner", title=TITLE)
    visitor = enter("opd_admin")
    page = visitor.page
    page.keyboard.press("Control+k")
    box = page.get_by_role("combobox", name=BOX)
    expect(box).to_be_focused()
    expect(box).to_have_attribute("aria-expanded", "false")
    page.keyboard.type("tata naskah")
    option = page.get_by_role("option", name=TITLE)
    expect(option).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator("[data-search-status]")).to_have_text("1 hasil")
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", option.get_attribute("id"))
    expect(box).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/proposals/show/{pk}*")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("group", name="Terakhir dibuka").get_by_role("option", name=TITLE)).to_be_visible()


def test_the_arrows_go_round_and_escape_gives_the_focus_back(enter: Any, town: Town) -> None:
    town.proposal("owner", title=TITLE)
    visitor = enter("bkpsdm_admin")
    page = visitor.page
    button = page.get_by_role("link", name="Cari")
    expect(button).to_contain_text("Ctrl K")
    button.focus()
    page.keyboard.press("Enter")
    page.keyboard.type("usul")
    options = page.get_by_role("option")
    expect(options.nth(1)).to_be_visible()
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(page.locator("[role=option][aria-selected=true]")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(visitor.dialog()).to_have_count(0)
    expect(button).to_be_focused()


def test_enter_without_a_choice_opens_the_plain_page(enter: Any, town: Town) -> None:
    visitor = enter("opd_admin")
    page = visitor.page
    page.keyboard.press("Control+k")
    page.keyboard.type(town.nips["owner"])
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    expect(page.get_by_role("region", name="Pegawai").get_by_role("link", name=town.full_names["owner"])).to_be_visible()


def test_a_slash_is_only_a_slash(enter: Any) -> None:
    visitor = enter("opd_admin")
    visitor.page.get_by_role("main").focus()
    visitor.page.keyboard.press("/")
    expect(visitor.dialog()).to_have_count(0)


def test_what_cannot_be_found_is_said(enter: Any) -> None:
    page = enter("owner").page
    page.keyboard.press("Control+k")
    expect(page.locator("[data-search-status]")).to_have_text("Ketik sedikitnya dua huruf")
    page.keyboard.type("zzqq")
    expect(page.locator("[data-search-status]")).to_have_text("Tidak ditemukan: “zzqq”")


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_the_dialog_fits_and_is_accessible(enter: Any, town: Town, phone: bool) -> None:
    town.proposal("owner", title=TITLE)
    visitor = enter("opd_admin", phone=phone)
    page = visitor.page
    found = []
    for theme in ("light", "dark"):
        page.evaluate("theme => localStorage.setItem('theme', theme)", theme)
        visitor.open("/")
        page.get_by_role("link", name="Cari").click()
        page.get_by_role("combobox", name=BOX).fill("naskah")
        page.get_by_role("option", name=TITLE).wait_for()
        page.keyboard.press("ArrowDown")
        visitor.picture(f"search-{'phone' if phone else 'desk'}-{theme}")
        found += [f"{theme}: {complaint}" for complaint in (*sideways(page), *violations(page))]
    assert not found, "\n".join(found)


def test_without_javascript_the_button_leads_to_the_page(visit: Any, town: Town) -> None:
    town.proposal("owner", title=TITLE)
    visitor = visit(java_script_enabled=False)
    page = visitor.sign_in(town.usernames["opd_admin"])
    page.get_by_role("link", name="Cari").click()
    page.get_by_role("main").get_by_role("searchbox", name=BOX).fill("naskah")
    page.get_by_role("main").get_by_role("button", name="Cari").click()
    page.get_by_role("region", name="Usulan Diklat").get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(TITLE)
