"""Rows of notices check themselves, and the table of patience."""

import pytest

from app.kernel.actor import system_actor
from app.kernel.events import Event
from app.kernel.roles import Role
from app.notifications import rules
from app.notifications.channels import Channel
from app.notifications.rules import (
    OWNER,
    ROLE,
    SUPERVISOR,
    Notice,
    notices_for,
    notices_offered,
    register_notices,
    tell_params,
)


@pytest.fixture(autouse=True)
def _own_notices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "_notices", {})


def test_a_row_registered_twice_is_one() -> None:
    register_notices(Notice("a.b", (OWNER,), title="Done"))
    register_notices(Notice("a.b", (OWNER,), title="Done"))
    assert len(notices_for(Event("a.b", system_actor()))) == 1


def test_two_different_rows_for_the_same_event_and_people_are_a_mistake() -> None:
    register_notices(Notice("a.b", (OWNER,), title="Done"))
    with pytest.raises(ValueError, match=r"a\.b/owner"):
        register_notices(Notice("a.b", (OWNER,), title="Otherwise"))


@pytest.mark.gate("G13")
@pytest.mark.parametrize("name", ["note", "reason", "nip"])
def test_a_notice_never_tells_reason_or_nip(name: str) -> None:
    with pytest.raises(ValueError, match=name):
        Notice("a.b", (OWNER,), title="Done", body=f"%({name})s", data=(name,))


@pytest.mark.gate("G9")
def test_what_leaves_the_portal_names_nobody() -> None:
    with pytest.raises(ValueError, match="outside"):
        Notice("a.b", (OWNER,), title="%(subject)s is done")
    assert Notice("a.b", (OWNER,), title="%(subject)s is done", outside="One is done").leaving == "One is done"
    with pytest.raises(ValueError, match="outside"):
        Notice("a.b", (OWNER,), title="Done", outside="%(actor)s did it")


def test_a_placeholder_nobody_fills_is_found_at_once() -> None:
    with pytest.raises(ValueError, match="typo"):
        Notice("a.b", (OWNER,), title="Done", body="%(typo)s")


def test_a_notice_needs_people() -> None:
    with pytest.raises(ValueError, match="people"):
        Notice("a.b", (), title="Done")


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.SUPERVISOR, Role.SYSTEM])
def test_a_role_that_nobody_is_given_cannot_be_told(role: Role) -> None:
    with pytest.raises(ValueError, match="OWNER or SUPERVISOR"):
        ROLE(role)


def test_people_are_offered_only_what_can_reach_them() -> None:
    mine, admins, chiefs = (
        Notice("a.b", (OWNER,), title="Mine"),
        Notice("a.b", (ROLE(Role.BKPSDM_ADMIN),), title="Admins"),
        Notice("a.b", (SUPERVISOR,), title="Chiefs"),
    )
    register_notices(mine, admins, chiefs)
    assert list(notices_offered([Role.EMPLOYEE], True)) == [mine]
    assert list(notices_offered([Role.BKPSDM_ADMIN], False)) == [admins]
    assert list(notices_offered([Role.EMPLOYEE, Role.SUPERVISOR], True)) == [mine, chiefs]


def test_only_used_placeholders_are_asked_for() -> None:
    class Costly:
        @property
        def summary(self) -> str:
            raise AssertionError("not needed")

    event = Event("a.b", system_actor("Budi"), Costly(), {"period": 2026})
    notice = Notice("a.b", (OWNER,), title="%(actor)s: %(period)s", outside="Done", data=("period",))
    assert tell_params(notice, event) == {"actor": "Budi", "period": "2026"}


def test_in_app_is_not_a_choice() -> None:
    with pytest.raises(ValueError, match="in-app"):
        Notice("a.b", (OWNER,), title="Done", channels=(Channel.IN_APP,))
