"""What the audit never keeps, and how its rows speak of an event: pure decisions."""

import json
from collections.abc import Mapping
from typing import Any

from app.kernel.actor import Actor
from app.kernel.roles import SIGNED_IN, Role

HIDDEN = "•••"

SECRETS = frozenset({"password", "old_password", "new_password", "token", "token_hash", "secret", "recovery_code", "chat_id"})
"""Keys whose value is never stored, in whatever record and at whatever depth."""

CONFIDENTIAL: Mapping[str, frozenset[str]] = {
    "competence_test": frozenset({"score", "box", "recommendation"}),
}
"""Columns by table that only their few readers may know: an auditor sees that they changed, not to what."""


def redact(subject_type: str | None, data: Mapping[str, Any]) -> dict[str, Any]:
    """The event's data as plain JSON with everything secret or confidential replaced by "•••"; an absent value stays absent."""
    hidden = SECRETS | CONFIDENTIAL.get(subject_type or "", frozenset())
    plain: dict[str, Any] = json.loads(json.dumps(dict(data), default=str))
    return {key: _clean(key, value, hidden) for key, value in plain.items()}


def acting_role(actor: Actor, data: Mapping[str, Any]) -> str:
    """The role the event names, or else the farthest-reaching one the person holds; "" for strangers."""
    named = data.get("role")
    if isinstance(named, str) and named in set(Role):
        return str(named)
    held = [role.value for role in (*SIGNED_IN, Role.SYSTEM) if actor.has(role)]
    return held[-1] if held else ""


def changes(data: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    """(column, before, after) for every column the event changed, created or removed, in order of name."""
    before, after = _side(data, "before"), _side(data, "after")
    names = sorted(before.keys() | after.keys())
    pairs = [(name, before.get(name), after.get(name)) for name in names]
    return [(name, old, new) for name, old, new in pairs if old != new or (name in before) != (name in after)]


def _clean(key: str, value: Any, hidden: frozenset[str]) -> Any:
    if key in hidden:
        return HIDDEN if value is not None else None
    if isinstance(value, dict):
        return {name: _clean(name, part, hidden) for name, part in value.items()}
    return [_clean("", part, hidden) for part in value] if isinstance(value, list) else value


def _side(data: Mapping[str, Any], name: str) -> dict[str, Any]:
    side = data.get(name)
    if isinstance(side, dict):
        return side
    return {} if side is None else {str(data.get("key", "")): side}
