"""The fields of a person's profile (B8 to B19), and who changes each of them: tables and pure decisions.

The agency's list "isian_profil" says who: the person at once, an officer after a request, or nobody here. What it does not mention is as a new portal has it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _

from app.kernel.errors import Invalid, Text
from app.organisation.rules import parse_birth
from app.reference.rules.profile import PROFILE_FIELDS

LONGEST_REASON = 1000


class Way(StrEnum):
    """Who changes a field: the column "cara" of the list."""

    AT_ONCE = "langsung"
    OFFICER = "petugas"
    FIXED = "tetap"

    @property
    def label(self) -> Text:
        return WAYS[self]


WAYS: Mapping[Way, Text] = {
    Way.AT_ONCE: _("You change it yourself"),
    Way.OFFICER: _("An officer checks the change"),
    Way.FIXED: _("Only BKPSDM corrects it"),
}
LABELS: Mapping[str, Text] = {
    "nip": _("NIP"),
    "front_title": _("Titles before the name"),
    "name": _("Name without titles"),
    "back_title": _("Titles after the name"),
    "birth": _("Place;date of birth"),
    "sex": _("Sex"),
    "religion": _("Religion"),
    "job_title": _("Position as in the grading decree"),
    "rank_code": _("Rank (golongan)"),
    "email_official": _("Official e-mail"),
    "agency_origin": _("Agency of origin"),
    "office_address": _("Office address"),
    "phone": _("Personal mobile number"),
}
"""What a form asks for, in the order of the manual: the name with its titles apart (standards 12), pangkat and golongan in one."""


@dataclass(frozen=True)
class FieldRule:
    """One row of the table: who changes the field, whether it must be filled in, whether a change needs a document."""

    key: str
    way: Way
    required: bool
    proof: bool

    @property
    def label(self) -> Text:
        return LABELS[self.key]


def rule_of(key: str, row: Mapping[str, Any] | None) -> FieldRule:
    """The rule for a field as the agency's list has it; `row` None, or without a word that is known, falls back on what a new portal has."""
    given = {**DEFAULTS[key], **(row or {})}
    way = given["cara"] if given["cara"] in list(Way) else DEFAULTS[key]["cara"]
    # The NIP is what everything else is found by.
    return FieldRule(key, Way.FIXED if key == "nip" else Way(way), given["wajib"] is True, given["bukti"] is True)


DEFAULTS: Mapping[str, Mapping[str, Any]] = {code: dict(data) for code, _label, data in PROFILE_FIELDS}


def columns_of(values: Mapping[str, str | None]) -> dict[str, Any]:
    """Fields as they are typed, as the columns of a person. Raises Invalid (field `birth`)."""
    found: dict[str, Any] = {}
    for key, value in values.items():
        if key == "birth":
            found["birth_place"], found["birth_date"] = parse_birth(value or "")
        else:
            found[key] = value or None
    return found


def typed_of(columns: Mapping[str, Any]) -> dict[str, str]:
    """The other way round: columns as the fields that hold them; "" for nothing."""
    found = {key: str(columns[key] or "") for key in LABELS if key in columns}
    if "birth_place" in columns:
        day: date = columns["birth_date"]
        found["birth"] = f"{columns['birth_place']};{day.day}-{day.month}-{day.year}"
    return found


def by_field(fields: Mapping[str, Text]) -> dict[str, Text]:
    """Refusals of columns, beside the fields they were typed in."""
    return {"birth" if name in ("birth_place", "birth_date") else name: message for name, message in fields.items()}


def differing(before: Mapping[str, str], asked: Mapping[str, str]) -> dict[str, str]:
    """Those of the asked values that are not what stands there already."""
    return {key: value for key, value in asked.items() if value != before.get(key, "")}


def check_ways(keys: Mapping[str, Any], rules: Mapping[str, FieldRule], way: Way) -> None:
    """Raises Invalid, field by field, for what is not changed in this way."""
    wrong = {key: refused for key in keys if (refused := _refusal(rules[key], way)) is not None}
    if wrong:
        raise Invalid(fields=wrong)


def _refusal(rule: FieldRule, way: Way) -> Text | None:
    if rule.way is way:
        return None
    if rule.way is Way.FIXED:
        return _("Only BKPSDM corrects this.")
    return _("An officer checks this change; ask for it.") if rule.way is Way.OFFICER else _("You can change this yourself, at once.")
