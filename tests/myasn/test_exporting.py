"""The file in the national names: the same rows in every form, and by job what a person may have at the moment it runs."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from openpyxl import load_workbook

from app.kernel import clock, settings, storage
from app.kernel.actor import system_actor
from app.kernel.errors import Denied
from app.kernel.jobs import JobRun
from app.kernel.listing import ListState
from app.myasn.exporting import export_national, national_name, write_national
from app.myasn.kinds import KINDS
from app.myasn.listings import PACKAGES
from app.myasn.parameters import AGENCY_ID
from app.myasn.queries import counts_by_service
from tests.factories.city import City
from tests.factories.myasn import package_in

KIND = KINDS["course"]
DAY = date(2026, 1, 15)


@pytest.fixture
def three(ctx: Flask, city: City) -> City:
    package_in(city, name='=HYPERLINK("x")', number="20/BKPSDM/003/I/2026", begins_on=DAY)
    package_in(city, "sent", kind="certification")
    package_in(city, owner="stranger", name="Kursus orang lain")
    return city


@pytest.mark.gate("G10")
def test_json_csv_and_excel_hold_the_same_rows(three: City, tmp_path: Path) -> None:
    actor = three.actor("opd_admin")
    for wanted in ("json", "csv", "xlsx"):
        assert write_national(actor, ListState(), KIND, wanted, tmp_path / f"x.{wanted}") == 1
    [row] = json.loads((tmp_path / "x.json").read_text())
    assert list(row) == [field.name for field in KIND.fields]
    assert (row["namaKursus"], row["tanggalKursus"], row["jumlahJam"]) == ('=HYPERLINK("x")', "15-01-2026", 4)
    assert row["nipBaru"] == three.person("owner").nip
    assert row["path"] == []
    with (tmp_path / "x.csv").open(encoding="utf-8-sig", newline="") as file:
        heads, cells = csv.reader(file, delimiter=";")
    assert heads == list(row)
    assert cells[heads.index("nipBaru")] == "'" + three.person("owner").nip
    assert cells[heads.index("namaKursus")] == '\'=HYPERLINK("x")'
    assert cells[heads.index("tanggalKursus")] == "15-01-2026"
    assert cells[heads.index("pnsOrangId")] == cells[heads.index("path")] == ""
    page = load_workbook(tmp_path / "x.xlsx").worksheets[0]
    heads = [cell.value for cell in page[1]]
    found = dict(zip(heads, [cell.value for cell in page[2]], strict=True))
    assert (found["nipBaru"], found["tanggalKursus"], found["jumlahJam"]) == (three.person("owner").nip, "15-01-2026", 4)
    assert page[2][heads.index("namaKursus")].data_type == "s"


def test_structural_trainings_go_out_in_a_file_of_their_own(three: City, tmp_path: Path) -> None:
    actor = three.actor("bkpsdm_admin")
    package_in(three, course_form="1", name="Pelatihan Kepemimpinan Pengawas (PKP)", number="1/LAN/2026", begins_on=DAY)
    settings.change_setting(system_actor(), AGENCY_ID, "A5EB03E2")
    diklat = KIND.service_at("diklat")
    assert write_national(actor, ListState(), KIND, "json", tmp_path / "d.json", service=diklat) == 1
    [row] = json.loads((tmp_path / "d.json").read_text())
    assert (row["latihanStrukturalId"], row["nomor"], row["tanggal"]) == ("2", "1/LAN/2026", "15-01-2026")
    assert "namaKursus" not in row
    assert national_name(KIND, "json", diklat) == f"siasn-diklat-{clock.today():%Y%m%d}.json"
    assert write_national(actor, ListState(), KIND, "json", tmp_path / "k.json") == 2
    assert {each["instansiId"] for each in json.loads((tmp_path / "k.json").read_text())} == {"A5EB03E2"}
    counts = counts_by_service(actor, KIND, 3, (), ())
    assert [(service.resource, count) for service, count in counts] == [("/kursus/save", 2), ("/diklat/save", 1)]


def test_an_empty_file_is_a_file_of_its_kind(three: City, tmp_path: Path) -> None:
    state = ListState((("state", "accepted"),))
    assert write_national(three.actor("bkpsdm_admin"), state, KIND, "json", tmp_path / "x.json") == 0
    assert json.loads((tmp_path / "x.json").read_text()) == []


def test_the_filters_and_the_scope_of_the_list_hold(three: City, tmp_path: Path) -> None:
    def names(person: str, **typed: str) -> list[str]:
        state = PACKAGES.parse(three.actor(person), typed)
        write_national(three.actor(person), state, KIND, "json", tmp_path / "y.json")
        return [row["namaKursus"] for row in json.loads((tmp_path / "y.json").read_text())]

    assert sorted(names("bkpsdm_admin")) == ['=HYPERLINK("x")', "Kursus orang lain"]
    assert names("bkpsdm_admin", q="orang") == names("other_opd_admin") == ["Kursus orang lain"]
    assert names("bkpsdm_admin", state="sent") == names("bkpsdm_admin", kind="certification") == []


def test_the_file_says_what_and_of_when(ctx: Flask) -> None:
    assert national_name(KIND, "json") == f"siasn-kursus-{clock.today():%Y%m%d}.json"


def test_the_job_makes_the_same_file_with_the_rights_of_now(three: City, app: Flask) -> None:
    params = {"args": {"kind": "course"}, "kind": "course", "format": "json"}
    with app.test_request_context("/"):
        result = export_national(JobRun(0, 0, three.actor("bkpsdm_admin"), "x", params))
        assert result is not None
        assert result.file is not None
        assert len(json.loads(storage.path(result.file.key).read_text())) == 2
        with pytest.raises(Denied):
            export_national(JobRun(0, 0, three.actor("owner"), "x", params))
