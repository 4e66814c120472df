"""Checking, writing and undoing a batch, each safe to be killed at any moment and started again.

Writing goes in transactions of the import's own size; each also stores what it did to every row and how far the batch is, so that a second run goes on
behind it. A chunk the database refuses is tried again, then row by row: one bad row stops no other.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, func, insert, select
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from app.kernel import clock, storage
from app.kernel.actor import Actor
from app.kernel.approval import json_safe
from app.kernel.db import in_transaction, session, transaction
from app.kernel.errors import Conflict, Denied, Invalid, Missing, PortalError
from app.kernel.events import Event, publish
from app.kernel.importing.models import ImportBatch, ImportRow, Outcome, Stage
from app.kernel.importing.parsing import Reader, chunked, judge
from app.kernel.importing.sheets import write_corrected
from app.kernel.importing.table import WHOLE_ROW, Change, Import, Row, Target, Written

Tell = Callable[[int, int | None], object]
CHECKED_AT_ONCE = 1000
MOST_LISTED = 10_000
"""Missing records beyond this are counted and not listed."""
TRIES = 3
NAMED_BY = ("name", "title")
"""Columns by which people know a row besides its key."""
LONGEST_NOTE, LONGEST_KEY = 500, 300


def check_batch(actor: Actor, pk: int, tell: Tell) -> ImportBatch:
    """Judge every row and write none: counts, faults by cell, what the file lacks, and the corrected sheet."""
    batch = _taken(actor, pk, Stage.CHECKING)
    what, target, counts = batch.what, batch.what.target(actor), Counter[str]()
    estimate, faulty, done = batch.total, list[Row](), 0
    reader = Reader(batch)
    for chunk in chunked(reader.rows(), CHECKED_AT_ONCE):
        target.meet(chunk, lock=False)
        for row in chunk:
            change = judge(what, target, row)
            counts[change.outcome if change else Outcome.FAULTY] += 1
            if change is None:
                faulty.append(row)
        done += len(chunk)
        if not in_transaction():
            # What was read is let go, so that a long check holds no old state of the database.
            session().rollback()
        tell(done, max(estimate, done))
    missing = _missing(target, counts)
    corrected = (
        storage.produce(lambda path: write_corrected(path, reader.book, batch, faulty, missing), ".xlsx") if faulty or missing else None
    )
    with transaction() as current:
        batch = _locked(pk, Stage.CHECKING)
        current.execute(delete(ImportRow).where(ImportRow.batch_id == pk))
        _store(pk, [_fault(what, row) for row in faulty])
        _store(pk, [{"number": 0, "outcome": Outcome.MISSING.value, "key": key, "note": label} for key, label in missing])
        old, batch.corrected_key = batch.corrected_key, corrected.key if corrected else None
        batch.counts, batch.total, batch.done, batch.stage = dict(counts), done, 0, Stage.CHECKED
        publish(Event("import.check", actor, batch, {"file": batch.file_name, "counts": dict(counts)}))
    if old:
        storage.delete(old)
    return batch


def apply_batch(actor: Actor, pk: int, tell: Tell) -> ImportBatch:
    """Write every good row; what was written by an earlier run of the same batch stays written and is not done again."""
    batch = _taken(actor, pk, Stage.APPLYING)
    what, total, done, begun = batch.what, batch.total, 0, batch.done
    if not begun:
        _forget_check(pk)
    target = what.target(actor)
    target.source = f"{batch.file_name} (#{pk})"
    for chunk in chunked(Reader(batch).rows(), what.batch):
        done += len(chunk)
        if done > begun:
            # A run that was interrupted may have stopped in the middle of a chunk, where it went row by row.
            _write(pk, target, chunk[max(0, begun - (done - len(chunk))) :])
            tell(done, max(total, done))
    with transaction():
        batch = _locked(pk, Stage.APPLYING)
        batch.stage, batch.applied_at, batch.total = Stage.APPLIED, clock.now(), done
        publish(Event("import.apply", actor, batch, {"file": batch.file_name, "counts": dict(batch.counts)}))
    return batch


def undo_batch(actor: Actor, pk: int, tell: Tell) -> ImportBatch:
    """Give every record back what it held before the batch, last row first; one that has changed since, or is used, stays and says why."""
    batch = _taken(actor, pk, Stage.UNDOING)
    target, size, done = batch.what.target(actor), batch.what.batch, 0
    written = (ImportRow.batch_id == pk, ImportRow.outcome.in_((Outcome.NEW, Outcome.CHANGED)))
    total = session().scalar(select(func.count()).select_from(ImportRow).where(*written)) or 0
    left = select(ImportRow.id).where(*written, ImportRow.undone.is_(False), ImportRow.note.is_(None)).order_by(ImportRow.id.desc())
    while ids := list(session().scalars(left.limit(size))):
        _undo(pk, target, ids)
        done += len(ids)
        tell(done, max(total, done))
    with transaction() as current:
        batch = _locked(pk, Stage.UNDOING)
        undone = current.scalar(select(func.count()).select_from(ImportRow).where(*written, ImportRow.undone.is_(True))) or 0
        batch.counts = batch.counts | {"undone": undone, "kept": total - undone}
        batch.stage, batch.undone_at = Stage.UNDONE, clock.now()
        publish(Event("import.undo", actor, batch, {"file": batch.file_name, "counts": dict(batch.counts)}))
    return batch


def _taken(actor: Actor, pk: int, stage: Stage) -> ImportBatch:
    batch = session().get(ImportBatch, pk, populate_existing=True)
    if batch is None:
        raise Missing
    if not actor.has(*batch.what.roles):
        raise Denied
    if batch.stage != stage:
        raise Conflict
    return batch


def _locked(pk: int, stage: Stage) -> ImportBatch:
    """The batch for a change in this transaction; raises Conflict once somebody has led it elsewhere."""
    batch = (
        session()
        .scalars(select(ImportBatch).where(ImportBatch.id == pk).with_for_update(), execution_options={"populate_existing": True})
        .one()
    )
    if batch.stage != stage:
        raise Conflict
    return batch


def _forget_check(pk: int) -> None:
    """What the check found is told anew by what is written; only what the file lacks stands."""
    with transaction() as current:
        batch = _locked(pk, Stage.APPLYING)
        current.execute(delete(ImportRow).where(ImportRow.batch_id == pk, ImportRow.outcome == Outcome.FAULTY))
        batch.counts = {name: count for name, count in batch.counts.items() if name == Outcome.MISSING}


def _write(pk: int, target: Target, rows: Sequence[Row]) -> None:
    """One chunk: tried again when the database refuses it, since somebody else may have written the same people; in the end row by row."""
    own = [dict(row.errors) for row in rows]
    for last in (False,) * (TRIES - 1) + (True,):
        for row, errors in zip(rows, own, strict=True):
            row.errors = dict(errors)
        try:
            _write_at_once(pk, target, rows)
            return
        except (IntegrityError, OperationalError) as error:
            if not last:
                continue
            refusal: PortalError = Invalid(_("The database refuses this row: %(reason)s", reason=_first_line(error)))
        except (Denied, Invalid, Conflict, Missing) as found:
            if isinstance(found, Conflict) and session().get_one(ImportBatch, pk, populate_existing=True).stage != Stage.APPLYING:
                raise
            refusal = found
        if len(rows) == 1:
            _refuse(pk, target, rows[0], refusal)
        else:
            for row, errors in zip(rows, own, strict=True):
                row.errors = dict(errors)
                _write(pk, target, [row])
        return


def _write_at_once(pk: int, target: Target, rows: Sequence[Row]) -> None:
    with transaction():
        batch = _locked(pk, Stage.APPLYING)
        target.meet(rows, lock=True)
        pairs = [(row, judge(batch.what, target, row)) for row in rows]
        changes = [change for _row, change in pairs if change is not None]
        outcomes = Counter(change.outcome for change in changes)
        work = [(change, change.outcome) for change in changes if change.outcome != Outcome.UNCHANGED]
        if work:
            target.write([change for change, _outcome in work])
        faulty = [_fault(batch.what, row) for row, change in pairs if change is None]
        _store(pk, [*(_done(change, outcome) for change, outcome in work), *faulty])
        _count(batch, outcomes + Counter({Outcome.FAULTY.value: len(faulty)}), len(rows))


def _refuse(pk: int, target: Target, row: Row, refusal: PortalError) -> None:
    with transaction():
        batch = _locked(pk, Stage.APPLYING)
        row.refuse(refusal if isinstance(refusal, Invalid) else Invalid(refusal.message), batch.what.columns)
        _store(pk, [_fault(batch.what, row)])
        _count(batch, Counter({Outcome.FAULTY.value: 1}), 1)


def _count(batch: ImportBatch, found: Counter[str], rows: int) -> None:
    batch.counts = {str(name): count for name, count in (Counter(batch.counts) + found).items()}
    batch.done += rows
    session().flush()


def _undo(pk: int, target: Target, ids: Sequence[int]) -> None:
    try:
        _undo_at_once(pk, target, ids)
    except (IntegrityError, PortalError) as refusal:
        if isinstance(refusal, Conflict) and session().get_one(ImportBatch, pk, populate_existing=True).stage != Stage.UNDOING:
            raise
        if len(ids) > 1:
            for each in ids:
                _undo(pk, target, [each])
            return
        reason = _reason(refusal) if isinstance(refusal, PortalError) else _("Other records refer to it.")
        with transaction() as current:
            _locked(pk, Stage.UNDOING)
            current.get_one(ImportRow, ids[0]).note = reason[:LONGEST_NOTE]


def _undo_at_once(pk: int, target: Target, ids: Sequence[int]) -> None:
    with transaction() as current:
        _locked(pk, Stage.UNDOING)
        rows = current.scalars(select(ImportRow).where(ImportRow.id.in_(ids)).order_by(ImportRow.id.desc())).all()
        held = target.held(row.pk for row in rows if row.pk is not None)
        reasons: dict[int, str] = {}
        for row in rows:
            now = held.get(row.pk or 0)
            if now is None:
                reasons[row.id] = _("The record is not there any more.")
            elif changed := [name for name, value in (row.after or {}).items() if now[name] != value]:
                reasons[row.id] = _("Changed since by somebody else: %(columns)s.", columns=", ".join(changed))
        for outcome, act in ((Outcome.CHANGED, target.restore), (Outcome.NEW, target.remove)):
            mine = {row.pk or 0: row for row in rows if row.outcome == outcome and row.id not in reasons}
            refused = act([Written(number, row.before, row.after or {}) for number, row in mine.items()]) if mine else {}
            reasons |= {mine[number].id: reason for number, reason in refused.items()}
        for row in rows:
            row.undone, row.note = row.id not in reasons, reasons[row.id][:LONGEST_NOTE] if row.id in reasons else None


def _missing(target: Target, counts: Counter[str]) -> list[tuple[str, str]]:
    listed: list[tuple[str, str]] = []
    for pair in target.missing():
        counts[Outcome.MISSING] += 1
        if len(listed) < MOST_LISTED:
            listed.append(pair)
    return listed


def _done(change: Change, outcome: str) -> dict[str, Any]:
    after = {name: json_safe(value) for name, value in change.after.items()}
    before = {name: json_safe(value) for name, value in change.before.items()} if outcome == Outcome.CHANGED else None
    return {"number": change.row.number, "outcome": str(outcome), "key": change.key, "pk": change.pk, "before": before, "after": after}


def _fault(what: Import, row: Row) -> dict[str, Any]:
    key = " · ".join(str(row.values[name]) for name in (*what.key, *NAMED_BY) if name in row.values and name not in row.errors)
    return {"number": row.number, "outcome": Outcome.FAULTY.value, "key": key, "errors": row.errors or {WHOLE_ROW: str(Invalid.default)}}


def _store(pk: int, found: Sequence[dict[str, Any]]) -> None:
    nothing = dict.fromkeys(("pk", "before", "after", "errors", "note"))
    rows = [nothing | each | {"batch_id": pk, "undone": False, "key": each["key"][:LONGEST_KEY]} for each in found]
    if rows:
        session().execute(insert(ImportRow.__table__), rows)


def _reason(refusal: PortalError) -> str:
    fields = refusal.fields.values() if isinstance(refusal, Invalid) else ()
    return " ".join(str(message) for message in fields) or str(refusal.message)


def _first_line(error: DBAPIError) -> str:
    return str(error.orig).splitlines()[0][:200]
