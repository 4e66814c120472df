"""What lists and pages say of a record that came without a proof."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from app.kernel.actor import Actor
from app.kernel.filters import Choice, Option
from app.kernel.listing import Column, Kind

MISSING, THERE = "missing", "there"


def proof_filter(column: Any) -> Choice:
    """With proof, or brought over by import without one."""
    return Choice("proof", _("Proof"), _("All"), _options, lambda value: column.is_(None) if value == MISSING else column.is_not(None))


def _options(actor: Actor) -> list[Option]:
    return [(MISSING, gettext("Import, no proof")), (THERE, gettext("With proof"))]


def _proof(record: Any) -> tuple[str, str]:
    return (gettext("Import, no proof"), "warning") if record.lacks_proof else (gettext("With proof"), "neutral")


PROOF = Column("proof", _("Proof"), _proof, kind=Kind.BADGE, width=16)
"""Whether the record has its proof."""
