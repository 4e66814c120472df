"""My profile on a phone 360 px wide: what is missing is filled in at once, the rest asked for; the officer sees old beside new."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.looks import sideways, violations


@pytest.mark.manual("B3")
@pytest.mark.manual("B5")
def test_a_person_completes_his_data_and_asks_for_the_rest(enter: Any) -> None:
    visitor = enter("owner", phone=True)
    page = visitor.open("/profile/")
    visitor.picture("profile-phone")
    found = [*sideways(page), *violations(page)]
    page.locator("main, header").get_by_role("link", name="Update Profil").first.click()
    page.wait_for_url("**/profile/edit*")
    page.get_by_label("No. HP pribadi").fill("081234567890")
    page.get_by_label("Alamat kantor").fill("Jalan Merdeka 1")
    visitor.picture("profile-edit-phone")
    found += [*sideways(page), *violations(page)]
    page.get_by_role("button", name="Simpan").click()
    page.wait_for_url("**/profile/")
    expect(page.locator("main")).to_contain_text("081234567890")
    page = visitor.open("/profile-changes/add")
    page.get_by_label("Agama").select_option(label="Islam")
    page.get_by_label("Alasan perubahan").fill("Belum tercatat")
    visitor.picture("profile-ask-phone")
    found += [*sideways(page), *violations(page)]
    page.get_by_role("button", name="Simpan").click()
    page.wait_for_url("**/profile-changes/show/*")
    expect(page.locator("main")).to_contain_text("Data lama dan data baru")
    visitor.picture("profile-change-phone")
    found += [*sideways(page), *violations(page)]
    assert not found, "\n".join(found)
