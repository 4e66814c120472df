"""Webinars over HTTP, for every role: what BKPSDM publishes, what employees see, and who never sees how to join."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from app.kernel import clock
from app.kernel.approval import take_step
from app.kernel.db import session
from app.webinars.models import Registration, Webinar, WebinarSeries
from tests.factories.accounts import People
from tests.factories.city import City
from tests.factories.webinars import JOIN, NOTE, registration_of, webinar_in

Stage = tuple[City, People]
SECRETS = (JOIN["join_url"].partition("?")[0], "956 4304 9530", "95643049530", JOIN["passcode"])
EVERYBODY = ("owner", "supervisor", "opd_admin", "other_opd_admin", "bkpsdm_admin", "auditor")


def text_of(answer: TestResponse) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def secrets_in(answer: TestResponse) -> list[str]:
    return [secret for secret in SECRETS if secret in answer.text]


def made(app: Flask, city: City, state: str = "open", **values: Any) -> int:
    with app.app_context():
        return webinar_in(city, state, **values).id


def registered(app: Flask, city: City, pk: int, person: str = "owner") -> int:
    with app.app_context():
        return registration_of(city, session().get_one(Webinar, pk), person).id


def form_of(series_id: int, **changes: str) -> dict[str, str]:
    starts = clock.local(clock.now() + timedelta(days=3)).replace(hour=9, minute=0)
    times = {"starts_at": f"{starts:%Y-%m-%dT%H:%M}", "ends_at": f"{starts + timedelta(hours=2):%Y-%m-%dT%H:%M}"}
    typed = {"series_id": str(series_id), "title": "Pelayanan Publik", "organiser": "BKPSDM", "jp": "3", "meeting_id": "956 4304 9530"}
    return typed | times | {"join_url": JOIN["join_url"], "passcode": JOIN["passcode"]} | changes


# --- BKPSDM -----------------------------------------------------------------------------------------------------------------


@pytest.mark.manual("L2")
@pytest.mark.manual("L18")
def test_bkpsdm_adds_series_and_webinar_and_publishes_it(app: Flask, people: Stage) -> None:
    admin = people[1]["bkpsdm_admin"]
    series = {"number": "5", "title": "Webinar Langsa SiBelang", "code": "Seri-5"}
    assert admin.post("/webinar-series/add", data=series).status_code == 302
    assert admin.post("/webinar-series/add", data=series).status_code == 422, "number and address are taken"
    with app.app_context():
        row = session().query(WebinarSeries).one()
        pk, code = row.id, row.code
    assert code == "seri-5"
    assert "data:image/svg+xml" in admin.get(f"/webinar-series/show/{pk}").text
    answer = admin.post("/webinars/add", data=form_of(pk))
    assert answer.status_code == 302, text_of(answer)
    page = admin.get(answer.location)
    assert "956 4304 9530" not in page.text, "a draft is nobody's to join"
    assert "Buka Webinar" in page.text
    webinar_id = int(answer.location.rsplit("/", 1)[1])
    assert admin.post(f"/webinars/{webinar_id}/publish").status_code == 302
    page = admin.get(f"/webinars/show/{webinar_id}")
    assert "956 4304 9530" in page.text
    assert "Dibuka" in text_of(page)


@pytest.mark.manual("L14")
@pytest.mark.manual("L18")
def test_a_new_form_holds_the_system_requirements_and_a_copy_holds_all_but_times_and_links(app: Flask, people: Stage) -> None:
    city, clients = people
    pk = made(app, city, speakers="Pemateri Lama", opd_ids=[city.opd_id], requirements="Perangkat: Laptop")
    fresh = clients["bkpsdm_admin"].get("/webinars/add")
    assert "Aplikasi: Zoom Desktop Client atau Zoom Mobile App" in fresh.text
    assert f"/webinars/add?copy={pk}" in fresh.text
    copy = clients["bkpsdm_admin"].get(f"/webinars/add?copy={pk}")
    assert "Pemateri Lama" in copy.text
    assert "Perangkat: Laptop" in copy.text
    assert f'<option value="{city.opd_id}" selected' in copy.text
    assert not [secret for secret in (JOIN["join_url"].partition("?")[0], JOIN["passcode"]) if secret in copy.text]
    assert re.search(r'name="meeting_id" value=""', copy.text)
    assert re.search(r'name="starts_at" value=""', copy.text)
    assert re.search(rf'name="copy_id"[^>]*value="{pk}"', copy.text)
    assert clients["bkpsdm_admin"].get("/webinars/add?copy=9999").status_code == 404


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(app: Flask, people: Stage) -> None:
    city, clients = people
    pk = made(app, city)
    with app.app_context():
        series = session().get_one(Webinar, pk).series_id
    answer = clients["bkpsdm_admin"].post("/webinars/add", data=form_of(series, meeting_id="123", starts_at="besok"))
    assert answer.status_code == 422
    assert "Tulis tanggal dan jam" in answer.text
    assert 'value="besok"' in answer.text
    answer = clients["bkpsdm_admin"].post("/webinars/add", data=form_of(series, meeting_id="123"))
    assert "9 sampai 11 angka" in answer.text


@pytest.mark.gate("G12")
def test_each_role_sees_its_lists(app: Flask, people: Stage) -> None:
    city, clients = people
    pk = made(app, city, opd_ids=[city.opd_id])
    draft = made(app, city, "draft")
    registered(app, city, pk)
    codes = {name: clients[name].get(f"/webinars/show/{pk}").status_code for name in EVERYBODY}
    assert codes == dict.fromkeys(EVERYBODY, 200)
    assert clients["stranger"].get(f"/webinars/show/{pk}").status_code == 404
    assert {name: clients[name].get(f"/webinars/show/{draft}").status_code for name in ("owner", "opd_admin", "auditor")} == {
        "owner": 404,
        "opd_admin": 404,
        "auditor": 200,
    }
    lists = {name: clients[name].get("/webinar-registrations/list/").status_code for name in EVERYBODY}
    assert lists == dict.fromkeys(EVERYBODY, 200) | {"owner": 403}
    with app.app_context():
        name = city.person("owner").name
    shown = {
        who
        for who in ("supervisor", "opd_admin", "other_opd_admin", "bkpsdm_admin", "auditor")
        if name in clients[who].get("/webinar-registrations/list/").text
    }
    assert shown == {"supervisor", "opd_admin", "bkpsdm_admin", "auditor"}
    assert clients["auditor"].post(f"/webinars/{pk}/start").status_code == 403
    assert clients["superuser"].get("/webinars/list/").status_code == 403


@pytest.mark.gate("G9")
@pytest.mark.manual("L17")
@pytest.mark.manual("L18")
def test_only_registered_people_and_bkpsdm_see_how_to_join(app: Flask, people: Stage) -> None:
    city, clients = people
    pk = made(app, city, capacity=1)
    registered(app, city, pk)
    waiting = registered(app, city, pk, "colleague")
    pages = (f"/webinars/show/{pk}", "/w/seri-1", f"/webinars/calendar/{pk}", "/w/seri-1/calendar.ics", "/webinars/list/")
    for who in ("supervisor", "colleague", "opd_admin", "auditor"):
        assert [page for page in pages if secrets_in(clients[who].get(page))] == [], who
    stranger = app.test_client()
    assert [page for page in ("/w/seri-1", "/w/seri-1/calendar.ics") if secrets_in(stranger.get(page))] == []
    assert secrets_in(clients["colleague"].get(f"/my-webinars/show/{waiting}")) == []
    for who in ("owner", "bkpsdm_admin"):
        assert secrets_in(clients[who].get(pages[0])), who
        assert "Nama Anda di Zoom harus sama" in clients[who].get("/w/seri-1").text
        assert secrets_in(clients[who].get(pages[2])), who
    with app.app_context():
        admin = city.actor("second_bkpsdm_admin")
        take_step(admin, Webinar, pk, "cancel", NOTE)
    assert secrets_in(clients["owner"].get(pages[0])) == [], "nobody is led into what was called off"


def test_the_organiser_counts_filters_exports_and_cancels(app: Flask, people: Stage) -> None:
    city, clients = people
    pk, other = made(app, city), made(app, city)
    mine, admin = registered(app, city, pk), clients["bkpsdm_admin"]
    registered(app, city, pk, "stranger")
    registered(app, city, other, "colleague")
    page = text_of(admin.get(f"/webinars/show/{pk}"))
    assert "2 Terdaftar 0 Daftar tunggu 0 Dibatalkan" in page
    assert "Dinas Kesehatan 1 0 0" in page
    sheet = load_workbook(BytesIO(admin.get(f"/webinar-registrations/export?webinar={pk}").data)).active
    rows = [row for row in sheet.iter_rows(values_only=True) if "Literasi Digital bagi ASN" in row]
    assert len(rows) == 2
    assert not [cell for row in rows for cell in row if cell in SECRETS]
    assert admin.post(f"/webinar-registrations/{mine}/cancel", data={"note": ""}).status_code == 422
    assert admin.post(f"/webinar-registrations/{mine}/cancel", data={"note": NOTE}).status_code == 302
    with app.app_context():
        assert session().get_one(Registration, mine).state == "cancelled"
    assert clients["opd_admin"].get(f"/webinars/show/{pk}").text.count("Dinas Kesehatan") == 0


# --- Employees --------------------------------------------------------------------------------------------------------------


@pytest.mark.manual("L6")
@pytest.mark.manual("L8")
@pytest.mark.manual("L9")
@pytest.mark.manual("L10")
def test_the_form_is_filled_in_and_identity_is_not_typed(app: Flask, people: Stage) -> None:
    city, clients = people
    pk = made(app, city)
    page = clients["owner"].get(f"/my-webinars/add?webinar_id={pk}")
    with app.app_context():
        person = city.person("owner")
        name, unit = person.name, person.unit.name
    text = text_of(page)
    assert name in text
    assert unit in text
    assert "Unit Kerja/Instansi" in text
    assert "(*) kolom wajib isi." in text
    assert re.search(r"Daftar\s*</span></button>", page.text)
    assert not re.search(r'<input[^>]*name="(name|nip|unit_name|job_title)"', page.text)
    assert re.search(r'<label[^>]*>Alamat Surel Aktif<span class="field-required"', page.text)
    answer = clients["owner"].post(
        "/my-webinars/add", data={"webinar_id": pk, "back_title": "S.Kom.", "email": "a@kota.id", "name": "Lain"}
    )
    assert answer.status_code == 302
    shown = clients["owner"].get(answer.location)
    assert secrets_in(shown)
    assert f"{name}, S.Kom." in text_of(shown)
    assert clients["owner"].post("/my-webinars/add", data={"webinar_id": pk, "email": "a@kota.id"}).status_code == 409


@pytest.mark.manual("L9")
def test_an_empty_or_foreign_form_registers_nobody(app: Flask, people: Stage) -> None:
    city, clients = people
    pk = made(app, city, opd_ids=[city.opd_id])
    assert clients["owner"].post("/my-webinars/add", data={"webinar_id": pk, "email": ""}).status_code == 422
    assert clients["owner"].post("/my-webinars/add", data={"email": "a@kota.id"}).status_code == 422
    assert clients["stranger"].post("/my-webinars/add", data={"webinar_id": pk, "email": "a@kota.id"}).status_code == 404
    assert clients["auditor"].get("/my-webinars/add").status_code == 403
    assert "Literasi Digital bagi ASN" in clients["owner"].get("/my-webinars/add").text
    with app.app_context():
        assert session().query(Registration).count() == 0


@pytest.mark.gate("G12")
def test_ones_own_registrations_are_nobody_elses_here(app: Flask, people: Stage) -> None:
    city, clients = people
    pk = made(app, city)
    mine = registered(app, city, pk)
    for who in ("colleague", "supervisor", "opd_admin", "bkpsdm_admin"):
        assert clients[who].get(f"/my-webinars/show/{mine}").status_code == 404, who
        assert clients[who].post(f"/my-webinars/{mine}/cancel").status_code in (403, 404, 422), who
    assert clients["owner"].post(f"/my-webinars/edit/{mine}", data={"email": "baru@kota.id", "version": "2"}).status_code == 302
    assert clients["owner"].post(f"/my-webinars/{mine}/cancel").status_code == 302
    with app.app_context():
        record = session().get_one(Registration, mine)
        assert (record.email, record.state) == ("baru@kota.id", "cancelled")


def test_the_first_page_leads_into_the_webinar_and_to_what_is_open(app: Flask, people: Stage) -> None:
    city, clients = people
    pk = made(app, city, title="Webinar Saya Ikuti")
    made(app, city, title="Webinar Masih Dibuka")
    registered(app, city, pk)
    text = text_of(clients["owner"].get("/"))
    assert (
        text.index("Webinar Saya Ikuti")
        < text.index("Join Webinar")
        < text.index("Webinar Masih Dibuka")
        < text.index("Semua webinar saya")
    )


# --- The hub ----------------------------------------------------------------------------------------------------------------


@pytest.mark.manual("L3")
@pytest.mark.manual("L4")
@pytest.mark.manual("L5")
@pytest.mark.manual("L13")
@pytest.mark.manual("L15")
@pytest.mark.manual("L16")
@pytest.mark.manual("L19")
def test_the_hub_tells_strangers_everything_but_how_to_join(app: Flask, people: Stage) -> None:
    city, _clients = people
    made(app, city)
    answer = app.test_client().get("/w/seri-1")
    text = text_of(answer)
    stages = (
        "Registrasi Webinar",
        "Mengikuti Zoom Meeting",
        "Mengisi Daftar Hadir Online",
        "Mengunduh Sertifikat",
        "Mengunggah Sertifikat ke ASNDigital (Diklat)",
    )
    assert [text.index(stage) for stage in stages] == sorted(text.index(stage) for stage in stages)
    guides = (
        "Melalui Tautan Undangan (Disarankan)",
        "Bergabung Secara Manual",
        "Audio Settings",
        "Raise Hand",
        "Leave Meeting",
        "Zoom Desktop Client",
    )
    assert [words for words in (*guides, "Persyaratan Sistem", "Masuk dan daftar", "Belum dibuka") if words not in text] == []
    assert "data:image/svg+xml" in answer.text
    assert app.test_client().get("/w/1").status_code == 200
    for code in ("seri-2", "2", "x" * 80, "%27"):
        assert app.test_client().get(f"/w/{code}").status_code == 404


@pytest.mark.manual("L4")
def test_the_same_address_leads_to_the_next_webinar(app: Flask, people: Stage) -> None:
    city, clients = people
    pk = made(app, city, title="Webinar Pertama")
    with app.app_context():
        series = session().get_one(Webinar, pk).series_id
        for act in ("start", "finish"):
            take_step(city.actor("second_bkpsdm_admin"), Webinar, pk, act)
    assert 'id="present">Webinar Pertama' in clients["owner"].get("/w/seri-1").text
    made(app, city, title="Webinar Kedua", series_id=series)
    assert 'id="present">Webinar Kedua' in clients["owner"].get("/w/seri-1").text


@pytest.mark.manual("L3")
def test_the_hub_shows_where_somebody_stands(app: Flask, people: Stage) -> None:
    city, clients = people
    pk = made(app, city)
    standing = re.compile(r'class="stage is-(\w+)"')
    assert standing.findall(clients["owner"].get("/w/seri-1").text) == ["now", "later", "later", "later", "later"]
    registered(app, city, pk)
    assert standing.findall(clients["owner"].get("/w/seri-1").text) == ["done", "now", "later", "later", "later"]


def test_the_calendar_file_can_be_kept(app: Flask, people: Stage) -> None:
    city, _clients = people
    made(app, city)
    answer = app.test_client().get("/w/seri-1/calendar.ics")
    assert answer.mimetype == "text/calendar"
    assert "BEGIN:VEVENT" in answer.text
    assert "/w/seri-1" in answer.text.replace("\r\n ", "")
