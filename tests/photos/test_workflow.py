"""The flow of photos over every (state, person), and what must be impossible."""

from datetime import timedelta

import pytest
from flask import Flask

from app.kernel import clock
from app.kernel.approval import open_steps, take_step
from app.kernel.errors import Conflict, Denied, Invalid, Missing
from app.photos.models import Photo
from tests.factories.city import City
from tests.factories.photos import PATHS, photo_in

OFFICERS = ("opd_admin", "bkpsdm_admin", "second_bkpsdm_admin")
PEOPLE = ("owner", "colleague", "supervisor", "other_opd_admin", "stranger", "auditor", "superuser", *OFFICERS)
STEPS = {("doubted", "owner"): {"send"}} | {("waiting", officer): {"accept", "refuse"} for officer in OFFICERS}
SEEN_BY = {"owner", *OFFICERS}


@pytest.mark.manual("X6")
@pytest.mark.parametrize("state", sorted(PATHS))
def test_each_person_is_offered_exactly_his_steps_and_refused_the_others(ctx: Flask, city: City, state: str) -> None:
    row = photo_in(city, state)
    offered = {person: {step.key for step in open_steps(city.actor(person), [row])[row.id]} for person in PEOPLE}
    assert offered == {person: STEPS.get((state, person), set()) for person in PEOPLE}
    for person in PEOPLE:
        for act in {"send", "accept", "refuse", "replace"} - offered[person]:
            expected = (Conflict, Denied) if person in SEEN_BY else Missing
            with clock.at(clock.now() + timedelta(minutes=5)), pytest.raises(expected):
                take_step(city.actor(person), Photo, row.id, act, "<p>x</p>")
    assert row.state == state


def test_a_no_needs_a_reason_and_nobody_accepts_his_own(ctx: Flask, city: City) -> None:
    row = photo_in(city, owner="opd_admin")
    with pytest.raises(Denied):
        take_step(city.actor("opd_admin"), Photo, row.id, "accept")
    with pytest.raises(Invalid):
        take_step(city.actor("second_bkpsdm_admin"), Photo, row.id, "refuse")
