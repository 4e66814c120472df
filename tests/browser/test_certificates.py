"""Certificates in a browser, at 360 and 1280 px: the officer's event, the holder's file and wish, and a stranger who checks the paper and the file."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy import select

from app.certificates.models import Certificate
from app.kernel.db import session
from app.kernel.jobs import Job, run_job
from tests.browser.looks import sideways, violations
from tests.browser.town import Town
from tests.browser.visitor import Visitor
from tests.factories.certificates import certificate_in, event_in


@pytest.mark.manual("L28")
@pytest.mark.manual("L29")
@pytest.mark.manual("L31")
@pytest.mark.parametrize("size", ["phone", "desk"])
def test_a_holder_takes_the_file_checks_it_and_asks_for_a_correction(enter: Any, town: Town, app: Flask, size: str, tmp_path: Path) -> None:
    with app.app_context():
        made = certificate_in(town.city)
        pk, code = made.id, made.code
    visitor: Visitor = enter("owner", phone=size == "phone")
    page = visitor.open("/my-certificates/list/")
    expect(page.get_by_text("Bimbingan Teknis Pelayanan Publik").first).to_be_visible()
    found = [*sideways(page), *violations(page)]
    visitor.picture(f"certificates-mine-{size}")
    page = visitor.open(f"/my-certificates/show/{pk}")
    expect(page.get_by_role("heading", name="Syarat Mendapatkan Sertifikat")).to_be_visible()
    found += [*sideways(page), *violations(page)]
    visitor.picture(f"certificates-one-{size}")
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh PDF (").click()
    file = Path(download.value.path()).read_bytes()
    assert file.startswith(b"%PDF")
    right, wrong = tmp_path / "sertifikat.pdf", tmp_path / "lain.pdf"
    right.write_bytes(file)
    wrong.write_bytes(file + b" ")
    page = visitor.open(f"/v/{code}")
    expect(page.get_by_text("Status sertifikat ini")).to_be_visible()
    page.wait_for_load_state()
    field = page.get_by_label("PDF sertifikat")
    field.set_input_files(right)
    expect(page.get_by_text("Berkas ini yang diterbitkan, tanpa perubahan.")).to_be_visible()
    visitor.picture(f"certificates-check-{size}")
    found += [*sideways(page), *violations(page)]
    field.set_input_files(wrong)
    expect(page.get_by_text("Ini berkas lain, atau sudah diubah.")).to_be_visible()
    page = visitor.open(f"/my-certificates/show/{pk}")
    page.get_by_role("link", name="Ada yang salah? Minta perbaikan").click()
    page.get_by_label("Apa yang salah?").fill("Gelar belum tercantum")
    found += [*sideways(page), *violations(page)]
    visitor.picture(f"certificates-wish-{size}")
    page.locator("main form button").last.click()
    expect(page.get_by_text("Gelar belum tercantum").first).to_be_visible()
    assert not found, "\n".join(found)


@pytest.mark.manual("L26")
@pytest.mark.manual("L27")
@pytest.mark.parametrize("size", ["phone", "desk"])
def test_an_officer_brings_an_event_to_its_certificates(enter: Any, town: Town, app: Flask, size: str) -> None:
    with app.app_context():
        event = event_in(town.city, "prepared", people=("owner",)).id
    visitor: Visitor = enter("bkpsdm_admin", phone=size == "phone")
    page = visitor.open(f"/learning-events/{event}/participants")
    page.get_by_label("NIP para peserta").fill(f"{town.nips['colleague']}\nbukan siapa-siapa")
    found = [*sideways(page), *violations(page)]
    page.locator("main form button").last.click()
    expect(page.get_by_text("Bukan pegawai instansi: bukan siapa-siapa")).to_be_visible()
    page.get_by_role("link", name="Validasi kehadiran").first.click()
    visitor.answer("Ya, validasi")
    page = visitor.open(f"/learning-events/show/{event}")
    visitor.picture(f"certificates-event-{size}")
    found += [*sideways(page), *violations(page)]
    page.get_by_role("button", name="Terbitkan 2 sertifikat").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Penerbitan sertifikat")
    with app.app_context():
        run_job(session().scalars(select(Job.id).order_by(Job.id.desc())).first() or 0)
        assert len(session().scalars(select(Certificate)).all()) == 2
    page = visitor.open("/certificates/list/")
    expect(page.get_by_text("1/BKPSDM/003/").first).to_be_visible()
    found += [*sideways(page), *violations(page)]
    visitor.picture(f"certificates-all-{size}")
    page = visitor.open("/certificate-templates/add")
    expect(page.get_by_role("button", name="Pratinjau PDF")).to_be_visible()
    drawn = page.locator("[data-redraw]")
    expect(drawn).to_have_attribute("data-drawn", "1")
    page.locator("[name=heading]").fill("Piagam Penghargaan")
    expect(drawn).to_have_attribute("data-drawn", "2")
    page.locator("[name=heading_at]").fill("999")
    expect(page.locator("[data-redraw-word]")).not_to_be_empty()
    page.locator("[name=heading_at]").fill("60")
    expect(drawn).to_have_attribute("data-drawn", "3")
    found += [*sideways(page), *violations(page)]
    visitor.picture(f"certificates-template-{size}")
    assert not found, "\n".join(found)
