"""Requests about data over every (state, person): who is offered which step, and that nobody answers himself."""

import pytest
from flask import Flask

from app.kernel.approval import open_steps, take_step
from app.kernel.db import session
from app.kernel.errors import Conflict, Denied, Invalid, Missing
from app.kernel.inbox import counts
from app.kernel.scope import visible
from app.privacy.models import DataRequest
from app.privacy.rules import Wish
from app.privacy.services import ask
from tests.factories.city import City
from tests.factories.privacy import request_in

PEOPLE = ("owner", "colleague", "supervisor", "opd_admin", "bkpsdm_admin", "auditor", "superuser")
STEPS = {
    "asked": {"bkpsdm_admin": {"grant", "refuse"}, "owner": {"withdraw"}},
    "granted": {"bkpsdm_admin": {"close"}},
    "refused": {},
    "withdrawn": {},
    "closed": {},
}


@pytest.mark.parametrize("state", list(STEPS))
def test_each_person_is_offered_his_steps_only(ctx: Flask, city: City, state: str) -> None:
    record = request_in(city, state)
    offered = {person: {step.key for step in open_steps(city.actor(person), [record])[record.id]} for person in PEOPLE}
    assert offered == {person: STEPS[state].get(person, set()) for person in PEOPLE}


def test_superiors_do_not_read_it(ctx: Flask, city: City) -> None:
    request_in(city)
    seen = {person: session().query(DataRequest).filter(visible(DataRequest, city.actor(person))).count() for person in PEOPLE}
    assert {person for person, count in seen.items() if count} == {"owner", "bkpsdm_admin", "auditor"}


def test_an_answer_is_asked_for_and_nobody_answers_himself(ctx: Flask, city: City) -> None:
    record = request_in(city)
    assert counts(city.actor("bkpsdm_admin"))[DataRequest] == 1
    for act in ("grant", "refuse"):
        with pytest.raises(Invalid):
            take_step(city.actor("bkpsdm_admin"), DataRequest, record.id, act)
        with pytest.raises((Denied, Missing)):
            take_step(city.actor("supervisor"), DataRequest, record.id, act, "Ya.")
    own = ask(city.actor("bkpsdm_admin"), Wish.ACCESS, "Apa saja?")
    with pytest.raises(Denied):
        take_step(city.actor("bkpsdm_admin"), DataRequest, own.id, "grant", "Ini.")
    take_step(city.actor("second_bkpsdm_admin"), DataRequest, own.id, "grant", "Ini.")
    take_step(city.actor("bkpsdm_admin"), DataRequest, record.id, "refuse", "Wajib disimpan.")
    with pytest.raises(Conflict):
        take_step(city.actor("second_bkpsdm_admin"), DataRequest, record.id, "grant", "Ya.")
