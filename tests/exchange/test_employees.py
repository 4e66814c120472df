"""People out of messy lists: what is understood, what is refused at which cell, and that nothing else is touched."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import func, select

from app.audit.models import AuditEntry
from app.kernel import storage
from app.kernel.db import session
from app.kernel.errors import Denied
from app.kernel.importing.models import ImportBatch, ImportRow, Outcome
from app.kernel.importing.table import import_called
from app.organisation.imports.names import split_name
from app.organisation.models import Employee
from app.organisation.queries import find_employee
from app.organisation.services import change_employee
from tests.exchange.files import applied, checked, person, sent, spaced, undone, workbook
from tests.factories.city import City
from tests.factories.organisation import make_nip, make_unit


def errors(batch: ImportBatch) -> dict[int, dict[str, str]]:
    query = select(ImportRow).where(ImportRow.batch_id == batch.id, ImportRow.outcome == Outcome.FAULTY)
    return {row.number: row.errors or {} for row in session().scalars(query)}


def people() -> dict[str, tuple[Any, ...]]:
    return {row.nip: tuple(row) for row in session().execute(select(Employee.__table__).order_by(Employee.id))}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Dr. H. AHMAD YANI, S.E., M.Si.", ("Dr. H.", "AHMAD YANI", "S.E., M.Si.")),
        ("drg. Siti Aminah", ("drg.", "Siti Aminah", None)),
        ("Ir Budi", ("Ir", "Budi", None)),
        ("M. Yusuf", (None, "M. Yusuf", None)),
        ("Drajat Wibowo", (None, "Drajat Wibowo", None)),
        ("Prof.Dr.Hj. Nur Aini,M.Pd", ("Prof. Dr. Hj.", "Nur Aini", "M.Pd")),
        ("Ani", (None, "Ani", None)),
        ("", (None, "", None)),
    ],
)
def test_titles_are_taken_from_the_name(text: str, parts: tuple[str | None, str, str | None]) -> None:
    assert split_name(text) == parts


def test_sheet_header_and_columns_are_found_and_nothing_is_written_by_a_check(city: City) -> None:
    before = people()
    batch = checked("employees", workbook([person(3000), person(3001)]))
    assert (batch.sheet, batch.header_row) == ("Data ASN", 3)
    assert set(batch.mapping) == {"name", "nip", "birth", "sex", "rank_code", "job_title", "job_type", "unit", "phone"}
    assert (batch.count(Outcome.NEW), batch.count(Outcome.FAULTY)) == (2, 0)
    assert people() == before


def test_a_messy_row_becomes_a_tidy_person(city: City) -> None:
    applied("employees", workbook([person(3000)]))
    made = find_employee(make_nip(3000))
    assert made
    assert (made.name, made.back_title, made.birth_place, made.birth_date) == ("Budi Santoso", "S.E., M.Si.", "Solo", date(1988, 2, 29))
    assert (made.job_title, made.job_type, made.rank_code, made.phone, made.sex) == (
        "Analis Kebijakan",
        "pelaksana",
        "33",
        "081234567890",
        "L",
    )
    assert (made.unit.name, made.employee_status, made.legal_position) == ("Bidang Guru", "pns", "01")
    assert made.joined == date(int(made.nip[8:12]), 3, 1)


def test_one_bad_row_stops_no_other_and_every_fault_stands_at_its_cell(city: City) -> None:
    rows = [
        person(3000),
        person(3001, **{"N I P": 198507112011041991.0}),
        person(3002, **{"N I P": "123", "Gol. Ruang": "V/z"}),
        person(3003, **{"Unit Kerja": "Bidang Khayal", "Jenis Jabatan": "raja", "Tempat, Tgl Lahir": "Solo, kemarin"}),
        person(3004, **{"NAMA LENGKAP": None}),
        person(3000, **{"NAMA LENGKAP": "ORANG LAIN"}),
        person(3005),
    ]
    batch = applied("employees", workbook(rows))
    assert (batch.count(Outcome.NEW), batch.count(Outcome.FAULTY)) == (2, 5)
    found = errors(batch)
    assert {number: set(cells) for number, cells in found.items()} == {
        6: {"nip"},
        7: {"nip", "rank_code"},
        8: {"unit", "job_type", "birth"},
        9: {"name"},
        10: {"nip"},
    }
    assert "Bidang Khayal" in found[8]["unit"]
    assert "5" in found[10]["nip"]
    assert find_employee(make_nip(3000)).name == "Budi Santoso"  # type: ignore[union-attr]


def test_a_repeated_file_changes_nothing(city: City) -> None:
    file = workbook([person(3000), person(3001)])
    applied("employees", file)
    before, events = people(), session().scalar(select(func.count()).select_from(AuditEntry))
    batch = applied("employees", file)
    assert people() == before
    assert (batch.count(Outcome.UNCHANGED), batch.count(Outcome.NEW), batch.count(Outcome.CHANGED)) == (2, 0, 0)
    assert session().scalar(select(func.count()).select_from(AuditEntry)) == (events or 0) + 3  # uploaded, checked, written


def test_an_empty_cell_changes_nothing_and_a_filled_one_changes_only_itself(city: City) -> None:
    owner = city.person("owner")
    before = people()[owner.nip]
    batch = applied(
        "employees",
        workbook([{"NIP": spaced(owner.nip), "Nama": "-", "Jabatan": "Pranata Komputer", "HP": ""}], ("NIP", "Nama", "Jabatan", "HP")),
    )
    assert batch.count(Outcome.CHANGED) == 1
    after = people()[owner.nip]
    columns = list(Employee.__table__.columns.keys())
    assert {name for name, old, new in zip(columns, before, after, strict=True) if old != new} == {"job_title", "version"}


def test_the_status_that_a_number_says_is_taken_where_the_file_says_none(city: City) -> None:
    nip = make_nip(3000, pppk=True)
    batch = applied(
        "employees", workbook([person(3000, **{"N I P": nip, "Gol. Ruang": "IX"}), person(3001, **{"N I P": make_nip(3001, pppk=True)})])
    )
    assert find_employee(nip).employee_status == "pppk"  # type: ignore[union-attr]
    assert set(errors(batch)[6]) == {"rank_code"}


def test_missing_people_of_the_offices_in_the_file_are_listed_and_not_deleted(city: City) -> None:
    before = len(people())
    batch = applied("employees", workbook([person(3000)]))
    listed = session().scalars(select(ImportRow.key).where(ImportRow.batch_id == batch.id, ImportRow.outcome == Outcome.MISSING)).all()
    names = ("owner", "colleague", "supervisor", "opd_admin")
    assert set(listed) == {city.person(name).nip for name in names}, "those of another OPD are none of this file's business"
    assert len(people()) == before + 1


def test_units_of_one_name_are_told_apart_by_their_opd_or_refused(city: City) -> None:
    twin = make_unit(city.other_opd, name="Bidang Guru")
    headers = ("NIP", "Nama", "Tempat Lahir", "Jabatan", "Jenis Jabatan", "OPD", "Unit Kerja")
    row = {
        "NIP": make_nip(3000),
        "Nama": "Ani",
        "Tempat Lahir": "Solo",
        "Jabatan": "Analis",
        "Jenis Jabatan": "JFU",
        "Unit Kerja": "Bidang Guru",
    }
    assert set(errors(checked("employees", workbook([row], headers)))[5]) == {"unit"}
    applied("employees", workbook([row | {"OPD": "DINAS KESEHATAN"}], headers))
    assert find_employee(make_nip(3000)).unit_id == twin.id  # type: ignore[union-attr]


def test_the_corrected_sheet_is_the_same_sheet_with_its_faults_marked_and_no_formula(city: City) -> None:
    evil = '=HYPERLINK("http://x")'
    rows = [person(3000), person(3001, **{"N I P": "123", "NAMA LENGKAP": evil})]
    file = workbook(rows)
    batch = checked("employees", file)
    assert batch.corrected_key
    book = load_workbook(storage.path(batch.corrected_key))
    page = book["Data ASN"]
    assert [cell.value for cell in page[3]][-1] == "Kesalahan"
    assert page["A1"].value == "DAFTAR PEGAWAI"
    assert page["K5"].value is None
    assert "NIP" in page["K6"].value
    assert (page["C6"].value, page["C6"].fill.fgColor.rgb) == ("123", "FFF8D7DA")
    assert page["C5"].fill.fgColor.rgb != "FFF8D7DA"
    for cells in page.rows:
        assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert len(list(book["Tidak ada di berkas"].rows)) == 4
    # What comes back corrected is read as the same sheet, and its column of errors is left alone.
    page["C6"].value = spaced(make_nip(3001))
    page["B6"].value = "ANI"
    book.save(storage.path(batch.corrected_key))
    with storage.open(batch.corrected_key) as stream:
        again = applied("employees", type(file)(stream.read()))
    assert (again.count(Outcome.NEW), again.count(Outcome.FAULTY)) == (2, 0)


def test_undoing_gives_back_what_was_before_and_leaves_what_has_changed_since(city: City) -> None:
    owner, colleague = city.person("owner").nip, city.person("colleague").nip
    before = people()
    rows = [person(3000), person(3001), person(3002), *({"N I P": nip, "Jabatan": "Pranata Komputer"} for nip in (owner, colleague))]
    batch = applied("employees", workbook(rows))
    changed = find_employee(make_nip(3001))
    assert changed
    change_employee(city.actor("bkpsdm_admin"), changed.id, {"job_title": "Arsiparis"}, changed.version)
    again = find_employee(colleague)
    assert again
    change_employee(city.actor("bkpsdm_admin"), again.id, {"job_title": "Auditor"}, again.version)
    applied("supervisors", workbook([{"NIP": spaced(owner), "NIP Atasan": make_nip(3002)}], ("NIP", "NIP Atasan")))
    batch = undone(batch)
    assert (batch.counts["undone"], batch.counts["kept"]) == (2, 3)
    now = people()
    assert set(now) - set(before) == {make_nip(3001), make_nip(3002)}
    assert find_employee(owner).job_title == "Analis Sumber Daya Manusia Aparatur"  # type: ignore[union-attr]
    assert find_employee(colleague).job_title == "Auditor"  # type: ignore[union-attr]
    notes = {row.key: row.note for row in session().scalars(select(ImportRow).where(ImportRow.note.is_not(None), ImportRow.number > 0))}
    assert "job_title" in notes[make_nip(3001)]
    assert notes[make_nip(3002)]


def test_undoing_everything_leaves_the_people_as_they_were(city: City) -> None:
    before = people()
    first = applied("employees", workbook([person(3000 + number) for number in range(30)]))
    pairs = [{"NIP": make_nip(3000 + number), "NIP Atasan": make_nip(3000)} for number in range(1, 30)]
    second = applied("supervisors", workbook(pairs, ("NIP", "NIP Atasan")))
    assert second.count(Outcome.CHANGED) == 29
    assert (undone(second).counts["undone"], undone(first).counts["undone"]) == (29, 30)
    assert people() == before


@pytest.mark.parametrize("name", ["opd_admin", "owner", "auditor", "superuser"])
def test_only_bkpsdm_imports_people(city: City, name: str) -> None:
    with pytest.raises(Denied):
        sent("employees", workbook([person(3000)]), city.actor(name))


def test_events_hold_counts_and_no_names(city: City, ctx: Flask) -> None:
    applied("employees", workbook([person(3000)]), city.actor("bkpsdm_admin"))
    entry = session().scalars(select(AuditEntry).where(AuditEntry.event == "import.apply")).one()
    assert entry.data["counts"]["new"] == 1
    assert "BUDI" not in str(entry.data).upper()
    assert import_called("employees").title
