"""What people do with a batch: upload, choose columns, check, write, undo. The work itself is a job; these say whether it may begin."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.kernel import storage
from app.kernel.actor import Actor
from app.kernel.db import after_rollback, session, transaction
from app.kernel.errors import Conflict, Denied, Invalid
from app.kernel.events import Event, publish
from app.kernel.importing.matching import LOOKED_AT, find_header, fingerprint, guess_columns, lacking
from app.kernel.importing.models import ImportBatch, Stage
from app.kernel.importing.parsing import book_of
from app.kernel.importing.reading import Book, open_book
from app.kernel.importing.running import Tell, apply_batch, check_batch, undo_batch
from app.kernel.importing.table import Import
from app.kernel.importing.values import text
from app.kernel.jobs import Job, JobResult, JobRun, JobStatus, job, start_job
from app.kernel.scope import fetch

SAMPLES = 3
CHECK, APPLY, UNDO = "import.check", "import.apply", "import.undo"


@dataclass(frozen=True)
class FileColumn:
    """A column of the file with what stands in it first; `key` is the column of ours it is taken for."""

    place: int
    header: str
    samples: tuple[str, ...]
    key: str


@dataclass(frozen=True)
class Preview:
    """A sheet as the mapping page shows it."""

    sheets: tuple[str, ...]
    sheet: str
    header_row: int
    columns: tuple[FileColumn, ...]


def upload(actor: Actor, what: Import, stream: IO[bytes], name: str) -> ImportBatch:
    """Keep the file and guess sheet, header and columns. Raises Denied, or Invalid (field `file`) for what cannot be read."""
    if not actor.has(*what.roles):
        raise Denied
    stored, entered = storage.put(stream), False
    try:
        book = open_book(storage.path(stored.key))
        sheet, header_row, header = _likeliest(what, book)
        with transaction() as current:
            after_rollback(lambda: storage.delete(stored.key))
            entered = True
            batch = ImportBatch(
                kind=what.name,
                stage=Stage.UPLOADED,
                user_id=actor.user_id,
                actor_name=actor.name[:200],
                file_name=PurePath(name.replace("\\", "/")).name[-200:] or what.name,
                file_key=stored.key,
                sheet=sheet,
                header_row=header_row,
                counts={},
                total=0,
            )
            _map(batch, header, _remembered(what, header) or guess_columns(what, header))
            current.add(batch)
            current.flush()
            publish(Event("import.upload", actor, batch, {"file": batch.file_name}))
            return batch
    except Invalid as refusal:
        raise Invalid(fields={"file": refusal.message}) from None
    finally:
        if not entered:
            storage.delete(stored.key)


def preview(batch: ImportBatch, sheet: str | None = None, header_row: int | None = None) -> Preview:
    """How the file looks under another sheet or header row (the batch's own by default); writes nothing. Raises Invalid."""
    book = book_of(batch)
    what, name = batch.what, sheet if sheet in book.names else batch.sheet
    top = _top(book, name)
    row = header_row or (batch.header_row if name == batch.sheet else find_header(what, top)[0])
    header, mapping = _header(top, row), batch.mapping
    if (name, row) != (batch.sheet, batch.header_row):
        mapping = _remembered(what, header) or guess_columns(what, header)
    keys = {place: key for key, place in mapping.items()}
    below = [cells for number, cells in top if number > row and any(cell not in (None, "") for cell in cells)]
    width = max((len(cells) for cells in [header, *below]), default=0)
    columns = (FileColumn(place, _shown(header, place), _samples(below, place), keys.get(place, "")) for place in range(width))
    return Preview(book.names, name, row, tuple(each for each in columns if each.header or any(each.samples)))


def start_check(actor: Actor, pk: int, sheet: str, header_row: int, mapping: Mapping[str, int]) -> ImportBatch:
    """Keep the choice and let the job judge the rows. Raises Invalid when a needed column is missing, Conflict when the batch is beyond it."""
    with transaction():
        batch = _enter(actor, pk, (Stage.UPLOADED, Stage.CHECKED), Stage.CHECKING)
        book = book_of(batch)
        if sheet not in book.names:
            raise Invalid(_("The file has no sheet called “%(name)s”.", name=sheet))
        known = {column.key for column in batch.what.columns}
        batch.sheet, batch.header_row = sheet, max(1, min(header_row, LOOKED_AT))
        header = _header(_top(book, sheet), batch.header_row)
        _map(batch, header, {key: place for key, place in mapping.items() if key in known and place >= 0})
        if missing := lacking(batch.what, batch.mapping):
            raise Invalid(_("Say which column of the file holds: %(columns)s.", columns=", ".join(missing)))
        _start(actor, batch, CHECK, _("Import: check %(file)s", file=batch.file_name))
        return batch


def start_apply(actor: Actor, pk: int) -> ImportBatch:
    """Let the job write the good rows; also goes on with a run that was cancelled or failed."""
    with transaction():
        batch = _enter(actor, pk, (Stage.CHECKED,), Stage.APPLYING)
        _start(actor, batch, APPLY, _("Import: write %(file)s", file=batch.file_name))
        return batch


def start_undo(actor: Actor, pk: int) -> ImportBatch:
    """Let the job take back what the batch wrote."""
    with transaction():
        batch = _enter(actor, pk, (Stage.APPLIED, Stage.APPLYING), Stage.UNDOING)
        _start(actor, batch, UNDO, _("Import: undo %(file)s", file=batch.file_name))
        return batch


def run_now(actor: Actor, batch: ImportBatch, tell: Tell, *, apply: bool) -> ImportBatch:
    """Check, and with `apply` write, without a job: for the command line. Raises Invalid when a needed column is missing."""
    if missing := lacking(batch.what, batch.mapping):
        raise Invalid(_("Say which column of the file holds: %(columns)s.", columns=", ".join(missing)))
    for stage, work in ((Stage.CHECKING, check_batch), (Stage.APPLYING, apply_batch)):
        if stage is Stage.CHECKING or apply:
            with transaction() as current:
                current.get_one(ImportBatch, batch.id).stage = stage
            batch = work(actor, batch.id, tell)
    return batch


def job_of(batch: ImportBatch) -> Job | None:
    """The newest job of the batch."""
    return session().get(Job, batch.job_id) if batch.job_id else None


def is_stuck(batch: ImportBatch) -> bool:
    """True if the batch is in the middle of something and nobody is at it: its job was cancelled or has failed."""
    found = job_of(batch)
    return batch.stage in (Stage.CHECKING, Stage.APPLYING, Stage.UNDOING) and (found is None or JobStatus(found.status).is_over)


def _enter(actor: Actor, pk: int, allowed: tuple[Stage, ...], stage: Stage) -> ImportBatch:
    batch: ImportBatch = fetch(ImportBatch, actor, pk, lock=True)
    if not actor.has(*batch.what.roles):
        raise Denied
    goes_on = batch.stage == stage and is_stuck(batch)
    held = batch.stage in (Stage.CHECKING, Stage.APPLYING, Stage.UNDOING) and not is_stuck(batch)
    if not goes_on and (batch.stage not in allowed or held):
        raise Conflict(_("This import is “%(stage)s” now.", stage=Stage(batch.stage).badge[0]))
    batch.stage = stage
    return batch


def _start(actor: Actor, batch: ImportBatch, kind: str, title: str) -> None:
    batch.job_id = start_job(actor, kind, title, {"batch": batch.id}).id


def _likeliest(what: Import, book: Book) -> tuple[str, int, list[Any]]:
    """The sheet and row that hold most of our columns, with the cells of that row; of the first sheet if none does."""
    best: tuple[int, str, int, list[Any]] | None = None
    for name in book.names:
        top = _top(book, name)
        row, count = find_header(what, top)
        if best is None or count > best[0]:
            best = (count, name, row, _header(top, row))
    if best is None:
        raise Invalid(_("The file has no sheet with cells."))
    return best[1:]


def _map(batch: ImportBatch, header: list[Any], mapping: dict[str, int]) -> None:
    batch.mapping, batch.headers = mapping, fingerprint(header)


def _remembered(what: Import, header: list[Any]) -> dict[str, int] | None:
    """What somebody chose for the same headers the last time."""
    query = select(ImportBatch.mapping).where(
        ImportBatch.kind == what.name, ImportBatch.headers == fingerprint(header), ImportBatch.stage != Stage.UPLOADED
    )
    found = session().scalar(query.order_by(ImportBatch.id.desc()).limit(1))
    return dict(found) if found else None


def _top(book: Book, name: str) -> list[tuple[int, list[Any]]]:
    found = []
    for number, cells in book.rows(name):
        found.append((number, cells))
        if number >= LOOKED_AT + SAMPLES:
            break
    return found


def _header(top: list[tuple[int, list[Any]]], row: int) -> list[Any]:
    return next((cells for number, cells in top if number == row), [])


def _shown(cells: list[Any], place: int) -> str:
    try:
        return (text(cells[place] if place < len(cells) else None) or "")[:80]
    except Invalid:
        return str(cells[place])[:80]


def _samples(rows: list[list[Any]], place: int) -> tuple[str, ...]:
    return tuple(_shown(cells, place) for cells in rows[:SAMPLES])


@job(CHECK)
def run_check(run: JobRun) -> JobResult:
    """The dry run."""
    batch = check_batch(run.actor, int(run.params["batch"]), run.progress)
    return JobResult(message=_told(batch))


@job(APPLY)
def run_apply(run: JobRun) -> JobResult:
    """The writing."""
    batch = apply_batch(run.actor, int(run.params["batch"]), run.progress)
    return JobResult(message=_told(batch))


@job(UNDO)
def run_undo(run: JobRun) -> JobResult:
    """The undoing."""
    batch = undo_batch(run.actor, int(run.params["batch"]), run.progress)
    return JobResult(message=_("%(undone)s undone, %(kept)s left", undone=batch.counts["undone"], kept=batch.counts["kept"]))


def _told(batch: ImportBatch) -> str:
    """The counts in one line."""
    counts = {name: batch.counts.get(name, 0) for name in ("new", "changed", "unchanged", "faulty")}
    return str(_("%(new)s new, %(changed)s changed, %(unchanged)s unchanged, %(faulty)s faulty", **counts))
