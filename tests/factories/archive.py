"""Documents of the digital archive made through the portal's own services, and brought into any state by their own steps."""

from datetime import date
from itertools import count
from typing import Any

from app.archive.forms import ARCHIVE_FILE
from app.archive.models import ArchiveDocument
from app.archive.services import add_document
from app.kernel.actor import Actor
from app.kernel.approval import take_step
from tests.factories.city import City
from tests.factories.credentials import NEED_REASON, PATHS, REASON, make_proof

_numbers = count(1)


def document_values(actor: Actor, **changes: Any) -> dict[str, Any]:
    """What the form hands over: a decree of a position."""
    number = next(_numbers)
    values = {
        "document_type": "sk_jabatan",
        "detail": f"Analis Arsip {number}",
        "number": f"821.2/{number:03d}/2024",
        "issued_on": date(2024, 3, 1),
    } | changes
    if "file_id" not in values:
        values["file_id"] = make_proof(actor, ARCHIVE_FILE)
    return values


def document_in(city: City, state: str = "waiting", owner: str = "owner", **changes: Any) -> ArchiveDocument:
    """A document of `owner`, brought to `state` by the officer."""
    actor = city.actor(owner)
    record = add_document(actor, document_values(actor, **changes))
    for act in PATHS[state]:
        take_step(city.actor("second_bkpsdm_admin"), ArchiveDocument, record.id, act, REASON if act in NEED_REASON else None)
    return record


def complete(city: City, owner: str = "owner") -> None:
    """Everything that a PNS must have, verified."""
    for key in ("sk_cpns", "d2np", "sk_pangkat", "sk_jabatan", "ijazah", "sk_pns"):
        document_in(city, "approved", owner, document_type=key)
