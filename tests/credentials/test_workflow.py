"""Courses and certifications go the way of every verified record, under names of their own (S19)."""

from app.credentials.workflow import CERTIFICATION_FLOW, COURSE_FLOW
from app.kernel.roles import Reach, Role


def test_bkpsdm_decides_on_both_and_the_employee_sends_his_own() -> None:
    for flow, name in ((COURSE_FLOW, "course"), (CERTIFICATION_FLOW, "certification")):
        assert flow.name == name
        assert flow.creators == ((Role.EMPLOYEE, Reach.OWN),)
        assert {(step.role, step.reach) for step in flow.steps if step.key != "delete"} == {(Role.BKPSDM_ADMIN, Reach.ALL)}
