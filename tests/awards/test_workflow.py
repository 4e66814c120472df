"""An award goes the way of every verified record, under its own name: who may do what in each state (S19)."""

import pytest
from flask import Flask

from app.awards.workflow import AWARD_FLOW
from app.kernel.approval import may_edit, open_steps
from app.kernel.roles import Reach, Role
from tests.factories.awards import award_in
from tests.factories.city import City
from tests.factories.credentials import PATHS

PEOPLE = ("owner", "colleague", "supervisor", "opd_admin", "bkpsdm_admin", "auditor")
STEPS = {
    ("waiting", "bkpsdm_admin"): {"approve", "return", "reject"},
    ("waiting", "owner"): {"delete"},
    ("returned", "owner"): {"delete"},
    ("approved", "bkpsdm_admin"): {"cancel"},
    ("rejected", "owner"): {"delete"},
    ("cancelled", "owner"): {"delete"},
}


def test_bkpsdm_decides_and_the_employee_sends_his_own() -> None:
    assert AWARD_FLOW.name == "award"
    assert AWARD_FLOW.creators == ((Role.EMPLOYEE, Reach.OWN),)
    assert {(step.role, step.reach) for step in AWARD_FLOW.steps if step.key != "delete"} == {(Role.BKPSDM_ADMIN, Reach.ALL)}


@pytest.mark.manual("S20")
def test_each_person_is_offered_exactly_his_steps_and_edits(ctx: Flask, city: City) -> None:
    for state in PATHS:
        award = award_in(city, state)
        offered = {person: {step.key for step in open_steps(city.actor(person), [award])[award.id]} for person in PEOPLE}
        assert offered == {person: STEPS.get((state, person), set()) for person in PEOPLE}, state
        editors = {person for person in PEOPLE if may_edit(city.actor(person), award)}
        assert editors == ({"owner"} if state in ("waiting", "returned", "cancelled") else set()), state
