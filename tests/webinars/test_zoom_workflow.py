"""Who may take which step on somebody seen in Zoom, in every state; nobody but the organiser, and never without a person."""

import pytest
from flask import Flask

from app.kernel.approval import open_steps, take_step
from app.kernel.errors import Conflict, Missing
from app.webinars.zoom_models import ZoomPerson
from tests.factories.city import City
from tests.factories.webinars import open_session_of, registration_of, seen_in_zoom

STEPS = {
    ("guessed", "bkpsdm_admin"): ["confirm", "set_aside"],
    ("confirmed", "bkpsdm_admin"): ["set_aside"],
    ("stranger", "bkpsdm_admin"): ["confirm"],
}
PATHS: dict[str, tuple[str, ...]] = {"guessed": (), "confirmed": ("confirm",), "stranger": ("set_aside",)}


@pytest.mark.parametrize("state", PATHS)
def test_only_the_organiser_says_who_was_who(ctx: Flask, city: City, state: str) -> None:
    webinar = open_session_of(city).webinar
    seat = registration_of(city, webinar)
    [record] = seen_in_zoom(city, webinar, (seat.name, ""))
    for act in PATHS[state]:
        take_step(city.actor("bkpsdm_admin"), ZoomPerson, record.id, act)
    assert record.state == state
    assert record.employee_id == (seat.employee_id if state == "confirmed" else None)
    for name in ("owner", "supervisor", "opd_admin", "bkpsdm_admin", "auditor"):
        found = [step.key for step in open_steps(city.actor(name), [record]).get(record.id, ())]
        assert found == STEPS.get((state, name), []), name
    with pytest.raises(Missing):
        take_step(city.actor("owner"), ZoomPerson, record.id, "confirm")


def test_nobody_is_confirmed_where_nobody_was_found(ctx: Flask, city: City) -> None:
    [record] = seen_in_zoom(city, open_session_of(city).webinar, ("Galaxy A12", ""))
    with pytest.raises(Conflict):
        take_step(city.actor("bkpsdm_admin"), ZoomPerson, record.id, "confirm")
