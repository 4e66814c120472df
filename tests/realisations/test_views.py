"""Activities over HTTP: "Mulai" in the row's menu, the form of T25, list and detail of every role, reports, files, the API with the same guards."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from pypdf import PdfReader
from werkzeug.test import TestResponse

from app.credentials.models import Course
from app.kernel.db import session
from app.realisations.models import ActivityReport, Realisation
from app.realisations.queries import reports_of
from tests.factories.accounts import People
from tests.factories.city import City
from tests.factories.files import pdf
from tests.factories.plans import SUBJECT, plan_row_in
from tests.factories.realisations import first_day, realisation_in, recent, report_values

Stage = tuple[City, People]
READERS = ("owner", "supervisor", "opd_admin", "bkpsdm_admin", "auditor")
STRANGERS = ("colleague", "stranger", "other_opd_admin")


@pytest.fixture
def stage(people: Stage) -> Stage:
    return people


def text_of(answer: TestResponse) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def typed(pk: int, **changes: Any) -> dict[str, str]:
    days = {"begins_on": first_day().isoformat(), "ends_on": (first_day() + timedelta(days=4)).isoformat()}
    return (
        {"plan_row_id": str(pk), "material": "Assessment center", "place": "Gedung diklat", "cost": "2.000.000", "frequency": "sekali"}
        | days
        | changes
    )


def reported(app: Flask, **changes: Any) -> dict[str, str]:
    with app.app_context():
        values = report_values(**changes)
    return {name: "" if value is None else str(value) for name, value in values.items() if value is not False}


def today_made(app: Flask, city: City, **changes: Any) -> tuple[int, list[int]]:
    """The same of an activity that ends today."""
    with app.app_context():
        activity = recent(city, **changes)
        return activity.id, [each.id for each in reports_of(activity.id)]


def made(app: Flask, city: City, state: str = "running", **changes: Any) -> tuple[int, list[int]]:
    """The ids of an activity and of its reports."""
    with app.app_context():
        activity = realisation_in(city, state, **changes)
        return activity.id, [each.id for each in reports_of(activity.id)]


@pytest.mark.manual("T21")
@pytest.mark.manual("T24")
@pytest.mark.manual("T25")
@pytest.mark.manual("T26")
def test_start_stands_in_the_menu_of_an_accepted_row_only_and_leads_to_the_form(app: Flask, stage: Stage) -> None:
    city, clients = stage
    with app.app_context():
        accepted, sent = plan_row_in(city, "accepted").id, plan_row_in(city, "sent", subject="Lain").id
    owner = clients["owner"]
    way = f"/realisations/add?plan_row_id={accepted}"
    assert way in owner.get("/plans/list/").text
    assert f"plan_row_id={sent}" not in owner.get("/plans/list/").text
    for name in READERS[1:]:
        assert "/realisations/add" not in clients[name].get("/plans/list/").text, name
    page = owner.get(way)
    text = text_of(page)
    for words in ("Mulai Melaksanakan Kegiatan", "Tanggal Mulai", "Tanggal Selesai", "Detail Materi Pengembangan", "Tempat Penyelenggara"):
        assert words in text, words
    assert re.findall(r'name="frequency" value="(\w+)"', page.text) == ["sekali", "perhari", "perminggu", "perbulan", "pertahun"]
    assert "Apa anda yakin untuk memulai diklat ini ?" in page.text
    assert f'value="{first_day().isoformat()}"' in page.text
    assert owner.post("/realisations/add", data=typed(accepted, ends_on="2020-01-01", place="Bank Indonesia")).status_code == 422
    assert "Bank Indonesia" in owner.post("/realisations/add", data=typed(accepted, frequency="", place="Bank Indonesia")).text
    assert owner.post("/realisations/add", data=typed(sent)).status_code == 422
    answer = owner.post("/realisations/add", data=typed(accepted), follow_redirects=True)
    assert "Kegiatan telah dimulai" in text_of(answer)
    assert f"plan_row_id={accepted}" not in owner.get("/plans/list/").text
    assert "Kegiatan dan laporan" in owner.get(f"/plans/show/{accepted}").text
    for name in READERS:
        carried_out = text_of(clients[name].get(f"/plans/show/{accepted}")).partition("Realisasi Pelaksanaan")[2]
        for words in ("Waktu Pelaksanaan", "Biaya", "Tempat Penyelenggara", "Rp2.000.000,00", "Gedung diklat"):
            assert words in carried_out, (name, words)
    assert "/realisations/show/" in owner.get(f"/plans/show/{accepted}").text
    assert "Gedung diklat" not in owner.get(f"/plans/show/{sent}").text
    assert owner.post("/realisations/add", data=typed(accepted)).status_code == 422
    with app.app_context():
        assert session().query(Realisation).count() == 1


@pytest.mark.manual("T33")
@pytest.mark.manual("T34")
@pytest.mark.gate("G12")
def test_each_role_sees_what_is_his_and_strangers_find_nothing(app: Flask, stage: Stage) -> None:
    city, clients = stage
    pk, reports = made(app, city)
    ways = [f"/realisations/show/{pk}", f"/realisations/history/{pk}", f"/api/v1/realisations/{pk}"]
    ways += [f"/activity-reports/show/{reports[0]}", f"/api/v1/activity-reports/{reports[0]}"]
    for name in READERS:
        for way in ("/realisations/list/", "/activity-reports/list/"):
            assert SUBJECT in clients[name].get(way).text, (name, way)
        assert [clients[name].get(way).status_code for way in ways] == [200] * 5, name
    for name in STRANGERS:
        for way in ("/realisations/list/", "/activity-reports/list/"):
            assert SUBJECT not in clients[name].get(way).text, (name, way)
        assert [clients[name].get(way).status_code for way in ways] == [404] * 5, name
    text = text_of(clients["supervisor"].get(ways[0]))
    for words in (
        "Biaya",
        "Rp2.000.000,00",
        "Waktu Pelaksanaan",
        "Lembaga Penyelenggara",
        "Tempat Penyelenggara",
        "Sekali",
        "0 dari 1 dilaporkan",
        "Laporan Tanggal",
    ):
        assert words in text, words
    assert "Input laporan" not in text


@pytest.mark.manual("T32")
@pytest.mark.manual("T35")
def test_two_reports_and_the_activity_is_finished(app: Flask, stage: Stage) -> None:
    city, clients = stage
    pk, reports = today_made(app, city, frequency="perhari", days=2)
    _later, upcoming = made(app, city)
    owner = clients["owner"]
    write = [f"/activity-reports/edit/{each}" for each in reports]
    assert owner.get(f"/activity-reports/edit/{upcoming[0]}").status_code == 409
    assert f"/activity-reports/edit/{upcoming[0]}" not in owner.get("/activity-reports/list/").text
    assert write[0] in owner.get(f"/realisations/show/{pk}").text
    assert write[0] in owner.get("/activity-reports/list/").text
    for page in (owner.get("/").text, owner.get("/inbox/").text):
        assert (write[0] in page, "Input laporan" in page) == (True, True)
    page = text_of(owner.get(write[0]))
    for words in ("Laporan Tanggal", "JP", "Dengan Sertifikat", "Nomor Sertifikat", "Deskripsi"):
        assert words in page, words
    assert "Klasifikasi" not in page
    wrong = owner.post(write[0], data=reported(app, version=1, jp="6,5", description="Hari pertama"))
    assert (wrong.status_code, "Hari pertama" in wrong.text) == (422, True)
    wrong = owner.post(write[0], data=reported(app, version=1, with_certificate="y"))
    assert wrong.status_code == 422
    assert "Isi nomor sertifikat" in wrong.text
    assert owner.post(write[0], data=reported(app, version=1, jp="6.5")).status_code == 302
    page = owner.get(write[1])
    assert "Ini laporan terakhir" in page.text
    assert re.search(r'<option value="3" selected>', page.text)
    data: dict[str, Any] = reported(app, version=1, jp="8", with_certificate="y", certificate_number="20/BKPSDM/003")
    data["certificate_id"] = (BytesIO(pdf()), "sertifikat.pdf")
    answer = owner.post(write[1], data=data, content_type="multipart/form-data", follow_redirects=True)
    assert "Ini laporan terakhir: kegiatan selesai." in answer.text
    text = text_of(owner.get(f"/realisations/show/{pk}"))
    for words in ("Kegiatan Selesai", "Riwayat pelatihan", "Menunggu Verifikasi", "14,5", "20/BKPSDM/003"):
        assert words in text, words
    with app.app_context():
        course = session().query(Course).one()
        number, document = course.id, course.certificate_id
    assert number in [row["id"] for row in clients["bkpsdm_admin"].get("/api/v1/courses/").json["result"]]
    for name, status in (("owner", 200), ("supervisor", 200), ("colleague", 404)):
        assert clients[name].get(f"/documents/{document}/download").status_code == status, name
    assert owner.get(write[0]).status_code == 409


@pytest.mark.gate("G12")
def test_nobody_but_the_owner_writes(app: Flask, stage: Stage) -> None:
    city, clients = stage
    pk, reports = today_made(app, city)
    for name in (*READERS[1:], *STRANGERS):
        client = clients[name]
        wanted = (403, 404)
        assert client.post(f"/activity-reports/edit/{reports[0]}", data=reported(app, version=1)).status_code in wanted, name
        assert client.put(f"/api/v1/activity-reports/{reports[0]}", json=reported(app, version=1)).status_code in wanted, name
        assert client.post(f"/realisations/{pk}/cancel", data={"note": "Batal"}).status_code in wanted, name
        assert client.post(f"/realisations/edit/{pk}", data=typed(1)).status_code in wanted, name
    assert clients["owner"].post(f"/realisations/{pk}/close").status_code in (403, 409)
    assert clients["owner"].post(f"/api/v1/realisations/{pk}/close", json={}).status_code in (403, 409)
    with app.app_context():
        assert (session().get_one(Realisation, pk).state, session().get_one(ActivityReport, reports[0]).filed_at) == ("running", None)


@pytest.mark.manual("T33")
def test_lists_filter_mark_what_is_late_and_print_and_export_the_same(app: Flask, stage: Stage) -> None:
    city, clients = stage
    today_made(app, city)
    today_made(app, city, ago=8, frequency="perhari", row={"subject": "Coaching bulanan", "form": "NKL01", "jp": None})
    for name in ("owner", "opd_admin", "auditor"):
        client = clients[name]
        classical = client.get("/realisations/list/?path=klasikal").text
        assert (SUBJECT in classical, "Coaching bulanan" in classical) == (True, False)
        late = client.get("/realisations/list/?reports=overdue").text
        assert (SUBJECT in late, "Coaching bulanan" in late, "Terlambat" in late) == (False, True, True)
        assert client.get("/activity-reports/list/?mark=overdue").text.count("Coaching bulanan") >= 1
        assert SUBJECT in client.get("/activity-reports/list/?mark=due").text
        sheet = load_workbook(BytesIO(client.get("/realisations/export?path=nonklasikal").data)).active
        cells = [str(cell.value) for row in sheet.iter_rows() for cell in row]
        assert ("Coaching bulanan" in cells, SUBJECT in cells) == (True, False)
        paper = " ".join(PdfReader(BytesIO(client.get("/realisations/print?path=klasikal").data)).pages[0].extract_text().split())
        for words in (SUBJECT, "Pelatihan teknis", "Kegiatan Berjalan"):
            assert words in paper, words
        assert client.get("/activity-reports/export").status_code == 200
    assert clients["owner"].get("/realisations/list/?reports=never").status_code == 400


@pytest.mark.manual("T35")
def test_the_api_starts_reports_and_closes(app: Flask, stage: Stage) -> None:
    city, clients = stage
    with app.app_context():
        row = plan_row_in(city, "accepted").id
    owner = clients["owner"]
    answer = owner.post("/api/v1/realisations/", json=typed(row))
    assert answer.status_code == 201, answer.text
    assert owner.post("/api/v1/realisations/", json=typed(row)).status_code in (409, 422)
    report = owner.get("/api/v1/activity-reports/").json["result"][0]["id"]
    assert owner.put(f"/api/v1/activity-reports/{report}", json=reported(app, version=1)).status_code == 409
    pk, reports = today_made(app, city)
    done = owner.put(f"/api/v1/activity-reports/{reports[0]}", json=reported(app, version="1", jp="20"))
    assert done.status_code == 200, done.text
    assert clients["auditor"].get(f"/api/v1/realisations/{pk}").json["state"] == "Kegiatan Selesai"


def test_the_owner_changes_and_calls_off(app: Flask, stage: Stage) -> None:
    city, clients = stage
    pk, _reports = made(app, city)
    owner = clients["owner"]
    page = owner.get(f"/realisations/edit/{pk}")
    version = re.search(r'name="version"[^>]*value="(\d+)"', page.text)[1]
    changed = typed(1, version=version, place="Balai diklat")
    assert owner.post(f"/realisations/edit/{pk}", data=changed).status_code == 302
    assert owner.post(f"/realisations/edit/{pk}", data=changed | {"place": "Lain"}).status_code == 409
    assert owner.post(f"/realisations/{pk}/cancel", data={"note": ""}).status_code == 422
    assert owner.post(f"/realisations/{pk}/cancel", data={"note": "Diklat dibatalkan"}).status_code == 302
    assert SUBJECT not in owner.get("/activity-reports/list/").text
    assert "Diklat dibatalkan" in clients["supervisor"].get(f"/realisations/history/{pk}").text
