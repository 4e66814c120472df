"""The first page of every role, as its first half minute goes: read what is to be done, follow it, be where it is done."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.town import Town

TITLE = "Pelatihan Arsip Digital"


def panel(page: Page, title: str) -> Any:
    return page.get_by_role("region", name=title)


@pytest.mark.manual("P18")
def test_an_employee_is_led_to_his_proposal_and_corrects_what_came_back(enter: Any, town: Town) -> None:
    visitor = enter("owner")
    page = visitor.page
    panel(page, "Usulan saya").get_by_role("link", name="Ajukan Usulan").click()
    expect(page.get_by_label("Usulan Diklat")).to_be_attached()
    town.proposal("owner", "revised", title=TITLE)
    visitor.open("/")
    expect(panel(page, "Yang perlu dilakukan sekarang")).to_contain_text(TITLE)
    own = panel(page, "Usulan saya")
    expect(own).to_contain_text("Mohon disesuaikan.")
    expect(own.get_by_role("link", name="Ajukan Usulan")).to_have_count(0)
    own.get_by_role("link", name="Perbaiki").click()
    expect(page.get_by_label("Usulan Diklat")).to_have_value(TITLE)


def test_an_employee_completes_his_contact_data(enter: Any) -> None:
    page = enter("owner").page
    ring = panel(page, "Data kontak saya")
    expect(ring.get_by_role("img")).to_be_visible()
    expect(ring).to_contain_text("dari 3 isian sudah terisi")
    ring.get_by_role("link", name="Lengkapi profil").click()
    expect(page.get_by_label("Alamat Kantor")).to_be_visible()


@pytest.mark.manual("T3")
def test_a_supervisor_sees_his_people_and_what_waits_for_them(enter: Any, town: Town) -> None:
    town.proposal("owner", "revised", title=TITLE)
    visitor = enter("supervisor")
    page = visitor.page
    people = panel(page, "Bawahan saya")
    people.get_by_role("link", name="menunggu tindakan bawahan Anda").click()
    expect(visitor.row(TITLE)).to_have_count(1)
    visitor.open("/")
    people.get_by_role("link", name="Bawahan Langsung").click()
    expect(visitor.row(town.full_names["owner"])).to_have_count(1)


@pytest.mark.manual("T4")
@pytest.mark.parametrize(
    ("name", "state", "label"), [("opd_admin", "submitted", "Usulan Masuk"), ("bkpsdm_admin", "forwarded", "Diteruskan")]
)
def test_an_admin_works_from_his_queue_and_opens_the_numbers(enter: Any, town: Town, name: str, state: str, label: str) -> None:
    town.proposal("owner", state, title=TITLE)
    visitor = enter(name)
    page = visitor.page
    panel(page, "Menunggu Anda menurut lamanya").get_by_role("link", name="Sejak hari ini").click()
    expect(visitor.row(TITLE)).to_have_count(1)
    expect(page.get_by_label("Menunggu", exact=True)).to_have_value("today")
    visitor.open("/")
    year = panel(page, "Usulan tahun ini")
    expect(year.get_by_role("img")).to_be_visible()
    expect(year.get_by_role("table")).to_be_visible()
    year.get_by_role("link", name=label).click()
    expect(visitor.row(TITLE)).to_have_count(1)


def test_an_auditor_goes_through_his_doors(enter: Any) -> None:
    visitor = enter("auditor")
    page = visitor.page
    doors = panel(page, "Daftar dan catatan")
    expect(doors.get_by_role("link", name="Ekspor ke Excel: Jejak Audit")).to_be_visible()
    doors.get_by_role("link", name="Jejak Audit").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Jejak Audit")


def test_the_superuser_finds_his_administration(enter: Any) -> None:
    page = enter("superuser").page
    panel(page, "Daftar dan catatan").get_by_role("link", name="Akun").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Akun")
