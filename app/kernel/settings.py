"""What an agency decides without a programmer: typed parameters with a validity date, edited on screen, audited like everything else.

A feature declares its parameters as module constants (`PERIOD = Setting("proposals.period", ...)`); `get` answers with the value in force on a day.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import JSON, Date, String, UniqueConstraint, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.db import Model, Stamped, session, transaction
from app.kernel.errors import Invalid, Text
from app.kernel.events import Event, publish
from app.kernel.held import held, renew

HELD = "settings"
WHOLE = re.compile(r"-?[0-9]{1,9}")
NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?")
LONGEST_LINE, LONGEST_TEXT = 200, 1000
"""More would not fit above a print, and stands on every page."""


class Kind(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    CHOICE = "choice"
    YES_NO = "yes_no"
    COLOUR = "colour"
    PICTURE = "picture"


@dataclass(frozen=True)
class Setting:
    """One parameter: dotted `key`, `kind`, `default`, `label` and `help` for its screen; `choices` maps stored value to label; bounds are inclusive.

    `check` raises Invalid (field "value") for a value that its users could not work with.
    """

    key: str
    kind: Kind
    default: Any
    label: Text
    help: Text = ""
    choices: Mapping[str, Text] | None = None
    least: int | None = None
    most: int | None = None
    check: Callable[[Any], None] | None = None

    def __post_init__(self) -> None:
        if _declared.setdefault(self.key, self) != self:
            raise ValueError(f"setting {self.key} is declared twice")

    @property
    def group(self) -> str:
        """The part of the key before the dot: settings are shown by it."""
        return self.key.partition(".")[0]


_declared: dict[str, Setting] = {}


class SettingValue(Stamped, Model):
    """A value of a setting from a day on; the latest one not after today is in force."""

    __tablename__ = "setting"
    __table_args__ = (UniqueConstraint("key", "valid_from"),)

    key: Mapped[str] = mapped_column(String(80), nullable=False)
    value: Mapped[Any] = mapped_column(JSON, nullable=False)
    valid_from: Mapped[date] = mapped_column(Date, nullable=False)

    @property
    def summary(self) -> str:
        return self.key


def declared() -> tuple[Setting, ...]:
    """Every setting of every feature, by key."""
    return tuple(_declared[key] for key in sorted(_declared))


def get(setting: Setting, on: date | None = None) -> Any:
    """The value in force on day `on` (today by default), or the default."""
    day = on or clock.today()
    values = [(row_from, value) for row_from, value in _stored().get(setting.key, ()) if row_from <= day]
    return _python(setting, max(values, key=lambda pair: pair[0])[1]) if values else setting.default


def since(setting: Setting, on: date | None = None) -> date | None:
    """The day from which the value in force on day `on` (today by default) holds; None while it is the default."""
    day = on or clock.today()
    return max((row_from for row_from, _value in _stored().get(setting.key, ()) if row_from <= day), default=None)


def values_of(setting: Setting) -> list[Any]:
    """Every value it has or had, or will have from a day on."""
    return [_python(setting, value) for _from, value in _stored().get(setting.key, ())]


def change_setting(actor: Actor, setting: Setting, text: str, valid_from: date | None = None) -> None:
    """Let `text` (as typed) be the value from `valid_from` (today) on; raises Invalid with the field "value"."""
    set_value(actor, setting, parse(setting, text), valid_from)


def set_value(actor: Actor, setting: Setting, value: Any, valid_from: date | None = None) -> None:
    """The same with a value that was read and checked already."""
    day = valid_from or clock.today()
    try:
        _store(actor, setting, value, day)
    except IntegrityError:
        # Somebody gave the same day its first value at the same moment; now there is a row to change.
        _store(actor, setting, value, day)


def _store(actor: Actor, setting: Setting, value: Any, day: date) -> None:
    with transaction() as current:
        before = get(setting, day)
        row = current.scalar(select(SettingValue).where(SettingValue.key == setting.key, SettingValue.valid_from == day))
        if row is None:
            row = SettingValue(key=setting.key, valid_from=day)
            current.add(row)
        row.value = str(value) if isinstance(value, Decimal) else value
        current.flush()
        renew(HELD)
        clock.forget_zone()
        publish(
            Event(
                "setting.change",
                actor,
                row,
                {"key": setting.key, "before": str(before), "after": str(value), "valid_from": day.isoformat()},
            )
        )


def parse(setting: Setting, text: str) -> Any:
    """`text` as the setting's type; raises Invalid with a message for the field "value"."""
    value = _read(setting, text.strip())
    if setting.check is not None:
        setting.check(value)
    return value


def _read(setting: Setting, typed: str) -> Any:
    match setting.kind:
        case Kind.INTEGER:
            if not WHOLE.fullmatch(typed):
                raise Invalid(fields={"value": _("Whole number only.")})
            return _bounded(setting, int(typed))
        case Kind.DECIMAL:
            if not NUMBER.fullmatch(typed):
                raise Invalid(fields={"value": _("Number with a point, not a comma.")})
            return _bounded(setting, Decimal(typed))
        case Kind.CHOICE:
            if typed not in (setting.choices or {}):
                raise Invalid(fields={"value": _("Not one of the choices.")})
            return typed
        case Kind.YES_NO:
            return typed in ("1", "true", "on", "y", "yes")
        case Kind.COLOUR:
            if len(typed) != 7 or typed[0] != "#" or any(digit not in "0123456789abcdefABCDEF" for digit in typed[1:]):
                raise Invalid(fields={"value": _("A colour is written #rrggbb.")})
            return typed.lower()
        case Kind.PICTURE:
            if typed:
                raise Invalid(fields={"value": _("Choose a picture.")})
            return ""
        case Kind.LONG_TEXT:
            return _fitting(typed, LONGEST_TEXT)
        case _:
            return _fitting(" ".join(typed.split()), LONGEST_LINE)


def _fitting(text: str, longest: int) -> str:
    if len(text) > longest:
        raise Invalid(fields={"value": _("At most %(count)s characters.", count=longest)})
    return text


def _bounded(setting: Setting, value: Any) -> Any:
    if (setting.least is not None and value < setting.least) or (setting.most is not None and value > setting.most):
        raise Invalid(fields={"value": _("Between %(least)s and %(most)s.", least=setting.least, most=setting.most)})
    return value


def _python(setting: Setting, stored: Any) -> Any:
    return Decimal(stored) if setting.kind is Kind.DECIMAL else stored


def _stored() -> dict[str, list[tuple[date, Any]]]:
    """Every stored value by key, as (first day, value)."""
    return held(HELD, _load)


def _load() -> dict[str, list[tuple[date, Any]]]:
    found: dict[str, list[tuple[date, Any]]] = {}
    for key, valid_from, value in session().execute(select(SettingValue.key, SettingValue.valid_from, SettingValue.value)):
        found.setdefault(key, []).append((valid_from, value))
    return found
