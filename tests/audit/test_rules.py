"""What the audit never keeps, and how it tells what changed."""

from datetime import date
from decimal import Decimal

import pytest

from app.audit.rules import HIDDEN, acting_role, changes, redact
from app.kernel.actor import Actor, Assignment, system_actor
from app.kernel.roles import Role


@pytest.mark.parametrize("key", ["password", "new_password", "token", "token_hash", "secret", "recovery_code", "chat_id"])
@pytest.mark.gate("G9")
def test_secrets_are_hidden_at_any_depth(key: str) -> None:
    data = {"after": {key: "rahasia", "rows": [{key: ["rahasia"]}], "deep": {"deeper": {key: {"a": "rahasia"}}}}, key: "rahasia"}
    assert "rahasia" not in str(redact("anything", data))
    assert HIDDEN in str(redact("anything", data))


@pytest.mark.gate("G9")
def test_the_result_of_a_competence_test_is_hidden_and_a_proposals_recommendation_is_not() -> None:
    data = {
        "before": {"recommendation": None},
        "after": {"recommendation": "VISIONARY LEADERSHIP", "score": "82.50", "box": 8, "taken_on": "2026-01-02"},
    }
    hidden = redact("competence_test", data)
    assert hidden["after"] == {"recommendation": HIDDEN, "score": HIDDEN, "box": HIDDEN, "taken_on": "2026-01-02"}
    assert hidden["before"] == {"recommendation": None}, "that there was none is no secret"
    assert redact("proposal", data)["after"]["recommendation"] == "VISIONARY LEADERSHIP"


def test_values_become_plain_json() -> None:
    kept = redact(None, {"after": {"day": date(2026, 1, 2), "sum": Decimal("2.50"), "roles": (Role.AUDITOR,), 1: "x"}})
    assert kept == {"after": {"day": "2026-01-02", "sum": "2.50", "roles": ["auditor"], "1": "x"}}


def test_the_named_role_counts_and_else_the_farthest_reaching() -> None:
    actor = Actor(1, "A", None, (Assignment(Role.EMPLOYEE), Assignment(Role.OPD_ADMIN, 1, "/1/")))
    assert acting_role(actor, {"role": "employee"}) == "employee"
    assert acting_role(actor, {"role": "penyusup"}) == "opd_admin"
    assert acting_role(system_actor(), {}) == "system"
    assert acting_role(Actor(None, "-"), {}) == ""


def test_only_what_changed_is_shown() -> None:
    data = {"before": {"a": 1, "b": 2, "c": 3}, "after": {"a": 1, "b": 5, "d": None}}
    assert changes(data) == [("b", 2, 5), ("c", 3, None)], "d was empty and stays empty"
    assert changes({"key": "agency.name", "before": "Lama", "after": "Baru"}) == [("agency.name", "Lama", "Baru")]
    assert changes({"note": "x"}) == []
