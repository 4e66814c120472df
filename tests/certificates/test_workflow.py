"""The three flows over every (state, person), written here once more by hand."""

from typing import Any

import pytest
from flask import Flask

from app.certificates.models import Certificate, Correction, LearningEvent
from app.kernel.approval import open_steps, take_step
from app.kernel.errors import Conflict, Denied, Invalid, Missing
from app.kernel.inbox import counts
from tests.factories.certificates import NOTE, certificate_in, correction_in, event_in
from tests.factories.city import City

PEOPLE = ("owner", "colleague", "supervisor", "opd_admin", "other_opd_admin", "bkpsdm_admin", "auditor", "superuser")
MAKERS: dict[str, Any] = {"event": event_in, "certificate": certificate_in, "correction": correction_in}
MODELS: dict[str, Any] = {"event": LearningEvent, "certificate": Certificate, "correction": Correction}
STEPS = {
    ("event", "prepared"): {"validate": "validated", "call_off": "called_off"},
    ("event", "validated"): {"reopen": "prepared"},
    ("event", "called_off"): {},
    ("certificate", "valid"): {"reissue": "replaced", "revoke": "revoked"},
    ("certificate", "revoked"): {"reissue": "replaced"},
    ("certificate", "replaced"): {},
    ("correction", "asked"): {"accept": "accepted", "refuse": "refused"},
    ("correction", "accepted"): {},
    ("correction", "refused"): {},
}


@pytest.mark.manual("L26")
@pytest.mark.manual("L31")
@pytest.mark.parametrize(("kind", "state"), list(STEPS))
def test_only_bkpsdm_is_offered_the_steps(ctx: Flask, city: City, kind: str, state: str) -> None:
    record = MAKERS[kind](city, state)
    offered = {person: {step.key for step in open_steps(city.actor(person), [record])[record.id]} for person in PEOPLE}
    assert offered == {person: set(STEPS[kind, state]) if person == "bkpsdm_admin" else set() for person in PEOPLE}


@pytest.mark.parametrize(("kind", "state"), list(STEPS))
def test_each_step_leads_where_it_says_and_others_are_refused(ctx: Flask, city: City, kind: str, state: str) -> None:
    acts = {act for (each, _state), found in STEPS.items() if each == kind for act in found}
    for act in sorted(acts):
        record = MAKERS[kind](city, state, jp=1) if kind != "correction" else MAKERS[kind](city, state)
        for person in ("owner", "opd_admin", "auditor"):
            with pytest.raises((Missing, Denied, Conflict)):
                take_step(city.actor(person), MODELS[kind], record.id, act, NOTE)
        if act in STEPS[kind, state]:
            take_step(city.actor("bkpsdm_admin"), MODELS[kind], record.id, act, NOTE)
            assert record.state == STEPS[kind, state][act]
        else:
            with pytest.raises(Conflict):
                take_step(city.actor("bkpsdm_admin"), MODELS[kind], record.id, act, NOTE)


@pytest.mark.parametrize(
    ("kind", "state", "act"), [("certificate", "valid", "revoke"), ("certificate", "valid", "reissue"), ("correction", "asked", "refuse")]
)
def test_reasons_are_asked_for(ctx: Flask, city: City, kind: str, state: str, act: str) -> None:
    record = MAKERS[kind](city, state)
    with pytest.raises(Invalid):
        take_step(city.actor("bkpsdm_admin"), MODELS[kind], record.id, act, "<p><br></p>")
    assert record.state == state


def test_a_request_waits_for_bkpsdm_and_nobody_decides_on_his_own(ctx: Flask, city: City) -> None:
    record = correction_in(city, owner="bkpsdm_admin")
    assert counts(city.actor("second_bkpsdm_admin"))[Correction] == 1
    with pytest.raises(Denied):
        take_step(city.actor("bkpsdm_admin"), Correction, record.id, "accept")
