"""The register of processing: begins full, is kept by BKPSDM, read by auditors, and goes out as Excel and paper."""

from io import BytesIO

from flask import Flask
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import select

from app.kernel.actor import system_actor
from app.kernel.db import session, transaction
from app.privacy.models import ProcessingActivity
from app.privacy.register import ACTIVITIES
from app.reference.services import seed_reference
from tests.factories.accounts import People
from tests.factories.city import City

Stage = tuple[City, People]
ROW = {
    "name": "Ujian dinas",
    "purpose": "Menguji kelayakan.",
    "basis": "PP 11/2017",
    "people": "Peserta",
    "data_kinds": "Nilai",
    "receivers": "BKPSDM",
    "retention": "Dua tahun",
    "security": "Hak akses",
}


def names() -> list[str]:
    return list(session().scalars(select(ProcessingActivity.name).order_by(ProcessingActivity.id)))


def test_a_new_portal_has_the_register_once_and_what_the_agency_made_of_it_stays(ctx: Flask, city: City) -> None:
    assert names() == [activity.name for activity in ACTIVITIES]
    with transaction() as current:
        for row in current.scalars(select(ProcessingActivity).order_by(ProcessingActivity.id).offset(1)):
            current.delete(row)
    assert seed_reference(system_actor()) == 0
    assert names() == [ACTIVITIES[0].name]


def test_it_is_written_by_bkpsdm_and_read_by_the_auditor(people: Stage) -> None:
    _city, clients = people
    admin, auditor = clients["bkpsdm_admin"], clients["auditor"]
    assert admin.post("/processing-activities/add", data=ROW | {"basis": ""}).status_code == 422
    assert admin.post("/processing-activities/add", data=ROW).status_code == 302
    page = auditor.get("/processing-activities/list/?size=50").text
    assert "Ujian dinas" in page
    assert auditor.get("/processing-activities/show/1").status_code == 200
    for address in ("add", "edit/1", "delete/1"):
        assert auditor.post(f"/processing-activities/{address}", data=ROW).status_code == 403
    for name in ("owner", "supervisor", "opd_admin"):
        assert clients[name].get("/processing-activities/list/").status_code == 403


def test_it_goes_out_whole_as_excel_and_on_paper(people: Stage) -> None:
    auditor = people[1]["auditor"]
    sheet = load_workbook(BytesIO(auditor.get("/processing-activities/export").data)).active
    assert sheet is not None
    cells = [[str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    first = next(row for row in cells if ACTIVITIES[0].name in row)
    assert {ACTIVITIES[0].data_kinds, ACTIVITIES[0].security, ACTIVITIES[0].retention} <= set(first)
    paper = PdfReader(BytesIO(auditor.get("/processing-activities/print").data))
    text = " ".join(" ".join(page.extract_text() for page in paper.pages).split())
    assert "Jejak audit" in text
    assert "Register pemrosesan".casefold() in text.casefold()
