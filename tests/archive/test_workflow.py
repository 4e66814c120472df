"""A document of the archive goes the way of every verified record: the table over (state, role)."""

import pytest

from app.archive.workflow import ARCHIVE_FLOW
from app.kernel.roles import Reach, Role

OWNER, OFFICER = Role.EMPLOYEE, Role.BKPSDM_ADMIN
STEPS = {
    ("waiting", OWNER): {"delete"},
    ("waiting", OFFICER): {"approve", "return", "reject"},
    ("returned", OWNER): {"delete"},
    ("approved", OFFICER): {"cancel"},
    ("rejected", OWNER): {"delete"},
}
EDITS = {("waiting", OWNER), ("returned", OWNER)}


@pytest.mark.manual("S7")
@pytest.mark.parametrize("state", [state.key for state in ARCHIVE_FLOW.states])
@pytest.mark.parametrize("role", list(Role))
def test_each_role_has_its_steps_in_each_state(state: str, role: Role) -> None:
    steps = {step.key for step in ARCHIVE_FLOW.steps_from(state) if step.role is role}
    assert steps == STEPS.get((state, role), set())
    assert any(edit.role is role for edit in ARCHIVE_FLOW.edits_in(state)) == ((state, role) in EDITS)


def test_the_owner_sends_his_own_and_bkpsdm_decides_on_all() -> None:
    assert ARCHIVE_FLOW.name == "archive_document"
    assert ARCHIVE_FLOW.creators == ((OWNER, Reach.OWN),)
    assert {(step.role, step.reach) for step in ARCHIVE_FLOW.steps if step.key != "delete"} == {(OFFICER, Reach.ALL)}
    assert {step.key for step in ARCHIVE_FLOW.steps if step.needs_note} == {"return", "reject", "cancel"}
