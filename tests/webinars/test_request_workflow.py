"""Who may take which step on a request about attendance, in every state."""

import pytest
from flask import Flask

from app.kernel.approval import open_steps, take_step
from app.kernel.errors import Denied, Invalid
from app.webinars.request_models import AttendanceRequest
from tests.factories.city import City
from tests.factories.webinars import late_request_of

STEPS = {("asked", "bkpsdm_admin"): ["grant", "decline"]}
PATHS: dict[str, tuple[str, ...]] = {"asked": (), "granted": ("grant",), "declined": ("decline",)}


@pytest.mark.parametrize("state", PATHS)
def test_only_the_organiser_decides_and_once(ctx: Flask, city: City, state: str) -> None:
    record = late_request_of(city)
    for act in PATHS[state]:
        take_step(city.actor("bkpsdm_admin"), AttendanceRequest, record.id, act, "Tidak hadir.")
    for name in ("owner", "colleague", "supervisor", "opd_admin", "other_opd_admin", "bkpsdm_admin", "auditor"):
        found = [step.key for step in open_steps(city.actor(name), [record]).get(record.id, ())]
        assert found == STEPS.get((state, name), []), name


def test_nobody_decides_on_his_own_and_a_refusal_says_why(ctx: Flask, city: City) -> None:
    own = late_request_of(city, "bkpsdm_admin")
    with pytest.raises(Denied):
        take_step(city.actor("bkpsdm_admin"), AttendanceRequest, own.id, "grant")
    with pytest.raises(Invalid):
        take_step(city.actor("second_bkpsdm_admin"), AttendanceRequest, own.id, "decline")
