"""The dashboard of plans over HTTP (T4): cards, activities under way, and who compares what."""

from io import BytesIO

import pytest
from flask import Flask
from openpyxl import load_workbook

from tests.factories.accounts import People
from tests.factories.city import City
from tests.factories.plans import plan_row_in
from tests.factories.realisations import realisation_in
from tests.plans.test_views import text_of

Stage = tuple[City, People]


@pytest.fixture
def stage(people: Stage) -> Stage:
    return people


@pytest.mark.manual("T4")
def test_cards_and_activities_under_way_lead_to_their_lists(app: Flask, stage: Stage) -> None:
    city, clients = stage
    with app.app_context():
        pk = realisation_in(city).id
        year = plan_row_in(city, "sent", subject="Menunggu").plan_year_id
        plan_row_in(city, "rejected", subject="Ditolak")
    for name, accepted in (("owner", 1), ("supervisor", 1), ("stranger", 0)):
        page = clients[name].get("/plan-overview/")
        text = text_of(page)
        for words in ("Filter Tahun Diklat", "Kegiatan Berjalan", "Info Lebih Lanjut", "Kegiatan Selesai"):
            assert words in text, (name, words)
        for words in (f"{accepted} Pengajuan Proses Verifikasi", f"{accepted} Pengajuan Ditolak", f"{accepted} Pengajuan Diterima"):
            assert words in text, (name, words)
        assert (f"/realisations/show/{pk}" in page.text) == bool(accepted), name
        assert "Rencana dan Realisasi" not in text
    page = clients["owner"].get("/plan-overview/").text
    assert f'href="/plans/list/?year={year}&amp;state=sent"' in page
    assert clients["owner"].get("/plan-overview/?year=999").status_code == 400
    assert clients["owner"].get("/plan-overview/export").status_code == 403


@pytest.mark.manual("T4")
def test_admins_compare_plan_and_realisation_of_their_own(app: Flask, stage: Stage) -> None:
    city, clients = stage
    with app.app_context():
        realisation_in(city, "closed")
    for name in ("opd_admin", "bkpsdm_admin", "auditor"):
        for by in ("opd", "form", "path", "month"):
            page = clients[name].get(f"/plan-overview/?by={by}")
            assert "Rp2.500.000,00" in page.text, (name, by)
            assert page.text.count("data:image/svg+xml") == 2, (name, by)
    sheet = load_workbook(BytesIO(clients["auditor"].get("/plan-overview/export?by=opd").data)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[1] == ["Dinas Pendidikan", 1, 1, 40, 20, 2_500_000, 2_000_000]
    assert rows[2][1:] == rows[1][1:]
    assert clients["auditor"].get("/plan-overview/print").data.startswith(b"%PDF")
    other = clients["other_opd_admin"]
    assert "Belum ada rencana yang diterima" in text_of(other.get("/plan-overview/"))
    assert other.get(f"/plan-overview/?opd={city.opd_id}").status_code == 400
