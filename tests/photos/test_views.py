"""Photos over HTTP: uploading with and without doubts, the guide's own words, the picture for those who may see it and nobody else."""

import re
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select

from app.kernel.approval import take_step
from app.kernel.db import session
from app.kernel.reads import SensitiveRead
from app.photos.models import Photo
from tests.factories.accounts import People
from tests.factories.city import City
from tests.factories.photos import BLUE, draw, jpeg, photo_in

Stage = tuple[City, People]


@pytest.mark.manual("B20")
@pytest.mark.manual("B31")
@pytest.mark.manual("B32")
def test_the_dialog_says_it_and_the_new_photo_is_there_at_once(people: Stage) -> None:
    _city, clients = people
    owner = clients["owner"]
    page = owner.get("/photos/add")
    assert "Upload Photo" in page.text
    assert "data-camera" in page.text
    assert "Latar belakang merah" in page.text
    sent = owner.post("/photos/add", data={"photo": (BytesIO(jpeg()), "saya.jpg")}, content_type="multipart/form-data")
    assert sent.status_code == 302
    assert "Berhasil di Update" in owner.get(sent.location).text
    first = re.search(r'src="(/photos/\d+/[0-9a-f]{16}\.jpg)"', owner.get("/profile/").text)
    assert first is not None
    picture = owner.get(first[1])
    assert (picture.status_code, picture.mimetype, picture.headers["Cache-Control"]) == (200, "image/jpeg", "private, no-store")
    owner.post("/photos/add", data={"photo": (BytesIO(jpeg(draw(blur=1.0))), "lagi.jpg")}, content_type="multipart/form-data")
    second = re.search(r'src="(/photos/\d+/[0-9a-f]{16}\.jpg)"', owner.get("/profile/").text)
    assert second is not None
    assert second[1] != first[1]


@pytest.mark.manual("B34")
def test_a_refusal_stands_at_the_field_and_a_doubt_beside_the_picture(app: Flask, people: Stage) -> None:
    _city, clients = people
    owner = clients["owner"]
    wrong = owner.post("/photos/add", data={"photo": (BytesIO(jpeg(draw((600, 400)))), "a.jpg")}, content_type="multipart/form-data")
    assert wrong.status_code == 422
    assert 'id="photo-error"' in wrong.text
    assert owner.post("/photos/add", data={}).status_code == 422
    sent = owner.post("/photos/add", data={"photo": (BytesIO(jpeg(draw(back=BLUE))), "a.jpg")}, content_type="multipart/form-data")
    shown = owner.get(sent.location)
    assert "Berhasil di Update" not in shown.text.split("<main")[1].split("photo-page")[0]
    assert "diragukan" in shown.text
    with app.app_context():
        pk = session().query(Photo).one().id
    assert owner.post(f"/photos/{pk}/send").status_code == 302


@pytest.mark.gate("G4")
@pytest.mark.gate("G9")
def test_a_foreign_photo_is_not_found_and_an_officers_look_is_told_to_its_owner(app: Flask, people: Stage) -> None:
    city, clients = people
    with app.app_context():
        photo = photo_in(city)
        pk, address = photo.id, f"/photos/{photo.id}/{photo.digest}.jpg"
    for name in ("stranger", "supervisor", "other_opd_admin"):
        assert clients[name].get(address).status_code == 404
        assert clients[name].get(f"/photos/show/{pk}").status_code == 404
    assert clients["auditor"].get(address).status_code in (403, 404)
    assert clients["owner"].get(f"/photos/{pk}/0123456789abcdef.jpg").status_code == 404
    assert clients["owner"].get(address).status_code == 200
    with app.app_context():
        assert not session().scalars(select(SensitiveRead)).all()
    assert clients["opd_admin"].get(address).status_code == 200
    assert "Kemeja putih" in clients["opd_admin"].get(f"/photos/show/{pk}").text
    with app.app_context():
        [read] = session().scalars(select(SensitiveRead)).all()
        assert (read.employee_id, read.kind) == (city.ids["owner"], "photo")


def test_consent_is_asked_at_the_upload_and_a_withdrawal_hides_the_face_at_once(app: Flask, people: Stage) -> None:
    city, clients = people
    owner, officer = clients["owner"], clients["opd_admin"]
    assert "tanda pengenal" in owner.get("/photos/add").text, "in the words that are noted"
    data = {"photo": (BytesIO(jpeg()), "saya.jpg"), "consent": "y"}
    assert owner.post("/photos/add", data=data, content_type="multipart/form-data").status_code == 302
    assert 'name="consent"' not in owner.get("/photos/add").text, "asked once"
    with app.app_context():
        photo = session().scalars(select(Photo)).one()
        address, shown = f"/photos/{photo.id}/{photo.digest}.jpg", f"/photos/show/{photo.id}"
        take_step(city.actor("opd_admin"), Photo, photo.id, "accept")
    assert officer.get(address).status_code == 200
    owner.post("/my-consents/photo/withdraw")
    assert officer.get(address).status_code == 404
    assert address not in officer.get(shown).text
    assert owner.get(address).status_code == 200


def test_without_consent_an_officer_sees_the_face_only_to_decide(app: Flask, people: Stage) -> None:
    city, clients = people
    with app.app_context():
        photo = photo_in(city)
        address = f"/photos/{photo.id}/{photo.digest}.jpg"
    assert clients["opd_admin"].get(address).status_code == 200
    with app.app_context():
        take_step(city.actor("opd_admin"), Photo, photo.id, "accept")
    assert clients["opd_admin"].get(address).status_code == 404
    assert clients["bkpsdm_admin"].get(address).status_code == 404
