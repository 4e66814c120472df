"""The trail's keys and values as people read them."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask_babel.speaklater import LazyString

from app.audit.words.history import HISTORY
from app.audit.words.learning import LEARNING
from app.audit.words.people import PEOPLE
from app.audit.words.portal import PORTAL
from app.audit.words.shared import SHARED
from app.kernel import formats, richtext, settings
from app.kernel.inbox import flow_models
from app.kernel.roles import Role

GROUPS: tuple[Mapping[str, LazyString], ...] = (SHARED, PEOPLE, LEARNING, HISTORY, PORTAL)
FIELDS: Mapping[str, LazyString] = {key: word for group in GROUPS for key, word in group.items()}
"""Columns and event data in words; a key that is not here shows itself."""

DAY, MOMENT = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[0-9.+:Z-]*")
STATES = frozenset(("state", "from", "to"))


def field_word(name: str) -> str:
    """A column, a key of the event's data, or a setting as people call it."""
    return str(FIELDS.get(name) or next((each.label for each in settings.declared() if each.key == name), name))


def value_word(name: str, value: Any) -> str:
    """A stored value as people read it; a dash for nothing."""
    if value is None or value == "" or value == [] or value == {}:
        return "–"
    if isinstance(value, dict):
        return "; ".join(f"{field_word(key)}: {value_word(key, part)}" for key, part in value.items())
    if isinstance(value, list):
        return ", ".join(field_word(part) if name == "changed" else value_word(name, part) for part in value)
    if not isinstance(value, str):
        return formats.plain(value)
    if name == "role" and value in set(Role):
        return str(Role(value).label)
    if name in STATES:
        return _state(value)
    if MOMENT.fullmatch(value):
        return formats.format_datetime(datetime.fromisoformat(value))
    return formats.format_date(date.fromisoformat(value)) if DAY.fullmatch(value) else richtext.plain(value)


def _state(key: str) -> str:
    labels = {state.key: state.label for model in flow_models() for state in model.__workflow__.states}
    return str(labels.get(key, key))
