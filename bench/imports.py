"""How long the importer takes over a spreadsheet of people who are all new: judged row by row, written, and kept so that it can be undone."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import xlsxwriter

from bench.databases import BIN, ROOT, databases
from bench.people import people

HEADERS = {
    "nip": "NIP",
    "name": "Nama",
    "back_title": "Gelar Belakang",
    "birth_place": "Tempat Lahir",
    "birth_date": "Tanggal Lahir",
    "sex": "Jenis Kelamin",
    "employee_status": "Status Kepegawaian",
    "job_title": "Jabatan",
    "job_type": "Jenis Jabatan",
    "job_level": "Jenjang",
    "rank_code": "Golongan",
    "joined": "TMT",
    "unit": "Unit Kerja",
}


def measure_import(server: str, count: int) -> tuple[float, float, float]:
    """Seconds, seconds of a processor and peak memory (MiB) of `flask import employees FILE --apply` into a portal that holds the demo agency."""
    with databases(server, 0) as found:
        path = Path(found.folder) / "people.xlsx"
        write_file(path, count, found.unit_codes())
        command = [str(BIN / "flask"), "--app", "run:app", "import", "employees", str(path), "--apply"]
        begin = time.perf_counter()
        with subprocess.Popen(command, cwd=ROOT, env=found.environment, stdout=subprocess.PIPE, text=True) as run:
            said = run.stdout.read() if run.stdout else ""
            _pid, status, used = os.wait4(run.pid, 0)
            run.returncode = os.waitstatus_to_exitcode(status)
        passed = time.perf_counter() - begin
    if not re.search(rf"\b{count}\b", said) or run.returncode:
        raise RuntimeError(f"the import wrote something else: {said[-500:]}")
    return passed, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024 / (1024 if sys.platform == "darwin" else 1)


def write_file(path: Path, count: int, units: list[str]) -> None:
    """The spreadsheet an agency would send."""
    with xlsxwriter.Workbook(path, {"constant_memory": True, "default_date_format": "dd/mm/yyyy"}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, HEADERS.values())
        for number, person in enumerate(people(count, list(range(len(units)))), 1):
            row = person | {"unit": units[person["unit_id"]]}
            for place, name in enumerate(HEADERS):
                value = row[name]
                if name in ("birth_date", "joined"):
                    page.write_datetime(number, place, value)
                elif value is not None:
                    page.write_string(number, place, value)
