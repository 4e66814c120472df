"""Uploading and replacing documents of the archive, and computing scores, one person's at once and everybody's in portions."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.archive.models import ArchiveDocument, ArchiveScore
from app.archive.queries import LIVE, due_people, facts_of, held_by, offered_types, scheme
from app.archive.rules import Why, lifts, score, tally
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.approval import edit, start_own
from app.kernel.db import insert_into, session, transaction
from app.kernel.errors import Invalid, Text
from app.kernel.scope import fetch
from app.organisation.models import Employee

Values = Mapping[str, Any]
AT_ONCE = 500
FRESH = timedelta(days=1)
"""A score older than this is computed anew by the worker, whatever happened or did not."""


def add_document(actor: Actor, values: Values, submission: str | None = None) -> ArchiveDocument:
    """Send a document of one's own archive for verification; `values` by column. Raises Invalid by field, Denied for who has no personnel record."""

    def checked(owner: Values) -> Values:
        _lock(owner["employee_id"])
        return _checked(owner["employee_id"], values, None)

    made: ArchiveDocument = start_own(actor, ArchiveDocument, checked, submission)
    return made


def change_document(actor: Actor, pk: int, values: Values, version: int) -> ArchiveDocument:
    """Replace the file or correct what is said of it; a returned one goes back to the queue. Raises Missing, Conflict, Denied, Invalid."""
    with transaction():
        record: ArchiveDocument = fetch(ArchiveDocument, actor, pk, lock=True)
        _lock(record.employee_id)
        changed: ArchiveDocument = edit(actor, ArchiveDocument, pk, _checked(record.employee_id, values, record), version)
        return changed


def compute(employee_ids: Sequence[int]) -> int:
    """Write the scores of these people anew from what they hold; returns how many. A few queries, however many people there are."""
    with transaction() as current:
        _lock(*employee_ids)
        people = current.scalars(select(Employee).where(Employee.id.in_(list(employee_ids))).order_by(Employee.id)).all()
        asked, at = scheme(), clock.now()
        held = held_by([person.id for person in people], asked)
        rows = []
        for person in people:
            has, facts = held[person.id], facts_of(person)
            found = score(asked, tally(asked, facts, has))
            rows.append(
                {
                    "employee_id": person.id,
                    "points": found.total,
                    "main": found.main,
                    "conditional": found.conditional,
                    "level": found.level.key if found.level else "",
                    "missing": sum(lift.why is Why.MISSING for lift in lifts(asked, facts, has)),
                    "waiting": sum(each.waiting for each in has.values()),
                    "computed_at": at,
                }
            )
        if rows:
            statement = insert_into(ArchiveScore).values([row | {"created_at": at} for row in rows])
            fresh = {name: statement.excluded[name] for name in rows[0] if name != "employee_id"}
            current.execute(statement.on_conflict_do_update(index_elements=["employee_id"], set_=fresh))
        return len(rows)


def compute_everybody() -> int:
    """All scores anew, in portions of their own transaction; after a change of the scheme."""
    last, done = 0, 0
    while portion := session().scalars(select(Employee.id).where(Employee.id > last).order_by(Employee.id).limit(AT_ONCE)).all():
        done += compute(portion)
        last = portion[-1]
    return done


def compute_due() -> int:
    """The scores that are missing or older than a day: people who came by an import, and whatever no event told of."""
    done = 0
    while portion := due_people(clock.now() - FRESH, AT_ONCE):
        done += compute(portion)
    return done


def _checked(employee_id: int, values: Values, before: ArchiveDocument | None) -> dict[str, Any]:
    wrong: dict[str, Text] = {}
    kept = before.document_type if before is not None else None
    if values["document_type"] not in dict(offered_types(employee_id, kept)):
        wrong["document_type"] = _already(employee_id, values["document_type"]) or _("Choose an entry from the list.")
    if values["issued_on"] and values["issued_on"] > clock.today():
        wrong["issued_on"] = _("The date of the document cannot lie in the future.")
    if wrong:
        raise Invalid(fields=wrong)
    tidy = {name: " ".join(value.split()) if isinstance(value, str) else value for name, value in values.items()}
    return tidy | {"detail": tidy.get("detail") or None}


def _already(employee_id: int, key: str) -> Text | None:
    """What to say of a type that is there once and for all."""
    mine = (ArchiveDocument.employee_id == employee_id, ArchiveDocument.document_type == key, ArchiveDocument.state.in_(LIVE))
    if session().scalar(select(ArchiveDocument.id).where(*mine).limit(1)) is None:
        return None
    return _("This document is in your archive already. Replace it there instead of uploading it again.")


def _lock(*employee_ids: int) -> None:
    """Nobody else changes these people's archives until the transaction ends; records that only refer to a person need not wait.

    A record that is changed is locked before its person, everywhere.
    """
    session().execute(select(Employee.id).where(Employee.id.in_(employee_ids)).order_by(Employee.id).with_for_update(key_share=True))
