"""The flow of changes of personal data over every (state, person), and what must be impossible."""

from datetime import timedelta

import pytest
from flask import Flask

from app.kernel import clock
from app.kernel.approval import history, open_steps, take_step
from app.kernel.errors import Conflict, Denied, Missing
from app.profile.models import ProfileChange
from tests.factories.city import City
from tests.factories.profile import NOTE, change_in

STATES = ("waiting", "approved", "refused", "withdrawn")
OFFICERS = ("opd_admin", "bkpsdm_admin", "second_bkpsdm_admin")
PEOPLE = ("owner", "colleague", "supervisor", "other_opd_admin", "stranger", "auditor", "superuser", *OFFICERS)
STEPS = {("waiting", "owner"): {"withdraw"}} | {("waiting", officer): {"approve", "refuse"} for officer in OFFICERS}
TARGETS = {"approve": "approved", "refuse": "refused", "withdraw": "withdrawn"}
SEEN_BY = {"owner", "auditor", *OFFICERS}


@pytest.mark.parametrize("state", STATES)
def test_each_person_is_offered_exactly_his_steps(ctx: Flask, city: City, state: str) -> None:
    row = change_in(city, state)
    offered = {person: {step.key for step in open_steps(city.actor(person), [row])[row.id]} for person in PEOPLE}
    assert offered == {person: STEPS.get((state, person), set()) for person in PEOPLE}


@pytest.mark.manual("X6")
@pytest.mark.parametrize("act", sorted(TARGETS))
@pytest.mark.parametrize("state", STATES)
def test_everything_else_is_refused(ctx: Flask, city: City, state: str, act: str) -> None:
    row = change_in(city, state)
    before = len(history(row))
    for person in PEOPLE:
        if act in STEPS.get((state, person), set()):
            continue
        expected = (Conflict, Denied) if person in SEEN_BY else Missing
        with clock.at(clock.now() + timedelta(minutes=5)), pytest.raises(expected):
            take_step(city.actor(person), ProfileChange, row.id, act, NOTE)
    assert (row.state, len(history(row))) == (state, before)


@pytest.mark.manual("X6")
@pytest.mark.parametrize("officer", ["opd_admin", "bkpsdm_admin"])
def test_an_officer_does_not_decide_on_his_own_data(ctx: Flask, city: City, officer: str) -> None:
    row = change_in(city, owner=officer, religion="1")
    with pytest.raises(Denied):
        take_step(city.actor(officer), ProfileChange, row.id, "approve")
    take_step(city.actor("second_bkpsdm_admin"), ProfileChange, row.id, "approve")
    assert city.person(officer).religion == "1"
