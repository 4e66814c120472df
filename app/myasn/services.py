"""Opening and withdrawing packages as their records are approved or not, keeping who set which mark, and the proof as MyASN takes it."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask_babel import gettext as _

from app.documents.rules import FileType
from app.documents.services.inspecting import inspect
from app.kernel import clock
from app.kernel.actor import Actor, system_actor
from app.kernel.approval import start, take_step
from app.kernel.db import session, transaction
from app.kernel.errors import Conflict
from app.myasn.kinds import KINDS, Paper
from app.myasn.models import Package
from app.myasn.queries import AT_ONCE, card_values, open_package, unpacked
from app.myasn.rules import MOST_BYTES
from app.myasn.workflow import ACCEPT, READY, SEND, TAKE_BACK, WITHDRAW
from app.organisation.models import Employee

LONGEST_TITLE, LONGEST_NUMBER = 300, 100


def follow_record(record: Any) -> None:
    """Open a package for a record that has been approved, and withdraw it once the approval no longer stands; nothing for one that is where it should be."""
    kind = KINDS[record.__tablename__]
    with transaction():
        package = open_package(kind.key, record.id)
        if record.counts and package is None:
            start(
                system_actor(),
                Package(
                    employee_id=record.employee_id,
                    unit_id=session().get_one(Employee, record.employee_id).unit_id,
                    subject_type=kind.key,
                    subject_id=record.id,
                    title=str(getattr(record, kind.title))[:LONGEST_TITLE],
                    number=(getattr(record, kind.number) or "")[:LONGEST_NUMBER],
                    day=getattr(record, kind.day),
                ),
            )
        elif package is not None and not record.counts:
            package.kept = json.dumps(card_values(kind, record), ensure_ascii=False)
            take_step(system_actor(), Package, package.id, WITHDRAW.key)


def follow_forgotten(most: int = AT_ONCE) -> int:
    """Open the packages of records that stand without one, because they stood before their type joined; returns how many."""
    done = 0
    for kind in KINDS.values():
        for record in unpacked(kind, most):
            follow_record(record)
            done += 1
    return done


def keep_mark(actor: Actor, package: Package, act: str) -> None:
    """Write beside the state who set its mark and when; what was approved in MyASN had been sent."""
    with transaction():
        now, name = clock.now(), actor.name
        if act in (SEND.key, ACCEPT.key) and package.sent_at is None:
            package.sent_at, package.sent_by = now, name
        if act == ACCEPT.key:
            package.accepted_at, package.accepted_by = now, name
        if act == TAKE_BACK.key:
            package.accepted_at = package.accepted_by = None
            if package.state == READY.key:
                package.sent_at = package.sent_by = None


def proof_for_myasn(actor: Actor, paper: Paper) -> bytes:
    """The content of a document, made smaller where the agency's limit lets it be larger than MyASN takes. Raises Conflict where that or the fetching fails."""
    source = paper.path(actor)
    if paper.size <= MOST_BYTES:
        return source.read_bytes()
    with TemporaryDirectory(prefix="myasn-") as folder:
        target = Path(folder) / "proof"
        found = inspect(source, target, tuple(FileType), MOST_BYTES)
        if found.refused or not found.shrunk:
            raise Conflict(
                _(
                    "The document is larger than the 1 MB that MyASN takes, and cannot be made smaller. Scan it again with a lower resolution."
                )
            )
        return target.read_bytes()
