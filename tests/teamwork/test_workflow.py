"""The flow of team works over every (state, person), written here once more by hand from S38, S43, S45 and S46."""

from datetime import timedelta

import pytest
from flask import Flask

from app.kernel import clock
from app.kernel.approval import editing, history, may_edit, open_steps, take_step
from app.kernel.errors import Conflict, Denied, Invalid, Missing
from app.kernel.inbox import counts, waiting
from app.teamwork.models import TeamWork
from app.teamwork.services import change_team_work
from app.teamwork.workflow import TEAM_WORK_FLOW
from tests.factories.city import City
from tests.factories.teamwork import NOTE, entry, team_work_in

STATES = ("unapproved", "approved", "withdrawn")
PEOPLE = ("owner", "colleague", "supervisor", "opd_admin", "other_opd_admin", "bkpsdm_admin", "auditor", "superuser")
STEPS = {
    ("unapproved", "owner"): {"delete"},
    ("withdrawn", "owner"): {"delete"},
    ("unapproved", "opd_admin"): {"approve", "withdraw"},
    ("unapproved", "bkpsdm_admin"): {"approve", "withdraw"},
    ("approved", "opd_admin"): {"withdraw"},
    ("approved", "bkpsdm_admin"): {"withdraw"},
}
TARGETS = {"approve": "approved", "withdraw": "withdrawn", "delete": "deleted"}
SEEN_BY = {"owner", "supervisor", "opd_admin", "bkpsdm_admin", "auditor"}


@pytest.mark.manual("S40")
@pytest.mark.manual("S43")
@pytest.mark.parametrize("state", STATES)
def test_each_person_is_offered_exactly_his_steps(ctx: Flask, city: City, state: str) -> None:
    record = team_work_in(city, state)
    offered = {person: {step.key for step in open_steps(city.actor(person), [record])[record.id]} for person in PEOPLE}
    assert offered == {person: STEPS.get((state, person), set()) for person in PEOPLE}


@pytest.mark.manual("S45")
@pytest.mark.parametrize("act", sorted(TARGETS))
@pytest.mark.parametrize("state", STATES)
def test_each_step_does_what_was_offered_and_refuses_what_was_not(ctx: Flask, city: City, state: str, act: str) -> None:
    record = team_work_in(city, state)  # of those who are refused, who leave it as it was
    before = len(history(record))
    for person in PEOPLE:
        if act in STEPS.get((state, person), set()):
            own = team_work_in(city, state)
            take_step(city.actor(person), TeamWork, own.id, act, NOTE)
            assert (own.state, len(history(own))) == (TARGETS[act], before + 1)
        else:
            expected = (Conflict, Denied) if person in SEEN_BY else Missing
            with clock.at(clock.now() + timedelta(minutes=5)), pytest.raises(expected):
                take_step(city.actor(person), TeamWork, record.id, act, NOTE)
            assert (record.state, len(history(record))) == (state, before)


@pytest.mark.manual("S46")
@pytest.mark.parametrize("state", STATES)
def test_only_the_owner_edits_and_not_what_is_approved(ctx: Flask, city: City, state: str) -> None:
    record = team_work_in(city, state)
    assert {person for person in PEOPLE if may_edit(city.actor(person), record)} == (set() if state == "approved" else {"owner"})
    if state == "approved":
        with pytest.raises(Conflict):
            editing(city.actor("owner"), record)


@pytest.mark.manual("S46")
def test_what_was_approved_can_be_corrected_once_the_approval_is_withdrawn(ctx: Flask, city: City) -> None:
    record = team_work_in(city, "approved")
    take_step(city.actor("opd_admin"), TeamWork, record.id, "withdraw", NOTE)
    change_team_work(city.actor("owner"), record.id, entry(code=record.code, seat="KETUA"), record.version)
    assert (record.state, record.seat) == ("unapproved", "KETUA")
    assert [row.step for row in history(record)] == ["create", "approve", "withdraw", "resubmit"]


@pytest.mark.manual("S45")
@pytest.mark.parametrize("note", [None, "", "<p><br></p>"])
def test_sending_back_needs_a_note(ctx: Flask, city: City, note: str | None) -> None:
    record = team_work_in(city)
    with pytest.raises(Invalid) as refusal:
        take_step(city.actor("opd_admin"), TeamWork, record.id, "withdraw", note)
    assert set(refusal.value.fields) == {"note"}
    assert record.state == "unapproved"


@pytest.mark.manual("S38")
def test_the_note_of_the_officer_stands_with_the_entry_until_it_is_approved(ctx: Flask, city: City) -> None:
    record = team_work_in(city, "withdrawn")
    assert record.note == NOTE
    change_team_work(city.actor("owner"), record.id, entry(code=record.code), record.version)
    assert record.note == NOTE
    take_step(city.actor("opd_admin"), TeamWork, record.id, "approve")
    assert record.note is None


def test_it_waits_for_the_officer_and_sent_back_for_the_owner(ctx: Flask, city: City) -> None:
    record = team_work_in(city)
    officer, owner = city.actor("opd_admin"), city.actor("owner")
    assert [row.record for row in waiting(officer)] == [record]
    assert counts(owner) == {}
    take_step(officer, TeamWork, record.id, "withdraw", NOTE)
    assert counts(officer) == {}
    assert counts(owner) == {TeamWork: 1}


@pytest.mark.manual("X6")
def test_nobody_decides_on_his_own(ctx: Flask, city: City) -> None:
    record = team_work_in(city, owner="opd_admin")
    admin = city.actor("opd_admin")
    assert {step.key for step in open_steps(admin, [record])[record.id]} == {"delete"}
    assert waiting(admin) == []
    with pytest.raises(Denied):
        take_step(admin, TeamWork, record.id, "approve")
    take_step(city.actor("bkpsdm_admin"), TeamWork, record.id, "approve")
    assert record.state == "approved"


@pytest.mark.manual("S36")
def test_what_is_deleted_is_seen_by_nobody(ctx: Flask, city: City) -> None:
    record = team_work_in(city)
    take_step(city.actor("owner"), TeamWork, record.id, "delete")
    for person in PEOPLE:
        with pytest.raises(Missing):
            take_step(city.actor(person), TeamWork, record.id, "delete")
    assert history(record)[-1].step == "delete"


@pytest.mark.manual("S38")
@pytest.mark.manual("S43")
def test_the_states_are_called_as_the_manual_calls_them(portal: Flask) -> None:
    with portal.test_request_context(), portal.app_context():
        labels = {state.key: str(state.label) for state in TEAM_WORK_FLOW.states}
        buttons = {act.key: str(act.label) for act in TEAM_WORK_FLOW.acts()}
    assert labels == {"unapproved": "Belum Disetujui", "approved": "Disetujui", "withdrawn": "Batal Disetujui", "deleted": "Dihapus"}
    assert buttons == {"approve": "Setujui", "withdraw": "Batal Disetujui", "delete": "Hapus"}
