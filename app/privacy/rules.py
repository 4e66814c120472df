"""Which tables hold data of a person, by their columns alone; what is left out of what he is given, and why. A new table cannot be forgotten: a test walks them all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString
from sqlalchemy import Table

from app.kernel.roles import Role

KEEPERS = (Role.BKPSDM_ADMIN, Role.AUDITOR)
"""Who keeps the registers, and who checks them."""

EMPLOYEE, USER = "employee", "ab_user"
OWNERS: Mapping[str, str] = {"employee_id": EMPLOYEE, "user_id": USER}
"""Columns that say whose a row is; some of the kernel's tables have them without a foreign key."""

PARTIES: Mapping[str, tuple[str, ...]] = {"acting_officer": ("officer_id", "deputy_id")}
"""Tables whose rows are of two employees, under other names."""

ACTING: Mapping[str, str] = {
    "ab_user.changed_by_fk": "which administrator changed the account last",
    "ab_user.created_by_fk": "which administrator opened the account",
    "acting_officer.ended_by": "the administrator who ended it",
    "employee.supervisor_id": "whose subordinate somebody else is",
    "plan_dialogue.led_by_id": "the supervisor in a dialogue about the plan of somebody else",
    "plan_row.decider_id": "the supervisor who decides on the plan of somebody else",
    "plan_row.escalated_to_id": "the same, one step up",
    "role_assignment.ended_by": "the administrator who ended the role of somebody else",
    "role_assignment.given_by": "the administrator who gave it",
    "webhook.made_by": "the administrator who connected another system",
}
"""Columns that name a person in his office, in a record of somebody else or of the agency: what he did there is in his part of the audit trail."""

MACHINERY = "the portal's own machinery; says nothing of a person"
MASTER = "master data of the agency"
LEFT_OUT: Mapping[str, str] = {
    "ab_group": MACHINERY,
    "ab_group_role": MACHINERY,
    "ab_permission": MACHINERY,
    "ab_permission_view": MACHINERY,
    "ab_permission_view_role": MACHINERY,
    "ab_register_user": "the framework's own sign-up, which the portal has switched off",
    "ab_role": MACHINERY,
    "ab_view_menu": MACHINERY,
    "alembic_version": MACHINERY,
    "breach": "the agency's register; whom a breach concerns stands in `breach_person`",
    "campaign": "the agency's; who takes part stands in `participation`",
    "campaign_question": MASTER,
    "certificate_template": "the agency's; names its signatory in his office",
    "chain_head": MACHINERY,
    "channel_gate": MACHINERY,
    "code": MASTER,
    "guest_mail": "mails to people from outside, who have no account; ended by the table of retention",
    "heartbeat": MACHINERY,
    "learning_event": MASTER,
    "number_series": MACHINERY,
    "plan_year": MASTER,
    "processing_activity": "the agency's register of what it does with data",
    "rate_count": "counts under a disguise from which no person can be read",
    "retention_rule": "the agency's table of how long what is kept",
    "setting": "the agency's settings; name its signatory in his office",
    "stamp": MACHINERY,
    "training": MASTER,
    "unit": MASTER,
    "webhook": "the agency's connections to other systems",
    "webhook_delivery": "what was sent to other systems: copies of records that are given out themselves",
    "webinar": MASTER,
    "webinar_question": MASTER,
    "webinar_series": MASTER,
    "webinar_session": MASTER,
}
"""Tables without data of the person who asks, each with its reason."""

BY_NIP: Mapping[str, str] = {"import_row": "key"}
"""Tables that name a person by his NIP, which stands in this column, alone or before other signs."""

ABOUT = ("step_history", "audit_entry")
"""What was done, by the person or to a record of his (`subject_type`, `subject_id`)."""
OF_OTHERS = ("user_id", "actor_name", "address")
"""What such a row says of somebody else who did it."""

SECRET = frozenset(
    {
        "password",
        "token_hash",
        "code_hash",
        "key_hash",
        "lookup_hash",
        "sealed_key",
        "last_step",
        "hash",
        "previous_hash",
        "key",
        "file_key",
        "result_key",
        "corrected_key",
        "submission",
    }
)
"""Columns that open something or are of the machinery: given to nobody, whatever the table."""
GIVEN: frozenset[str] = frozenset({"import_row.key"})
"""Columns of that name that are data after all."""

NAMES: Mapping[str, str] = {
    "ab_role": "name",
    "breach": "title",
    "campaign": "title",
    "document": "name",
    "employee": "name",
    "learning_event": "title",
    "training": "title",
    "unit": "name",
    "webinar": "title",
}
"""By which column a row is called where another one refers to it."""

TITLES: Mapping[str, LazyString] = {
    "ab_api_key": _("Access keys"),
    "ab_user": _("Sign-in name"),
    "acting_officer": _("Acting officer"),
    "ab_user_group": _("Groups of the account"),
    "ab_user_role": _("Rights of the account"),
    "archive_score": _("Score of the digital archive"),
    "attendance": _("Attendance at webinars"),
    "audit_entry": _("Audit trail"),
    "breach_person": _("Letters about breaches"),
    "channel_choice": _("Chosen notification channels"),
    "draft": _("Drafts"),
    "import_row": _("Rows of imported files"),
    "jp_year": _("JP per year"),
    "myasn_package": _("Hand-over to MyASN"),
    "notification": _("Notifications"),
    "password_link": _("Links for a new password"),
    "posting": _("Units over time"),
    "recovery_code": _("Recovery codes"),
    "saved_view": _("Saved views"),
    "second_factor": _("Second factor"),
    "sensitive_read": _("Looks at sensitive data"),
    "specimen": _("Invented records of the style guide"),
    "step_history": _("History of records"),
    "submission": _("Forms sent"),
    "telegram_pairing": _("Telegram pairings"),
}
"""Tables in words, where neither a flow nor the audit trail has any."""


ANSWER_WITHIN = timedelta(hours=72)
"""3 x 24 hours from the request to its answer (Ps. 30, 32)."""
REMIND_BEFORE = timedelta(hours=24)


class Wish(StrEnum):
    """What a person may ask about his data."""

    ACCESS = "access"
    CORRECTION = "correction"
    RESTRICTION = "restriction"
    ERASURE = "erasure"

    @property
    def label(self) -> LazyString:
        return WISHES[self]


WISHES: Mapping[Wish, LazyString] = {
    Wish.ACCESS: _("Access: tell me which data you hold and what for"),
    Wish.CORRECTION: _("Correction: something is wrong or missing"),
    Wish.RESTRICTION: _("Restriction: keep it, but do not use it for now"),
    Wish.ERASURE: _("Erasure: remove what need not be kept"),
}


READ_KINDS: Mapping[str, LazyString] = {
    "competence_test": _("Competence test"),
    "discipline": _("Discipline"),
    "photo": _("Photo"),
}
"""Kinds of sensitive data whose readers are noted (`app/kernel/reads.py`), in words."""


class Purpose(StrEnum):
    """What a person may agree to beyond what the law asks."""

    TELEGRAM = "telegram"
    PHOTO = "photo"

    @property
    def label(self) -> LazyString:
        return PURPOSES[self]


PURPOSES: Mapping[Purpose, LazyString] = {
    Purpose.TELEGRAM: _("Notices by Telegram"),
    Purpose.PHOTO: _("Use of my photo beyond certificates"),
}
WORDS: Mapping[Purpose, LazyString] = {
    Purpose.TELEGRAM: _("The portal keeps the number of my chat and sends me short notices with a link: no NIP, no reasons, no scores."),
    Purpose.PHOTO: _("The agency may show my photo in its own publications and on name badges, besides certificates."),
}
VERSIONS: Mapping[Purpose, str] = {Purpose.TELEGRAM: "2026-11", Purpose.PHOTO: "2026-11"}
"""Of which day the words are; whoever changes WORDS changes this, and people are asked anew."""


class Form(StrEnum):
    """In which form a person takes his data with him."""

    ALL = "all"
    JSON = "json"
    CSV = "csv"
    PDF = "pdf"

    @property
    def label(self) -> LazyString:
        return FORMS[self]

    @property
    def suffix(self) -> str:
        return ".zip" if self in (Form.ALL, Form.CSV) else f".{self.value}"


FORMS: Mapping[Form, LazyString] = {
    Form.ALL: _("Everything with the uploaded files (ZIP)"),
    Form.JSON: _("For other systems (JSON)"),
    Form.CSV: _("For spreadsheets (CSV in a ZIP)"),
    Form.PDF: _("To read and print (PDF)"),
}


@dataclass(frozen=True)
class Person:
    """Whose data are asked for: his personnel record, his account, his NIP; what he has not is None."""

    employee_id: int | None
    user_id: int | None
    nip: str | None


def owner_columns(table: Table) -> tuple[tuple[str, str], ...]:
    """(column, EMPLOYEE or USER) for every column that says whose a row of `table` is."""
    own = [("id", table.name)] if table.name in (EMPLOYEE, USER) else []
    own += [(name, EMPLOYEE) for name in PARTIES.get(table.name, ())]
    return (*own, *((name, kind) for name, kind in OWNERS.items() if name in table.columns))


def is_personal(table: Table) -> bool:
    """Whether rows of `table` can be a person's."""
    return bool(owner_columns(table)) or table.name in BY_NIP


def given_columns(table: Table) -> tuple[str, ...]:
    """The columns a person is given, in the table's order."""
    return tuple(column.name for column in table.columns if column.name not in SECRET or f"{table.name}.{column.name}" in GIVEN)


def without_others(row: Mapping[str, Any], user_id: int | None) -> dict[str, Any]:
    """A row of ABOUT without what it says of somebody else who did it."""
    if user_id is not None and row.get("user_id") == user_id:
        return dict(row)
    return {name: value for name, value in row.items() if name not in OF_OTHERS}


def personal(tables: Iterable[Table]) -> tuple[Table, ...]:
    """Those of `tables` that hold data of people: person and account first, what was done last."""
    found = [table for table in tables if is_personal(table)]
    return tuple(sorted(found, key=lambda table: (table.name in ABOUT, table.name not in (EMPLOYEE, USER), table.name)))
