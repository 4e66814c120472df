"""The list, the card, the export and the recapitulation over HTTP, for each role; and the same by REST."""

import json
import re
from decimal import Decimal
from html import unescape
from io import BytesIO
from typing import Any
from urllib.parse import unquote

import pytest
from flask import Flask
from openpyxl import load_workbook

from app.credentials.models import Course
from app.kernel.approval import take_step
from app.kernel.db import session
from app.myasn import views
from app.myasn.models import Package
from app.notifications.models import Notification
from tests.factories.accounts import People
from tests.factories.city import City
from tests.factories.credentials import REASON, course_in
from tests.factories.myasn import package_in
from tests.factories.privacy import restricted

Stage = tuple[City, People]
NAMED = {"name": "Sosialisasi Manajemen ASN", "number": "20/BKPSDM/003/I/2026"}
READERS = ("owner", "supervisor", "opd_admin", "bkpsdm_admin", "auditor")


@pytest.fixture
def pk(app: Flask, people: Stage) -> int:
    with app.app_context():
        return package_in(people[0], **NAMED).id


def text_of(page: str) -> str:
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", page).split()))


@pytest.mark.manual("S12", "S16")
def test_the_card_shows_every_field_with_its_button(people: Stage, pk: int) -> None:
    page = people[1]["owner"].get(f"/myasn/show/{pk}").text
    text = text_of(page)
    wanted = ("Jenis Sertifikasi Kursus", "Jenis Kursus Sosialisasi", "Klasifikasi Kursus APARATUR NEGARA/KEPEGAWAIAN")
    wanted += ("Nama Kursus Sosialisasi Manajemen ASN", "Nomor Sertifikat Kursus 20/BKPSDM/003/I/2026", "Durasi (jam) 4")
    wanted += ("Update Data > Riwayat Sertifikasi > Tambah Data", "Belum dikirim", "Salin semua", "Unduh untuk MyASN")
    for words in wanted:
        assert words in text, words
    copied = [unescape(found) for found in re.findall(r'data-copy="([^"]*)"', page)]
    assert copied[0].splitlines()[3:6] == [
        "Nama Kursus: Sosialisasi Manajemen ASN",
        "Institusi Penyelenggara: BKPSDM Kota Contoh",
        "Nomor Sertifikat Kursus: 20/BKPSDM/003/I/2026",
    ]
    assert copied[1:4] == ["Kursus", "Sosialisasi", "APARATUR NEGARA/KEPEGAWAIAN"]
    assert len(copied) >= 11


def test_in_english_the_names_of_myasn_stay_with_a_label_beside(people: Stage, pk: int) -> None:
    browser = people[1]["owner"]
    browser.post("/language/", data={"language": "en"})
    text = text_of(browser.get(f"/myasn/show/{pk}").text)
    assert "Nama Kursus Course name Sosialisasi Manajemen ASN" in text
    assert "Tanggal Mulai Start date" in text
    assert "Jenis Sertifikasi Certification type Kursus" in text


@pytest.mark.manual("S16")
def test_the_document_comes_under_the_name_of_the_manual(people: Stage, pk: int, app: Flask) -> None:
    answer = people[1]["owner"].get(f"/myasn/{pk}/proof")
    assert answer.data.startswith(b"%PDF")
    assert len(answer.data) <= 1024 * 1024
    with app.app_context():
        day = session().get_one(Package, pk).day
    called = unquote(answer.headers["Content-Disposition"])
    assert f"{day:%Y-%m-%d}-Nomor_-_20-BKPSDM-003-I-2026-Sosialisasi_Manajemen_ASN.pdf" in called
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.gate("G12")
def test_who_reads_and_who_does_not(people: Stage, pk: int, app: Flask) -> None:
    with app.app_context():
        course = session().get_one(Package, pk).subject_id
    for person in READERS:
        for path in (f"/myasn/show/{pk}", f"/myasn/{pk}/proof", f"/myasn/history/{pk}"):
            assert people[1][person].get(path).status_code == 200, (person, path)
        assert people[1][person].get(f"/myasn/of/course/{course}").headers["Location"] == f"/myasn/show/{pk}"
    for person in ("colleague", "other_opd_admin"):
        for path in (f"/myasn/show/{pk}", f"/myasn/{pk}/proof", f"/myasn/of/course/{course}", f"/api/v1/myasn/{pk}/national"):
            assert people[1][person].get(path).status_code == 404, (person, path)
    assert people[1]["owner"].get("/myasn/of/nothing/1").status_code == 404


def test_the_record_leads_to_its_card(people: Stage, pk: int, app: Flask) -> None:
    with app.app_context():
        approved, waiting = session().get_one(Package, pk).subject_id, course_in(people[0]).id
    assert f"/myasn/of/course/{approved}" in people[1]["owner"].get(f"/courses/show/{approved}").text
    assert f"/myasn/of/course/{approved}" in people[1]["opd_admin"].get("/courses/list/").text
    assert "/myasn/of/" not in people[1]["owner"].get(f"/courses/show/{waiting}").text


def test_the_owner_ticks_on_the_card_and_the_list_says_so(people: Stage, pk: int) -> None:
    owner, admin = people[1]["owner"], people[1]["opd_admin"]
    assert f"/myasn/{pk}/send" not in admin.get(f"/myasn/show/{pk}").text
    assert admin.post(f"/myasn/{pk}/send").status_code in (302, 403)
    answer = owner.post(f"/myasn/{pk}/send", follow_redirects=True)
    assert "Ditandai sudah dikirim ke MyASN." in answer.text
    row = text_of(admin.get("/myasn/list/?state=sent").text)
    assert "Sudah dikirim ke MyASN" in row
    assert "Sosialisasi Manajemen ASN" in row
    assert "Sosialisasi Manajemen ASN" not in text_of(admin.get("/myasn/list/?state=ready").text)
    assert owner.post(f"/myasn/{pk}/accept").status_code == 302
    assert "Disetujui di MyASN" in text_of(owner.get(f"/myasn/show/{pk}").text)
    assert owner.post(f"/myasn/{pk}/take_back").status_code == 302
    assert people[1]["bkpsdm_admin"].post("/myasn/steps/take_back", data={"pks": pk, "confirmed": "1"}).status_code == 200


def test_the_page_of_the_export_says_what_is_in_it(people: Stage, pk: int, app: Flask) -> None:
    with app.app_context():
        package_in(people[0], "sent", kind="certification")
    page = people[1]["bkpsdm_admin"].get("/myasn/national")
    text = text_of(page.text)
    for words in ("Kursus 1 baris", "Sertifikasi 1 baris", "jenisDiklatId Jenis Kursus Kode daftar nasional", "/sertifikasi/save"):
        assert words in text, words
    narrowed = text_of(people[1]["bkpsdm_admin"].get("/myasn/national?state=sent&kind=certification").text)
    assert "Kursus 1 baris" not in narrowed
    assert people[1]["owner"].get("/myasn/national").status_code in (302, 403)


@pytest.mark.parametrize(("wanted", "kind"), [("json", "application/json"), ("csv", "text/csv"), ("xlsx", "spreadsheetml")])
def test_the_file_in_each_form(people: Stage, pk: int, wanted: str, kind: str) -> None:
    answer = people[1]["opd_admin"].get(f"/myasn/national?kind=course&format={wanted}")
    assert answer.status_code == 200
    assert kind in answer.headers["Content-Type"]
    assert "siasn-kursus-" in answer.headers["Content-Disposition"]
    if wanted == "json":
        assert [row["namaKursus"] for row in json.loads(answer.data)] == ["Sosialisasi Manajemen ASN"]
    empty = people[1]["other_opd_admin"].get("/myasn/national?kind=course&format=json")
    assert json.loads(empty.data) == []


@pytest.mark.parametrize("query", ["format=json", "format=pdf&kind=course", "kind=award_x", "format=json&kind=x"])
def test_an_export_that_does_not_exist_is_a_bad_request(people: Stage, query: str) -> None:
    assert people[1]["bkpsdm_admin"].get(f"/myasn/national?{query}").status_code == 400


def test_many_rows_become_a_job(people: Stage, pk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "AT_ONCE", 0)
    address = "/myasn/national?kind=course&format=csv"
    admin = people[1]["bkpsdm_admin"]
    assert "Berkas akan berisi 1 baris" in admin.get(address).text
    assert "/jobs/" in admin.post(address).headers["Location"]


def test_the_recapitulation_on_the_page_and_in_excel(people: Stage, pk: int, app: Flask) -> None:
    with app.app_context():
        package_in(people[0], "accepted")
        package_in(people[0], "sent", kind="certification", owner="stranger")
    page = people[1]["bkpsdm_admin"].get("/myasn-recap/").text
    assert "Dinas Pendidikan 2 1 1 1" in text_of(page)
    assert "Dinas Kesehatan 1 1 0 0" in text_of(page)
    assert "Dinas Kesehatan" not in text_of(people[1]["opd_admin"].get("/myasn-recap/").text)
    assert "Dinas Kesehatan" not in text_of(people[1]["bkpsdm_admin"].get("/myasn-recap/?kind=course").text)
    assert people[1]["owner"].get("/myasn-recap/").status_code in (302, 403)
    assert people[1]["bkpsdm_admin"].get("/myasn-recap/?kind=x").status_code == 400
    sheet = load_workbook(BytesIO(people[1]["bkpsdm_admin"].get("/myasn-recap/export").data)).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.rows]
    assert rows[0] == ["OPD", "Disetujui di sini", "Terkirim", "Disetujui di MyASN", "Belum dikirim"]
    assert sorted(rows[1:]) == [["Dinas Kesehatan", 1, 1, 0, 0], ["Dinas Pendidikan", 2, 1, 1, 1]]
    assert people[1]["opd_admin"].get("/myasn-recap/print").mimetype == "application/pdf"


def test_by_rest_the_same_fields_and_marks(people: Stage, pk: int) -> None:
    owner = people[1]["owner"]
    found: dict[str, Any] = owner.get(f"/api/v1/myasn/{pk}/national").json
    assert (found["kind"], found["resource"]) == ("course", "/kursus/save")
    assert found["fields"]["namaKursus"] == "Sosialisasi Manajemen ASN"
    assert found["card"][3] == {"name": "Nama Kursus", "value": "Sosialisasi Manajemen ASN"}
    assert found["file_name"].endswith("-Nomor_-_20-BKPSDM-003-I-2026-Sosialisasi_Manajemen_ASN.pdf")
    row = owner.get(f"/api/v1/myasn/{pk}").json
    assert (row["state_key"], row["steps"]) == ("ready", ["send", "accept"])
    assert [each["id"] for each in owner.get("/api/v1/myasn/").json["result"]] == [pk]
    assert people[1]["colleague"].get("/api/v1/myasn/").json["result"] == []
    sent = owner.post(f"/api/v1/myasn/{pk}/send", headers={"X-CSRFToken": "x"})
    assert sent.status_code == 200
    assert sent.json["state_key"] == "sent"


@pytest.mark.manual("L32", "L33", "L34", "L35", "L36", "L37", "L38")
def test_the_card_of_a_certificate_leads_through_myasn(people: Stage, app: Flask) -> None:
    with app.app_context():
        made = package_in(people[0], kind="certificate").id
    browser = people[1]["owner"]
    text = text_of(browser.get(f"/myasn/show/{made}").text)
    for words in (
        "Nama Diklat/Kursus Bimbingan Teknis Pelayanan Publik",
        "Durasi Pelatihan (JP) 4",
        "Home > Riwayat Diklat/Kursus > Tambah Baru",
        "Lihat History Pengajuan",
        "e-Kinerja BKN",
        "1 MB",
        "Lanjutkan",
        "Salin semua",
    ):
        assert words in text, words
    answer = browser.get(f"/myasn/{made}/proof")
    assert answer.data.startswith(b"%PDF")
    assert "-Nomor_-_1-BKPSDM-003-" in unquote(answer.headers["Content-Disposition"])
    assert people[1]["stranger"].get(f"/myasn/{made}/proof").status_code == 404


def told_of_withdrawal() -> set[str]:
    return {row.kind for row in session().query(Notification).filter(Notification.kind.startswith("myasn.withdraw"))}


@pytest.mark.manual("L39")
def test_what_was_never_sent_is_taken_back_in_silence(people: Stage, pk: int, app: Flask) -> None:
    city = people[0]
    people[1]["owner"].get("/")
    with app.app_context():
        take_step(city.actor("second_bkpsdm_admin"), Course, session().get_one(Package, pk).subject_id, "cancel", "<p>Berkas keliru.</p>")
        assert told_of_withdrawal() == set()
    assert people[1]["owner"].get(f"/myasn/show/{pk}").status_code == 200
    assert "Sosialisasi Manajemen ASN" not in people[1]["owner"].get("/myasn/list/").text


@pytest.mark.manual("L39")
def test_a_card_that_was_taken_back_is_no_dead_end(people: Stage, pk: int, app: Flask) -> None:
    city, browsers = people
    browsers["owner"].post(f"/myasn/{pk}/send")
    browsers["bkpsdm_admin"].get("/")
    with app.app_context():
        course = session().get_one(Package, pk).subject_id
        take_step(city.actor("second_bkpsdm_admin"), Course, course, "cancel", "<p>Berkas keliru.</p>")
        assert told_of_withdrawal() == {"myasn.withdraw/owner", "myasn.withdraw/bkpsdm_admin"}
    for person in ("owner", "bkpsdm_admin"):
        text = text_of(browsers[person].get(f"/myasn/show/{pk}").text)
        assert "Dicabut di sini" in text
        assert "Sosialisasi Manajemen ASN" in text
    assert "Sosialisasi Manajemen ASN" in browsers["owner"].get("/myasn/list/?state=withdrawn").text
    assert browsers["owner"].get(f"/myasn/{pk}/proof").status_code in (302, 409)
    assert browsers["bkpsdm_admin"].get("/myasn/national?kind=course&format=json").get_json() == []
    assert browsers["owner"].get(f"/myasn/of/course/{course}").status_code == 302


def test_courses_and_certificates_lead_to_each_other(people: Stage) -> None:
    browser = people[1]["owner"]
    assert "/my-certificates/list/" in browser.get("/courses/list/").text
    assert "/courses/list/" in browser.get("/my-certificates/list/").text


def test_the_recapitulation_by_rest_counts_as_its_page(people: Stage, pk: int, app: Flask) -> None:
    city, clients = people
    with app.app_context():
        package_in(city, "sent", kind="certification", owner="stranger")
    wanted = {"opd_id": city.opd_id, "opd": "Dinas Pendidikan", "approved": 1, "sent": 0, "accepted": 0, "ready": 1}
    assert clients["opd_admin"].get("/api/v1/myasn/recap").json["result"] == [wanted]
    assert len(clients["bkpsdm_admin"].get("/api/v1/myasn/recap").json["result"]) == 2
    assert clients["bkpsdm_admin"].get("/api/v1/myasn/recap?kind=course").json["result"] == [wanted]
    for junk in ("kind=x", "kind=", "opd=1"):
        assert clients["bkpsdm_admin"].get(f"/api/v1/myasn/recap?{junk}").status_code == 400, junk


def test_the_national_names_of_many_by_rest_come_in_parts(people: Stage, pk: int, app: Flask) -> None:
    city, clients = people
    with app.app_context():
        made = [pk, *(package_in(city).id for _number in range(4))]
        package_in(city, "sent", owner="stranger")
        package_in(city, kind="certification")
        ladder = package_in(city, course_form="1", name="PKA Angkatan V", jp=Decimal(8)).id
        gone = session().get_one(Package, made.pop())
        take_step(city.actor("bkpsdm_admin"), Course, gone.subject_id, "cancel", REASON)
    admin, found = clients["opd_admin"], []
    address = "/api/v1/myasn/national?kind=course&service=kursus&limit=2"
    while address:
        part = admin.get(address).json
        assert (part["kind"], part["resource"]) == ("course", "/kursus/save")
        assert len(part["result"]) <= 2
        found += part["result"]
        address = part["next"]
    assert [row["id"] for row in found] == made
    assert found[0]["fields"] == admin.get(f"/api/v1/myasn/{pk}/national").json["fields"]
    diklat = admin.get("/api/v1/myasn/national?kind=course&service=diklat").json
    assert [(row["id"], row["fields"]["latihanStrukturalId"]) for row in diklat["result"]] == [(ladder, "3")]
    assert len(clients["bkpsdm_admin"].get("/api/v1/myasn/national?kind=course").json["result"]) == 5
    assert [row["id"] for row in clients["bkpsdm_admin"].get("/api/v1/myasn/national?kind=course&state=sent").json["result"]] != []
    for junk in ("", "kind=x", "kind=course&service=x", "kind=certification&service=diklat", "kind=course&sort=day", "kind=course&after=x"):
        assert admin.get(f"/api/v1/myasn/national?{junk}").status_code == 400, junk
    for who in ("owner", "supervisor"):
        assert clients[who].get("/api/v1/myasn/national?kind=course").status_code == 403
    with app.app_context():
        restricted(city, "owner")
    assert clients["opd_admin"].get("/api/v1/myasn/national?kind=course").json["result"] == []
