"""Somebody who acts for an officer tries to get more out of it: his own record, a foreign OPD, another day, a page left open."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask

from app.accounts.services import end_acting
from app.kernel import clock
from app.kernel.approval import StepHistory, history, take_step
from app.kernel.chain import verify
from app.kernel.db import session, transaction
from app.kernel.errors import Denied, Missing
from app.kernel.roles import Role
from app.organisation.services import set_supervisor
from app.plans.models import PlanRow
from app.proposals.models import Proposal
from tests.factories.accounts import People
from tests.factories.acting import lend, real
from tests.factories.city import City
from tests.factories.plans import NOTE, dialogue, plan_row_in
from tests.factories.proposals import proposal_in

Stage = tuple[City, People]
pytestmark = pytest.mark.manual("X6")


def sent(city: City, owner: str = "owner") -> PlanRow:
    row = plan_row_in(city, owner=owner)
    take_step(city.actor(owner), PlanRow, row.id, "send")
    return row


def state(app: Flask, pk: int) -> str:
    with app.app_context():
        return session().get_one(PlanRow, pk).state


@pytest.mark.manual("T23")
def test_a_deputy_decides_and_both_names_stand_in_history_page_and_api(app: Flask, people: Stage) -> None:
    city, clients = people
    with app.app_context():
        row = sent(city)
        dialogue(city, row.plan_year)
        pk, names = row.id, (city.person("colleague").full_name, f"Plh. {city.person('supervisor').full_name}")
    deputy = clients["colleague"]
    assert deputy.get(f"/plan-verifications/show/{pk}").status_code in (403, 404)
    with app.app_context():
        lend(city)
    page = deputy.get(f"/plan-verifications/show/{pk}")
    assert page.status_code == 200
    assert deputy.post(f"/plan-verifications/{pk}/accept", data={"note": NOTE}).status_code == 302
    assert state(app, pk) == "accepted"
    shown = clients["owner"].get(f"/plans/history/{pk}").text
    assert f"<strong>{names[0]}</strong>, {names[1]}" in shown
    stage = clients["owner"].get(f"/api/v1/plans/{pk}/steps").get_json()["result"][-1]
    assert (stage["person"], stage["in_place_of"]) == names
    with app.app_context():
        assert list(verify(StepHistory)) == []
        assert [each.in_place_of for each in history(session().get_one(PlanRow, pk))] == [None, None, names[1]]


def test_his_own_record_stays_out_of_reach(app: Flask, people: Stage) -> None:
    city, clients = people
    with app.app_context():
        with transaction():
            set_supervisor(city.actor("bkpsdm_admin"), city.ids["colleague"], city.ids["supervisor"])
        row = sent(city, "colleague")
        dialogue(city, row.plan_year, "colleague")
        pk = row.id
        lend(city)
    for act in ("accept", "reject", "return"):
        assert clients["colleague"].post(f"/plan-verifications/{pk}/{act}", data={"note": NOTE}).status_code in (403, 404)
        assert clients["colleague"].post(f"/plans/{pk}/{act}", data={"note": NOTE}).status_code in (403, 404)
    assert clients["colleague"].post(f"/api/v1/plans/{pk}/accept", json={"note": NOTE}).status_code in (403, 404)
    assert state(app, pk) == "sent"


def test_nor_does_he_decide_on_the_officer_himself(app: Flask, people: Stage) -> None:
    city, _clients = people
    with app.app_context():
        lend(city, "opd_admin", "colleague", Role.OPD_ADMIN)
        own, other = proposal_in(city, "submitted", owner="opd_admin"), proposal_in(city, "submitted")
        deputy = real(city, "colleague")
        with pytest.raises((Denied, Missing)):
            take_step(deputy, Proposal, own.id, "forward")
        take_step(deputy, Proposal, other.id, "forward")
        assert history(other)[-1].in_place_of == f"Plh. {city.person('opd_admin').full_name}"


def test_a_foreign_opd_is_not_found(app: Flask, people: Stage) -> None:
    city, clients = people
    with app.app_context():
        lend(city, "opd_admin", "colleague", Role.OPD_ADMIN)
        pk = proposal_in(city, "submitted", owner="stranger").id
    assert clients["colleague"].get(f"/proposals/show/{pk}").status_code == 404
    assert clients["colleague"].post(f"/proposals/{pk}/forward").status_code == 404
    assert clients["colleague"].get(f"/employees/show/{city.ids['stranger']}").status_code == 404


def test_after_the_last_second_it_is_over(app: Flask, people: Stage) -> None:
    city, _clients = people
    with app.app_context():
        first, second = sent(city), sent(city)
        dialogue(city, first.plan_year)
        acting = lend(city)
        last = datetime.combine(acting.ends_on, time(23, 59, 59), clock.zone())
        with clock.at(last):
            take_step(real(city, "colleague"), PlanRow, first.id, "accept", NOTE)
        with clock.at(last + timedelta(seconds=1)), pytest.raises((Denied, Missing)):
            take_step(real(city, "colleague"), PlanRow, second.id, "accept", NOTE)
        assert (first.state, second.state) == ("accepted", "sent")


def test_ended_while_the_page_was_open(app: Flask, people: Stage) -> None:
    city, clients = people
    with app.app_context():
        row = sent(city)
        dialogue(city, row.plan_year)
        pk, acting_id = row.id, lend(city).id
    assert clients["colleague"].get(f"/plan-verifications/{pk}/accept").status_code == 200
    assert clients["supervisor"].post(f"/acting-officers/delete/{acting_id}").status_code == 302
    assert clients["colleague"].post(f"/plan-verifications/{pk}/accept", data={"note": NOTE}).status_code in (403, 404)
    assert state(app, pk) == "sent"


def test_screen_and_api_refuse_the_same(app: Flask, people: Stage) -> None:
    city, clients = people
    with app.app_context():
        pk = lend(city).id
        day = clock.today().isoformat()
    assert clients["colleague"].get("/acting-officers/list/").status_code == 200
    assert clients["colleague"].get(f"/acting-officers/show/{pk}").status_code == 200
    assert clients["colleague"].post(f"/acting-officers/delete/{pk}").status_code == 403
    assert clients["colleague"].delete(f"/api/v1/acting-officers/{pk}").status_code == 403
    assert clients["stranger"].get(f"/acting-officers/show/{pk}").status_code == 404
    assert clients["opd_admin"].get(f"/acting-officers/show/{pk}").status_code == 404
    assert clients["owner"].post("/acting-officers/add", data={}).status_code == 403
    data: dict[str, Any] = {"kind": "plh", "role": "opd_admin", "deputy_id": city.ids["owner"], "begins_on": day, "ends_on": day}
    assert clients["colleague"].post("/acting-officers/add", data=data).status_code in (403, 422)
    assert clients["colleague"].post("/api/v1/acting-officers/", json=data).status_code in (403, 422)
    answer = clients["supervisor"].post("/acting-officers/add", data=data | {"role": "supervisor", "deputy_id": city.ids["stranger"]})
    assert answer.status_code == 422
    form = clients["supervisor"].get("/acting-officers/add").text
    assert "officer_id" not in form
    assert "officer_id" in clients["bkpsdm_admin"].get("/acting-officers/add").text
    with app.app_context():
        end_acting(real(city, "supervisor"), pk)
    done = clients["supervisor"].post("/acting-officers/add", data=data | {"role": "supervisor"})
    assert done.status_code == 302
    assert "Plh." in clients["supervisor"].get("/acting-officers/list/").text
