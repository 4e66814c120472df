"""The flow of activities over every (state, person), and by hand what must be impossible (T24, T37)."""

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from app.kernel.actor import system_actor
from app.kernel.approval import edit, editing, history, may_edit, open_steps, take_step
from app.kernel.db import session
from app.kernel.errors import Conflict, Denied, Invalid, Missing, PortalError
from app.realisations.models import Realisation
from app.realisations.workflow import REALISATION_FLOW
from tests.factories.city import City
from tests.factories.plans import plan_row_in
from tests.factories.realisations import NOTE, STATES, activity_of, file_next, on_day, realisation_in

PEOPLE = ("owner", "colleague", "supervisor", "opd_admin", "other_opd_admin", "bkpsdm_admin", "auditor", "superuser")
STEPS = {("running", "owner"): {"cancel"}}
SEEN_BY = {"owner", "supervisor", "opd_admin", "bkpsdm_admin", "auditor"}


@pytest.mark.manual("T37")
@pytest.mark.parametrize("state", STATES)
def test_each_person_is_offered_exactly_his_steps(ctx: Flask, city: City, state: str) -> None:
    activity = realisation_in(city, state)
    assert activity.state == state
    offered = {person: {step.key for step in open_steps(city.actor(person), [activity])[activity.id]} for person in PEOPLE}
    assert offered == {person: STEPS.get((state, person), set()) for person in PEOPLE}


@pytest.mark.manual("T37")
@pytest.mark.parametrize("act", ["cancel", "close"])
@pytest.mark.parametrize("state", STATES)
def test_each_step_does_what_was_offered_and_refuses_what_was_not(ctx: Flask, city: City, state: str, act: str) -> None:
    activity = realisation_in(city, state)
    for person in sorted(PEOPLE, key=lambda name: name == "owner"):
        before = len(history(activity))
        if act in STEPS.get((state, person), set()):
            take_step(city.actor(person), Realisation, activity.id, act, NOTE)
            assert (activity.state, len(history(activity))) == ("cancelled", before + 1)
        elif (state, person, act) != ("cancelled", "owner", "cancel"):  # the same person's second click is answered with the first's result
            with pytest.raises((Conflict, Denied) if person in SEEN_BY else Missing):
                take_step(city.actor(person), Realisation, activity.id, act, NOTE)
            assert (activity.state, len(history(activity))) == (state, before)


@pytest.mark.manual("T35")
def test_nobody_not_even_the_system_finishes_an_activity_without_its_reports(ctx: Flask, city: City) -> None:
    activity = activity_of(city, frequency="perhari")
    with pytest.raises(IntegrityError):
        take_step(system_actor(), Realisation, activity.id, "close")
    assert session().get_one(Realisation, activity.id).state == "running"


@pytest.mark.parametrize("state", STATES)
def test_only_the_owner_edits_and_only_what_is_under_way(ctx: Flask, city: City, state: str) -> None:
    activity = realisation_in(city, state)
    assert {person for person in PEOPLE if may_edit(city.actor(person), activity)} == ({"owner"} if state == "running" else set())
    if state != "running":
        with pytest.raises(Conflict):
            editing(city.actor("owner"), activity)


def test_calling_off_needs_a_reason(ctx: Flask, city: City) -> None:
    activity = realisation_in(city)
    with pytest.raises(Invalid) as refusal:
        take_step(city.actor("owner"), Realisation, activity.id, "cancel", "<p><br></p>")
    assert set(refusal.value.fields) == {"note"}


@pytest.mark.manual("T24")
@pytest.mark.parametrize("state", ["draft", "sent", "rejected", "returned"])
def test_impossible_starting_what_is_not_accepted(ctx: Flask, city: City, state: str) -> None:
    row = plan_row_in(city, state)
    with pytest.raises(Invalid) as refusal:
        activity_of(city, row=row)
    assert set(refusal.value.fields) == {"plan_row_id"}


@pytest.mark.manual("T24")
@pytest.mark.parametrize("person", ["colleague", "supervisor", "stranger", "bkpsdm_admin", "opd_admin", "auditor"])
def test_impossible_starting_another_persons_row(ctx: Flask, city: City, person: str) -> None:
    row = plan_row_in(city, "accepted")
    with pytest.raises(PortalError):
        activity_of(city, owner=person, row=row)
    assert session().query(Realisation).count() == 0


def test_impossible_starting_one_row_twice_but_again_after_calling_off(ctx: Flask, city: City) -> None:
    row = plan_row_in(city, "accepted")
    first = activity_of(city, row=row)
    with pytest.raises(Invalid) as refusal:
        activity_of(city, row=row)
    assert set(refusal.value.fields) == {"plan_row_id"}
    take_step(city.actor("owner"), Realisation, first.id, "cancel", NOTE)
    assert activity_of(city, row=row).state == "running"


@pytest.mark.parametrize("person", ["colleague", "supervisor", "opd_admin", "bkpsdm_admin", "auditor", "superuser"])
def test_impossible_writing_another_persons_report(ctx: Flask, city: City, person: str) -> None:
    activity = activity_of(city)
    with on_day(activity.ends_on), pytest.raises((Denied, Missing)):
        file_next(city, activity, person)
    assert session().get_one(Realisation, activity.id).filed == 0


@pytest.mark.parametrize("state", ["closed", "cancelled"])
def test_impossible_changing_what_is_over(ctx: Flask, city: City, state: str) -> None:
    activity = realisation_in(city, state)
    for person in PEOPLE:
        with pytest.raises((Conflict, Denied, Missing)):
            edit(city.actor(person), Realisation, activity.id, {"place": "Lain"}, activity.version)


@pytest.mark.manual("T37")
def test_states_are_called_as_the_manual_calls_them(portal: Flask) -> None:
    with portal.test_request_context(), portal.app_context():
        labels = {state.key: str(state.label) for state in REALISATION_FLOW.states}
    assert labels == {"running": "Kegiatan Berjalan", "closed": "Kegiatan Selesai", "cancelled": "Kegiatan Dibatalkan"}
