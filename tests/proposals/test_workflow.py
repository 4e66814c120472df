"""The flow of proposals over every (state, person): who may do what is written here once more by hand, from P19, P23, P30 and P34."""

from datetime import timedelta

import pytest
from flask import Flask

from app.kernel import clock
from app.kernel.approval import history, may_edit, open_steps, take_step
from app.kernel.errors import Conflict, Denied, Invalid, Missing
from app.kernel.inbox import counts, waiting
from app.proposals.models import Proposal
from app.proposals.workflow import PROPOSAL_FLOW
from tests.factories.city import City
from tests.factories.proposals import proposal_in

STATES = ("submitted", "forwarded", "revised", "rejected", "approved")
PEOPLE = ("owner", "colleague", "supervisor", "opd_admin", "other_opd_admin", "bkpsdm_admin", "auditor", "superuser")

STEPS = {
    ("submitted", "opd_admin"): {"forward", "revise", "reject"},
    ("submitted", "bkpsdm_admin"): {"forward", "revise", "reject", "delete"},
    ("forwarded", "bkpsdm_admin"): {"revise", "reject", "approve", "delete"},
    ("revised", "bkpsdm_admin"): {"delete"},
    ("rejected", "bkpsdm_admin"): {"delete"},
    ("approved", "bkpsdm_admin"): {"delete"},
}
EDITORS = {
    "submitted": {"owner", "opd_admin", "bkpsdm_admin"},
    "forwarded": {"bkpsdm_admin"},
    "revised": {"owner"},
    "rejected": {"owner"},
    "approved": set(),
}
SEEN_BY = {"owner", "supervisor", "opd_admin", "bkpsdm_admin", "auditor"}
TARGETS = {"forward": "forwarded", "revise": "revised", "reject": "rejected", "approve": "approved", "delete": "deleted"}
NEED_REASON = {"revise", "reject"}


@pytest.mark.manual("P34")
@pytest.mark.manual("P23")
@pytest.mark.manual("P30")
@pytest.mark.parametrize("state", STATES)
def test_each_person_is_offered_exactly_his_steps(ctx: Flask, city: City, state: str) -> None:
    proposal = proposal_in(city, state)
    offered = {person: {step.key for step in open_steps(city.actor(person), [proposal])[proposal.id]} for person in PEOPLE}
    assert offered == {person: STEPS.get((state, person), set()) for person in PEOPLE}


@pytest.mark.manual("P34")
@pytest.mark.parametrize("act", sorted(TARGETS))
@pytest.mark.parametrize("state", STATES)
def test_each_step_does_what_was_offered_and_refuses_what_was_not(ctx: Flask, city: City, state: str, act: str) -> None:
    proposal = proposal_in(city, state)  # of those who are refused, who leave it as it was
    before = len(history(proposal))
    for person in PEOPLE:
        if act in STEPS.get((state, person), set()):
            own = proposal_in(city, state, "colleague" if person == "opd_admin" else "supervisor")  # one a period
            take_step(city.actor(person), Proposal, own.id, act, "<p>Alasan</p>")
            assert (own.state, len(history(own))) == (TARGETS[act], before + 1)
        else:
            expected = (Conflict, Denied) if person in SEEN_BY else Missing
            with clock.at(clock.now() + timedelta(minutes=5)), pytest.raises(expected):
                take_step(city.actor(person), Proposal, proposal.id, act, "<p>Alasan</p>")
            assert (proposal.state, len(history(proposal))) == (state, before)


@pytest.mark.manual("P19")
@pytest.mark.manual("P24")
@pytest.mark.parametrize("state", STATES)
def test_who_may_edit_in_which_state(ctx: Flask, city: City, state: str) -> None:
    proposal = proposal_in(city, state)
    assert {person for person in PEOPLE if may_edit(city.actor(person), proposal)} == EDITORS[state]


@pytest.mark.manual("P26")
@pytest.mark.manual("P27")
@pytest.mark.manual("X4")
@pytest.mark.parametrize("reason", [None, "", "<p><br></p>", "<div>&nbsp;</div>"])
@pytest.mark.parametrize("act", sorted(NEED_REASON))
def test_a_reason_without_words_is_refused_at_the_field(ctx: Flask, city: City, act: str, reason: str | None) -> None:
    proposal = proposal_in(city, "submitted")
    with pytest.raises(Invalid) as refusal:
        take_step(city.actor("opd_admin"), Proposal, proposal.id, act, reason)
    assert set(refusal.value.fields) == {"note"}
    assert proposal.state == "submitted"


@pytest.mark.manual("P22")
@pytest.mark.gate("G7")
def test_history_names_person_role_and_reason_and_keeps_every_earlier_step(ctx: Flask, city: City) -> None:
    proposal = proposal_in(city, "revised")
    rows = [(row.step, row.actor_name, row.role, row.from_state, row.to_state, row.note) for row in history(proposal)]
    owner, admin = city.actor("owner"), city.actor("opd_admin")
    assert rows == [
        ("create", owner.name, "employee", None, "submitted", None),
        ("revise", admin.name, "opd_admin", "submitted", "revised", "<p>Mohon disesuaikan.</p>"),
    ]


@pytest.mark.manual("P25")
def test_a_forwarded_proposal_no_longer_waits_for_the_opd_but_for_bkpsdm(ctx: Flask, city: City) -> None:
    proposal = proposal_in(city, "submitted")
    opd, bkpsdm = city.actor("opd_admin"), city.actor("bkpsdm_admin")
    assert [row.record for row in waiting(opd)] == [proposal]
    assert counts(bkpsdm) == {}
    take_step(opd, Proposal, proposal.id, "forward")
    assert counts(opd) == {}
    assert counts(bkpsdm) == {Proposal: 1}


@pytest.mark.manual("X6")
def test_nobody_decides_on_his_own_proposal(ctx: Flask, city: City) -> None:
    proposal = proposal_in(city, "submitted", owner="opd_admin")
    admin = city.actor("opd_admin")
    assert open_steps(admin, [proposal])[proposal.id] == ()
    assert waiting(admin) == []
    with pytest.raises(Denied):
        take_step(admin, Proposal, proposal.id, "forward")


@pytest.mark.gate("G5")
def test_the_same_persons_second_click_gets_the_firsts_result(ctx: Flask, city: City) -> None:
    proposal = proposal_in(city, "submitted")
    admin = city.actor("opd_admin")
    take_step(admin, Proposal, proposal.id, "forward")
    assert take_step(admin, Proposal, proposal.id, "forward") is proposal
    assert [row.step for row in history(proposal)] == ["create", "forward"]
    with pytest.raises(Conflict):
        take_step(city.actor("bkpsdm_admin"), Proposal, proposal.id, "forward")


def test_an_unknown_step_or_record_is_not_found(ctx: Flask, city: City) -> None:
    proposal = proposal_in(city, "submitted")
    for pk, act in ((proposal.id, "explode"), (999_999, "forward"), ("x", "forward")):
        with pytest.raises(Missing):
            take_step(city.actor("bkpsdm_admin"), Proposal, pk, act)


@pytest.mark.manual("P32")
def test_a_deleted_proposal_is_seen_by_nobody_and_its_history_stays(ctx: Flask, city: City) -> None:
    proposal = proposal_in(city, "approved")
    take_step(city.actor("bkpsdm_admin"), Proposal, proposal.id, "delete")
    for person in PEOPLE:
        with pytest.raises(Missing):
            take_step(city.actor(person), Proposal, proposal.id, "delete")
    assert history(proposal)[-1].step == "delete"


@pytest.mark.manual("P16")
def test_the_states_are_called_as_the_manual_calls_them(portal: Flask) -> None:
    with portal.test_request_context(), portal.app_context():
        labels = {state.key: str(state.label) for state in PROPOSAL_FLOW.states}
    assert labels == {
        "submitted": "Usulan Masuk",
        "forwarded": "Diteruskan",
        "revised": "Usulan Direvisi",
        "rejected": "Usulan Ditolak",
        "approved": "Disetujui",
        "deleted": "Dihapus",
    }
