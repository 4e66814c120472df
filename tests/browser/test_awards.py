"""Riwayat Penghargaan from hand to hand: an employee enters awards on his phone and at a desk, an officer verifies them and looks up who has served long (S20 to S27)."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.awards.models import Award
from app.kernel.db import session
from tests.browser.looks import sideways, violations
from tests.browser.town import Town
from tests.browser.visitor import Visitor
from tests.factories import files
from tests.factories.awards import LONG_SERVICE, award_in


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "Piagam.pdf"
    path.write_bytes(files.pdf())
    return path


def fill(page: Page, **texts: str) -> None:
    for name, text in texts.items():
        page.locator(f"[name={name}]").fill(text)


def send(visitor: Visitor, page: Page) -> None:
    page.get_by_label("Saya menyatakan bahwa data yang saya input benar").check()
    page.get_by_role("button", name="Kirim").click()
    expect(visitor.dialog()).to_contain_text("Apakah anda yakin?")
    visitor.answer("Ya")
    page.wait_for_url("**/awards/list/")


@pytest.mark.manual("S20", "S21", "S22", "S23", "S24", "S25", "S26", "S27")
def test_an_employee_enters_an_award_on_his_phone(enter: Any, town: Town, app: Flask, sheet: Path) -> None:
    visitor: Visitor = enter("owner", phone=True)
    page = visitor.open("/awards/list/")
    visitor.picture("awards-empty-phone")
    found = [*sideways(page), *violations(page)]
    page.get_by_role("link", name="Tambah Riwayat Penghargaan").first.click()
    page.wait_for_url("**/awards/add/data**")
    page.get_by_label("Skala Penghargaan").select_option("Kabupaten / Kota")
    page.get_by_label("Kelompok Penghargaan").select_option("PENGHARGAAN LAINNYA")
    expect(page.get_by_text("Gender Champion")).to_be_visible()
    expect(page.get_by_text("Satya Lencana Wira Karya")).to_be_hidden()
    page.get_by_role("radio", name="ASN Berprestasi").check()
    fill(page, year="2025", number="004/KP.00/I/2026", decree_on="2026-04-27")
    visitor.picture("awards-data-phone")
    found += [*sideways(page), *violations(page)]
    visitor.next_step()
    page.wait_for_url("**/document**")
    page.locator("input[type=file]").set_input_files(sheet)
    expect(page.get_by_text("Piagam.pdf")).to_be_visible()
    visitor.picture("awards-document-phone")
    found += [*sideways(page), *violations(page)]
    visitor.next_step()
    page.wait_for_url("**/summary**")
    expect(page.locator("main")).to_contain_text("27 April 2026")
    expect(page.locator("main")).to_contain_text("bukan tahun Surat Keputusan")
    visitor.picture("awards-summary-phone")
    found += [*sideways(page), *violations(page)]
    send(visitor, page)
    expect(visitor.row("ASN Berprestasi")).to_contain_text("Menunggu Verifikasi")
    visitor.picture("awards-list-phone")
    with app.app_context():
        award = session().scalars(select(Award)).one()
        assert (award.state, award.number, award.year) == ("waiting", "004/KP.00/I/2026", 2025)
    assert not found, "\n".join(found)


@pytest.mark.manual("S21", "S22", "S27")
def test_a_satya_lencana_settles_its_scale_as_it_is_chosen(enter: Any, town: Town, app: Flask, sheet: Path) -> None:
    visitor: Visitor = enter("owner")
    page = visitor.open("/awards/add/data")
    scale = page.get_by_label("Skala Penghargaan")
    scale.select_option("Provinsi")
    page.get_by_role("radio", name="ASN Teladan").check()
    page.get_by_label("Kelompok Penghargaan").select_option("SATYA LENCANA")
    expect(scale).to_have_value("4")
    expect(scale.locator("option:not([disabled])")).to_have_text(["Nasional"])
    expect(page.get_by_role("radio", name="ASN Teladan")).to_be_hidden()
    assert page.locator("[name=award_kind]:checked").count() == 0
    page.get_by_label("Kelompok Penghargaan").select_option("PENGHARGAAN LAINNYA")
    scale.select_option("Provinsi")
    page.get_by_label("Kelompok Penghargaan").select_option("SATYA LENCANA")
    page.get_by_role("radio", name="Satya Lencana Karya Satya XXX (30 tahun)").check()
    fill(page, year="2026", number="71/TK/TAHUN 2026", decree_on="2026-08-17")
    visitor.picture("awards-data-desk")
    found = [*sideways(page), *violations(page)]
    visitor.next_step()
    page.wait_for_url("**/document**")
    page.locator("input[type=file]").set_input_files(sheet)
    expect(page.get_by_text("Piagam.pdf")).to_be_visible()
    visitor.next_step()
    page.wait_for_url("**/summary**")
    expect(page.locator("main")).to_contain_text("Nasional")
    send(visitor, page)
    expect(page.locator(".notice", has_text="Isian Anda menunggu verifikasi")).to_be_visible()
    visitor.picture("awards-list-desk")
    with app.app_context():
        award = session().scalars(select(Award)).one()
        assert (award.scale, award.award_kind) == ("4", "karya_satya_30")
    assert not found, "\n".join(found)


def test_an_officer_verifies_and_looks_up_who_has_served_long(enter: Any, town: Town, app: Flask) -> None:
    with app.app_context():
        award_in(town.city, award_kind="karya_satya_30", **LONG_SERVICE)
        award_in(town.city, owner="stranger", number="9/A")
    visitor: Visitor = enter("bkpsdm_admin")
    page = visitor.open("/awards/list/")
    visitor.picture("awards-officer-desk")
    found = [*sideways(page), *violations(page)]
    page.get_by_role("link", name="Verifikasi 2 data").click()
    expect(page.locator(".review-place")).to_contain_text("1 dari 2")
    found += [*sideways(page), *violations(page)]
    visitor.picture("awards-review-desk")
    page.get_by_role("button", name="Setujui").click()
    expect(page.locator(".review-place")).to_contain_text("1 dari 1")
    page = visitor.open("/karya-satya/list/")
    expect(page.locator("main")).to_contain_text("Hukuman disiplin")
    names = page.locator("td.cell-primary")
    expect(names.filter(has_text=town.full_names["colleague"])).to_have_count(1)
    expect(names.filter(has_text=town.full_names["owner"])).to_have_count(0)
    visitor.picture("awards-eligible-desk")
    found += [*sideways(page), *violations(page)]
    assert not found, "\n".join(found)


def test_the_list_of_long_service_fits_a_phone(enter: Any, town: Town) -> None:
    visitor: Visitor = enter("opd_admin", phone=True)
    page = visitor.open("/karya-satya/list/")
    expect(page.locator("main")).to_contain_text(town.full_names["owner"])
    visitor.picture("awards-eligible-phone")
    found = [*sideways(page), *violations(page)]
    assert not found, "\n".join(found)
