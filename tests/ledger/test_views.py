"""The pages of the book: who sees which, what they link to, and the same by REST."""

import re
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook

from app.kernel import clock
from app.kernel.actor import system_actor
from app.kernel.db import session
from app.ledger.models import book_id
from app.ledger.services import put_line
from app.organisation.models import Employee
from app.organisation.rules import EmployeeStatus
from tests.factories.accounts import People
from tests.factories.city import City
from tests.factories.credentials import course_in
from tests.factories.ledger import line, put
from tests.factories.proposals import proposal_in

Portal = tuple[City, People]


def text(browser: Any, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return str(answer.get_data(as_text=True))


@pytest.fixture
def filled(app: Flask, people: Portal) -> Portal:
    """The owner has 13 JP approved and 4 waiting this year, two records on one day; the colleague 20, the stranger none."""
    city, _clients = people
    year = clock.today().year
    with app.app_context():
        put(city, "owner", 8, date(year, 1, 15), title="Kursus Arsip")
        put(city, "owner", 5, date(year, 2, 2), title="Bimtek Anggaran")
        put(city, "owner", 4, date(year, 2, 2), counted=False, title="Webinar Arsip")
        put(city, "colleague", 20, date(year, 3, 1), date(year, 3, 5))
    return people


@pytest.mark.manual("S19")
def test_ones_own_book_shows_lines_sums_and_overlaps(filled: Portal) -> None:
    _city, clients = filled
    page = text(clients["owner"], "/jp-book/")
    for words in (
        "13 dari 20 JP",
        "Kurang 7 JP lagi",
        "Kursus Arsip",
        "Webinar Arsip",
        "Dihitung",
        "Menunggu",
        "Hari dengan lebih dari satu riwayat",
    ):
        assert words in page
    assert "Belum ada JP pada tahun 2024" in text(clients["owner"], "/jp-book/?year=2024")
    for junk in ("x", "20260", "1900", "２０２６"):
        assert clients["owner"].get(f"/jp-book/?year={junk}").status_code == 400
    assert "13 dari 20 JP" in text(clients["owner"], "/")


@pytest.mark.gate("G12")
def test_a_book_is_opened_by_those_who_see_the_person(filled: Portal) -> None:
    city, clients = filled
    address = f"/jp/show/{book_id(city.ids['owner'], clock.today().year)}"
    for who in ("supervisor", "opd_admin", "bkpsdm_admin", "auditor"):
        assert "Kursus Arsip" in text(clients[who], address)
    assert clients["other_opd_admin"].get(address).status_code == 404
    for who in ("owner", "colleague", "superuser"):
        assert clients[who].get(address).status_code in (302, 403)
    assert clients["bkpsdm_admin"].get("/jp/show/7").status_code == 404
    assert clients["bkpsdm_admin"].get(f"/jp/show/{book_id(999_999, 2026)}").status_code == 404


def test_the_list_narrows_by_how_much_is_missing_and_by_year(filled: Portal) -> None:
    city, clients = filled
    admin, year = clients["bkpsdm_admin"], clock.today().year
    names = {name: _name(admin, city, name) for name in ("owner", "colleague", "stranger")}

    def listed(query: str) -> set[str]:
        page = text(admin, f"/jp/list/?size=100&{query}")
        return {name for name, full in names.items() if full in page}

    assert listed("") == {"owner", "colleague", "stranger"}
    assert listed("progress=reached") == {"colleague"}
    assert listed("progress=short") == {"owner", "stranger"}
    assert listed("progress=little") == {"owner"}
    assert listed("progress=much") == {"stranger"}
    assert listed("progress=nothing") == {"stranger"}
    assert listed(f"progress=reached&year={year - 1}") == set()
    assert listed("sort=-counted&q=" + names["owner"].split()[-1]) >= {"owner"}
    for junk in ("progress=x", "year=x", "sort=short"):
        assert admin.get(f"/jp/list/?{junk}").status_code == 400
    page = text(clients["other_opd_admin"], "/jp/list/?size=100")
    assert names["stranger"] in page
    assert names["owner"] not in page


def test_the_list_is_exported_with_numbers(filled: Portal) -> None:
    _city, clients = filled
    rows = _rows(clients["bkpsdm_admin"].get("/jp/export?progress=little").data)
    (found,) = rows
    assert [value for value in found if isinstance(value, int | float)] == [13, 4, 7]
    assert clients["bkpsdm_admin"].get("/jp/print").mimetype == "application/pdf"
    assert clients["supervisor"].get("/jp/export").status_code in (302, 403)


def test_the_recap_counts_opds_and_leads_to_its_people(filled: Portal) -> None:
    city, clients = filled
    page = text(clients["bkpsdm_admin"], "/jp-recap/")
    assert f"opd={city.opd_id}" in page
    drawn = clients["opd_admin"].get("/jp-recap/chart.svg").get_data(as_text=True)
    assert [each.strip() for each in re.findall(r">([^<>]+)</text>", drawn)][-2:] == ["3", "Dinas Pendidikan"]
    assert clients["bkpsdm_admin"].get("/jp-recap/print").mimetype == "application/pdf"
    rows = _rows(clients["opd_admin"].get("/jp-recap/export").data)
    assert rows == [("Dinas Pendidikan", 4, 1, 3, 47, 25, 8.3, 33)]
    assert clients["bkpsdm_admin"].get("/jp-recap/?year=x").status_code == 400
    assert "Dinas Kesehatan" not in text(clients["opd_admin"], "/jp-recap/")


def test_a_line_leads_to_its_record_where_the_person_may_see_it(app: Flask, people: Portal) -> None:
    """Any record with a page will do; a proposal has one."""
    city, clients = people
    with app.app_context():
        own, foreign = proposal_in(city, "submitted").id, proposal_in(city, "submitted", "stranger").id
        for number, title in ((own, "Milik"), (foreign, "Asing"), (999_999, "Hilang")):
            wanted = line(city.ids["owner"], 1, clock.today(), number=number, title=title)
            put_line(system_actor(), type(wanted)(**(vars(wanted) | {"subject_type": "proposal"})))
    page = text(clients["owner"], "/jp-book/")
    assert f'/show/{own}">Milik</a>' in page
    assert ">Asing</a>" not in page
    assert ">Hilang</a>" not in page
    assert "Hilang" in page


@pytest.mark.manual("S19")
def test_a_line_that_does_not_count_says_whose_move_it_is(app: Flask, people: Portal) -> None:
    city, clients = people
    with app.app_context():
        day = clock.today() - timedelta(days=40)
        course_in(city, name="Kursus diperiksa", begins_on=day, ends_on=day)
        course_in(city, "returned", name="Kursus dikembalikan", begins_on=day, ends_on=day)
    page = text(clients["owner"], f"/jp-book/?year={day.year}")
    assert re.search(r"Kursus diperiksa</a>(?:(?!</tr>).)*?Menunggu Verifikasi", page, re.DOTALL)
    assert re.search(r"Kursus dikembalikan</a>(?:(?!</tr>).)*?Perlu Perbaikan", page, re.DOTALL)


def test_a_pppk_gets_a_hint_above_twenty_four(app: Flask, people: Portal) -> None:
    city, clients = people
    year = clock.today().year
    with app.app_context():
        put(city, "owner", 25, date(year, 1, 1), date(year, 1, 10))
    assert "PPPK" not in text(clients["owner"], "/jp-book/")
    with app.app_context():
        session().get_one(Employee, city.ids["owner"]).employee_status = EmployeeStatus.PPPK.value
        session().commit()
    assert "Lebih dari 24 JP" in text(clients["owner"], "/jp-book/")


def test_the_first_page_says_who_is_short(filled: Portal) -> None:
    city, clients = filled
    page = text(clients["supervisor"], "/")
    assert "13 JP, kurang 7 JP" in page
    assert f"/jp/show/{book_id(city.ids['owner'], clock.today().year)}" in page
    assert "/jp/list/?progress=short" in text(clients["bkpsdm_admin"], "/")


def test_the_api_shows_the_same_inside_the_same_scope(filled: Portal) -> None:
    city, clients = filled
    year = clock.today().year
    found = clients["opd_admin"].get("/api/v1/jp-books/?limit=100").json["result"]
    assert {row["employee_id"] for row in found} == {city.ids[name] for name in ("owner", "colleague", "supervisor", "opd_admin")}
    (mine,) = clients["owner"].get("/api/v1/jp-books/").json["result"]
    assert (mine["counted"], mine["pending"], mine["short"], mine["year"]) == ("13.00", "4.00", "7.00", str(year))
    assert clients["owner"].get(f"/api/v1/jp-books/{mine['id']}").json["counted"] == "13.00"
    assert clients["stranger"].get(f"/api/v1/jp-books/{mine['id']}").status_code == 404
    assert clients["owner"].get(f"/api/v1/jp-books/?year={year - 1}").json["result"][0]["counted"] == "0.00"
    assert clients["owner"].get("/api/v1/jp-books/?year=x").status_code == 400
    assert {row["title"] for row in clients["owner"].get("/api/v1/jp-lines/").json["result"]} == {
        "Kursus Arsip",
        "Bimtek Anggaran",
        "Webinar Arsip",
    }
    assert clients["other_opd_admin"].get("/api/v1/jp-lines/").json["result"] == []
    assert len(clients["opd_admin"].get("/api/v1/jp-lines/").json["result"]) == 4
    following = clients["bkpsdm_admin"].get("/api/v1/jp-books/?limit=2&sort=-counted").json
    assert following["result"][0]["counted"] == "20.00"
    assert clients["bkpsdm_admin"].get(following["next"]).status_code == 200


def _name(_browser: Any, city: City, name: str) -> str:
    with _browser.application.app_context():
        return city.person(name).full_name


def _rows(content: bytes) -> list[tuple[Any, ...]]:
    """The rows below the headings of the sheet."""
    rows = [
        tuple(value for value in row if value is not None) for row in load_workbook(BytesIO(content)).active.iter_rows(values_only=True)
    ]
    wide = max(len(row) for row in rows)
    table = [row for row in rows if len(row) >= wide - 1]
    return table[1:]


@pytest.mark.manual("S19")
def test_the_crowded_days_of_a_book_by_rest_are_those_of_its_page(app: Flask, filled: Portal) -> None:
    city, clients = filled
    year = clock.today().year
    address = f"/api/v1/jp-books/{book_id(city.ids['owner'], year)}/days"
    for who in ("owner", "supervisor", "opd_admin", "bkpsdm_admin", "auditor"):
        found = clients[who].get(address).json
        assert found["most"] == "8", who
        (days,) = found["result"]
        assert (days["first"], days["last"], days["jp"], days["above"]) == (f"{year}-02-02", f"{year}-02-02", "9", True)
        assert {line["title"] for line in days["lines"]} == {"Bimtek Anggaran", "Webinar Arsip"}
    lines = {row["id"] for row in clients["owner"].get("/api/v1/jp-lines/").json["result"]}
    assert {line["id"] for line in days["lines"]} <= lines
    for who in ("colleague", "stranger", "other_opd_admin"):
        assert clients[who].get(address).status_code == 404, who
    assert clients["owner"].get(address.replace(str(city.ids["owner"]), "9999999")).status_code == 404


def test_the_recap_by_rest_says_who_is_short_by_how_much(filled: Portal) -> None:
    city, clients = filled
    (row,) = clients["opd_admin"].get("/api/v1/jp-books/recap").json["result"]
    wanted = {"opd_id": city.opd_id, "opd": "Dinas Pendidikan", "people": 4, "reached": 1, "short": 3, "missing": "47.00", "percent": 25}
    assert row == wanted | {"average": "8.3", "total": "33.00"}
    (before,) = clients["opd_admin"].get(f"/api/v1/jp-books/recap?year={clock.today().year - 1}").json["result"]
    assert (before["reached"], before["missing"]) == (0, "80.00")
    assert len(clients["auditor"].get("/api/v1/jp-books/recap").json["result"]) == 3
    for junk in ("year=x", "year=", "yeer=2026", "progress=short", "limit=1", "year=2025&year=2026"):
        assert clients["opd_admin"].get(f"/api/v1/jp-books/recap?{junk}").status_code == 400, junk
