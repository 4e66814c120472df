"""A recommendation from hand to hand: asked for on a phone out of the plan, recommended at BKPSDM's desk, its letter checked by a stranger."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from app.kernel.db import session
from app.recommendations.models import RecommendationLetter
from tests.browser.test_menu_pages import sideways, violations
from tests.browser.town import Town
from tests.factories import files
from tests.factories.plans import SUBJECT, plan_row_in


@pytest.mark.manual("T3")
@pytest.mark.manual("T28")
@pytest.mark.manual("T29")
@pytest.mark.manual("T30")
@pytest.mark.manual("T31")
def test_from_the_plan_to_the_letter(enter: Any, town: Town, tmp_path: Path) -> None:
    with town.app.app_context():
        row = plan_row_in(town.city, "accepted", organiser="LAN").id
    sheets = [tmp_path / "usulan.pdf", tmp_path / "panggilan.pdf"]
    for sheet in sheets:
        sheet.write_bytes(files.pdf(text=sheet.stem))
    owner = enter("owner", phone=True)
    page = owner.open("/recommendations/list/")
    expect(page.get_by_text("Tidak ada hasil yang ditemukan")).to_be_visible()
    expect(page.get_by_role("link", name="Pengajuan Terkirim (0)")).to_be_visible()
    found = [*sideways(page), *violations(page)]
    page = owner.open(f"/recommendations/add/plan?plan_row={row}")
    expect(page.get_by_label("Rencana Pelatihan")).to_have_value(str(row))
    found += [*sideways(page), *violations(page)]
    page.get_by_role("button", name="Selanjutnya").click()
    expect(page.get_by_label("Pelatihan", exact=False).filter(visible=True).first).to_be_visible()
    expect(page.locator("#subject")).to_have_value(SUBJECT)
    page.locator("#organiser").fill("BKN")
    page.locator("#funding").select_option("pd")
    found += [*sideways(page), *violations(page)]
    owner.picture("recommendations-data-phone")
    page.get_by_role("button", name="Selanjutnya").click()
    expect(page.get_by_text("Surat pemanggilan peserta").first).to_be_visible()
    for place, sheet in enumerate(sheets):
        page.locator("input[type=file]").nth(place).set_input_files(sheet)
        expect(page.get_by_text(sheet.name)).to_be_visible()
    found += [*sideways(page), *violations(page)]
    owner.picture("recommendations-documents-phone")
    page.get_by_role("button", name="Selanjutnya").click()
    expect(page.get_by_text("Lembaga penyelenggara berbeda dari rencana: LAN")).to_be_visible()
    found += [*sideways(page), *violations(page)]
    owner.picture("recommendations-summary-phone")
    page.get_by_label("Dengan ini saya menyetujui").check()
    page.get_by_role("button", name="Simpan Konsep").click()
    page.get_by_role("dialog").get_by_role("button", name="Ya").click()
    expect(page.get_by_text("Konsep telah disimpan")).to_be_visible()
    page.get_by_role("link", name="Kirim", exact=True).click()
    owner.answer("Ya, kirim")
    expect(page.get_by_text("Pengajuan telah dikirim ke BKPSDM.")).to_be_visible()
    found += [*sideways(page), *violations(page)]

    officer = enter("bkpsdm_admin")
    desk = officer.open("/recommendations/list/?state=sent")
    expect(desk.get_by_role("link", name="Pengajuan Terkirim (1)")).to_be_visible()
    found += [*sideways(desk), *violations(desk)]
    officer.picture("recommendations-list-desk")
    officer.row(SUBJECT).get_by_role("link", name=SUBJECT).first.click()
    expect(desk.get_by_text("Lembaga penyelenggara berbeda dari rencana: LAN")).to_be_visible()
    desk.get_by_role("link", name="Terima", exact=True).click()
    officer.dialog().get_by_role("button", name="Ya, terima").click()
    officer.write_reason("Sesuai kebutuhan jabatan")
    officer.answer("Simpan")
    expect(desk.get_by_role("heading", name="Surat nomor 800/001/BKPSDM")).to_be_visible()
    found += [*sideways(desk), *violations(desk)]
    officer.picture("recommendations-page-desk")

    with town.app.app_context():
        code = session().query(RecommendationLetter).one().code
    page = owner.open("/recommendations/list/?state=accepted")
    expect(owner.row(SUBJECT).locator(".badge")).to_have_text("Diterima")
    found += [*sideways(page), *violations(page)]
    owner.picture("recommendations-list-phone")
    page = owner.open(f"/r/{code}")
    expect(page.get_by_text("Direkomendasikan")).to_be_visible()
    expect(page.get_by_text("••••").first).to_be_visible()
    found += [*sideways(page), *violations(page)]
    owner.picture("recommendations-check-phone")
    assert found == []
