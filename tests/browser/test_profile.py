"""My profile on a phone 360 px wide: what is missing is filled in at once, the rest asked for; the officer sees old beside new."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.looks import sideways, violations

FIELDS = [
    "NIP",
    "Nama lengkap dan gelar",
    "Tempat;tanggal lahir",
    "Jenis kelamin",
    "Agama",
    "Jabatan sesuai SK Grading",
    "Pangkat",
    "Golongan",
    "E-mail kedinasan",
    "Asal instansi",
    "Alamat kantor",
    "No. HP pribadi",
]
"""The twelve of the manual, in its order."""


@pytest.mark.manual("B2", "B3", "B4", "B5", "B8", "B9", "B10", "B11", "B12", "B13", "B14", "B15", "B16", "B17", "B18", "B19")
def test_a_person_completes_his_data_and_asks_for_the_rest(enter: Any) -> None:
    visitor = enter("owner", phone=True)
    page = visitor.open("/profile/")
    visitor.picture("profile-phone")
    assert page.locator("main dt").evaluate_all("all => all.map(each => each.firstChild.textContent.trim())")[:12] == FIELDS
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
    birth = page.get_by_label("Tempat;tanggal lahir")
    before = birth.input_value()
    birth.fill("Jayapura;29-2-2001")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("alert").first).to_contain_text("29-2-2001 bukan tanggal")
    birth.fill(before)
    visitor.picture("profile-ask-phone")
    found += [*sideways(page), *violations(page)]
    page.get_by_role("button", name="Simpan").click()
    page.wait_for_url("**/profile-changes/show/*")
    expect(page.locator("main")).to_contain_text("Data lama dan data baru")
    visitor.picture("profile-change-phone")
    found += [*sideways(page), *violations(page)]
    assert not found, "\n".join(found)
