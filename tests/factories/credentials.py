"""Courses and certifications made through the portal's own services, with a proof, and brought into any state by their own steps."""

from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from io import BytesIO
from itertools import count
from typing import Any

from app.credentials.forms import CERTIFICATION_CERTIFICATE, COURSE_CERTIFICATE
from app.credentials.models import Certification, Course
from app.credentials.services import add_certification, add_course
from app.documents.models import Document
from app.documents.rules import DocumentKind
from app.kernel import clock, storage
from app.kernel.actor import Actor
from app.kernel.approval import take_step
from app.kernel.db import transaction
from tests.factories.city import City
from tests.factories.files import pdf

REASON = "<p>Nomor sertifikat tidak terbaca.</p>"
PATHS: dict[str, tuple[str, ...]] = {
    "waiting": (),
    "returned": ("return",),
    "approved": ("approve",),
    "rejected": ("reject",),
    "cancelled": ("approve", "cancel"),
}
NEED_REASON = ("return", "reject", "cancel")
_numbers = count(1)


def make_proof(actor: Actor, kind: DocumentKind = COURSE_CERTIFICATE, content: bytes = b"") -> int:
    """A loose upload of the actor, as the drop zone leaves it; without the inspection, which has tests of its own."""
    held = content or pdf(text=f"Sertifikat {next(_numbers)}")
    stored = storage.put(BytesIO(held), ".pdf")
    with transaction() as current:
        made = Document(
            kind=kind.key,
            name="sertifikat.pdf",
            media_type="application/pdf",
            size=len(held),
            sha256=sha256(held).hexdigest(),
            key=stored.key,
            user_id=actor.user_id,
        )
        current.add(made)
        current.flush()
        return made.id


def course_values(actor: Actor, **changes: Any) -> dict[str, Any]:
    """What the wizard hands over: four JP on a day of last month."""
    number = next(_numbers)
    day = changes.get("begins_on") or clock.today() - timedelta(days=30 + number)
    values = {
        "course_form": "7",
        "classification": "02",
        "name": f"Sosialisasi Manajemen ASN {number}",
        "course_kind": None,
        "organiser": "BKPSDM Kota Contoh",
        "number": f"{number}/BKPSDM/003/I/2026",
        "year": day.year,
        "begins_on": day,
        "ends_on": day,
        "jp": Decimal(4),
    } | changes
    if "certificate_id" not in values:
        values["certificate_id"] = make_proof(actor)
    return values


def certification_values(actor: Actor, **changes: Any) -> dict[str, Any]:
    """A certification of this year, valid for three."""
    number, day = next(_numbers), date(2026, 4, 21)
    values = {
        "classification": "28",
        "name": f"Uji Kompetensi Pengadaan Barang/Jasa {number}",
        "number": f"LKPP/{number}/2026",
        "certified_on": day,
        "valid_from": day,
        "valid_until": date(2029, 4, 20),
        "title_places": [],
        "front_title": None,
        "back_title": None,
        "organiser": "Lembaga Kebijakan Pengadaan Barang/Jasa Pemerintah",
    } | changes
    if "certificate_id" not in values:
        values["certificate_id"] = make_proof(actor, CERTIFICATION_CERTIFICATE)
    return values


def course_in(city: City, state: str = "waiting", owner: str = "owner", **changes: Any) -> Course:
    """A course of `owner`, brought to `state` by the officer."""
    actor = city.actor(owner)
    return _bring(city, Course, add_course(actor, course_values(actor, **changes)), state)


def certification_in(city: City, state: str = "waiting", owner: str = "owner", **changes: Any) -> Certification:
    actor = city.actor(owner)
    return _bring(city, Certification, add_certification(actor, certification_values(actor, **changes)), state)


def _bring(city: City, model: type[Any], record: Any, state: str) -> Any:
    for act in PATHS[state]:
        take_step(city.actor("second_bkpsdm_admin"), model, record.id, act, REASON if act in NEED_REASON else None)
    return record
