"""Zoom's report on screen: uploaded, confirmed many at once, one put right, laid beside the attendance list; nobody else comes near."""

import re
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.kernel.db import session
from app.webinars import zoom_services
from app.webinars.attendance_models import Attendance
from app.webinars.models import Registration, Webinar
from app.webinars.zoom_models import ZoomPerson
from tests.factories.accounts import People
from tests.factories.city import City
from tests.factories.webinars import attendance_of, open_session_of, registration_of, zoom_report
from tests.webinars.test_views import text_of

Stage = tuple[City, People]
ADD, LIST = "/zoom-participants/add", "/zoom-participants/list/"


@pytest.fixture
def webinar(app: Flask, people: Stage) -> int:
    """Under way; the owner is on the list, the colleague is registered only."""
    with app.app_context():
        found = open_session_of(people[0])
        attendance_of(people[0], "owner", found)
        registration_of(people[0], found.webinar, "colleague", email="rekan@kota.go.id")
        return found.webinar_id


def send(admin: FlaskClient, webinar: int, content: bytes) -> Any:
    sent = {"webinar_id": str(webinar), "file": (BytesIO(content), "participants.csv")}
    return admin.post(ADD, data=sent, content_type="multipart/form-data")


def rows(app: Flask) -> dict[str, tuple[int, str, int | None]]:
    with app.app_context():
        session().rollback()
        return {each.name: (each.id, each.state, each.registration_id) for each in session().scalars(select(ZoomPerson))}


def content_of(app: Flask, webinar: int, *people: tuple[str, str]) -> bytes:
    with app.app_context():
        return zoom_report(session().get_one(Webinar, webinar), *people)


def test_from_the_file_to_the_evidence(app: Flask, people: Stage, webinar: int) -> None:
    admin = people[1]["bkpsdm_admin"]
    page = admin.get(f"/webinars/show/{webinar}").text
    assert f"{ADD}?webinar_id={webinar}" in page
    assert re.search(rf'<option[^>]*value="{webinar}"[^>]*selected', admin.get(f"{ADD}?webinar_id={webinar}").text)
    answer = send(admin, webinar, content_of(app, webinar, ("Ponsel Rekan", "REKAN@kota.go.id"), ("=cmd|' /C calc'!A0", "")))
    assert answer.headers["Location"].endswith(f"{LIST}?webinar={webinar}")
    known, strange = rows(app)["Ponsel Rekan"], rows(app)["=cmd|' /C calc'!A0"]
    assert "Tidak ada pada daftar hadir" in text_of(admin.get(f"{LIST}?beside=only_zoom"))
    assert "Ponsel Rekan" not in admin.get(f"{LIST}?beside=both").text
    both = {"pks": [f"{known[0]}", f"{strange[0]}"], "confirmed": "1"}
    told = text_of(admin.post("/zoom-participants/steps/confirm", data=both))
    assert "pilih orangnya terlebih dahulu" in told
    assert [each[1] for each in rows(app).values()] == ["confirmed", "guessed"]
    with app.app_context():
        owner = registration_pk(webinar, "owner", people[0])
    form = admin.get(f"/zoom-participants/edit/{strange[0]}").text
    version = form.split('name="version"')[1].split('value="')[1].split('"')[0]
    typed = {"webinar_id": str(webinar), "registration_id": str(owner), "version": version}
    assert admin.post(f"/zoom-participants/edit/{strange[0]}", data=typed).status_code == 302
    assert rows(app)["=cmd|' /C calc'!A0"] == (strange[0], "confirmed", owner)
    shown = text_of(admin.get(f"/webinar-attendances/show/{attendance_pk(app, owner)}"))
    assert "90 menit" in shown
    assert "hint=unseen" in admin.get(f"/webinars/show/{webinar}").text
    assert b"'=cmd" in admin.get(f"{LIST.removesuffix('list/')}export?format=csv").data
    offered = admin.get(f"/zoom-participants/options/registration_id?q=&above={webinar}")
    assert offered.status_code == 200


def registration_pk(webinar: int, person: str, city: City) -> int:
    query = select(Registration.id).where(Registration.webinar_id == webinar, Registration.employee_id == city.actor(person).employee_id)
    return session().scalars(query).one()


def attendance_pk(app: Flask, registration: int) -> int:
    with app.app_context():
        return session().scalars(select(Attendance.id).where(Attendance.registration_id == registration)).one()


def test_a_large_report_goes_on_in_the_background(app: Flask, people: Stage, webinar: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zoom_services, "AT_ONCE", 1)
    answer = send(people[1]["bkpsdm_admin"], webinar, content_of(app, webinar, ("Satu", ""), ("Dua", "")))
    assert "/jobs/" in answer.headers["Location"]


@pytest.mark.gate("G12")
def test_nobody_else_comes_near(app: Flask, people: Stage, webinar: int) -> None:
    content = content_of(app, webinar, ("Satu", ""))
    assert send(people[1]["bkpsdm_admin"], webinar, content).status_code == 302
    [(pk, _state, _seat)] = rows(app).values()
    for name in ("owner", "supervisor", "opd_admin"):
        client = people[1][name]
        assert send(client, webinar, content).status_code in (302, 403, 404)
        for path in (LIST, f"/zoom-participants/show/{pk}", f"/zoom-participants/edit/{pk}"):
            assert "Satu" not in client.get(path, follow_redirects=True).text, (name, path)
    assert people[1]["auditor"].get(f"/zoom-participants/show/{pk}").status_code == 200
    assert people[1]["auditor"].post(f"/zoom-participants/{pk}/confirm").status_code in (302, 403)
    assert [each[1] for each in rows(app).values()] == ["guessed"]


@pytest.mark.gate("G14")
@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", b"\x00" * 200, b"<html><table>", b"a,b\n1,2\n"], ids=["empty", "PDF", "zeros", "page", "other"]
)
def test_what_is_no_report_is_refused_at_the_field(app: Flask, people: Stage, webinar: int, content: bytes) -> None:
    answer = send(people[1]["bkpsdm_admin"], webinar, content)
    assert answer.status_code == 422
    assert "field-error" in answer.text
    assert rows(app) == {}
