"""The estimate on its page: what is known, what is supposed, and nothing stored."""

from decimal import Decimal
from io import BytesIO

from flask import Flask
from openpyxl import load_workbook

from app.audit.models import AuditEntry
from app.kernel import clock
from app.kernel.db import session
from tests.factories.accounts import People
from tests.factories.city import City
from tests.factories.ledger import put

SUPPOSED = "what_if=1&education=slta&technical_jp=20&performance=baik&discipline=tidak_ada"


def test_the_estimate_explains_itself_and_what_if_stores_nothing(app: Flask, people: tuple[City, People]) -> None:
    city, clients = people
    with app.app_context():
        put(city, "owner", 8, clock.today())
    page = clients["owner"].get("/ip-asn/").get_data(as_text=True)
    for words in ("estimasi", "15 Mei 2019", "8 dari 20 JP", "belum lengkap"):
        assert words in page
    with app.app_context():
        before = session().query(AuditEntry).count()
    page = clients["owner"].get(f"/ip-asn/?{SUPPOSED}").get_data(as_text=True)
    assert "57,5" in page
    assert "Sangat rendah" in page
    assert "Tidak ada yang disimpan" in page
    with app.app_context():
        assert session().query(AuditEntry).count() == before
    assert "57,5" not in clients["owner"].get("/ip-asn/").get_data(as_text=True)


def test_bad_input_is_said_beside_the_field_and_kept(people: tuple[City, People]) -> None:
    _city, clients = people
    for junk in ("abc", "-1", "10000", "NaN"):
        answer = clients["owner"].get(f"/ip-asn/?what_if=1&technical_jp={junk}")
        assert answer.status_code == 422
        page = answer.get_data(as_text=True)
        assert "Angka dari 0 sampai 9999." in page
        assert f'value="{junk}"' in page
    assert clients["owner"].get("/ip-asn/?what_if=1&education=x").status_code == 400


def test_who_sees_whose(people: tuple[City, People]) -> None:
    city, clients = people
    address = f"/ip-asn/person/{city.ids['owner']}"
    for who in ("supervisor", "opd_admin", "bkpsdm_admin", "auditor"):
        assert clients[who].get(address).status_code == 200
    assert clients["other_opd_admin"].get(address).status_code == 404
    assert clients["colleague"].get(address).status_code in (302, 403)
    page = clients["opd_admin"].get("/ip-asn-opd/").get_data(as_text=True)
    assert "Dinas Pendidikan" in page
    assert "Dinas Kesehatan" not in page
    assert "tidak mengetahui pendidikan" in page


def test_the_opds_as_a_file_and_as_a_way_to_their_people(app: Flask, people: tuple[City, People]) -> None:
    city, clients = people
    with app.app_context():
        put(city, "owner", 24, clock.today())
    assert f"/jp/list/?opd={city.opd_id}" in clients["opd_admin"].get("/ip-asn-opd/").text
    sheet = load_workbook(BytesIO(clients["opd_admin"].get("/ip-asn-opd/export").data)).worksheets[0]
    heads, row = ([cell.value for cell in each] for each in sheet.rows)
    assert heads == ["OPD", "Pegawai", "Rata-rata kompetensi (dari 40)"]
    assert row[:2] == ["Dinas Pendidikan", 4]
    assert row[2] > 0
    assert clients["bkpsdm_admin"].get("/ip-asn-opd/print").mimetype == "application/pdf"
    assert clients["owner"].get("/ip-asn-opd/export").status_code in (302, 403)


def test_the_estimate_by_rest_is_that_of_the_page_for_those_who_may_read_it(app: Flask, people: tuple[City, People]) -> None:
    city, clients = people
    with app.app_context():
        put(city, "owner", 24, clock.today(), title="Diklat Kearsipan")
    address = f"/api/v1/ip-asn/{city.ids['owner']}"
    for who in ("owner", "supervisor", "opd_admin", "bkpsdm_admin", "auditor"):
        found = clients[who].get(address).json
        assert (found["competence"], found["total"], found["category"]) == ("22.5", "22.5", "belum lengkap"), who
        assert "24 dari 20 JP" in found["reasons"]
        assert found["weights_since"] == "2019-05-15"
    for who in ("colleague", "stranger", "other_opd_admin"):
        assert clients[who].get(address).status_code == 404
    assert [row["id"] for row in clients["owner"].get("/api/v1/ip-asn/").json["result"]] == [city.ids["owner"]]
    assert "competence" not in clients["owner"].get("/api/v1/ip-asn/").json["result"][0], "a list counts nobody's index"
    assert clients["owner"].put(address, json={}).status_code in (404, 405)


def test_the_opds_by_rest_are_those_of_the_page(app: Flask, people: tuple[City, People]) -> None:
    city, clients = people
    with app.app_context():
        put(city, "owner", 24, clock.today())
    (row,) = clients["opd_admin"].get("/api/v1/ip-asn/recap").json["result"]
    assert (row["opd_id"], row["opd"], row["people"]) == (city.opd_id, "Dinas Pendidikan", 4)
    assert Decimal(row["average"]) > 0
    assert len(clients["auditor"].get("/api/v1/ip-asn/recap").json["result"]) == 3
    assert clients["owner"].get("/api/v1/ip-asn/recap").status_code == 403
