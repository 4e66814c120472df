"""Proposals by REST: the same people, rows, steps and refusals as on the screens."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.kernel import clock
from tests.factories.city import City
from tests.proposals.test_views import PERSONS, make, saved
from tests.proposals.test_workflow import STATES, STEPS

People = tuple[City, dict[str, FlaskClient]]
ROOT = "/api/v1/proposals/"


@pytest.mark.parametrize("state", STATES)
def test_the_steps_offered_are_those_of_the_flow(app: Flask, people: People, state: str) -> None:
    city, clients = people
    pk = make(app, city, state)
    for person in PERSONS:
        answer = clients[person].get(f"{ROOT}{pk}")
        if person == "other_opd_admin":
            assert answer.status_code == 404
            continue
        assert set(answer.json["steps"]) == STEPS.get((state, person), set()), person


@pytest.mark.gate("G12")
def test_a_list_holds_only_what_the_person_sees(app: Flask, people: People) -> None:
    city, clients = people
    pk = make(app, city, "submitted")
    seen = {person: [row["id"] for row in clients[person].get(ROOT).json["result"]] for person in PERSONS}
    assert seen == {person: [] if person == "other_opd_admin" else [pk] for person in PERSONS}
    assert clients["superuser"].get(ROOT).status_code == 403
    assert app.test_client().get(ROOT).status_code == 401


@pytest.mark.gate("G1")
def test_nobody_writes_an_approved_proposal_for_another(app: Flask, people: People) -> None:
    city, clients = people
    wish = {"source": "manual", "manual_title": "Lewat API", "proposed_on": clock.today().isoformat()}
    refused = clients["owner"].post(ROOT, json=wish | {"state": "approved"})
    assert (refused.status_code, list(refused.json["fields"])) == (422, ["state"])
    other = city.actor("colleague").employee_id
    made = clients["owner"].post(ROOT, json=wish | {"employee_id": other})
    assert (made.status_code, made.json["state_key"]) == (201, "submitted")
    assert made.json["name"] == city.actor("owner").name
    again = clients["owner"].post(ROOT, json=wish)
    assert (again.status_code, again.content_type) == (422, "application/problem+json")
    assert "Hanya bisa mengusulkan 1" in again.json["fields"]["proposed_on"]


@pytest.mark.gate("G6")
def test_steps_alone_and_in_bulk_answer_like_the_screens(app: Flask, people: People) -> None:
    city, clients = people
    first, second = make(app, city, "submitted"), make(app, city, "submitted", "colleague")
    admin = clients["opd_admin"]
    assert admin.post(f"{ROOT}{first}/reject", json={}).json["fields"] == {"note": "Keterangan wajib diisi."}
    assert admin.post(f"{ROOT}{first}/forward").json["state_key"] == "forwarded"
    outcomes = admin.post(f"{ROOT}steps/forward", json={"pks": [second, 999_999]}).json["result"]
    assert [(row["id"], row["ok"]) for row in outcomes] == [(second, True), (999_999, False)]
    assert clients["auditor"].post(f"{ROOT}{first}/approve").status_code == 403
    assert [state for state, _title in saved(app)] == ["forwarded", "forwarded"]


def test_an_update_needs_the_version_it_was_read_with(app: Flask, people: People) -> None:
    city, clients = people
    pk = make(app, city, "submitted")
    version = clients["owner"].get(f"{ROOT}{pk}").json["version"]
    wish = {"source": "manual", "manual_title": "Diperbaiki", "proposed_on": clock.today().isoformat()}
    assert clients["owner"].put(f"{ROOT}{pk}", json=wish).status_code == 422
    assert clients["owner"].put(f"{ROOT}{pk}", json=wish | {"version": version}).status_code == 200
    assert clients["owner"].put(f"{ROOT}{pk}", json=wish | {"version": version}).status_code == 409
