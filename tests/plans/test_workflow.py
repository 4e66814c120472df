"""The flow of planned trainings over every (state, person), written here once more by hand from T13, T18, T19, T23 and T37."""

from datetime import timedelta

import pytest
from flask import Flask

from app.kernel import clock
from app.kernel.approval import editing, history, may_edit, open_steps, take_step
from app.kernel.db import transaction
from app.kernel.errors import Conflict, Denied, Invalid, Missing
from app.kernel.inbox import counts, waiting
from app.plans.models import PlanRow
from app.plans.workflow import PLAN_ROW_FLOW
from tests.factories.city import City
from tests.factories.plans import NOTE, plan_row_in

STATES = ("draft", "sent", "accepted", "rejected", "returned")
PEOPLE = ("owner", "colleague", "supervisor", "opd_admin", "other_opd_admin", "bkpsdm_admin", "auditor", "superuser")
STEPS = {
    ("draft", "owner"): {"send", "delete"},
    ("returned", "owner"): {"send", "delete"},
    ("sent", "supervisor"): {"accept", "reject", "return"},
}
TARGETS = {"send": "sent", "accept": "accepted", "reject": "rejected", "return": "returned", "delete": "deleted"}
SEEN_BY = {"owner", "supervisor", "opd_admin", "bkpsdm_admin", "auditor"}


@pytest.mark.manual("T13")
@pytest.mark.manual("T23")
@pytest.mark.parametrize("state", STATES)
def test_each_person_is_offered_exactly_his_steps(ctx: Flask, city: City, state: str) -> None:
    row = plan_row_in(city, state)
    offered = {person: {step.key for step in open_steps(city.actor(person), [row])[row.id]} for person in PEOPLE}
    assert offered == {person: STEPS.get((state, person), set()) for person in PEOPLE}


@pytest.mark.manual("T18")
@pytest.mark.manual("T37")
@pytest.mark.parametrize("act", sorted(TARGETS))
@pytest.mark.parametrize("state", STATES)
def test_each_step_does_what_was_offered_and_refuses_what_was_not(ctx: Flask, city: City, state: str, act: str) -> None:
    row = plan_row_in(city, state)  # of those who are refused, who leave it as it was
    before = len(history(row))
    for person in PEOPLE:
        if act in STEPS.get((state, person), set()):
            own = plan_row_in(city, state)
            take_step(city.actor(person), PlanRow, own.id, act, NOTE)
            assert (own.state, len(history(own))) == (TARGETS[act], before + 1)
        else:
            expected = (Conflict, Denied) if person in SEEN_BY else Missing
            with clock.at(clock.now() + timedelta(minutes=5)), pytest.raises(expected):
                take_step(city.actor(person), PlanRow, row.id, act, NOTE)
            assert (row.state, len(history(row))) == (state, before)


@pytest.mark.manual("T13")
@pytest.mark.parametrize("state", STATES)
def test_only_the_owner_edits_and_only_what_was_not_sent(ctx: Flask, city: City, state: str) -> None:
    row = plan_row_in(city, state)
    assert {person for person in PEOPLE if may_edit(city.actor(person), row)} == ({"owner"} if state in ("draft", "returned") else set())
    if state in ("sent", "accepted", "rejected"):
        with pytest.raises(Conflict):
            editing(city.actor("owner"), row)


@pytest.mark.manual("T19")
@pytest.mark.parametrize("act", ["accept", "reject", "return"])
@pytest.mark.parametrize("note", [None, "", "<p><br></p>"])
def test_every_decision_needs_a_reason(ctx: Flask, city: City, act: str, note: str | None) -> None:
    row = plan_row_in(city, "sent")
    with pytest.raises(Invalid) as refusal:
        take_step(city.actor("supervisor"), PlanRow, row.id, act, note)
    assert set(refusal.value.fields) == {"note"}
    assert row.state == "sent"


@pytest.mark.manual("T23")
def test_only_the_direct_supervisor_of_today_decides(ctx: Flask, city: City) -> None:
    row = plan_row_in(city, "sent")
    supervisor = city.actor("supervisor")
    assert [each.record for each in waiting(supervisor)] == [row]
    with transaction():
        city.person("owner").supervisor_id = city.ids["opd_admin"]
    with pytest.raises(Missing):
        take_step(supervisor, PlanRow, row.id, "accept", NOTE)


@pytest.mark.manual("T37")
def test_it_waits_for_the_supervisor_and_returned_for_the_owner(ctx: Flask, city: City) -> None:
    row = plan_row_in(city, "sent")
    supervisor, owner = city.actor("supervisor"), city.actor("owner")
    assert counts(owner) == {}
    assert counts(supervisor) == {PlanRow: 1}
    take_step(supervisor, PlanRow, row.id, "return", NOTE)
    assert counts(supervisor) == {}
    assert counts(owner) == {PlanRow: 1}


@pytest.mark.manual("X6")
def test_nobody_decides_on_his_own(ctx: Flask, city: City) -> None:
    with transaction():
        city.person("supervisor").supervisor_id = city.ids["opd_admin"]
    row = plan_row_in(city, owner="supervisor")
    supervisor = city.actor("supervisor")
    take_step(supervisor, PlanRow, row.id, "send")
    assert open_steps(supervisor, [row])[row.id] == ()
    with pytest.raises((Denied, Conflict)):
        take_step(supervisor, PlanRow, row.id, "accept", NOTE)


@pytest.mark.manual("T37")
@pytest.mark.manual("T18")
def test_states_and_buttons_are_called_as_the_manual_calls_them(portal: Flask) -> None:
    with portal.test_request_context(), portal.app_context():
        labels = {state.key: str(state.label) for state in PLAN_ROW_FLOW.states}
        buttons = {act.key: str(act.label) for act in PLAN_ROW_FLOW.acts()}
    assert labels == {
        "draft": "Konsep",
        "sent": "Pengajuan",
        "accepted": "Diterima",
        "rejected": "Ditolak",
        "returned": "Dikembalikan",
        "deleted": "Dihapus",
    }
    assert buttons["send"] == "Kirim"
    assert buttons["return"] == "Kembalikan ke Pengaju untuk Direvisi Kembali"
    assert buttons["delete"] == "Hapus"
