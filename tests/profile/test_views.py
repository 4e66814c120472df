"""My profile over HTTP: the twelve fields, what changes at once, a request with proof, the officer's page, every door of a foreign one, and the API."""

import re
from io import BytesIO

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.kernel.db import session
from app.organisation.models import Employee
from app.profile.models import ProfileChange
from tests.factories.accounts import People
from tests.factories.city import City
from tests.factories.files import pdf
from tests.factories.profile import change_in

Stage = tuple[City, People]


def text_of(answer: TestResponse) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def version_in(page: TestResponse) -> str:
    found = re.search(r'name="version"[^>]*value="(\d+)"', page.text)
    assert found is not None
    return found[1]


@pytest.mark.manual("B3")
@pytest.mark.manual("B5")
def test_my_profile_shows_the_twelve_fields_who_changes_them_and_what_is_missing(people: Stage) -> None:
    _city, clients = people
    page = clients["owner"].get("/profile/")
    words = text_of(page)
    for label in ("Nama lengkap dan gelar", "Tempat;tanggal lahir", "Agama", "Pangkat", "Golongan", "E-mail kedinasan", "No. HP pribadi"):
        assert label in words
    assert "5 isian masih kosong" in words
    assert "Anda ubah sendiri" in words
    assert "Diperiksa petugas" in words
    assert "Update Profil" in words


@pytest.mark.manual("B3")
@pytest.mark.manual("B16")
def test_update_profile_offers_what_is_ones_own_and_loses_nothing_that_was_typed(app: Flask, people: Stage) -> None:
    city, clients = people
    owner = clients["owner"]
    page = owner.get("/profile/edit?next=/my-campaigns/")
    assert 'name="phone"' in page.text
    assert 'name="birth"' not in page.text
    typed = {"email_official": "ani@gmail.com", "phone": "0812 3456 7890", "office_address": "Jalan Merdeka 1", "version": version_in(page)}
    wrong = owner.post("/profile/edit", data=typed)
    assert wrong.status_code == 422
    assert "0812 3456 7890" in wrong.text
    assert 'id="email_official-error"' in wrong.text
    done = owner.post("/profile/edit?next=/my-campaigns/", data=typed | {"email_official": "ani@kota.go.id"})
    assert (done.status_code, done.location) == (302, "/my-campaigns/")
    stale = owner.post("/profile/edit", data=typed | {"email_official": "lain@kota.go.id"})
    assert stale.status_code == 422
    with app.app_context():
        assert session().get_one(Employee, city.ids["owner"]).email_official == "ani@kota.go.id"


@pytest.mark.manual("B4")
@pytest.mark.manual("B6")
def test_a_request_with_its_proof_and_the_officers_page(app: Flask, people: Stage) -> None:
    city, clients = people
    owner = clients["owner"]
    page = owner.get("/profile-changes/add")
    assert 'name="phone"' not in page.text
    with app.app_context():
        before = session().get_one(Employee, city.ids["owner"])
        name, birth = before.name, before.birth
    typed = {"name": name, "birth": "Jayapura,29-2-1970", "reason": "Sesuai akta"}
    wrong = owner.post("/profile-changes/add", data=typed)
    assert wrong.status_code == 422
    assert "Jangan menghapus tanda titik koma" in wrong.text
    assert "Jayapura,29-2-1970" in wrong.text
    assert "memerlukan dokumen" in text_of(wrong)
    data = typed | {"birth": "Jayapura;28-2-1970", "proof_id": (BytesIO(pdf(text="Akta")), "akta.pdf")}
    made = owner.post("/profile-changes/add", data=data, content_type="multipart/form-data")
    assert made.status_code == 302, text_of(made)
    with app.app_context():
        change = session().query(ProfileChange).one()
        pk, document = change.id, change.proof_id
    shown = text_of(clients["opd_admin"].get(f"/profile-changes/show/{pk}"))
    assert birth in shown
    assert "Jayapura;28-2-1970" in shown
    assert "akta.pdf" in shown
    assert "Tanggal lahir berbeda" in shown, "the officer reads it before he decides"
    assert clients["opd_admin"].get(f"/documents/{document}/preview").status_code == 200
    assert "sedang diperiksa petugas" in text_of(owner.get("/profile/"))
    assert clients["opd_admin"].post(f"/profile-changes/{pk}/approve", data={}).status_code == 302
    with app.app_context():
        assert session().get_one(Employee, city.ids["owner"]).birth == "Jayapura;28-2-1970"
    assert "berbeda" in text_of(owner.get("/profile/"))
    assert "berbeda" not in text_of(clients["opd_admin"].get(f"/profile-changes/show/{pk}")), "decided: what counts is the record"


@pytest.mark.gate("G4")
def test_a_foreign_request_is_not_found_by_any_door(app: Flask, people: Stage) -> None:
    city, clients = people
    with app.app_context():
        change = change_in(city)
        pk, document = change.id, change.proof_id
    for name in ("other_opd_admin", "stranger", "supervisor"):
        other = clients[name]
        assert other.get(f"/profile-changes/show/{pk}").status_code == 404
        assert other.get(f"/profile-changes/history/{pk}").status_code == 404
        assert other.get(f"/documents/{document}/preview").status_code == 404
        assert other.get(f"/api/v1/profile-changes/{pk}").status_code == 404
        assert other.post(f"/profile-changes/{pk}/approve").status_code in (403, 404)
        assert f"/profile-changes/show/{pk}" not in other.get("/profile-changes/").text


def test_the_api_asks_and_decides_as_the_screens_do(app: Flask, people: Stage) -> None:
    _city, clients = people
    owner, officer = clients["owner"], clients["opd_admin"]
    refused = owner.post("/api/v1/profile-changes/", json={"religion": "1", "phone": "081234567890", "reason": "Salah"})
    assert refused.status_code == 422
    assert "phone" in refused.json["fields"]
    made = owner.post("/api/v1/profile-changes/", json={"religion": "1", "reason": "Salah catat"})
    assert made.status_code == 201, made.text
    pk = made.json["result"]["id"] if "result" in made.json else made.json["id"]
    assert officer.post(f"/api/v1/profile-changes/{pk}/approve").status_code == 200
    assert "Islam" in text_of(owner.get("/profile/"))
