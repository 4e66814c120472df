"""The wizard, the officer's screen and the list of long service over HTTP (S20 to S27)."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.awards.models import Award
from app.awards.queries import own_standing
from app.documents.models import Document
from app.kernel.db import session, transaction
from app.organisation.rules import EmployeeStatus
from tests.factories import files
from tests.factories.accounts import People
from tests.factories.awards import LONG_SERVICE, award_in
from tests.factories.city import City
from tests.factories.credentials import make_proof

AWARD = {
    "scale": "2",
    "award_group": "lainnya",
    "award_kind": "berprestasi",
    "year": "2026",
    "number": "004/KP.00/I/2026",
    "decree_on": "2026-04-27",
    "granted_by": "Wali Kota Surakarta",
    "go": "next",
}
PDF = files.pdf()


def proof(content: bytes = PDF, name: str = "scan001.pdf") -> dict[str, Any]:
    return {"data": {"certificate_id": (BytesIO(content), name), "go": "next"}, "content_type": "multipart/form-data"}


def fill(browser: FlaskClient, data: dict[str, Any]) -> str:
    """Both steps; returns the summary."""
    assert browser.post("/awards/add/data", data=data).headers["Location"].endswith("/document")
    assert browser.post("/awards/add/document", **proof()).headers["Location"].endswith("/summary")
    return browser.get("/awards/add/summary").text


def send(browser: FlaskClient, page: str) -> Any:
    key = page.split('name="submission" type="hidden" value="')[1].split('"')[0]
    return browser.post("/awards/add/summary", data={"declared": "y", "go": "send", "submission": key})


@pytest.mark.manual("S20", "S21", "S22", "S24", "S25", "S26")
def test_an_award_in_three_steps(app: Flask, people: tuple[City, People]) -> None:
    owner = people[1]["owner"]
    assert "Tambah Riwayat Penghargaan" in owner.get("/awards/list/").text
    step = owner.get("/awards/add/data").text
    for label in ("Skala Penghargaan", "Kelompok Penghargaan", "Jenis Penghargaan", "Tahun Perolehan", "Nomor Surat Keputusan"):
        assert label in step, label
    for label in ("Tanggal Surat Keputusan", "Unit Kerja / Instansi", "Kabupaten / Kota", "Provinsi", "Nasional", "Internasional"):
        assert label in step, label
    for label in ("PENGHARGAAN LAINNYA", "Selanjutnya", "Masukan Data", "Unggah Dokumen", "Ringkasan"):
        assert label in step, label
    page = fill(owner, AWARD)
    rules = owner.get("/awards/add/document").text
    for rule in (
        "Dokumen Sertifikat Penghargaan",
        "Tarik dan lepaskan file di sini, atau klik untuk memilih",
        "File dengan tanda * tidak boleh kosong",
        "Silakan upload dalam format PDF untuk dokumen Sertifikat Penghargaan",
        "Maksimum ukuran file adalah 1MB",
        "File harus jelas dan tidak blur",
        "Anda dapat mendownload file jika tampilan pada preview kurang jelas",
    ):
        assert rule in rules, rule
    for shown in ("Kabupaten / Kota", "PENGHARGAAN LAINNYA", "ASN Berprestasi", "2026", "004/KP.00/I/2026", "27 April 2026"):
        assert shown in page, shown
    assert "Saya menyatakan bahwa data yang saya input benar" in page
    assert "Kembali" in page
    assert send(owner, page).headers["Location"].endswith("/awards/list/")
    assert "Menunggu Verifikasi" in owner.get("/awards/list/").text
    with app.app_context():
        made = session().scalars(select(Award)).one()
        pk, document = made.id, made.certificate_id
    shown = owner.get(f"/awards/show/{pk}").text
    assert "Wali Kota Surakarta" in shown
    called = owner.get(f"/documents/{document}/download").headers["Content-Disposition"]
    assert "2026-04-27-Nomor_-_004-KP.00-I-2026-ASN_Berprestasi.pdf" in called


@pytest.mark.manual("S23")
def test_each_kind_is_explained_where_it_is_chosen(people: tuple[City, People]) -> None:
    step = people[1]["owner"].get("/awards/add/data").text
    for kind, words in (
        ("ASN Teladan", "Anugerah ASN"),
        ("ASN Berprestasi", "tingkat pemerintah kota"),
        ("ASN Inspiratif", "Gender Champion"),
        ("ASN Inovatif", "Gelar Inovasi Perangkat Daerah"),
        ("ASN Terbaik", "Perangkat Daerah bulanan"),
        ("Satya Lencana Karya Satya XX (20 tahun)", "pengabdian 20 tahun tanpa terputus"),
    ):
        assert kind in step, kind
        assert words in step, words
    assert "Unit Kerja / Instansi: unit kerja, sub unit kerja, atau perangkat daerah. Provinsi: regional atau provinsi." in step
    assert step.count('data-only-for="award_group=satya_lencana"') == 4
    assert "data-settles" in step


@pytest.mark.manual("S22", "S27")
def test_what_does_not_fit_stands_at_its_field_and_another_year_is_a_warning(app: Flask, people: tuple[City, People]) -> None:
    owner = people[1]["owner"]
    answer = owner.post("/awards/add/data", data=AWARD | {"award_group": "satya_lencana", "award_kind": "karya_satya_10", "scale": "2"})
    assert answer.status_code == 422
    assert "selalu berskala Nasional" in answer.text
    assert answer.text.count("field has-error") == 1
    answer = owner.post("/awards/add/data", data=AWARD | {"award_kind": "karya_satya_10"})
    assert (answer.status_code, "termasuk kelompok SATYA LENCANA" in answer.text) == (422, True)
    wrong = AWARD | {"award_kind": "", "number": "", "decree_on": "", "year": "1900"}
    answer = owner.post("/awards/add/data", data=wrong)
    assert answer.text.count("field has-error") == 4
    long_service = {"award_group": "satya_lencana", "award_kind": "karya_satya_30", "scale": "4", "year": "2020", "decree_on": "2020-04-27"}
    assert "masa kerja untuk tingkat ini baru genap pada" in fill(owner, AWARD | long_service)
    page = fill(owner, AWARD | {"year": "2025"})
    assert "masa kerja untuk tingkat ini" not in page
    assert "bukan tahun Surat Keputusan" in page
    assert send(owner, page).status_code == 302
    with app.app_context():
        assert session().scalars(select(Award.year)).one() == 2025


@pytest.mark.manual("S25")
@pytest.mark.gate("G14")
@pytest.mark.parametrize(
    ("content", "words"),
    [(files.picture("PNG"), "Ini bukan PDF"), (files.scripted_pdf(), "skrip"), (files.locked_pdf(), "kata sandi"), (b"", "Berkas kosong")],
    ids=["picture", "scripts", "encrypted", "empty"],
)
def test_a_hostile_file_is_refused_in_words_and_nothing_is_stored(
    app: Flask, people: tuple[City, People], content: bytes, words: str
) -> None:
    owner = people[1]["owner"]
    owner.post("/awards/add/data", data=AWARD)
    answer = owner.post("/awards/add/document", **proof(content))
    assert answer.status_code == 422
    assert words in answer.text.lower() or words in answer.text
    with app.app_context():
        assert session().scalar(select(func.count(Document.id))) == 0


def test_the_officer_sees_what_should_make_him_look_twice(app: Flask, people: tuple[City, People]) -> None:
    city, browsers = people
    with app.app_context():
        scan = make_proof(city.actor("owner"), content=PDF), make_proof(city.actor("colleague"), content=PDF)
        first = award_in(city, number="7/A", certificate_id=scan[0]).id
        award_in(city, owner="colleague", number="7-a", certificate_id=scan[1], year=2025)
        keppres = LONG_SERVICE | {"award_kind": "karya_satya_10", "number": "71/TK/TAHUN 2026"}
        long_service = award_in(city, "waiting", "owner", **keppres).id
        award_in(city, "waiting", "stranger", **keppres)
    officer = browsers["bkpsdm_admin"]
    assert "Verifikasi 4 data" in officer.get("/awards/list/").text
    page = officer.get(f"/awards/review/{first}").text
    for shown in ("1 dari 4", "<iframe", "Berkas yang sama menjadi bukti data milik", "Nomor ini ada pada data milik"):
        assert shown in page, shown
    # One decree gives a Satya Lencana to many.
    assert "Nomor ini ada" not in officer.get(f"/awards/review/{long_service}").text
    assert officer.post(f"/awards/{first}/approve", query_string={"next": "/awards/review/"}).status_code == 302
    assert officer.post("/awards/steps/approve", data={"all": "1", "confirmed": "1"}).status_code == 200
    with app.app_context():
        assert set(session().scalars(select(Award.state))) == {"approved"}


@pytest.mark.gate("G12")
def test_only_those_who_decide_have_the_officers_screen_and_a_foreign_award_is_not_there(app: Flask, people: tuple[City, People]) -> None:
    city, browsers = people
    with app.app_context():
        pk = award_in(city).id
    for name in ("owner", "opd_admin", "auditor", "colleague"):
        assert browsers[name].get(f"/awards/review/{pk}").status_code in (302, 403), name
    for name in ("supervisor", "opd_admin", "auditor", "bkpsdm_admin"):
        assert browsers[name].get(f"/awards/show/{pk}").status_code == 200, name
    for name in ("colleague", "stranger"):
        assert browsers[name].get(f"/awards/show/{pk}").status_code == 404, name


def test_long_service_is_shown_to_the_person_and_listed_and_exported_for_officers(app: Flask, people: tuple[City, People]) -> None:
    city, browsers = people
    with app.app_context():
        name, opd = city.person("owner").full_name, city.opd_id
        standing = own_standing(city.actor("owner"))
        assert standing is not None
        assert standing.grade is not None
        grade, label = standing.grade.code, standing.grade.label
        award_in(city, "approved", "colleague", award_kind="karya_satya_30", **LONG_SERVICE)
        held = city.person("colleague").full_name
    own = browsers["owner"].get("/awards/list/").text
    assert label in own
    assert "Tahun ini Anda dapat diusulkan" in own
    officer = browsers["bkpsdm_admin"]
    page = officer.get(f"/karya-satya/list/?opd={opd}&grade={grade}").text
    assert name in page
    assert held not in page
    assert officer.get("/karya-satya/list/?grade=nothing").status_code == 400
    for kept in ("entry=missing", "q=Pegawai", "columns=person,began,rank"):
        assert name in officer.get(f"/karya-satya/list/?size=50&{kept}").text, kept
    assert name not in officer.get("/karya-satya/list/?entry=entered").text
    assert name not in browsers["other_opd_admin"].get("/karya-satya/list/").text
    assert "Tahun ini Anda dapat diusulkan" in browsers["owner"].get("/").text
    with app.app_context():
        award_in(city, "waiting", "owner", award_kind="karya_satya_10", **LONG_SERVICE)
        award_in(city, "returned", "owner", award_kind=grade, **LONG_SERVICE)
    for kept, badge in (("entry=returned", "Perlu Perbaikan"), ("entry=entered", ""), ("entry=missing", "")):
        page = officer.get(f"/karya-satya/list/?size=50&{kept}").text
        assert (name in page) is bool(badge), kept
        assert badge in page, kept
    assert "dikembalikan kepada Anda" in browsers["owner"].get("/awards/list/").text
    assert "Tahun ini Anda dapat diusulkan" not in browsers["owner"].get("/").text
    assert browsers["owner"].get("/karya-satya/list/").status_code in (302, 403)
    sheet = openpyxl.load_workbook(BytesIO(officer.get("/karya-satya/export").data)).active
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert name in cells
    assert held not in cells
    found = officer.get("/api/v1/karya-satya/?limit=100").get_json()
    assert name in {row["name"] for row in found["result"]}
    first = officer.get("/").text
    assert f"/karya-satya/list/?grade={grade}" in first


def test_the_pages_of_a_person_lead_to_his_awards_without_his_nip_in_an_address(app: Flask, people: tuple[City, People]) -> None:
    city, browsers = people
    with app.app_context():
        award_in(city)
        person = city.person("owner")
        pk, nip, name = person.id, person.nip, person.name
    for who, path in (("bkpsdm_admin", f"/employees/show/{pk}"), ("supervisor", f"/employees/show/{pk}"), ("owner", "/profile/")):
        page = browsers[who].get(path).text
        address = f"/awards/list/?q={name.replace(' ', '+')}"
        assert address in page, who
        assert "ASN Berprestasi" in browsers[who].get(address).text
        assert f"={nip}" not in page
    assert f"={nip}" not in browsers["bkpsdm_admin"].get("/karya-satya/list/").text


def test_the_resource_takes_and_refuses_as_the_wizard_does(app: Flask, people: tuple[City, People]) -> None:
    browsers = people[1]
    owner, body = browsers["owner"], {name: value for name, value in AWARD.items() if name != "go"}
    uploaded = owner.post("/documents/upload/award_certificate", data={"file": (BytesIO(PDF), "a.pdf")}, content_type="multipart/form-data")
    whole = body | {"certificate_id": uploaded.get_json()["id"]}
    national = {"award_group": "satya_lencana", "award_kind": "karya_satya_10"}
    for wrong, field in (
        (national, "scale"),
        ({"award_kind": "karya_satya_10"}, "award_kind"),
        ({"state": "approved"}, "state"),
        ({"certificate_id": 999}, "certificate_id"),
    ):
        refused = owner.post("/api/v1/awards/", json=whole | wrong)
        assert (refused.status_code, field in refused.get_json()["fields"]) == (422, True), field
    made = owner.post("/api/v1/awards/", json=whole)
    assert (made.status_code, made.get_json()["state_key"]) == (201, "waiting")
    decided = browsers["bkpsdm_admin"].post(f"/api/v1/awards/{made.get_json()['id']}/approve", json={})
    assert decided.get_json()["state_key"] == "approved"


def test_ones_own_standing_by_rest_is_what_stands_above_the_list(app: Flask, people: tuple[City, People]) -> None:
    city, clients = people
    with app.app_context():
        wanted = own_standing(city.actor("owner"))
    assert wanted is not None
    found = clients["owner"].get("/api/v1/awards/standing").json
    assert (found["began"], found["eligible"], found["held"]) == (wanted.began.isoformat(), wanted.eligible, wanted.held)
    assert (found["grade"] and found["grade"]["code"]) == (wanted.grade and wanted.grade.code)
    assert (found["next"] and found["next"]["years"]) == (wanted.next and wanted.next.years)
    with app.app_context(), transaction():
        city.person("owner").employee_status = EmployeeStatus.PPPK.value
    assert clients["owner"].get("/api/v1/awards/standing").status_code == 404
    assert clients["auditor"].get("/api/v1/awards/standing").status_code == 403
