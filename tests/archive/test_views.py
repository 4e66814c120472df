"""The pages of the archive: who sees which, what they offer, and the same by REST."""

import re
from decimal import Decimal
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import func, select

from app.archive.models import ArchiveDocument
from app.archive.queries import archive_of
from app.kernel.db import session
from tests.factories import files
from tests.factories.accounts import People
from tests.factories.archive import complete, document_in
from tests.factories.city import City
from tests.factories.credentials import course_in

Portal = tuple[City, People]
VERIFIED = "Dokumen berhasil di unggah dan telah terverifikasi"


def text(browser: Any, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return unescape(str(answer.get_data(as_text=True)))


def category(page: str, key: str) -> str:
    """The part of the page that speaks of one category."""
    found = re.search(rf'<section class="panel h-100[^>]*category-{key}".*?</section>', page, re.DOTALL)
    assert found is not None, key
    return found[0]


def form(**changes: Any) -> dict[str, Any]:
    values = {"document_type": "sk_pns", "detail": "", "number": "800/1/2020", "issued_on": "2020-01-31"} | changes
    return {"data": values | {"file_id": (BytesIO(files.pdf()), "sk pns.pdf")}, "content_type": "multipart/form-data"}


@pytest.mark.manual("S1", "S2", "S3", "S4")
def test_the_first_page_shows_the_score_with_its_label_and_moment(app: Flask, people: Portal) -> None:
    city, clients = people
    assert "Skor Arsip Digital" in text(clients["owner"], "/")
    assert "32,5 Cukup lengkap" in text(clients["owner"], "/")
    with app.app_context():
        complete(city)
    page = text(clients["owner"], "/")
    assert "100 Sangat lengkap" in page
    assert re.search(r"Sinkronisasi terakhir: \d{1,2} \w+ \d{4} \d\d:\d\d:\d\d", page)
    assert 'href="/archive/"' in page


@pytest.mark.manual("S4", "S5", "S6")
def test_the_score_opens_a_dialog_with_both_groups_and_is_a_page_without_a_script(app: Flask, people: Portal) -> None:
    city, clients = people
    with app.app_context():
        document_in(city, "approved", document_type="sk_cpns")
    assert 'href="/archive/" data-dialog-url="/archive/"' in clients["owner"].get("/").text
    answer = clients["owner"].get("/archive/", headers={"X-Requested-With": "fetch"})
    found = unescape(answer.text)
    assert found.strip().startswith("<dialog")
    for words in (
        "Skor Arsip Digital",
        "Sinkronisasi terakhir:",
        "Arsip Utama",
        "Arsip Kondisional",
        "9 Kategori",
        "6 Kategori",
        "CPNS",
        "100%",
        "0%",
    ):
        assert words in found, words
    assert "/archive/#category-d2np" in found
    assert "<html" in text(clients["owner"], "/archive/")
    assert clients["superuser"].get("/archive/", headers={"X-Requested-With": "fetch"}).status_code in (302, 403, 404)


@pytest.mark.manual("S4", "S5", "S6", "S8")
def test_ones_own_archive_shows_both_groups_with_percent_and_what_is_missing_in_red(app: Flask, people: Portal) -> None:
    city, clients = people
    with app.app_context():
        document_in(city, "approved", document_type="sk_cpns")
        document_in(city, "waiting", document_type="sk_pns")
    page = text(clients["owner"], "/archive/")
    for words in (
        "Skor Arsip Digital",
        "Arsip Utama",
        "9 Kategori",
        "Arsip Kondisional",
        "6 Kategori",
        "Sinkronisasi terakhir",
        "Yang paling menaikkan skor Anda",
        "+15 poin",
        "Unggah Dokumen",
        "1 dokumen menunggu verifikasi",
    ):
        assert words in page, words
    d2np = category(page, "d2np")
    assert "0%" in d2np
    assert "archive-missing" in d2np
    assert "belum ada" in d2np
    assert "/archive-documents/add?type=d2np" in d2np
    for key in ("cpns", "drh", "diklat"):
        assert "100%" in category(page, key), key
        assert "archive-missing" not in category(page, key), key
    assert "archive-missing" not in category(page, "spmt_cpns"), "SK CPNS is enough"
    assert "Tidak perlu: dokumen lain sudah cukup" in category(page, "spmt_cpns")


@pytest.mark.manual("S7")
def test_the_words_change_once_it_is_verified_and_not_before(app: Flask, people: Portal) -> None:
    city, clients = people
    with app.app_context():
        document_in(city, "waiting", document_type="sk_pns")
    waiting = category(text(clients["owner"], "/archive/"), "pns")
    assert VERIFIED not in waiting
    assert "0%" in waiting
    assert "Menunggu Verifikasi" in waiting
    assert "Ganti" in waiting
    with app.app_context():
        pk = session().scalars(select(ArchiveDocument.id)).one()
    assert clients["bkpsdm_admin"].post(f"/archive-documents/{pk}/approve").status_code == 302
    verified = category(text(clients["owner"], "/archive/"), "pns")
    assert VERIFIED in verified
    assert "100%" in verified


@pytest.mark.manual("S6", "S7")
def test_what_was_returned_is_called_to_be_corrected_where_it_stands(app: Flask, people: Portal) -> None:
    city, clients = people
    with app.app_context():
        returned, waiting = (
            document_in(city, "returned", document_type="ijazah").id,
            document_in(city, "waiting", document_type="sk_pns").id,
        )
        course, checked = course_in(city, "returned").id, course_in(city, "waiting").id
    page = text(clients["owner"], "/archive/")
    found = category(page, "pendidikan")
    assert (f"/archive-documents/edit/{returned}" in found, "Perbaiki" in found, "Ganti" in found) == (True, True, False)
    found = category(page, "pns")
    assert (f"/archive-documents/edit/{waiting}" in found, "Perbaiki" in found, "Ganti" in found) == (True, False, True)
    found = category(page, "diklat")
    assert f"/courses/edit/{course}" in found
    assert f"/courses/edit/{checked}" not in found
    assert "/edit/" not in text(clients["bkpsdm_admin"], f"/archive-scores/show/{city.ids['owner']}")


def test_verified_courses_stand_in_their_category(app: Flask, people: Portal) -> None:
    city, clients = people
    with app.app_context():
        course = course_in(city, "approved", name="Pelatihan Arsip")
        pk = course.id
    found = category(text(clients["owner"], "/archive/"), "diklat")
    assert f'href="/courses/show/{pk}">Pelatihan Arsip</a>' in found
    assert VERIFIED in found
    assert 'href="/courses/add?next=/archive/"' in found


@pytest.mark.manual("S6", "S8")
def test_a_document_is_uploaded_from_its_category_replaced_and_withdrawn(app: Flask, people: Portal) -> None:
    _city, clients = people
    owner = clients["owner"]
    asked = text(owner, "/archive-documents/add?type=sk_pns&next=/archive/")
    assert re.search(r'<option[^>]*value="sk_pns"[^>]* selected[^>]*>PNS: SK PNS</option>', asked)
    for rule in ("Maksimum ukuran file adalah 1MB", "Tarik dan lepaskan file di sini"):
        assert rule in asked
    wrong = owner.post("/archive-documents/add", **form(issued_on="2999-01-01", number=""))
    assert wrong.status_code == 422
    assert "Tanggal dokumen tidak boleh di masa depan." in unescape(wrong.text)
    sent = owner.post("/archive-documents/add?next=/archive/", **form())
    assert sent.headers["Location"] == "/archive/"
    with app.app_context():
        pk, version = session().execute(select(ArchiveDocument.id, ArchiveDocument.version)).one()
    changed = owner.post(f"/archive-documents/edit/{pk}?next=/archive/", **form(number="800/2/2020", version=str(version)))
    assert changed.status_code == 302
    assert "800/2/2020" in text(owner, f"/archive-documents/show/{pk}")
    assert owner.post(f"/archive-documents/{pk}/delete").status_code == 302
    assert owner.get(f"/archive-documents/show/{pk}").status_code == 404
    with app.app_context():
        assert session().scalar(select(func.count()).select_from(ArchiveDocument).where(ArchiveDocument.state == "deleted")) == 1


@pytest.mark.manual("S7")
def test_the_officer_compares_document_and_data_and_the_next_one_opens(app: Flask, people: Portal) -> None:
    city, browsers = people
    with app.app_context():
        first = document_in(city, owner="owner", document_type="sk_pns").id
        second = document_in(city, owner="stranger").id
    officer = browsers["bkpsdm_admin"]
    assert "Verifikasi 2 data" in text(officer, "/archive-documents/list/")
    page = text(officer, f"/archive-documents/review/{first}")
    for shown in ("1 dari 2", "<iframe", "SK PNS", "Penata Muda (III/a)", "Kembalikan untuk diperbaiki"):
        assert shown in page, shown
    refused = officer.post(f"/archive-documents/{first}/return", data={"note": ""})
    assert refused.status_code == 422
    bulk = officer.post("/archive-documents/steps/approve", data={"pks": [str(first), str(second)], "confirmed": "1"})
    assert bulk.status_code == 200
    assert officer.get("/archive-documents/review/").headers["Location"] == "/archive-documents/list/"
    for name in ("owner", "supervisor", "opd_admin", "auditor"):
        assert browsers[name].get("/archive-documents/review/").status_code in (302, 403), name


@pytest.mark.gate("G12")
def test_an_archive_and_its_files_are_opened_by_those_who_see_the_person(app: Flask, people: Portal) -> None:
    city, clients = people
    with app.app_context():
        document = document_in(city)
        pk, file = document.id, document.file_id
    address = f"/archive-scores/show/{city.ids['owner']}"
    for who in ("supervisor", "opd_admin", "bkpsdm_admin", "auditor"):
        page = text(clients[who], address)
        assert "/archive-documents/add" not in page, who
        assert clients[who].get(f"/documents/{file}/preview").status_code == 200
    assert clients["other_opd_admin"].get(address).status_code == 404
    for who in ("owner", "colleague", "superuser"):
        assert clients[who].get(address).status_code in (302, 403)
    for who in ("colleague", "stranger"):
        assert clients[who].get(f"/archive-documents/show/{pk}").status_code == 404
        assert clients[who].get(f"/documents/{file}/preview").status_code == 404
    assert clients["auditor"].get("/archive/").status_code in (302, 403)
    assert clients["bkpsdm_admin"].get("/archive-scores/show/999999").status_code == 404


def test_the_list_narrows_by_label_and_opd_and_goes_to_excel(app: Flask, people: Portal) -> None:
    city, clients = people
    with app.app_context():
        complete(city)
        names = {name: city.person(name).full_name for name in ("owner", "colleague", "stranger")}
    admin = clients["bkpsdm_admin"]

    def listed(query: str) -> set[str]:
        page = text(admin, f"/archive-scores/list/?size=100&{query}")
        return {name for name, full in names.items() if full in page}

    assert listed("") == names.keys()
    assert listed("level=sangat_lengkap") == {"owner"}
    assert listed(f"opd={city.other_opd_id}") == {"stranger"}
    assert listed("sort=-points&level=cukup_lengkap") == {"colleague", "stranger"}
    for junk in ("level=x", "sort=person2", "opd=x"):
        assert admin.get(f"/archive-scores/list/?{junk}").status_code == 400
    (row,) = _rows(admin.get("/archive-scores/export?level=sangat_lengkap").data)
    assert names["owner"] in row
    assert [value for value in row if isinstance(value, int | float)][:3] == [100, 90, 10]
    assert admin.get("/archive-scores/print").mimetype == "application/pdf"
    assert names["owner"] not in text(clients["other_opd_admin"], "/archive-scores/list/?size=100")
    assert clients["supervisor"].get("/archive-scores/export").status_code in (302, 403)


def test_the_list_costs_the_same_however_many_rows(app: Flask, people: Portal, asked: Any) -> None:
    _city, clients = people
    admin = clients["bkpsdm_admin"]
    admin.get("/archive-scores/list/")
    with asked() as queries:
        admin.get("/archive-scores/list/")
    assert len(queries) <= 6, "\n".join(queries)


def test_the_recap_draws_the_distribution_and_leads_to_the_people(app: Flask, people: Portal) -> None:
    city, clients = people
    with app.app_context():
        complete(city)
    page = text(clients["bkpsdm_admin"], "/archive-recap/")
    assert f"opd={city.opd_id}&level=sangat_lengkap" in page
    assert "Dinas Kesehatan" not in text(clients["opd_admin"], "/archive-recap/")
    assert b"<svg" in clients["bkpsdm_admin"].get("/archive-recap/chart.svg").data
    assert clients["bkpsdm_admin"].get("/archive-recap/print").mimetype == "application/pdf"
    assert _rows(clients["opd_admin"].get("/archive-recap/export").data) == [("Dinas Pendidikan", 4, 1, 0, 3, 0, 49.4)]
    assert clients["supervisor"].get("/archive-recap/").status_code in (302, 403)


def test_the_resources_take_and_refuse_as_the_pages_do(app: Flask, people: Portal) -> None:
    city, clients = people
    owner = clients["owner"]
    sent = owner.post(
        "/documents/upload/archive_document", data={"file": (BytesIO(files.pdf()), "a.pdf")}, content_type="multipart/form-data"
    )
    body = {"document_type": "sk_pns", "number": "1/2020", "issued_on": "2020-01-31", "file_id": sent.get_json()["id"]}
    for wrong, field in (({"document_type": "pak"}, "document_type"), ({"state": "approved"}, "state"), ({"file_id": 999}, "file_id")):
        refused = owner.post("/api/v1/archive-documents/", json=body | wrong)
        assert (refused.status_code, field in refused.get_json()["fields"]) == (422, True)
    made = owner.post("/api/v1/archive-documents/", json=body)
    assert (made.status_code, made.get_json()["state_key"]) == (201, "waiting")
    decided = clients["bkpsdm_admin"].post(f"/api/v1/archive-documents/{made.get_json()['id']}/approve", json={})
    assert decided.get_json()["state_key"] == "approved"
    (score,) = owner.get("/api/v1/archive-scores/").get_json()["result"]
    assert (score["employee_id"], score["missing"]) == (city.ids["owner"], 5)
    assert clients["bkpsdm_admin"].get(f"/api/v1/archive-scores/{city.ids['owner']}").status_code == 200
    assert clients["other_opd_admin"].get(f"/api/v1/archive-scores/{city.ids['owner']}").status_code == 404


def _rows(content: bytes) -> list[tuple[Any, ...]]:
    """The rows below the headings of the sheet."""
    sheet = load_workbook(BytesIO(content)).active
    rows = [tuple(value for value in row if value is not None) for row in sheet.iter_rows(values_only=True)]
    wide = max(len(row) for row in rows)
    return [row for row in rows if len(row) >= wide - 1][1:]


def test_a_decree_for_many_is_no_hint_but_its_number_in_another_record_is(app: Flask, people: Portal) -> None:
    city, clients = people
    with app.app_context():
        mine = document_in(city, number="821.2/7/2024").id
        document_in(city, owner="colleague", number="821.2/7/2024")
    officer = clients["bkpsdm_admin"]
    assert "Nomor ini ada" not in text(officer, f"/archive-documents/review/{mine}")
    with app.app_context():
        course_in(city, owner="stranger", number="821-2-7-2024", name="Kursus bernomor SK")
        document_in(city, number="821.2/7/2024", detail="Arsiparis")
        name = city.person("stranger").full_name
    page = text(officer, f"/archive-documents/review/{mine}")
    assert f"Nomor ini ada pada data milik {name}: Kursus, " in page
    assert "Nomor ini ada pada data lain milik pegawai ini: Dokumen Arsip, " in page


@pytest.mark.manual("S4", "S5", "S6")
def test_the_archive_by_rest_has_percents_and_what_lifts_the_score_most(app: Flask, people: Portal) -> None:
    city, clients = people
    with app.app_context():
        archive = archive_of(city.actor("owner"), city.ids["owner"])
    address = f"/api/v1/archive-scores/{city.ids['owner']}/archive"
    for who in ("owner", "supervisor", "opd_admin", "bkpsdm_admin", "auditor"):
        found = clients[who].get(address).json
        assert found["points"] == str(archive.score.total), who
        assert found["lifts"][0] == {
            "document": archive.lifts[0].document.key,
            "label": archive.lifts[0].document.label,
            "gain": str(archive.lifts[0].gain),
            "why": "missing",
        }
        assert [lift["gain"] for lift in found["lifts"]] == sorted((lift["gain"] for lift in found["lifts"]), key=Decimal, reverse=True)
        percents = {each["key"]: each["percent"] for each in found["categories"]}
        assert percents == {part.category.key: part.percent for package in archive.score.packages for part in package.parts}
        assert {each["group"] for each in found["categories"]} == {"utama", "kondisional"}
    for who in ("colleague", "stranger", "other_opd_admin"):
        assert clients[who].get(address).status_code == 404, who


def test_the_distribution_by_rest_is_that_of_the_recap(app: Flask, people: Portal) -> None:
    city, clients = people
    with app.app_context():
        complete(city)
    rows = clients["opd_admin"].get("/api/v1/archive-scores/recap").json["result"]
    assert [(row["opd_id"], row["people"], row["average"]) for row in rows] == [(city.opd_id, 4, "49.4")]
    assert {key: value for key, value in rows[0].items() if key.startswith("level_")} == {
        "level_sangat_lengkap": 1,
        "level_lengkap": 0,
        "level_cukup_lengkap": 3,
        "level_kurang_lengkap": 0,
    }
    assert len(clients["bkpsdm_admin"].get("/api/v1/archive-scores/recap").json["result"]) == 3
    assert clients["bkpsdm_admin"].get("/api/v1/archive-scores/recap?opd=1").status_code == 400
