"""Webinars by REST: the same people, rows, steps and refusals as on the screens."""

import pytest
from flask import Flask

from app.kernel.db import session
from app.webinars.models import Registration, Webinar
from tests.factories.accounts import People
from tests.factories.city import City
from tests.webinars.test_views import SECRETS, form_of, made, registered

Stage = tuple[City, People]
ROOT, MINE = "/api/v1/webinars/", "/api/v1/webinar-registrations/"


@pytest.mark.manual("L18")
def test_bkpsdm_enters_and_publishes(app: Flask, people: Stage) -> None:
    admin = people[1]["bkpsdm_admin"]
    series = admin.post("/api/v1/webinar-series/", json={"number": 7, "title": "Seri", "code": "seri-7", "about": None})
    assert series.status_code == 201, series.json
    body = form_of(series.json["id"])
    answer = admin.post(ROOT, json=body)
    assert answer.status_code == 201, answer.json
    pk = answer.json["id"]
    assert admin.post(f"{ROOT}{pk}/publish").json["state_key"] == "open"
    assert admin.put(f"{ROOT}{pk}", json=body | {"title": "Baru", "version": "2"}).json["title"] == "Baru"
    assert people[1]["owner"].post(ROOT, json=body).status_code == 403


@pytest.mark.gate("G1")
@pytest.mark.manual("L12")
def test_who_posts_registers_himself_and_only_once(app: Flask, people: Stage) -> None:
    city, clients = people
    pk, other = made(app, city), city.ids["colleague"]
    body = {"webinar_id": pk, "email": "a@kota.id", "front_title": None, "back_title": None}
    answer = clients["owner"].post(MINE, json=body | {"employee_id": other})
    assert answer.status_code == 422, "a field that the form does not have"
    answer = clients["owner"].post(MINE, json=body)
    assert (answer.status_code, answer.json["state_key"], answer.json["employee_id"]) == (201, "registered", city.ids["owner"])
    assert clients["owner"].post(MINE, json=body).status_code == 409
    assert clients["auditor"].post(MINE, json=body).status_code == 403
    assert clients["owner"].post(f"{MINE}{answer.json['id']}/cancel").json["state_key"] == "cancelled"


@pytest.mark.gate("G9")
def test_how_to_join_is_answered_to_the_registered_only(app: Flask, people: Stage) -> None:
    city, clients = people
    pk = made(app, city)
    registered(app, city, pk)
    answer = clients["owner"].get(f"{ROOT}{pk}/joining")
    assert answer.json["meeting_id"] == "956 4304 9530"
    assert clients["bkpsdm_admin"].get(f"{ROOT}{pk}/joining").status_code == 200
    for who in ("colleague", "supervisor", "auditor", "opd_admin"):
        assert clients[who].get(f"{ROOT}{pk}/joining").status_code == 404, who
        for address in (ROOT, f"{ROOT}{pk}", MINE, f"{ROOT}{pk}/steps"):
            assert not [secret for secret in SECRETS if secret in clients[who].get(address).text], (who, address)


@pytest.mark.gate("G12")
def test_registrations_are_listed_within_ones_sight(app: Flask, people: Stage) -> None:
    city, clients = people
    pk = made(app, city)
    mine = registered(app, city, pk)
    for who, seen in (("owner", [mine]), ("colleague", []), ("opd_admin", [mine]), ("other_opd_admin", []), ("auditor", [mine])):
        assert [row["id"] for row in clients[who].get(MINE).json["result"]] == seen, who
    assert clients["colleague"].get(f"{MINE}{mine}").status_code == 404
    with app.app_context():
        assert session().get_one(Registration, mine).webinar == session().get_one(Webinar, pk)
