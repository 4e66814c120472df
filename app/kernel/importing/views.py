"""Impor: upload a file, say what its columns are, look at what it would do, let it be done, and undo it. Every step is a page of its own."""

from pathlib import PurePath
from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf.file import FileField, FileRequired
from sqlalchemy import func, select
from werkzeug.exceptions import BadRequest

from app.kernel import storage
from app.kernel.actor import Actor, current_actor
from app.kernel.crud import MenuItem, PortalModelView
from app.kernel.db import session
from app.kernel.errors import Conflict, Invalid, Missing, PortalError
from app.kernel.filters import Choice, Period, Typed
from app.kernel.forms import ChoiceField, PortalForm, required
from app.kernel.importing import services
from app.kernel.importing.matching import LOOKED_AT
from app.kernel.importing.models import ImportBatch, ImportRow, Outcome, Stage
from app.kernel.importing.reading import MOST_ROWS
from app.kernel.importing.table import import_called, imports_of
from app.kernel.job_views import describe, file_answer
from app.kernel.jobs import JobStatus
from app.kernel.listing import Column, Kind, Listing, Page
from app.kernel.routes import route

SHOWN = 50
COUNTED = (Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED, Outcome.FAULTY, Outcome.MISSING)
LISTED = (Outcome.FAULTY, Outcome.MISSING, Outcome.NEW, Outcome.CHANGED)
KEPT = "kept"
"""Rows that undoing had to leave."""


class UploadForm(PortalForm):
    """What is in the file, and the file."""

    kind = ChoiceField(lazy_gettext("What is in the file"), validators=[required()])
    file = FileField(
        lazy_gettext("File"),
        validators=[FileRequired(lazy_gettext("Choose a file."))],
        description=lazy_gettext("Excel workbook (.xlsx) or text with columns (.csv), at most 16 MB."),
        render_kw={"accept": ".xlsx,.csv,.txt"},
    )


def _counted(outcome: Outcome) -> Column:
    return Column(outcome.value, outcome.label, lambda row: row.count(outcome), kind=Kind.NUMBER, screen=outcome is not Outcome.UNCHANGED)


BATCHES = Listing(
    ImportBatch,
    columns=(
        Column("file_name", lazy_gettext("File"), sort=ImportBatch.file_name, primary=True),
        Column("kind", lazy_gettext("Record type"), "kind_label", sort=ImportBatch.kind),
        Column("created_at", lazy_gettext("Uploaded"), sort=ImportBatch.created_at, kind=Kind.DATETIME),
        Column("actor_name", lazy_gettext("By"), sort=ImportBatch.actor_name),
        Column("stage", lazy_gettext("Status"), lambda row: Stage(row.stage).badge, sort=ImportBatch.stage, kind=Kind.BADGE),
        *(_counted(each) for each in COUNTED),
    ),
    filters=(
        Typed((ImportBatch.file_name, ImportBatch.actor_name)),
        Choice(
            "kind",
            lazy_gettext("Record type"),
            lazy_gettext("All types"),
            lambda actor: [(each.name, each.title) for each in imports_of(actor)],
            lambda value: ImportBatch.kind == value,
        ),
        Period("day", lazy_gettext("Uploaded"), ImportBatch.created_at),
    ),
    where=lambda actor: ImportBatch.kind.in_([each.name for each in imports_of(actor)]),
    default_sort="-created_at",
    empty_title=lazy_gettext("Nothing imported yet"),
    empty_text=lazy_gettext("Upload the spreadsheets you have; nothing is written before you have seen what would be."),
)


class ImportView(PortalModelView):
    """The history of imports, and the way of each file."""

    route_base, title, model = "/imports", lazy_gettext("Import from Excel"), ImportBatch
    form_title = lazy_gettext("Upload a file")
    add_label = lazy_gettext("Upload a file")
    added = lazy_gettext("The file has been read. Say which column is which.")
    listing, detail = BATCHES, BATCHES.columns[:4]
    add_form = UploadForm
    add_template, show_template = "importing/upload.html", "importing/show.html"

    def record_title(self, record: Any) -> str:
        return str(record.file_name)

    def fetch(self, actor: Actor, pk: int) -> Any:
        """The batch, for those who may write what is in it."""
        batch = super().fetch(actor, pk)
        if not actor.has(*batch.what.roles):
            raise Missing
        return batch

    def prepare(self, actor: Actor, form: Any, record: Any | None) -> None:
        form.kind.choices = [(each.name, str(each.title)) for each in imports_of(actor)]
        form.offered = imports_of(actor)
        if not form.is_submitted():
            form.kind.data = request.args.get("kind") or None

    def create(self, actor: Actor, form: Any) -> ImportBatch:
        sent = form.file.data
        return services.upload(actor, import_called(form.kind.data), sent.stream, sent.filename or "")

    def after_add(self, record: Any) -> str:
        return url_for(f"{self.endpoint}.mapping", pk=record.id)

    def menus(self, actor: Actor, records: Any, back: str) -> dict[int, tuple[MenuItem, ...]]:
        return {
            record.id: (MenuItem(_("Details"), url_for(f"{self.endpoint}.show", pk=record.id, next=back), "eye"),) for record in records
        }

    def show_context(self, actor: Actor, record: ImportBatch) -> dict[str, Any]:
        work, stuck = services.job_of(record), services.is_stuck(record)
        stage, chosen = Stage(record.stage), request.args.get("rows", "")
        # Before anything is written, new and changed rows are only counted.
        listed = [each for each in LISTED if record.count(each) and (stage.has_written or each in (Outcome.FAULTY, Outcome.MISSING))]
        shown = chosen if chosen in (*listed, KEPT) else str(listed[0]) if listed else ""
        return {
            "badge": stage.badge,
            "Stage": Stage,
            "counts": [(each, each.label, record.count(each)) for each in COUNTED],
            "columns": {name: str(column.label) for column in record.what.columns for name in (column.key, *column.fields)},
            "tabs": [(str(each), each.label) for each in listed] + ([(KEPT, _("Not undone"))] if record.counts.get("kept") else []),
            "shown": shown,
            "rows_page": _rows(record, shown),
            "page_url": lambda number: url_for(f"{self.endpoint}.show", pk=record.id, rows=shown, page=number),
            "progress": describe(work) if work is not None and not JobStatus(work.status).is_over else None,
            "failed": work.error if work is not None and stuck else None,
            "stuck": stuck,
            "may_map": stage in (Stage.UPLOADED, Stage.CHECKED) or (stage is Stage.CHECKING and stuck),
            "may_apply": stage is Stage.CHECKED or (stage is Stage.APPLYING and stuck),
            "may_undo": self.may("undo") and (stage is Stage.APPLIED or (stuck and stage in (Stage.APPLYING, Stage.UNDOING))),
            "writes": record.count(Outcome.NEW) + record.count(Outcome.CHANGED),
        }

    @route("/mapping/<int:pk>", "GET", "POST", permission="add")
    def mapping(self, pk: int) -> ResponseReturnValue:
        """Which column of the file is which: guessed, to be corrected; another sheet or header row shows the page anew."""
        actor = current_actor()
        batch = self.fetch(actor, pk)
        chosen = request.form if request.method == "POST" else request.args
        refusal = ""
        if request.method == "POST":
            try:
                services.start_check(actor, pk, chosen.get("sheet", ""), _number(chosen.get("header", "")) or 1, _mapping(chosen))
            except Invalid as error:
                refusal = str(error.message)
                session().rollback()
                batch = self.fetch(actor, pk)
            else:
                return redirect(url_for(f"{self.endpoint}.show", pk=pk))
        try:
            seen = services.preview(batch, chosen.get("sheet"), _number(chosen.get("header", "")))
        except (Invalid, Missing) as error:
            flash(str(error.message), "danger")
            return redirect(self.list_url())
        typed = {place: key for key, place in _mapping(request.form).items()} if request.method == "POST" and refusal else None
        what = batch.what
        page = self._page(
            "importing/mapping.html",
            _("Columns of the file"),
            batch=batch,
            what=what,
            seen=seen,
            chosen={each.place: each.key if typed is None else typed.get(each.place, "") for each in seen.columns},
            refusal=refusal,
            last_header=LOOKED_AT,
            form_action=url_for(f"{self.endpoint}.mapping", pk=pk),
            back_url=url_for(f"{self.endpoint}.show", pk=pk),
        )
        return page, 422 if refusal else 200

    @route("/apply/<int:pk>", "POST", permission="add")
    def apply(self, pk: int) -> ResponseReturnValue:
        """Write the good rows."""
        return self._started(pk, services.start_apply)

    @route("/undo/<int:pk>", "POST")
    def undo(self, pk: int) -> ResponseReturnValue:
        """Take back what the batch wrote."""
        return self._started(pk, services.start_undo)

    @route("/corrected/<int:pk>", permission="show")
    def corrected(self, pk: int) -> Response:
        """The sheet with its faults marked."""
        batch = self.fetch(current_actor(), pk)
        if batch.corrected_key is None or not storage.path(batch.corrected_key).is_file():
            raise Missing
        name = _("%(file)s-errors", file=PurePath(batch.file_name).stem)
        return file_answer(storage.path(batch.corrected_key), f"{name}.xlsx")

    def _started(self, pk: int, start: Any) -> ResponseReturnValue:
        try:
            start(current_actor(), pk)
        except (Conflict, Invalid) as refusal:
            flash(_refused(refusal), "danger")
        return redirect(url_for(f"{self.endpoint}.show", pk=pk))


def _rows(batch: ImportBatch, shown: str) -> Page:
    """One page of the rows that came to `shown`."""
    mine = [ImportRow.batch_id == batch.id, ImportRow.note.is_not(None) if shown == KEPT else ImportRow.outcome == shown]
    if shown == KEPT:
        mine.append(ImportRow.outcome != Outcome.MISSING)
    count = session().scalar(select(func.count()).select_from(ImportRow).where(*mine)) or 0
    pages = max(1, -(-count // SHOWN))
    number = min(max(1, _number(request.args.get("page", "")) or 1), pages)
    query = select(ImportRow).where(*mine).order_by(ImportRow.number, ImportRow.id).offset((number - 1) * SHOWN).limit(SHOWN)
    rows = session().scalars(query).all()
    return Page(rows, number, pages, count, (number - 1) * SHOWN + 1, (number - 1) * SHOWN + len(rows))


def _mapping(sent: Any) -> dict[str, int]:
    """Key of our column -> place in the file. Raises Invalid where two columns of the file are taken for the same, BadRequest for what no page sends."""
    found: dict[str, int] = {}
    for name, key in sent.items():
        if name.startswith("column-") and key:
            place = _number(name.removeprefix("column-"))
            if place is None:
                raise BadRequest
            found.setdefault(key, place)
    return found


def _number(typed: str) -> int | None:
    return int(typed) if typed.isdecimal() and len(typed) < 7 and int(typed) <= MOST_ROWS else None


def _refused(refusal: PortalError) -> str:
    return str(refusal.message)
