"""The file of people: what it holds and for whom, that it comes back in unchanged, and that its size costs no memory. And `flask import`, which reads such files."""

import io
import tracemalloc
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import func, select

from app.kernel.actor import system_actor
from app.kernel.db import session, transaction
from app.kernel.export import write_xlsx
from app.kernel.importing.models import ImportBatch, Outcome, Stage
from app.kernel.listing import ListState
from app.organisation.listings import PEOPLE, PEOPLE_FILE
from app.organisation.models import Employee
from app.organisation.queries import find_employee
from app.organisation.services.bulk import People
from bench.people import people as invented
from tests.exchange.files import checked, person, workbook
from tests.factories.accounts import People as Browsers
from tests.factories.city import City

UNKNOWN = {
    "religion": "1",
    "email_official": None,
    "phone": None,
    "office_address": None,
    "agency_origin": None,
    "supervisor_id": None,
    "ended_on": None,
}


def rows_of(content: bytes) -> list[tuple[object, ...]]:
    page = load_workbook(io.BytesIO(content)).worksheets[0]
    return [tuple(cell.value for cell in row) for row in page.iter_rows()]


def test_the_file_holds_a_person_as_the_agency_needs_him_and_nobody_else(people: tuple[City, Browsers]) -> None:
    city, browsers = people
    with browsers.app.app_context(), transaction():
        owner = city.person("owner")
        owner.front_title, owner.phone, owner.email_official = "Dr.", "081234567890", "owner@example.go.id"
        nip, stranger, chief = owner.nip, city.person("stranger").nip, city.person("supervisor").nip
    for who in ("opd_admin", "bkpsdm_admin", "auditor"):
        header, *rows = rows_of(browsers[who].get("/employees/export").data)
        found = {row[0]: dict(zip(header, row, strict=True)) for row in rows}
        assert len(header) == len(PEOPLE_FILE) >= 15
        mine = found[nip]
        values = list(mine.values())
        assert values[1] == "Dr."
        assert {"Bidang Guru", "Dinas Pendidikan", chief, "081234567890", "owner@example.go.id"} <= set(values)
        assert isinstance(values[5].date() if hasattr(values[5], "date") else values[5], date)
        assert (stranger in found) is (who != "opd_admin")
    assert browsers["owner"].get("/employees/export").status_code == 403


def test_chosen_columns_and_paper_stay_as_they_are(people: tuple[City, Browsers]) -> None:
    browsers = people[1]
    header = rows_of(browsers["bkpsdm_admin"].get("/employees/export?columns=nip,unit").data)[0]
    assert len(header) == 2
    with browsers["bkpsdm_admin"].get("/employees/print") as paper:
        assert paper.data.startswith(b"%PDF")


def test_the_exported_file_comes_back_and_changes_nothing(city: City, tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    actor = city.actor("bkpsdm_admin")
    written = write_xlsx(PEOPLE.sheet(actor, ListState(), "Pegawai"), path)
    batch = checked("employees", io.BytesIO(path.read_bytes()))
    assert {outcome: batch.count(outcome) for outcome in Outcome if batch.count(outcome)} == {Outcome.UNCHANGED: written}


def test_a_long_file_takes_no_more_memory_than_a_short_one(city: City, tmp_path: Path) -> None:
    actor = city.actor("bkpsdm_admin")

    def peak(most: int) -> int:
        present = session().scalar(select(func.count()).select_from(Employee)) or 0
        with transaction():
            made = invented(most - present, [city.opd_id, city.other_opd_id], first=present)
            People(system_actor()).write([each | UNKNOWN for each in made])
        session().expunge_all()
        write_xlsx(PEOPLE.sheet(actor, ListState(size=1), "x"), tmp_path / "warm.xlsx")
        session().expunge_all()
        tracemalloc.start()
        written = write_xlsx(PEOPLE.sheet(actor, ListState(), "Pegawai"), tmp_path / "long.xlsx")
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert written == most
        return found

    short, long = peak(600), peak(2400)
    assert long < short * 2


class TestCommand:
    def file(self, tmp_path: Path, *numbers: int) -> str:
        path = tmp_path / "pegawai.xlsx"
        path.write_bytes(workbook([person(number) for number in numbers]).getvalue())
        return str(path)

    def test_without_apply_it_judges_and_writes_nothing(self, app: Flask, city: City, tmp_path: Path) -> None:
        said = app.test_cli_runner().invoke(args=["import", "employees", self.file(tmp_path, 3000, 3001)])
        assert said.exit_code == 0, said.output
        assert "new 2" in said.output
        assert "(nothing written)" in said.output
        assert find_employee(person(3000)["N I P"].replace(" ", "")) is None

    def test_with_apply_it_writes_and_a_second_run_changes_nothing(self, app: Flask, city: City, tmp_path: Path) -> None:
        file = self.file(tmp_path, 3000, 3001, 3002)
        said = [app.test_cli_runner().invoke(args=["import", "employees", file, "--apply"]) for _ in range(2)]
        assert [each.exit_code for each in said] == [0, 0], said
        assert "new 3" in said[0].output
        assert "unchanged 3" in said[1].output
        written = find_employee(person(3002)["N I P"].replace(" ", ""))
        assert written is not None
        assert written.full_name == "Budi Santoso, S.E., M.Si."
        assert session().scalars(select(ImportBatch.stage)).all() == [Stage.APPLIED, Stage.APPLIED]

    def test_a_faulty_row_is_named_and_the_others_are_written(self, app: Flask, city: City, tmp_path: Path) -> None:
        path = tmp_path / "pegawai.xlsx"
        path.write_bytes(workbook([person(3000), person(3001, **{"L/P": "?"})]).getvalue())
        said = app.test_cli_runner().invoke(args=["import", "employees", str(path), "--apply"])
        assert said.exit_code == 1
        assert "new 1" in said.output
        assert "faulty 1" in said.output
        assert "6:" in said.output

    @pytest.mark.parametrize(
        ("kind", "content"), [("nonsense", b"NIP;Nama\n1;2\n"), ("employees", b""), ("employees", b"Kolom;Lain\n1;2\n")]
    )
    def test_what_cannot_be_read_is_refused_in_words(self, app: Flask, city: City, tmp_path: Path, kind: str, content: bytes) -> None:
        path = tmp_path / "x.csv"
        path.write_bytes(content)
        said = app.test_cli_runner().invoke(args=["import", kind, str(path), "--apply"])
        assert said.exit_code == 1
        assert "Error:" in said.output
        assert "Traceback" not in said.output
