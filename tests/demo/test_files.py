"""The spreadsheets in the folder demo/ are those the generator writes: what is loaded is what the rest of the plan speaks of."""

from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from app.demo.crowd import MOST, _person
from app.demo.files import FOLDER, NEWCOMERS, PEOPLE, UNITS, write_files
from app.demo.generator import EMPLOYEES, generate_agency
from app.kernel import clock
from app.organisation.rules import nip_warnings, parse_nip


def cells(path: Path) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in load_workbook(path).active.rows]


def test_the_files_in_the_repository_are_current(tmp_path: Path) -> None:
    write_files(generate_agency(), tmp_path)
    people = 0
    for name in (UNITS, PEOPLE, NEWCOMERS):
        assert cells(tmp_path / name) == cells(FOLDER / name), f"{name}: run flask demo --files"
        people += len(cells(FOLDER / name)) - 3 if name != UNITS else 0
    assert people == EMPLOYEES


def test_the_crowd_has_valid_numbers_that_are_nobody_elses() -> None:
    agency = {person.nip for person in generate_agency().people}
    numbers = (*range(2000), *range(995_000, 1_000_000), MOST - 1)
    crowd = [_person(number, [1, 2, 3], {1: 7}) for number in numbers]
    assert len({person["nip"] for person in crowd} | agency) == len(crowd) + len(agency)
    for person in crowd[::37]:
        nip = parse_nip(person["nip"], clock.today())
        assert nip_warnings(nip, person["birth_date"], None) == ()
        assert nip.sex.value == person["sex"]
