"""The flow of recommendations over every (state, person), written here once more by hand from T28 to T31 and T37, and what must be impossible."""

from datetime import timedelta

import pytest
from flask import Flask

from app.kernel import clock
from app.kernel.approval import editing, history, may_edit, open_steps, take_step
from app.kernel.errors import Conflict, Denied, Invalid, Missing
from app.kernel.inbox import counts, waiting
from app.recommendations.models import Recommendation
from app.recommendations.workflow import RECOMMENDATION_FLOW
from tests.factories.city import City
from tests.factories.recommendations import NOTE, recommendation_in

STATES = ("draft", "sent", "accepted", "rejected")
OFFICERS = ("bkpsdm_admin", "second_bkpsdm_admin")
PEOPLE = ("owner", "colleague", "supervisor", "opd_admin", "other_opd_admin", "stranger", "auditor", "superuser", *OFFICERS)
STEPS = {("draft", "owner"): {"send", "delete"}, ("sent", "owner"): {"withdraw"}} | {
    ("sent", officer): {"accept", "reject", "return"} for officer in OFFICERS
}
TARGETS = {"send": "sent", "accept": "accepted", "reject": "rejected", "return": "draft", "withdraw": "draft", "delete": "deleted"}
SEEN_BY = {"owner", "supervisor", "opd_admin", "auditor", *OFFICERS}
IMPOSSIBLE = (
    ("draft", "accept", "second_bkpsdm_admin"),
    ("draft", "reject", "second_bkpsdm_admin"),
    ("draft", "return", "second_bkpsdm_admin"),
    ("sent", "send", "owner"),
    ("sent", "delete", "owner"),
    ("sent", "withdraw", "supervisor"),
    ("sent", "withdraw", "second_bkpsdm_admin"),
    ("sent", "accept", "owner"),
    ("sent", "accept", "supervisor"),
    ("sent", "reject", "supervisor"),
    ("sent", "accept", "opd_admin"),
    ("sent", "return", "opd_admin"),
    ("sent", "accept", "auditor"),
    ("sent", "accept", "superuser"),
    ("accepted", "reject", "second_bkpsdm_admin"),
    ("accepted", "return", "second_bkpsdm_admin"),
    ("accepted", "delete", "owner"),
    ("accepted", "withdraw", "owner"),
    ("accepted", "send", "owner"),
    ("rejected", "accept", "second_bkpsdm_admin"),
    ("rejected", "return", "second_bkpsdm_admin"),
    ("rejected", "delete", "owner"),
    ("rejected", "withdraw", "owner"),
    ("rejected", "send", "owner"),
)
"""By hand: nobody but BKPSDM decides, what was decided stays, what was sent is neither sent again nor deleted."""


@pytest.mark.manual("T37")
@pytest.mark.parametrize("state", STATES)
def test_each_person_is_offered_exactly_his_steps(ctx: Flask, city: City, state: str) -> None:
    row = recommendation_in(city, state)
    offered = {person: {step.key for step in open_steps(city.actor(person), [row])[row.id]} for person in PEOPLE}
    assert offered == {person: STEPS.get((state, person), set()) for person in PEOPLE}


@pytest.mark.manual("T37")
@pytest.mark.parametrize("act", sorted(TARGETS))
@pytest.mark.parametrize("state", STATES)
def test_each_step_does_what_was_offered_and_refuses_what_was_not(ctx: Flask, city: City, state: str, act: str) -> None:
    refused = recommendation_in(city, state)
    before = len(history(refused))
    for person in PEOPLE:
        if act in STEPS.get((state, person), set()):
            row = recommendation_in(city, state)
            take_step(city.actor(person), Recommendation, row.id, act, NOTE)
            assert (row.state, len(history(row))) == (TARGETS[act], before + 1)
        else:
            expected = (Conflict, Denied) if person in SEEN_BY else Missing
            with clock.at(clock.now() + timedelta(minutes=5)), pytest.raises(expected):
                take_step(city.actor(person), Recommendation, refused.id, act, NOTE)
    assert (refused.state, len(history(refused))) == (state, before)


@pytest.mark.manual("X6")
@pytest.mark.parametrize(("state", "act", "person"), IMPOSSIBLE)
def test_what_must_be_impossible_is(ctx: Flask, city: City, state: str, act: str, person: str) -> None:
    row = recommendation_in(city, state)
    with clock.at(clock.now() + timedelta(minutes=5)), pytest.raises((Conflict, Denied, Missing)):
        take_step(city.actor(person), Recommendation, row.id, act, NOTE)
    assert (row.state, bool(row.letter)) == (state, state in ("accepted", "rejected"))


@pytest.mark.parametrize("state", STATES)
def test_only_the_owner_edits_and_only_a_concept(ctx: Flask, city: City, state: str) -> None:
    row = recommendation_in(city, state)
    assert {person for person in PEOPLE if may_edit(city.actor(person), row)} == ({"owner"} if state == "draft" else set())
    if state != "draft":
        with pytest.raises(Conflict):
            editing(city.actor("owner"), row)


@pytest.mark.manual("X4")
@pytest.mark.parametrize("act", ["accept", "reject", "return"])
@pytest.mark.parametrize("note", [None, "", "<p><br></p>"])
def test_every_decision_needs_a_reason(ctx: Flask, city: City, act: str, note: str | None) -> None:
    row = recommendation_in(city, "sent")
    with pytest.raises(Invalid) as refusal:
        take_step(city.actor("second_bkpsdm_admin"), Recommendation, row.id, act, note)
    assert set(refusal.value.fields) == {"note"}
    assert (row.state, row.letter) == ("sent", None)


@pytest.mark.manual("X6")
def test_an_officer_does_not_decide_on_his_own(ctx: Flask, city: City) -> None:
    row = recommendation_in(city, "sent", owner="bkpsdm_admin")
    officer = city.actor("bkpsdm_admin")
    assert [step.key for step in open_steps(officer, [row])[row.id]] == ["withdraw"]
    with pytest.raises((Denied, Conflict)):
        take_step(officer, Recommendation, row.id, "accept", NOTE)
    take_step(city.actor("second_bkpsdm_admin"), Recommendation, row.id, "accept", NOTE)


def test_it_waits_for_bkpsdm_and_returned_for_the_owner_again(ctx: Flask, city: City) -> None:
    row = recommendation_in(city, "sent")
    officer, owner = city.actor("second_bkpsdm_admin"), city.actor("owner")
    assert [each.record for each in waiting(officer)] == [row]
    assert counts(owner) == {}
    take_step(officer, Recommendation, row.id, "return", NOTE)
    assert counts(officer) == {}
    assert counts(owner) == {Recommendation: 1}


@pytest.mark.manual("T30")
@pytest.mark.manual("T37")
def test_states_are_called_as_the_manual_calls_them(portal: Flask) -> None:
    with portal.test_request_context():
        labels = {state.key: str(state.label) for state in RECOMMENDATION_FLOW.states if not state.hidden}
    assert labels == {"draft": "Konsep", "sent": "Terkirim", "accepted": "Diterima", "rejected": "Ditolak"}
