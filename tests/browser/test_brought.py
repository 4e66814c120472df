"""Training history out of an agency's own list: an officer uploads it, the lists say that there is no proof, and the way from a person to his records."""

import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy import select

from app.credentials.models import Course
from app.kernel.db import session
from tests.browser.looks import sideways, violations
from tests.browser.town import Town
from tests.browser.visitor import Visitor
from tests.exchange.files import applied, workbook
from tests.exchange.test_career import HEADERS, row


@pytest.fixture
def history(town: Town, app: Flask, tmp_path: Path) -> Path:
    """Two good courses, and one whose day holds more than eight JP."""
    with app.app_context():
        rows = [
            row(town.city),
            row(town.city, "colleague"),
            row(
                town.city,
                **{
                    "Nama Diklat": "Terlalu panjang",
                    "Nomor Sertifikat": "9",
                    "Tanggal Mulai": "01-03-2024",
                    "Tanggal Selesai": "01-03-2024",
                },
            ),
        ]
        path = tmp_path / "riwayat-diklat.xlsx"
        path.write_bytes(workbook(rows, HEADERS).getvalue())
        return path


@pytest.mark.manual("S19")
def test_an_officer_brings_the_training_history_of_an_agency_over(enter: Any, town: Town, app: Flask, history: Path) -> None:
    visitor: Visitor = enter("bkpsdm_admin")
    page = visitor.open("/imports/add?kind=courses")
    page.locator("input[type=file]").set_input_files(history)
    page.get_by_role("button", name="Unggah dan lanjutkan").click()
    page.wait_for_url("**/imports/mapping/**")
    visitor.picture("brought-mapping-desk")
    found = [*sideways(page), *violations(page)]
    page.get_by_role("button", name="Periksa berkas").click()
    expect(page.get_by_role("button", name="Tulis 2 baris yang benar")).to_be_visible()
    expect(page.locator("main")).to_contain_text("paling banyak 8 JP")
    visitor.picture("brought-checked-desk")
    found += [*sideways(page), *violations(page)]
    page.get_by_role("button", name="Tulis 2 baris yang benar").click()
    expect(page.locator(".badge", has_text="Sudah ditulis")).to_be_visible()
    with app.app_context():
        assert session().scalars(select(Course.state)).all() == ["approved", "approved"]
    page.get_by_role("button", name="Batalkan impor ini").click()
    visitor.dialog().get_by_role("button").filter(has_not_text=re.compile("^(Tidak|Batal|Kembali)$")).last.click()
    expect(page.locator(".badge", has_text="Dibatalkan")).to_be_visible()
    with app.app_context():
        assert session().scalars(select(Course.state)).all() == ["deleted", "deleted"]
    assert not found, "\n".join(found)


def test_what_came_without_a_proof_says_so(enter: Any, town: Town, app: Flask, history: Path) -> None:
    with app.app_context(), history.open("rb") as file:
        applied("courses", file, town.city.actor("second_bkpsdm_admin"))  # type: ignore[arg-type]
    visitor: Visitor = enter("bkpsdm_admin")
    page = visitor.open("/courses/list/?proof=missing")
    expect(page.locator("tbody tr")).to_have_count(2)
    expect(page.locator("tbody").get_by_text("Impor, tanpa bukti")).to_have_count(2)
    visitor.picture("brought-list-desk")
    found = [*sideways(page), *violations(page)]
    page.locator("td.cell-primary a").first.click()
    expect(page.locator("main")).to_contain_text("Impor, tanpa bukti")
    visitor.picture("brought-show-desk")
    found += [*sideways(page), *violations(page)]
    page = visitor.open("/profile/")
    visitor.picture("brought-profile-desk")
    page.locator("main").get_by_role("link", name="Kursus", exact=True).click()
    page.wait_for_url("**/courses/list/?q=*")
    assert not found, "\n".join(found)


def test_its_owner_sees_it_on_his_phone(enter: Any, town: Town, app: Flask, history: Path) -> None:
    with app.app_context(), history.open("rb") as file:
        applied("courses", file, town.city.actor("second_bkpsdm_admin"))  # type: ignore[arg-type]
    visitor: Visitor = enter("owner", phone=True)
    page = visitor.open("/courses/list/")
    expect(page.locator("main")).to_contain_text("Impor, tanpa bukti")
    visitor.picture("brought-list-phone")
    found = [*sideways(page), *violations(page)]
    page = visitor.open("/profile/")
    expect(page.get_by_role("heading", name="Riwayat saya")).to_be_visible()
    visitor.picture("brought-profile-phone")
    found += [*sideways(page), *violations(page)]
    assert not found, "\n".join(found)
