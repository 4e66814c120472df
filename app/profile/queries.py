"""Reading a profile: the twelve fields of manual B as they are printed, the rule of each, and the request that waits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.kernel.actor import Actor
from app.kernel.db import session
from app.kernel.errors import Text
from app.kernel.scope import visible
from app.organisation.models import Employee
from app.organisation.queries import nip_differences
from app.organisation.rules import EmployeeStatus, Sex
from app.profile.models import ProfileChange
from app.profile.rules import LABELS, FieldRule, Way, columns_of, rule_of, typed_of
from app.profile.workflow import WAITING
from app.reference import queries as reference
from app.reference.rules import CodeList


def field_rules() -> dict[str, FieldRule]:
    """The agency's table as it is in force today, by field, in the order of the manual."""
    rows = {row.code: row.data for row in reference.codes(CodeList.PROFILE_FIELD)}
    return {key: rule_of(key, rows.get(key)) for key in LABELS}


@dataclass(frozen=True)
class Field:
    """One of the twelve as it is printed; `way` is who changes it, `required` whether it must not stay empty."""

    key: str
    label: Text
    value: str
    way: Way
    required: bool

    @property
    def is_empty(self) -> bool:
        return not self.value

    @property
    def is_missed(self) -> bool:
        return self.required and self.is_empty

    @property
    def is_own(self) -> bool:
        """Whether the person fills it in himself."""
        return self.way is Way.AT_ONCE


RULED_BY = {"rank": "rank_code", "grade": "rank_code"}


def profile_of(person: Employee) -> list[Field]:
    """The twelve fields of manual B in its order, as they are printed; a PPPK has no pangkat, so none is missed."""
    rank = reference.code(person.rank_list, person.rank_code)
    grade = rank.label if rank else person.rank_code or ""
    title = str(rank.data.get("pangkat", "–")) if rank else "" if EmployeeStatus(person.employee_status).kind == "PNS" else "–"
    found: tuple[tuple[str, Text, str | None], ...] = (
        ("nip", _("NIP"), person.nip),
        ("name", _("Full name with titles"), person.full_name),
        ("birth", _("Place;date of birth"), person.birth),
        ("sex", _("Sex"), person.sex_label),
        ("religion", _("Religion"), person.religion_label),
        ("job_title", _("Position as in the grading decree"), person.job_title),
        ("rank", _("Grade title (pangkat)"), title),
        ("grade", _("Grade (golongan)"), grade),
        ("email_official", _("Official e-mail"), person.email_official),
        ("agency_origin", _("Agency of origin"), person.agency_origin),
        ("office_address", _("Office address"), person.office_address),
        ("phone", _("Personal mobile number"), person.phone),
    )
    rules = field_rules()
    ruled = {key: rules[RULED_BY.get(key, key)] for key, _label, _value in found}
    return [Field(key, label, (value or "").strip(), ruled[key].way, ruled[key].required) for key, label, value in found]


def typed_now(person: Employee) -> dict[str, str]:
    """Every field as it would be typed into the form now."""
    return typed_of({name: getattr(person, name) for name in (*LABELS, "birth_place", "birth_date") if name != "birth"})


def shown(key: str, value: str, person: Employee) -> str:
    """A typed value as people read it: codes by their label."""
    if key == "sex":
        return str(Sex(value).label) if value in list(Sex) else value
    if key == "religion":
        return reference.label(CodeList.RELIGION, value)
    if key == "rank_code":
        row = reference.code(person.rank_list, value)
        return value if row is None else f"{row.data['pangkat']} ({row.label})" if "pangkat" in row.data else row.label
    return value


@dataclass(frozen=True)
class Difference:
    """One field of a request: what stood there, what is asked for, and `now` where the record has moved on since (else None)."""

    label: Text
    old: str
    new: str
    now: str | None = None


def differences(change: ProfileChange) -> list[Difference]:
    """Old beside new, in the order of the manual."""
    person = session().get_one(Employee, change.employee_id)
    now: Mapping[str, str] = typed_now(person) if change.state == WAITING.key else change.old_values
    found = []
    for key in (key for key in LABELS if key in change.new_values):
        old, new = change.old_values.get(key, ""), change.new_values[key]
        moved = None if now.get(key, "") == old else shown(key, now.get(key, ""), person)
        found.append(Difference(LABELS[key], shown(key, old, person), shown(key, new, person), moved))
    return found


def nip_differences_after(change: ProfileChange) -> list[str]:
    """Where the record would disagree with its NIP, in words, were the request approved now; nothing once it is decided."""
    if change.state != WAITING.key:
        return []
    columns = columns_of(change.new_values)
    return nip_differences(session().get_one(Employee, change.employee_id), columns.get("birth_date"), columns.get("sex"))


def waiting_change(actor: Actor) -> ProfileChange | None:
    """The person's own open request."""
    if actor.employee_id is None:
        return None
    own = (ProfileChange.employee_id == actor.employee_id, ProfileChange.state == WAITING.key, visible(ProfileChange, actor))
    return session().scalar(select(ProfileChange).where(*own).options(joinedload(ProfileChange.employee)))


def rank_choices(person: Employee) -> Sequence[tuple[str, str]]:
    """The ranks of the person's kind of employment; his own stays, even where it is no longer offered."""
    rows = list(reference.codes(person.rank_list))
    own = reference.code(person.rank_list, person.rank_code)
    if own is not None and all(row.code != own.code for row in rows):
        rows.append(own)
    return [(row.code, f"{row.label} {row.data.get('pangkat', '')}".strip()) for row in rows]
