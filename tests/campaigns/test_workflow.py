"""The flow over every (state, person), written here once more by hand from B1 and B7."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.campaigns.models import Campaign
from app.kernel import clock
from app.kernel.actor import system_actor
from app.kernel.approval import may_edit, open_steps, take_step
from app.kernel.errors import Conflict, Denied, Invalid, Missing
from tests.factories.campaigns import NOTE, campaign_in
from tests.factories.city import City

PEOPLE = ("owner", "supervisor", "opd_admin", "bkpsdm_admin", "auditor", "superuser", "system")
STATES = ("draft", "open", "closed")
STEPS = {
    ("draft", "bkpsdm_admin"): {"open", "delete"},
    ("open", "bkpsdm_admin"): {"close"},
    ("open", "system"): {"close"},
}
TARGETS = {"open": "open", "close": "closed", "delete": "deleted"}


def actor(city: City, person: str) -> Any:
    return system_actor() if person == "system" else city.actor(person)


@pytest.mark.manual("B1")
@pytest.mark.parametrize("state", STATES)
def test_each_person_is_offered_exactly_his_steps(ctx: Flask, city: City, state: str) -> None:
    campaign = campaign_in(city, state)
    offered = {person: {step.key for step in open_steps(actor(city, person), [campaign])[campaign.id]} for person in PEOPLE}
    assert offered == {person: STEPS.get((state, person), set()) for person in PEOPLE}
    assert {person for person in PEOPLE if may_edit(actor(city, person), campaign)} == ({"bkpsdm_admin"} if state != "closed" else set())


@pytest.mark.parametrize("act", sorted(TARGETS))
@pytest.mark.parametrize("state", STATES)
def test_each_step_does_what_was_offered_and_refuses_the_rest(ctx: Flask, city: City, state: str, act: str) -> None:
    campaign = campaign_in(city, state)  # of those who are refused, who leave it as it was
    for person in PEOPLE:
        if act in STEPS.get((state, person), set()):
            own = campaign_in(city, state)
            take_step(actor(city, person), Campaign, own.id, act, NOTE)
            assert own.state == TARGETS[act]
            continue
        sees = person in ("bkpsdm_admin", "auditor", "system") or (state != "draft" and person != "superuser")
        later = clock.at(clock.now() + timedelta(minutes=5))  # sent again within a minute, it would count as a second click
        with later, pytest.raises((Conflict, Denied) if sees else Missing):
            take_step(actor(city, person), Campaign, campaign.id, act, NOTE)
        assert campaign.state == state


def test_closing_early_needs_a_reason(ctx: Flask, city: City) -> None:
    with pytest.raises(Invalid):
        take_step(city.actor("bkpsdm_admin"), Campaign, campaign_in(city).id, "close")
