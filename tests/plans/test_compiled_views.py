"""The compiled plan over HTTP (T22): whose rows each role gets, the filters, the Excel file, and the document with letterhead and signature."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from pypdf import PdfReader

from app.kernel import settings
from app.kernel.actor import system_actor
from app.kernel.agency import CITY, SIGNATORY_NAME
from app.kernel.db import transaction
from app.kernel.export import ExportColumn, Letterhead, Sheet, write_pdf
from app.organisation.rules import JobType
from app.organisation.services import set_head
from tests.factories.accounts import People
from tests.factories.city import City
from tests.factories.plans import SUBJECT, plan_row_in, profiled
from tests.plans.test_views import text_of

Stage = tuple[City, People]


@pytest.fixture
def stage(people: Stage) -> Stage:
    return people


def table(client: FlaskClient, query: str = "") -> list[dict[str, Any]]:
    """The rows of the Excel file by the headings."""
    sheet = load_workbook(BytesIO(client.get(f"/compiled-plans/export{query}").data)).active
    head, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    return [dict(zip(head, row, strict=True)) for row in rows]


def paper(client: FlaskClient, query: str = "") -> str:
    pages = PdfReader(BytesIO(client.get(f"/compiled-plans/print{query}").data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.manual("T22")
def test_accepted_plans_are_compiled_by_opd_and_agency_as_excel_and_document(app: Flask, stage: Stage) -> None:
    city, clients = stage
    with app.app_context():
        settings.set_value(system_actor(), CITY, "Pangkalpinang")
        settings.set_value(system_actor(), SIGNATORY_NAME, "Dr. Kepala Badan")
        with transaction():
            city.person("owner").job_type = JobType.ADMINISTRATOR
        first = plan_row_in(city)
        profiled(city, first.plan_year, performance="80", M_1=1)
        plan_row_in(city, "accepted", subject="Manajemen Data")
        plan_row_in(city, owner="stranger", subject="Penyuluhan Gizi", form="NKL01", jp=None, fund="apbn")
        nip = city.person("owner").nip
    auditor, opd_admin = clients["auditor"], clients["opd_admin"]
    (row,) = table(auditor)
    assert (row["Materi Pengembangan"], row["NIP"], row["OPD"]) == ("Manajemen Data", nip, "Dinas Pendidikan")
    assert (row["JP"], row["Estimasi Biaya"], row["Sumber Dana"], row["Jalur"]) == (40, 2_500_000, "APBD", "Pelatihan Klasikal")
    assert "Integritas 1 → " in row["Kesenjangan kompetensi"]
    assert "80 (" in row["Penilaian Kinerja"]
    everything = table(clients["bkpsdm_admin"], "?state=")
    assert [(each["OPD"], each["Materi Pengembangan"]) for each in everything] == [
        ("Dinas Kesehatan", "Penyuluhan Gizi"),
        ("Dinas Pendidikan", SUBJECT),
        ("Dinas Pendidikan", "Manajemen Data"),
    ]
    assert {each["Materi Pengembangan"] for each in table(opd_admin, "?state=")} == {SUBJECT, "Manajemen Data"}
    assert [each["Materi Pengembangan"] for each in table(auditor, "?state=&path=nonklasikal")] == ["Penyuluhan Gizi"]
    assert [each["Materi Pengembangan"] for each in table(auditor, f"?state=&opd={city.other_opd_id}")] == ["Penyuluhan Gizi"]
    assert opd_admin.get(f"/compiled-plans/export?opd={city.other_opd_id}").status_code == 400
    shown = text_of(clients["bkpsdm_admin"].get("/compiled-plans/list/?state="))
    for words in ("Per OPD", "Dinas Kesehatan", "Dinas Pendidikan", "Penyuluhan Gizi"):
        assert words in shown
    whole = paper(auditor, "?state=")
    for words in (
        "Perencanaan Pengembangan Kompetensi",
        "3 rincian rencana · 2 orang",
        "Pangkalpinang,",
        "Dr. Kepala Badan",
        "Rp2.500.000,00",
    ):
        assert words in whole, words
    assert "Kepala Dinas Pendidikan" in paper(opd_admin)
    with app.app_context():
        set_head(city.actor("bkpsdm_admin"), city.opd_id, city.ids["supervisor"])
        name = city.person("supervisor").full_name
    signed = paper(opd_admin)
    assert (name in signed, "Dr. Kepala Badan" in signed) == (True, False)


@pytest.mark.manual("T22")
def test_employees_and_supervisors_have_no_compiled_plan(app: Flask, stage: Stage) -> None:
    city, clients = stage
    with app.app_context():
        plan_row_in(city, "accepted")
    for name in ("owner", "supervisor", "stranger"):
        for address in ("list/", "export", "print"):
            assert clients[name].get(f"/compiled-plans/{address}").status_code in (302, 403, 404), (name, address)
    other = clients["other_opd_admin"]
    assert SUBJECT not in other.get("/compiled-plans/list/").text
    assert table(other) == []


def test_the_signature_stays_in_one_piece_on_the_last_page(app: Flask, tmp_path: Path) -> None:
    """However full the last page is, all its lines stand together."""
    closing = ("Kota, 1 Januari 2027", "Kepala Badan,", "", "", "", "Nama Penanda")
    with app.test_request_context():
        for count in range(28, 44):
            path = tmp_path / f"{count}.pdf"
            rows = ((f"Baris {number}",) for number in range(count))
            write_pdf(Sheet("Daftar", [ExportColumn("a", "Isi")], rows, closing=closing), Letterhead(("Pemerintah", "Badan")), path)
            *_before, last = [page.extract_text() for page in PdfReader(path).pages]
            assert ("Kepala Badan," in last, "Nama Penanda" in last, "Kota, 1 Januari" in last) == (True, True, True)
