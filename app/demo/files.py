"""The demo agency as the spreadsheets an agency has: written into the folder demo/ from the generator, and loaded through the importer like anybody's."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from app.demo.people import PORTAL_OPENS
from app.demo.plan import CITY, Agency, PersonPlan
from app.organisation.imports.people_columns import JOB_TYPES, SEXES, STATUSES
from app.organisation.imports.units import KINDS
from app.reference.rules import CodeList
from app.reference.rules.codes import CODES

FOLDER = Path(__file__).parents[2] / "demo"
UNITS, PEOPLE, NEWCOMERS = "unit.xlsx", "pegawai.xlsx", "pegawai-baru.xlsx"
AGENCY_SINCE = date(2017, 1, 2)
WIDTH, DAY = 22, "dd/mm/yyyy"
HEADERS = (
    *("No", "NIP", "Gelar Depan", "Nama", "Gelar Belakang", "Tempat Lahir", "Tanggal Lahir", "Jenis Kelamin", "Agama"),
    *("Status Kepegawaian", "Kedudukan Hukum", "Jabatan", "Jenis Jabatan", "Jenjang", "Golongan Ruang", "Kode Unit", "Instansi Asal"),
    *("Alamat Kantor", "Email Dinas", "No. HP", "NIP Atasan Langsung"),
)
UNIT_HEADERS = ("Kode Unit", "Nama Unit", "Jenis", "Induk", "Berlaku Mulai", "NIP Kepala")


def write_files(plan: Agency, folder: Path) -> None:
    """Write the three workbooks into `folder`."""
    leaders = {person.leads: person.nip for person in plan.people if person.leads}
    kinds = {kind: words[0] for kind, words in KINDS.items()}
    units = ((unit.code, unit.name, kinds[unit.kind.value], unit.parent, AGENCY_SINCE, leaders.get(unit.code)) for unit in plan.units)
    _write(folder / UNITS, f"SUSUNAN PERANGKAT DAERAH PEMERINTAH {CITY.upper()}", UNIT_HEADERS, units)
    for name, newcomers in ((PEOPLE, False), (NEWCOMERS, True)):
        people = [person for person in plan.people if (person.arrives > PORTAL_OPENS) == newcomers]
        title = f"DAFTAR PEGAWAI {'BARU ' if newcomers else ''}PEMERINTAH {CITY.upper()}"
        _write(folder / name, title, HEADERS, _people(people, plan.units[0].name))


def _people(people: Sequence[PersonPlan], agency: str) -> Iterator[tuple[Any, ...]]:
    labels = {code_list: {code: label for code, label, _data in rows} for code_list, rows in CODES.items()}
    for number, person in enumerate(people, start=1):
        ranks = labels[CodeList.GOLONGAN_PNS if person.status.kind == "PNS" else CodeList.GOLONGAN_PPPK]
        yield (
            *(number, person.nip, person.front_title, person.name, person.back_title, person.birth_place, person.birth_date),
            *(SEXES[person.sex.value][1], labels[CodeList.RELIGION][person.religion], STATUSES[person.status.value][0]),
            *(labels[CodeList.LEGAL_POSITION][person.legal_position], person.job_title, JOB_TYPES[person.job_type.value][0]),
            *(labels[CodeList.JOB_LEVEL][person.job_level] if person.job_level else None, ranks[person.rank_code], person.unit, agency),
            *(person.office_address, person.email_official, person.phone, person.supervisor),
        )


def _write(path: Path, title: str, headers: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """A title over the whole width, an empty row, the names of the columns, the table."""
    with xlsxwriter.Workbook(path) as book:
        bold = book.add_format({"bold": True, "align": "center"})
        head, day = book.add_format({"bold": True, "bg_color": "#E9ECEF", "bottom": 1}), book.add_format({"num_format": DAY})
        page = book.add_worksheet("Data")
        page.set_column(0, len(headers) - 1, WIDTH)
        page.merge_range(0, 0, 0, len(headers) - 1, title, bold)
        for place, header in enumerate(headers):
            page.write_string(2, place, header, head)
        for number, row in enumerate(rows, start=3):
            for place, value in enumerate(row):
                if isinstance(value, date):
                    page.write_datetime(number, place, value, day)
                elif isinstance(value, int):
                    page.write_number(number, place, value)
                elif value is not None:
                    page.write_string(number, place, value)
