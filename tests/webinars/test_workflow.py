"""Both flows over every (state, person), written here once more by hand from L10, L12 and L18."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.kernel import clock
from app.kernel.actor import system_actor
from app.kernel.approval import editing, history, may_edit, open_steps, take_step
from app.kernel.errors import Conflict, Denied, Invalid, Missing
from app.kernel.inbox import counts
from app.webinars.models import Registration, Webinar
from app.webinars.workflow import REGISTRATION_FLOW, WEBINAR_FLOW
from tests.factories.city import City
from tests.factories.webinars import NOTE, registration_of, webinar_in

PEOPLE = ("owner", "colleague", "supervisor", "opd_admin", "other_opd_admin", "bkpsdm_admin", "auditor", "superuser", "system")
STATES = ("draft", "open", "running", "finished", "called_off")
STEPS = {
    ("draft", "bkpsdm_admin"): {"publish", "delete"},
    ("open", "bkpsdm_admin"): {"start", "cancel"},
    ("running", "bkpsdm_admin"): {"finish", "cancel"},
    ("open", "system"): {"start"},
    ("running", "system"): {"finish"},
}
TARGETS = {"publish": "open", "start": "running", "finish": "finished", "cancel": "called_off", "delete": "deleted"}
OWN_STATES = ("in_line", "registered", "cancelled")
OWN_STEPS = {
    ("in_line", "owner"): {"cancel"},
    ("registered", "owner"): {"cancel"},
    ("in_line", "bkpsdm_admin"): {"cancel"},
    ("registered", "bkpsdm_admin"): {"cancel"},
    ("in_line", "system"): {"admit", "cancel"},
    ("registered", "system"): {"cancel"},
}
SEES_OWN = {"owner", "supervisor", "opd_admin", "bkpsdm_admin", "auditor", "system"}


def actor(city: City, person: str) -> Any:
    return system_actor() if person == "system" else city.actor(person)


def registration_in(city: City, state: str) -> Registration:
    """A webinar with one seat: taken by a colleague where the owner has to wait."""
    webinar = webinar_in(city, capacity=1)
    if state == "in_line":
        registration_of(city, webinar, "colleague")
    record = registration_of(city, webinar)
    if state == "cancelled":
        take_step(city.actor("owner"), Registration, record.id, "cancel")
    return record


@pytest.mark.manual("L18")
@pytest.mark.parametrize("state", STATES)
def test_each_person_is_offered_exactly_his_steps_of_a_webinar(ctx: Flask, city: City, state: str) -> None:
    webinar = webinar_in(city, state)
    offered = {person: {step.key for step in open_steps(actor(city, person), [webinar])[webinar.id]} for person in PEOPLE}
    assert offered == {person: STEPS.get((state, person), set()) for person in PEOPLE}


@pytest.mark.manual("L18")
@pytest.mark.parametrize("act", sorted(TARGETS))
@pytest.mark.parametrize("state", STATES)
def test_each_step_of_a_webinar_does_what_was_offered_and_refuses_the_rest(ctx: Flask, city: City, state: str, act: str) -> None:
    webinar = webinar_in(city, state)  # of those who are refused, who leave it as it was
    before = len(history(webinar))
    for person in PEOPLE:
        if act in STEPS.get((state, person), set()):
            own = webinar_in(city, state)
            take_step(actor(city, person), Webinar, own.id, act, NOTE)
            assert (own.state, len(history(own))) == (TARGETS[act], before + 1)
            continue
        sees = person in ("bkpsdm_admin", "auditor", "system") or (state != "draft" and person != "superuser")
        with clock.at(clock.now() + timedelta(minutes=5)), pytest.raises((Conflict, Denied) if sees else Missing):
            take_step(actor(city, person), Webinar, webinar.id, act, NOTE)
        assert (webinar.state, len(history(webinar))) == (state, before)


@pytest.mark.parametrize("state", STATES)
def test_bkpsdm_edits_a_webinar_until_it_is_called_off(ctx: Flask, city: City, state: str) -> None:
    webinar = webinar_in(city, state)
    editors = {person for person in PEOPLE if may_edit(actor(city, person), webinar)}
    assert editors == (set() if state == "called_off" else {"bkpsdm_admin"})


def test_calling_off_needs_a_reason_and_a_draft_waits_for_bkpsdm(ctx: Flask, city: City) -> None:
    admin = city.actor("second_bkpsdm_admin")
    webinar = webinar_in(city)
    with pytest.raises(Invalid):
        take_step(admin, Webinar, webinar.id, "cancel", " ")
    webinar_in(city, "draft")
    assert counts(admin) == {Webinar: 1}


@pytest.mark.manual("L12")
@pytest.mark.parametrize("state", OWN_STATES)
def test_each_person_is_offered_exactly_his_steps_of_a_registration(ctx: Flask, city: City, state: str) -> None:
    record = registration_in(city, state)
    offered = {person: {step.key for step in open_steps(actor(city, person), [record])[record.id]} for person in PEOPLE}
    assert offered == {person: OWN_STEPS.get((state, person), set()) for person in PEOPLE}


@pytest.mark.manual("L12")
@pytest.mark.parametrize("act", ["admit", "cancel"])
@pytest.mark.parametrize("state", OWN_STATES)
def test_each_step_of_a_registration_does_what_was_offered_and_refuses_the_rest(ctx: Flask, city: City, state: str, act: str) -> None:
    record = registration_in(city, state)  # of those who are refused, who leave it as it was
    before = len(history(record))
    for person in PEOPLE:
        if act in OWN_STEPS.get((state, person), set()):
            own = registration_in(city, state)
            take_step(actor(city, person), Registration, own.id, act, NOTE)
            assert (own.state, len(history(own))) == ("registered" if act == "admit" else "cancelled", before + 1)
            continue
        with clock.at(clock.now() + timedelta(minutes=5)), pytest.raises((Conflict, Denied) if person in SEES_OWN else Missing):
            take_step(actor(city, person), Registration, record.id, act, NOTE)
        assert (record.state, len(history(record))) == (state, before)


@pytest.mark.manual("L7")
@pytest.mark.parametrize("state", OWN_STATES)
def test_only_the_owner_corrects_a_registration_that_stands(ctx: Flask, city: City, state: str) -> None:
    record = registration_in(city, state)
    # The portal itself writes a correction that was asked for and granted, and only where the registration stands.
    may = {"in_line": {"owner"}, "registered": {"owner", "system"}, "cancelled": set()}[state]
    assert {person for person in PEOPLE if may_edit(actor(city, person), record)} == may
    if state == "cancelled":
        with pytest.raises(Conflict):
            editing(city.actor("owner"), record)


def test_the_flows_name_what_the_guide_names() -> None:
    assert [state.key for state in WEBINAR_FLOW.states if not state.hidden] == list(STATES)
    assert [state.key for state in REGISTRATION_FLOW.states] == list(OWN_STATES)
