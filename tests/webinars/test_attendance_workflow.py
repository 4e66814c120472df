"""Who may take which step on an attendance, in every state."""

import pytest
from flask import Flask

from app.kernel.approval import open_steps, take_step
from app.kernel.errors import Denied, Invalid
from app.webinars.attendance_models import Attendance
from tests.factories.city import City
from tests.factories.webinars import attendance_of

STEPS = {
    ("recorded", "bkpsdm_admin"): ["validate", "refuse"],
    ("validated", "bkpsdm_admin"): ["refuse"],
    ("refused", "bkpsdm_admin"): ["validate"],
}
PATHS: dict[str, tuple[str, ...]] = {"recorded": (), "validated": ("validate",), "refused": ("refuse",)}


@pytest.mark.manual("L26")
@pytest.mark.parametrize("state", PATHS)
def test_only_the_organiser_decides(ctx: Flask, city: City, state: str) -> None:
    record = attendance_of(city)
    for act in PATHS[state]:
        take_step(city.actor("bkpsdm_admin"), Attendance, record.id, act, "Tidak hadir.")
    for name in ("owner", "colleague", "supervisor", "opd_admin", "other_opd_admin", "bkpsdm_admin", "auditor"):
        found = [step.key for step in open_steps(city.actor(name), [record]).get(record.id, ())]
        assert found == STEPS.get((state, name), []), name


def test_nobody_validates_his_own_and_a_refusal_says_why(ctx: Flask, city: City) -> None:
    own = attendance_of(city, person="bkpsdm_admin")
    with pytest.raises(Denied):
        take_step(city.actor("bkpsdm_admin"), Attendance, own.id, "validate")
    record = attendance_of(city)
    with pytest.raises(Invalid):
        take_step(city.actor("bkpsdm_admin"), Attendance, record.id, "refuse")
