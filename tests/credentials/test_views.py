"""The two wizards and the officer's screen over HTTP (S9 to S19)."""

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from io import BytesIO
from typing import Any
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.credentials.forms import COURSE as COURSE_WIZARD
from app.credentials.models import Certification, Course
from app.credentials.views import CourseView
from app.documents.models import Document
from app.kernel.db import session
from tests.factories import files
from tests.factories.accounts import People
from tests.factories.certificates import certificate_in
from tests.factories.city import City
from tests.factories.credentials import certification_in, course_in, make_proof

COURSE = {
    "course_form": "7",
    "classification": "02",
    "name": "Sosialisasi Manajemen ASN",
    "organiser": "BKPSDM Kota Surakarta",
    "number": "20/BKPSDM/003/I/2026",
    "year": "2026",
    "begins_on": "2026-01-15",
    "ends_on": "2026-01-15",
    "jp": "4",
    "go": "next",
}
CERTIFICATION = {
    "classification": "28",
    "name": "Uji Kompetensi Pengadaan Barang/Jasa",
    "number": "LKPP-1",
    "certified_on": "2026-04-21",
    "valid_from": "2026-04-21",
    "valid_until": "2029-04-20",
    "organiser": "LKPP",
    "go": "next",
}
PDF = files.pdf()


def proof(content: bytes = PDF, name: str = "scan001.pdf") -> dict[str, Any]:
    return {"data": {"certificate_id": (BytesIO(content), name), "go": "next"}, "content_type": "multipart/form-data"}


def fill(browser: FlaskClient, base: str, data: dict[str, Any]) -> str:
    """Both steps; returns the summary."""
    assert browser.post(f"{base}/data", data=data).headers["Location"].endswith("/document")
    assert browser.post(f"{base}/document", **proof()).headers["Location"].endswith("/summary")
    return browser.get(f"{base}/summary").text


def send(browser: FlaskClient, base: str, page: str, at: str = "") -> Any:
    """Tick and send; `at` is the summary's address where it carries more than the step."""
    key = page.split('name="submission" type="hidden" value="')[1].split('"')[0]
    return browser.post(at or f"{base}/summary", data={"declared": "y", "go": "send", "submission": key})


@pytest.mark.manual("S9", "S11")
def test_the_kind_comes_first_and_leads_to_its_wizard(people: tuple[City, People]) -> None:
    owner = people[1]["owner"]
    page = owner.get("/credentials/add").text
    assert "Tambah Riwayat Sertifikasi" in page
    assert "KURSUS" in page
    assert "SERTIFIKASI" in page
    assert "Pilih salah satu." in owner.get("/credentials/add?go=next").text
    assert owner.get("/credentials/add?kind=course&go=next").headers["Location"] == "/courses/add"
    assert owner.get("/credentials/add?kind=certification").headers["Location"] == "/certifications/add"
    assert people[1]["auditor"].get("/credentials/add").status_code in (302, 403)


@pytest.mark.manual("S11")
def test_each_step_asks_whether_one_is_sure_unless_the_wizard_says_otherwise(
    people: tuple[City, People], monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, asked = people[1]["owner"], 'data-confirm="Apakah anda yakin?" data-confirm-yes="Ya"'
    assert asked in owner.get("/courses/add/data").text
    monkeypatch.setattr(CourseView, "wizard", replace(COURSE_WIZARD, asks_at_each_step=False))
    assert "data-confirm-yes" not in owner.get("/courses/add/data").text


@pytest.mark.manual("S10", "S12", "S13", "S14")
def test_a_course_in_three_steps(app: Flask, people: tuple[City, People]) -> None:
    owner = people[1]["owner"]
    step = owner.get("/courses/add/data").text
    for label in (
        "Jenis Kursus",
        "Klasifikasi Kursus",
        "Nama Kursus",
        "Institusi Penyelenggara",
        "Nomor Sertifikat Kursus",
        "Tahun Kursus",
    ):
        assert label in step
    for label in ("Tanggal Mulai", "Tanggal Berakhir", "Durasi (jam)", "Selanjutnya", "Masukan Data", "Unggah Dokumen", "Ringkasan"):
        assert label in step
    page = fill(owner, "/courses/add", COURSE)
    rules = owner.get("/courses/add/document").text
    for rule in (
        "Dok Sertifikat Kursus",
        "Tarik dan lepaskan file di sini, atau klik untuk memilih",
        "File dengan tanda * tidak boleh kosong",
        "Silakan upload dalam format PDF untuk dokumen sertifikat",
        "Maksimum ukuran file adalah 1MB",
        "File harus jelas dan tidak blur",
        "Anda dapat mendownload file jika tampilan pada preview kurang jelas",
    ):
        assert rule in rules, rule
    for shown in ("Jenis Sertifikasi", "KURSUS", "Sosialisasi<", "APARATUR NEGARA/KEPEGAWAIAN", "15 Januari 2026", "4 JP (3 jam)"):
        assert shown in page, shown
    assert "Saya menyatakan bahwa data yang saya input benar" in page
    assert send(owner, "/courses/add", page).headers["Location"].endswith("/courses/list/")
    assert "Menunggu Verifikasi" in owner.get("/courses/list/").text
    with app.app_context():
        pk, document = session().execute(select(Course.id, Course.certificate_id)).one()
    shown = owner.get(f"/courses/show/{pk}").text
    assert "4 JP (3 jam)" in shown
    called = owner.get(f"/documents/{document}/download").headers["Content-Disposition"]
    assert "2026-01-15-Nomor_-_20-BKPSDM-003-I-2026-Sosialisasi_Manajemen_ASN.pdf" in called


@pytest.mark.manual("S15", "S16", "S17", "S18")
def test_a_certification_in_three_steps(app: Flask, people: tuple[City, People]) -> None:
    owner = people[1]["owner"]
    wrong = CERTIFICATION | {"valid_until": "2026-04-20", "title_places": ["back"], "back_title": ""}
    answer = owner.post("/certifications/add/data", data=wrong)
    assert answer.status_code == 422
    assert "Masa Berlaku Selesai tidak boleh sebelum Masa Berlaku Mulai." in answer.text
    assert "Tulis gelar belakang" in answer.text
    page = fill(owner, "/certifications/add", CERTIFICATION | {"valid_from": "2026-04-20"})
    for shown in (
        "Gelar Depan Sertifikasi",
        "Gelar Belakang Sertifikasi",
        "Lembaga Penyelenggara",
        "PENGADAAN BARANG/JASA PEMERINTAH",
        "<dd>–</dd>",
    ):
        assert shown in page, shown
    assert "Masa berlaku mulai sebelum Tanggal Sertifikat" in page
    assert send(owner, "/certifications/add", page).status_code == 302
    with app.app_context():
        made = session().scalars(select(Certification)).one()
        assert made.file_name == "2026-04-21-Nomor_-_LKPP-1-Uji_Kompetensi_Pengadaan_Barang-Jasa.pdf"


@pytest.mark.manual("S12")
def test_everything_wrong_stands_at_its_field_and_nothing_typed_is_lost(people: tuple[City, People]) -> None:
    owner = people[1]["owner"]
    answer = owner.post("/courses/add/data", data=COURSE | {"jp": "4,5 jam", "year": "1999", "ends_on": "2026-01-14", "course_form": ""})
    assert answer.status_code == 422
    assert answer.text.count("field has-error") == 3
    kept = owner.get("/courses/add/data").text
    assert 'value="4,5 jam"' in kept
    assert "Sosialisasi Manajemen ASN" in kept


@pytest.mark.manual("S13")
@pytest.mark.gate("G14")
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (lambda: files.picture("PNG"), "Ini bukan PDF"),
        (files.scripted_pdf, "skrip"),
        (files.locked_pdf, "kata sandi"),
        (lambda: PDF[: len(PDF) // 2], "rusak"),
        (bytes, "Berkas kosong"),
        (lambda: b"%PDF-1.7\n" + b"0" * (16 * 1024 * 1024), "terlalu besar"),
        (lambda: files.bomb_pdf(12_000, fill=1024 * 1024), "terlalu"),
    ],
    ids=["picture", "scripts", "encrypted", "truncated", "empty", "huge", "bomb"],
)
def test_a_hostile_file_is_refused_in_words_and_nothing_is_stored(
    app: Flask, people: tuple[City, People], content: Callable[[], bytes], words: str
) -> None:
    owner = people[1]["owner"]
    owner.post("/courses/add/data", data=COURSE)
    answer = owner.post("/courses/add/document", **proof(content()))
    assert answer.status_code in (413, 422)
    assert words in answer.text.lower() or words in answer.text
    with app.app_context():
        assert session().scalar(select(func.count(Document.id))) == 0


@pytest.mark.manual("S19")
def test_the_officer_is_told_of_a_number_that_the_portal_itself_issued(app: Flask, people: tuple[City, People]) -> None:
    city, browsers = people
    with app.app_context():
        issued = certificate_in(city, owner="colleague")
        pk, number = course_in(city, owner="owner", number=issued.number.replace("/", " - ")).id, issued.number
        there = f"/certificates/show/{issued.id}"
    page = browsers["bkpsdm_admin"].get(f"/courses/review/{pk}").text
    hint = next(line for line in unescape(page).splitlines() if "Nomor ini ada pada data milik" in line)
    assert f"Sertifikat, Berlaku: {number}" in hint
    assert there in page


@pytest.mark.manual("S19")
def test_the_officer_verifies_one_after_the_other(app: Flask, people: tuple[City, People]) -> None:
    city, browsers = people
    with app.app_context():
        scan = make_proof(city.actor("owner"), content=PDF), make_proof(city.actor("colleague"), content=PDF)
        pks = [
            course_in(city, owner="owner", name="Kursus pertama", certificate_id=scan[0], number="7/A").id,
            course_in(city, owner="colleague", name="Kursus kedua", certificate_id=scan[1], number="7-a").id,
            course_in(city, owner="stranger", name="Kursus ketiga").id,
        ]
    officer = browsers["bkpsdm_admin"]
    assert "Verifikasi 3 data" in officer.get("/courses/list/").text
    assert officer.get("/courses/review/").headers["Location"] == f"/courses/review/{pks[0]}"
    page = officer.get(f"/courses/review/{pks[0]}").text
    for shown in (
        "1 dari 3",
        "<iframe",
        "Berkas yang sama menjadi bukti data milik",
        "Nomor ini ada pada data milik",
        "Berikutnya",
    ):
        assert shown in page, shown
    after = f"/courses/review/{pks[1]}?on=1"
    assert f"/courses/{pks[0]}/approve?next={after}" in unquote(page)
    assert officer.post(f"/courses/{pks[0]}/approve", query_string={"next": after}).headers["Location"] == after
    assert "1 dari 2" in officer.get(after).text
    refused = officer.post(f"/courses/{pks[1]}/return", data={"note": ""}, query_string={"next": "/courses/review/"})
    assert refused.status_code == 422
    browsers["bkpsdm_admin"].post(f"/courses/{pks[1]}/return", data={"note": "<p>Buram.</p>"})
    # Decided meanwhile: what the portal opened by itself is passed over, what a person opened is shown.
    assert officer.get(after).headers["Location"] == "/courses/review/"
    assert officer.get(f"/courses/review/{pks[1]}").status_code == 200
    officer.post(f"/courses/{pks[2]}/reject", data={"note": "<p>Bukan sertifikat.</p>"})
    assert officer.get("/courses/review/").headers["Location"] == "/courses/list/"


@pytest.mark.manual("S19")
def test_the_owner_reads_why_where_he_corrects_it_until_he_has_sent_it_again(app: Flask, people: tuple[City, People]) -> None:
    city, browsers = people
    with app.app_context():
        pk = course_in(city, name="Kursus buram").id
        officer = city.actor("bkpsdm_admin").name
    owner, reason = browsers["owner"], "Pindaian buram."
    places = (f"/courses/show/{pk}", f"/courses/edit/{pk}/data", f"/courses/edit/{pk}/document")
    assert not [each for each in places if reason in owner.get(each).text]
    browsers["bkpsdm_admin"].post(f"/courses/{pk}/return", data={"note": f"<p>{reason}<script>alert(1)</script></p>"})
    for place in places:
        page = owner.get(place).text
        assert reason in page, place
        assert officer in page, place
        assert "alert(1)" not in page
    for step in ("data", "document"):
        page = owner.get(f"/courses/edit/{pk}/{step}")
        assert (
            owner.post(
                f"/courses/edit/{pk}/{step}", data=COURSE if step == "data" else {"go": "next", "certificate_id": _kept(page.text)}
            ).status_code
            == 302
        )
    summary = owner.get(f"/courses/edit/{pk}/summary").text
    assert reason in summary
    assert send(owner, f"/courses/edit/{pk}", summary).status_code == 302
    assert reason not in owner.get(f"/courses/show/{pk}").text


def _kept(page: str) -> str:
    """The document that the upload step holds."""
    return page.split('name="certificate_id" value="')[1].split('"')[0]


@pytest.mark.gate("G12")
def test_only_those_who_decide_have_the_officers_screen(app: Flask, people: tuple[City, People]) -> None:
    city, browsers = people
    with app.app_context():
        pk = course_in(city).id
    for name in ("owner", "opd_admin", "auditor", "colleague"):
        assert browsers[name].get(f"/courses/review/{pk}").status_code in (302, 403), name
        assert browsers[name].get("/courses/review/").status_code in (302, 403), name
    assert browsers["colleague"].get(f"/courses/show/{pk}").status_code == 404


@pytest.mark.gate("G9")
def test_the_proof_is_read_by_those_who_see_the_record_and_framed_by_the_portal_alone(app: Flask, people: tuple[City, People]) -> None:
    city, browsers = people
    with app.app_context():
        document = certification_in(city).certificate_id
    answer = browsers["bkpsdm_admin"].get(f"/documents/{document}/preview")
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert browsers["stranger"].get(f"/documents/{document}/preview").status_code == 404


def test_the_resource_takes_and_refuses_as_the_wizard_does(app: Flask, people: tuple[City, People]) -> None:
    browsers = people[1]
    owner, body = browsers["owner"], {name: value for name, value in COURSE.items() if name != "go"}
    uploaded = owner.post(
        "/documents/upload/course_certificate", data={"file": (BytesIO(PDF), "a.pdf")}, content_type="multipart/form-data"
    )
    whole = body | {"certificate_id": uploaded.get_json()["id"]}
    for wrong, field in (({"jp": "0"}, "jp"), ({"state": "approved"}, "state"), ({"certificate_id": 999}, "certificate_id")):
        refused = owner.post("/api/v1/courses/", json=whole | wrong)
        assert (refused.status_code, field in refused.get_json()["fields"]) == (422, True)
    made = owner.post("/api/v1/courses/", json=whole)
    assert (made.status_code, made.get_json()["state_key"], made.get_json()["jp"]) == (201, "waiting", "4.00")
    decided = browsers["bkpsdm_admin"].post(f"/api/v1/courses/{made.get_json()['id']}/approve", json={})
    assert decided.get_json()["state_key"] == "approved"


@pytest.mark.manual("S7", "S19")
def test_correcting_a_returned_course_ends_where_it_began_and_nowhere_else(app: Flask, people: tuple[City, People]) -> None:
    city, browsers = people
    with app.app_context():
        pk = course_in(city, "returned").id
    owner = browsers["owner"]
    assert f"/courses/edit/{pk}?next=/archive/" in unquote(owner.get("/archive/").text)
    at = owner.get(f"/courses/edit/{pk}", query_string={"next": "/archive/"}).headers["Location"]
    assert at == f"/courses/edit/{pk}/data?next=/archive/"
    page = owner.get(at).text
    assert 'href="/archive/"' in page, "leaving without a change leads back as well"
    at = owner.post(at, data=COURSE).headers["Location"]
    assert at == f"/courses/edit/{pk}/document?next=/archive/"
    at = owner.post(at, data={"go": "next", "certificate_id": _kept(owner.get(at).text)}).headers["Location"]
    page = owner.get(at).text
    assert f"/courses/edit/{pk}/data?next=/archive/" in page
    for foreign in ("https://jahat.example/", "//jahat.example/", "/\\jahat.example", "javascript:alert(1)"):
        shown = owner.get(f"/courses/edit/{pk}/summary", query_string={"next": foreign}).text
        assert not re.search(r'(?:href|action)="[^"]*(?:jahat|javascript:)', shown)
    assert send(owner, f"/courses/edit/{pk}", page, at).headers["Location"] == "/archive/"


def test_a_course_begun_from_the_archive_ends_there_and_a_draft_kept_later_too(people: tuple[City, People]) -> None:
    owner = people[1]["owner"]
    assert "/courses/add?next=/archive/" in unquote(owner.get("/archive/").text)
    kept = owner.post("/courses/add/data?next=/archive/", data=COURSE | {"go": "later"})
    assert kept.headers["Location"] == "/archive/"
    assert (
        owner.post("/courses/add/data?next=https://jahat.example/", data=COURSE | {"go": "later"}).headers["Location"] == "/courses/list/"
    )


@pytest.mark.manual("S12")
@pytest.mark.parametrize(
    ("typed", "shown"), [("4,5", "4,5 JP (3 jam 22 menit)"), ("4.5", "4,5 JP (3 jam 22 menit)"), ("4", "4 JP (3 jam)")]
)
def test_hours_are_typed_with_a_comma_or_a_point(people: tuple[City, People], typed: str, shown: str) -> None:
    assert shown in fill(people[1]["owner"], "/courses/add", COURSE | {"jp": typed})


@pytest.mark.manual("S12")
@pytest.mark.parametrize("typed", ["1.500", "1,234", "empat", "4,5,6"])
def test_hours_that_may_mean_thousands_are_asked_about(people: tuple[City, People], typed: str) -> None:
    answer = people[1]["owner"].post("/courses/add/data", data=COURSE | {"jp": typed})
    assert answer.status_code == 422
    assert "Tulis angka seperti 4,5" in answer.text
    assert f'value="{typed}"' in answer.text


@pytest.mark.manual("P22", "S19")
@pytest.mark.parametrize(("kind", "words"), [("course", "Riwayat proses kursus"), ("certification", "Riwayat proses sertifikasi")])
def test_a_type_names_its_own_history(app: Flask, people: tuple[City, People], kind: str, words: str) -> None:
    city, browsers = people
    with app.app_context():
        pk = (course_in if kind == "course" else certification_in)(city, "returned").id
    menu, page = browsers["owner"].get(f"/{kind}s/list/").text, browsers["owner"].get(f"/{kind}s/history/{pk}").text
    for text in (menu, page):
        assert words in text
        assert "History Usulan" not in text


def test_ones_own_list_is_headed_by_the_record_and_an_officers_by_the_person(app: Flask, people: tuple[City, People]) -> None:
    city, clients = people
    with app.app_context():
        course_in(city, name="Kursus Arsip")
    heading = r'class="[^"]*cell-primary[^"]*" data-label="([^"]+)"'
    own = clients["owner"].get("/courses/list/").text
    assert re.findall(heading, own) == ["Nama Kursus"]
    assert re.search(r'<a href="/courses/show/[^"]+">Kursus Arsip</a>', own)
    assert 'data-label="Pegawai"' not in own
    assert 'data-label="Pegawai"' in clients["owner"].get("/courses/list/?columns=person,title").text, "who asks for it is shown it"
    for name in ("supervisor", "opd_admin", "bkpsdm_admin", "auditor"):
        assert re.findall(heading, clients[name].get("/courses/list/").text) == ["Pegawai"], name
