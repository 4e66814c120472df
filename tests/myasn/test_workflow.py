"""The way of a package over every (state, person), written here once more by hand: the owner and BKPSDM tick, everybody else reads."""

import pytest
from flask import Flask

from app.kernel import clock
from app.kernel.approval import history, may_edit, open_steps, take_step
from app.kernel.errors import Conflict, Denied, Missing
from app.kernel.inbox import counts
from app.kernel.roles import Role
from app.myasn.models import Package
from app.myasn.workflow import MYASN_FLOW
from tests.factories.city import City
from tests.factories.myasn import PATHS, package_in

PEOPLE = ("owner", "colleague", "supervisor", "opd_admin", "other_opd_admin", "bkpsdm_admin", "auditor", "superuser")
READERS = {"owner", "supervisor", "opd_admin", "bkpsdm_admin", "auditor"}
STEPS = {"ready": {"send", "accept"}, "sent": {"accept", "take_back"}, "accepted": {"take_back"}}
TARGETS = {("ready", "send"): "sent", ("ready", "accept"): "accepted", ("sent", "accept"): "accepted", ("sent", "take_back"): "ready"}
TARGETS |= {("accepted", "take_back"): "sent"}


@pytest.mark.parametrize("state", PATHS)
def test_the_owner_and_bkpsdm_are_offered_the_marks_and_nobody_else(ctx: Flask, city: City, state: str) -> None:
    package = package_in(city, state)
    offered = {person: {step.key for step in open_steps(city.actor(person), [package])[package.id]} for person in PEOPLE}
    assert offered == {person: STEPS[state] if person in ("owner", "bkpsdm_admin") else set() for person in PEOPLE}
    assert not any(may_edit(city.actor(person), package) for person in PEOPLE)


@pytest.mark.parametrize("act", ["send", "accept", "take_back", "withdraw"])
@pytest.mark.parametrize("state", PATHS)
def test_each_step_does_what_was_offered_and_refuses_what_was_not(ctx: Flask, city: City, state: str, act: str) -> None:
    package = package_in(city, state)  # of those who are refused, who leave it as it was
    before = len(history(package))
    for person in PEOPLE:
        if person in ("owner", "bkpsdm_admin") and act in STEPS[state]:
            own = package_in(city, state)
            take_step(city.actor(person), Package, own.id, act)
            assert (own.state, len(history(own))) == (TARGETS[state, act], before + 1)
        else:
            expected = (Conflict, Denied) if person in READERS else Missing
            with clock.at(clock.now()), pytest.raises(expected):
                take_step(city.actor(person), Package, package.id, act)
            assert (package.state, len(history(package))) == (state, before)


def test_an_admin_ticks_his_own_record_as_its_owner(ctx: Flask, city: City) -> None:
    package = package_in(city, owner="bkpsdm_admin")
    take_step(city.actor("bkpsdm_admin"), Package, package.id, "send")
    assert [row.role for row in history(package)] == [Role.SYSTEM.value, Role.EMPLOYEE.value]


def test_nobody_is_waited_for(ctx: Flask, city: City) -> None:
    package_in(city)
    assert all(state.waits_for is None for state in MYASN_FLOW.states)
    assert Package not in counts(city.actor("owner"))
