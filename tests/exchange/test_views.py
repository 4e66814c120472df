"""The way of a file over HTTP: upload, columns, check, write, undo; and what a stranger's requests get."""

import io
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from app.kernel import jobs
from app.kernel.db import session
from app.kernel.importing.models import ImportBatch, Outcome, Stage
from app.kernel.jobs import Job
from app.organisation.queries import find_employee
from tests.exchange.files import HEADERS, person, workbook
from tests.factories.city import City
from tests.factories.organisation import make_nip

Portal = tuple[City, dict[str, FlaskClient]]


@pytest.fixture
def portal_city(people: Portal) -> Portal:
    return people


def sends(client: FlaskClient, content: bytes, kind: str = "employees", name: str = "pegawai.xlsx") -> Any:
    return client.post("/imports/add", data={"kind": kind, "file": (io.BytesIO(content), name)}, content_type="multipart/form-data")


def mapping_of(page: str) -> dict[str, str]:
    """What the selects of the mapping page hold, as a browser would send it."""
    found = {}
    for name, options in re.findall(r'<select class="form-select" name="(column-\d+)".*?>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="(\w*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    return found


def uploaded(app: Flask, client: FlaskClient, rows: list[dict[str, Any]]) -> tuple[int, dict[str, str]]:
    answer = sends(client, workbook(rows).read())
    assert answer.status_code == 302
    page = client.get(answer.headers["Location"])
    assert page.status_code == 200
    return int(answer.headers["Location"].rsplit("/", 1)[1]), {"sheet": "Data ASN", "header": "3"} | mapping_of(page.text)


def batch(app: Flask, pk: int) -> ImportBatch:
    with app.app_context():
        return session().get_one(ImportBatch, pk)


def test_a_file_goes_all_the_way_and_back(app: Flask, portal_city: Portal) -> None:
    client = portal_city[1]["bkpsdm_admin"]
    pk, chosen = uploaded(app, client, [person(3000), person(3001, **{"N I P": "123"})])
    assert chosen["column-2"] == "nip"
    assert client.post(f"/imports/mapping/{pk}", data=chosen).headers["Location"].endswith(f"/imports/show/{pk}")
    page = client.get(f"/imports/show/{pk}").text
    assert "Sudah diperiksa, belum ditulis" in page
    assert "NIP terdiri dari 18 digit" in page or "18" in page
    with app.app_context():
        assert find_employee(make_nip(3000)) is None
    sheet = client.get(f"/imports/corrected/{pk}")
    assert load_workbook(io.BytesIO(sheet.data))["Data ASN"]["K3"].value == "Kesalahan"
    client.post(f"/imports/apply/{pk}")
    with app.app_context():
        assert find_employee(make_nip(3000))
    page = client.get(f"/imports/show/{pk}?rows=new").text
    assert make_nip(3000) in page
    client.post(f"/imports/undo/{pk}")
    assert batch(app, pk).stage == Stage.UNDONE
    with app.app_context():
        assert find_employee(make_nip(3000)) is None
    history = client.get("/imports/list/").text
    assert "pegawai.xlsx" in history
    assert "Dibatalkan" in history


def test_the_portal_runs_jobs_in_the_name_of_who_started_them(portal: Flask) -> None:
    assert jobs._loaders, "nobody told the jobs how an actor is made: every job would be refused"


def test_a_column_that_is_needed_is_asked_for_and_what_was_chosen_stays(app: Flask, portal_city: Portal) -> None:
    client = portal_city[1]["bkpsdm_admin"]
    pk, chosen = uploaded(app, client, [person(3000)])
    answer = client.post(f"/imports/mapping/{pk}", data=chosen | {"column-2": "", "column-0": "religion"})
    assert answer.status_code == 422
    assert "Tentukan kolom berkas yang berisi: NIP" in answer.text
    assert mapping_of(answer.text)["column-0"] == "religion"
    assert batch(app, pk).stage == Stage.UPLOADED


def test_a_choice_is_remembered_for_the_same_headers(app: Flask, portal_city: Portal) -> None:
    client = portal_city[1]["bkpsdm_admin"]
    pk, chosen = uploaded(app, client, [person(3000)])
    client.post(f"/imports/mapping/{pk}", data=chosen | {"column-0": "agency_origin"})
    _pk, again = uploaded(app, client, [person(3001)])
    assert again["column-0"] == "agency_origin"


def test_another_sheet_or_header_row_can_be_looked_at(app: Flask, portal_city: Portal) -> None:
    client = portal_city[1]["bkpsdm_admin"]
    pk, _chosen = uploaded(app, client, [person(3000)])
    page = client.get(f"/imports/mapping/{pk}?sheet=Catatan&header=1").text
    assert "Diolah Subbag Kepegawaian" in page
    for strange in ("sheet=Tidak+ada&header=99999999", "header=0", "header=-1", "header=x"):
        assert client.get(f"/imports/mapping/{pk}?{strange}").status_code == 200


@pytest.mark.parametrize(
    ("content", "words"), [(b"", "0 byte"), (b"<html><table>", "halaman web"), (b"PK\x03\x04xx", "bukan lembar kerja")]
)
def test_what_is_no_spreadsheet_is_refused_at_the_field_and_not_kept(app: Flask, portal_city: Portal, content: bytes, words: str) -> None:
    answer = sends(portal_city[1]["bkpsdm_admin"], content, name="data.xls")
    assert answer.status_code == 422
    assert words in answer.text
    with app.app_context():
        assert session().scalars(select(ImportBatch)).all() == []


def test_nothing_is_written_twice_and_nothing_out_of_turn(app: Flask, portal_city: Portal) -> None:
    client = portal_city[1]["bkpsdm_admin"]
    pk, chosen = uploaded(app, client, [person(3000)])
    for step in ("apply", "undo"):
        client.post(f"/imports/{step}/{pk}")
        assert batch(app, pk).stage == Stage.UPLOADED
    client.post(f"/imports/mapping/{pk}", data=chosen)
    for _twice in range(2):
        client.post(f"/imports/apply/{pk}")
    assert (batch(app, pk).stage, batch(app, pk).count(Outcome.NEW)) == (Stage.APPLIED, 1)
    assert client.post(f"/imports/mapping/{pk}", data=chosen).status_code == 409
    with app.app_context():
        assert len(session().scalars(select(Job)).all()) == 2


def test_what_one_may_not_write_one_neither_sees_nor_imports(app: Flask, portal_city: Portal) -> None:
    clients = portal_city[1]
    pk, chosen = uploaded(app, clients["bkpsdm_admin"], [person(3000)])
    superuser = clients["superuser"]
    for path in (f"/imports/show/{pk}", f"/imports/mapping/{pk}", f"/imports/corrected/{pk}"):
        assert superuser.get(path).status_code == 404
    assert superuser.post(f"/imports/mapping/{pk}", data=chosen).status_code == 404
    superuser.post(f"/imports/apply/{pk}")
    assert sends(superuser, workbook([person(3000)]).read()).status_code in (403, 422)
    assert "pegawai.xlsx" not in superuser.get("/imports/list/").text
    for name in ("owner", "opd_admin", "auditor"):
        assert clients[name].get(f"/imports/show/{pk}").status_code == 403
    assert batch(app, pk).stage == Stage.UPLOADED


def test_names_of_files_and_headers_cannot_hurt_the_page(app: Flask, portal_city: Portal) -> None:
    client = portal_city[1]["bkpsdm_admin"]
    evil = "<script>alert(1)</script>"
    headers = [*HEADERS[:-1], evil]
    answer = sends(client, workbook([person(3000) | {evil: evil}], headers).read(), name=f"../../{evil}.xlsx")
    pk = int(answer.headers["Location"].rsplit("/", 1)[1])
    page = client.get(f"/imports/mapping/{pk}").text
    assert evil not in page
    assert "&lt;script&gt;" in page
    assert "/" not in batch(app, pk).file_name
