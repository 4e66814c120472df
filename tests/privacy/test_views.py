"""Data Saya over HTTP: the job, the file in each form, and nobody else's."""

import json
from io import BytesIO
from zipfile import ZipFile

from flask import Flask
from pypdf import PdfReader

from app.kernel.db import session, transaction
from app.kernel.jobs import Job, JobStatus
from tests.factories.accounts import People
from tests.factories.city import City
from tests.factories.organisation import make_test_result
from tests.factories.photos import photo_in

Stage = tuple[City, People]


def packed(app: Flask, stage: Stage, name: str, form: str) -> tuple[int, bytes]:
    """The job a person starts, and the file it leaves."""
    started = stage[1][name].post("/my-data/package", data={"form": form})
    assert started.status_code == 302
    pk = int(started.location.rsplit("/", 1)[1])
    with app.app_context():
        assert session().get_one(Job, pk).status == "done", session().get_one(Job, pk).error
    return pk, stage[1][name].get(f"/jobs/{pk}/download").data


def test_everything_comes_as_one_package_for_its_owner_alone(app: Flask, people: Stage) -> None:
    city, clients = people
    pk, content = packed(app, people, "owner", "all")
    with app.app_context():
        nip, other = city.person("owner").nip, city.person("stranger").nip
    with ZipFile(BytesIO(content)) as package:
        names = package.namelist()
        assert {"data.json", "data.pdf", "csv/employee.csv", "csv/account.csv"} <= set(names)
        whole = json.loads(package.read("data.json"))
        sheet = package.read("csv/employee.csv").decode("utf-8-sig")
    parts = {part["table"]: part["rows"] for part in whole["parts"]}
    assert parts["employee"][0]["nip"] == nip
    assert "'" + nip in sheet
    assert other not in json.dumps(whole)
    assert "password" not in parts["ab_user"][0]
    assert clients["colleague"].get(f"/jobs/{pk}/download").status_code == 404
    assert clients["bkpsdm_admin"].get(f"/jobs/{pk}/download").status_code == 404


def test_each_form_can_be_read(app: Flask, people: Stage) -> None:
    _pk, content = packed(app, people, "owner", "pdf")
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    assert "Semua data yang disimpan portal" in " ".join(text.split())
    _pk, content = packed(app, people, "owner", "json")
    assert json.loads(content)["parts"]
    _pk, content = packed(app, people, "owner", "csv")
    assert all(name.startswith("csv/") for name in ZipFile(BytesIO(content)).namelist())


def test_a_click_while_the_job_runs_leads_to_it(app: Flask, people: Stage) -> None:
    pk, _content = packed(app, people, "owner", "json")
    with app.app_context(), transaction() as current:
        current.get_one(Job, pk).status = JobStatus.RUNNING
    again = people[1]["owner"].post("/my-data/package", data={"form": "pdf"})
    assert again.location == f"/jobs/{pk}"
    assert people[1]["colleague"].post("/my-data/package", data={"form": "pdf"}).location != f"/jobs/{pk}"


def test_a_file_of_an_unknown_form_is_refused_at_the_field(people: Stage) -> None:
    answer = people[1]["owner"].post("/my-data/package", data={"form": "xml"})
    assert answer.status_code == 422
    assert "Data Saya" in people[1]["owner"].get("/my-data/").text


def test_somebody_without_a_personnel_record_gets_his_account(app: Flask, people: Stage) -> None:
    _pk, content = packed(app, people, "auditor", "json")
    parts = {part["table"]: part["rows"] for part in json.loads(content)["parts"]}
    assert parts["employee"] == []
    assert parts["ab_user"][0]["username"] == "auditor.tes"


def test_a_person_asks_and_bkpsdm_answers(app: Flask, people: Stage) -> None:
    _city, clients = people
    owner, officer = clients["owner"], clients["bkpsdm_admin"]
    empty = owner.post("/data-requests/add", data={"kind": "correction", "wish": " "})
    assert empty.status_code == 422
    assert "wajib disimpan" in empty.text
    assert owner.post("/data-requests/add", data={"kind": "correction", "wish": "Tanggal lahir keliru"}).status_code == 302
    assert "Tanggal lahir keliru" in officer.get("/data-requests/list/").text
    assert clients["colleague"].get("/data-requests/show/1").status_code == 404
    assert clients["supervisor"].get("/data-requests/list/").text.count("Tanggal lahir keliru") == 0
    assert "data-requests/show/1" in officer.get("/inbox/").text
    assert officer.post("/data-requests/1/grant", data={"note": "Sudah diperbaiki"}).status_code == 302
    assert "Sudah diperbaiki" in owner.get("/data-requests/show/1").text


def test_who_read_a_competence_test_stands_on_ones_own_page(app: Flask, people: Stage) -> None:
    city, clients = people
    with app.app_context():
        make_test_result(city.person("owner"))
        reader = city.person("bkpsdm_admin").full_name
    assert reader not in clients["owner"].get("/my-data/").text
    assert clients["bkpsdm_admin"].get(f"/employees/show/{city.ids['owner']}").status_code == 200
    page = clients["owner"].get("/my-data/").text
    assert "Siapa melihat data sensitif saya" in page
    assert reader in page
    assert reader not in clients["colleague"].get("/my-data/").text


def test_requests_by_rest_have_the_guards_of_the_screen(people: Stage) -> None:
    _city, clients = people
    owner, officer, path = clients["owner"], clients["bkpsdm_admin"], "/api/v1/data-requests/"
    assert owner.post(path, json={"kind": "correction", "wish": " "}).status_code == 422
    assert owner.post(path, json={"kind": "correction", "wish": "Keliru", "due_at": "2030-01-01"}).status_code == 422
    pk = owner.post(path, json={"kind": "correction", "wish": "Tanggal lahir keliru"}).get_json()["id"]
    listed = {
        name: [row["id"] for row in clients[name].get(path).get_json()["result"]]
        for name in ("owner", "supervisor", "bkpsdm_admin", "auditor")
    }
    assert listed == {"owner": [pk], "supervisor": [], "bkpsdm_admin": [pk], "auditor": [pk]}
    assert clients["colleague"].get(f"{path}{pk}").status_code == 404
    assert clients["auditor"].post(f"{path}{pk}/grant", json={"note": "Ya"}).status_code == 403
    assert clients["supervisor"].post(f"{path}{pk}/grant", json={"note": "Ya"}).status_code in (403, 404)
    assert officer.post(f"{path}{pk}/grant", json={}).status_code == 422
    assert officer.post(f"{path}{pk}/grant", json={"note": "Sudah diperbaiki"}).get_json()["state_key"] == "granted"
    assert officer.post(f"{path}{pk}/refuse", json={"note": "Tidak"}).status_code == 409
    assert clients["colleague"].get(f"{path}{pk}/steps").status_code == 404
    assert len(owner.get(f"{path}{pk}/steps").get_json()["result"]) == 2


def test_photos_by_rest_have_the_guards_of_the_screen(app: Flask, people: Stage) -> None:
    city, clients = people
    with app.app_context():
        pk = photo_in(city, "waiting").id
    seen = {
        name: clients[name].get(f"/api/v1/photos/{pk}").status_code
        for name in ("owner", "opd_admin", "bkpsdm_admin", "colleague", "other_opd_admin")
    }
    assert seen == {"owner": 200, "opd_admin": 200, "bkpsdm_admin": 200, "colleague": 404, "other_opd_admin": 404}
    assert {clients[name].get("/api/v1/photos/").status_code for name in ("auditor",)} == {403}
    assert "file_key" not in clients["opd_admin"].get(f"/api/v1/photos/{pk}").text
    assert clients["owner"].post(f"/api/v1/photos/{pk}/accept", json={}).status_code == 403
    assert clients["opd_admin"].post("/api/v1/photos/", json={}).status_code in (403, 404, 405)
    assert clients["opd_admin"].post(f"/api/v1/photos/{pk}/accept", json={}).get_json()["state_key"] == "accepted"
