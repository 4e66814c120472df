"""The flow every verified record gets: who may do what, by the courses, which have it as it is (S7, S19)."""

import pytest
from flask import Flask

from app.credentials.models import Certification, Course
from app.kernel.approval import history, may_edit, open_steps, take_step
from app.kernel.errors import Conflict, Denied, Invalid, Missing
from app.kernel.inbox import counts
from app.kernel.roles import Reach, Role
from app.kernel.scope import fetch
from app.verification.workflow import Stage, verified_flow
from tests.factories.city import City
from tests.factories.credentials import PATHS, course_in

PEOPLE = ("owner", "colleague", "supervisor", "opd_admin", "bkpsdm_admin", "auditor")
STEPS = {
    ("waiting", "bkpsdm_admin"): {"approve", "return", "reject"},
    ("waiting", "owner"): {"delete"},
    ("returned", "owner"): {"delete"},
    ("approved", "bkpsdm_admin"): {"cancel"},
    ("rejected", "owner"): {"delete"},
    ("cancelled", "owner"): {"delete"},
}


@pytest.mark.manual("S19")
def test_each_person_is_offered_exactly_his_steps_and_edits(ctx: Flask, city: City) -> None:
    for state in PATHS:
        course = course_in(city, state)
        offered = {person: {step.key for step in open_steps(city.actor(person), [course])[course.id]} for person in PEOPLE}
        assert offered == {person: STEPS.get((state, person), set()) for person in PEOPLE}, state
        editors = {person for person in PEOPLE if may_edit(city.actor(person), course)}
        assert editors == ({"owner"} if state in ("waiting", "returned", "cancelled") else set()), state


@pytest.mark.manual("S7")
def test_only_an_approved_record_counts_and_a_cancelled_approval_no_longer_does(ctx: Flask, city: City) -> None:
    assert {state: course_in(city, state).counts for state in PATHS} == {state: state == "approved" for state in PATHS}


def test_a_no_needs_its_reason_and_nobody_verifies_his_own_record(ctx: Flask, city: City) -> None:
    officer = city.actor("bkpsdm_admin")
    course = course_in(city)
    for act in ("return", "reject"):
        with pytest.raises(Invalid):
            take_step(officer, Course, course.id, act, "<p> </p>")
    own = course_in(city, owner="bkpsdm_admin")
    with pytest.raises(Denied):
        take_step(officer, Course, own.id, "approve")
    assert counts(officer).get(Course) == 1


@pytest.mark.gate("G7")
def test_a_cancelled_one_goes_back_to_its_owner_with_its_whole_history(ctx: Flask, city: City) -> None:
    course = course_in(city, "cancelled")
    assert course.state == Stage.RETURNED
    assert [row.step for row in history(course)] == ["create", "approve", "cancel"]
    assert counts(city.actor("owner")).get(Course) == 1


@pytest.mark.gate("G11")
def test_what_counts_cannot_be_deleted_and_what_is_deleted_nobody_sees(ctx: Flask, city: City) -> None:
    approved, waiting = course_in(city, "approved"), course_in(city)
    with pytest.raises(Conflict):
        take_step(city.actor("owner"), Course, approved.id, "delete")
    take_step(city.actor("owner"), Course, waiting.id, "delete")
    for person in PEOPLE:
        with pytest.raises(Missing):
            fetch(Course, city.actor(person), waiting.id)


def test_another_type_gets_another_decider_and_the_same_way() -> None:
    flow = verified_flow("piagam", "Piagam", decider=(Role.OPD_ADMIN, Reach.OPD))
    assert flow.initial.waits_for == (Role.OPD_ADMIN, Reach.OPD)
    assert {step.role for step in flow.steps} == {Role.OPD_ADMIN, Role.EMPLOYEE}
    ways = [[(step.key, step.target.key) for step in each.steps] for each in (flow, Course.__workflow__, Certification.__workflow__)]
    assert ways[0] == ways[1] == ways[2]
