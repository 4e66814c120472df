"""What lists and pages of verified records share: the person, codes, and what is said of a record that came without a proof."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from app.kernel.actor import Actor
from app.kernel.filters import Choice, Option
from app.kernel.formats import format_nip
from app.kernel.listing import Column, Kind
from app.reference.queries import choices
from app.reference.rules import CodeList

MISSING, THERE = "missing", "there"


def person_lines(record: Any, *compared: str) -> tuple[str, ...]:
    """Whose record it is, with what else of him an officer compares."""
    person, unit = record.employee, record.unit
    return (
        person.full_name,
        str(_("NIP: %(nip)s", nip=format_nip(person.nip))),
        *compared,
        person.job_title,
        (unit.opd or unit).name,
    )


PERSON = Column("person", _("Employee"), person_lines, kind=Kind.LINES, copy="employee.nip", copy_label=_("NIP"))


def code_filter(key: str, label: Any, everything: Any, code_list: CodeList, column: Any) -> Choice:
    """Records whose column holds the chosen code of a list."""
    return Choice(key, label, everything, lambda actor: choices(code_list), lambda value: column == value)


def proof_filter(column: Any) -> Choice:
    """With proof, or brought over by import without one."""
    return Choice("proof", _("Proof"), _("All"), _options, lambda value: column.is_(None) if value == MISSING else column.is_not(None))


def _options(actor: Actor) -> list[Option]:
    return [(MISSING, gettext("Import, no proof")), (THERE, gettext("With proof"))]


def _proof(record: Any) -> tuple[str, str]:
    return (gettext("Import, no proof"), "warning") if record.lacks_proof else (gettext("With proof"), "neutral")


PROOF = Column("proof", _("Proof"), _proof, kind=Kind.BADGE, width=16)
"""Whether the record has its proof."""
