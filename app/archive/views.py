"""The screens of the archive: a person's own with its score and reasons, the documents with the officer's queue, everybody's scores, and the recapitulation."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import Response, request, url_for
from flask_appbuilder import BaseView
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from app.archive.forms import ArchiveDocumentForm
from app.archive.listings import DETAIL, DOCUMENTS, OF_LEVEL, RECAP, SCORES, moment_of, tone_of
from app.archive.models import ArchiveDocument, ArchiveStanding
from app.archive.queries import SOURCES, Archive, Entry, OpdRow, archive_of, levels, offered_types, recap
from app.archive.rules import DocumentType, Group, Lift, Why
from app.archive.services import add_document, change_document
from app.kernel import settings
from app.kernel.actor import Actor, current_actor
from app.kernel.agency import COLOUR
from app.kernel.approval import editable
from app.kernel.charts import Bar, bar_chart
from app.kernel.crud import MenuItem, PortalModelView, next_url, url_for_record, view_of
from app.kernel.crud.exporting import sheet_answer
from app.kernel.crud.links import remember
from app.kernel.errors import Missing
from app.kernel.flow_views import WorkflowView
from app.kernel.routes import route
from app.verification.views import Reviewed
from app.verification.workflow import Stage

SHOWN_LIFTS = 5


class ArchiveDocumentView(Reviewed, WorkflowView):
    """Dokumen arsip: what people upload (S6), and the queue of those who verify it (S7)."""

    route_base, title, model = "/archive-documents", lazy_gettext("Archive documents"), ArchiveDocument
    listing, detail = DOCUMENTS, DETAIL
    add_form = edit_form = ArchiveDocumentForm
    add_label = form_title = lazy_gettext("Upload document")
    added = lazy_gettext("The document has been uploaded. It counts once BKPSDM has verified it.")
    export_title = lazy_gettext("List of archive documents")
    history_label = history_title = lazy_gettext("History of the document")

    def prepare(self, actor: Actor, form: Any, record: Any | None) -> None:
        employee_id = record.employee_id if record is not None else actor.employee_id
        field = form.document_type
        field.choices = offered_types(employee_id, getattr(record, "document_type", None)) if employee_id is not None else []
        wanted = request.args.get("type", "")
        if record is None and request.method == "GET" and wanted in dict(field.choices):
            field.data = wanted

    def shares_number(self, record: ArchiveDocument, other: Any) -> bool:
        """One decree appoints or promotes many."""
        return isinstance(other, ArchiveDocument) and other.employee_id != record.employee_id

    def create(self, actor: Actor, form: Any) -> ArchiveDocument:
        return add_document(actor, form.content(), form.submission_key)

    def change(self, actor: Actor, record: Any, form: Any) -> ArchiveDocument:
        return change_document(actor, record.id, form.content(), form.known_version)


@dataclass(frozen=True)
class Ways:
    """Where the page of an archive leads this person: only its owner is offered uploads. `here` is the page to come back to."""

    actor: Actor
    archive: Archive
    here: str

    @property
    def mine(self) -> bool:
        return self.actor.employee_id == self.archive.employee.id

    @cached_property
    def changeable(self) -> frozenset[tuple[type[Any], int]]:
        """What may be replaced or corrected now: the uploaded documents, and the records that fill the archive."""
        known: dict[type[Any], list[Any]] = {}
        for each in self._entries():
            known.setdefault(type(each.record), []).append(each.record)
        return frozenset((model, pk) for model, records in known.items() for pk in editable(self.actor, records))

    def to_record(self, entry: Entry) -> str | None:
        """The page of the record, where this person may open it."""
        return url_for_record(entry.record)

    def to_replace(self, entry: Entry) -> str | None:
        """The form that takes another file for an uploaded document, or the correction of a returned record."""
        uploaded = isinstance(entry.record, ArchiveDocument)
        if not self.mine or (type(entry.record), entry.record.id) not in self.changeable:
            return None
        view = view_of(type(entry.record))
        if view is None or not view.may("edit") or (not uploaded and entry.record.state != Stage.RETURNED):
            return None
        return url_for(f"{view.endpoint}.edit", pk=entry.record.id, next=self.here)

    def to_upload(self, document: DocumentType) -> str | None:
        """The form for another document of this type: that of the archive, or of the records that fill it."""
        if not self.mine:
            return None
        if not document.source:
            return url_for("ArchiveDocumentView.add", type=document.key, next=self.here)
        view = view_of(SOURCES[document.source][0])
        return url_for(f"{view.endpoint}.add", next=self.here) if view is not None and view.may("add") else None

    def to_lift(self, lift: Lift) -> str | None:
        """What is missing is uploaded, what was returned is corrected."""
        if not self.mine:
            return None
        returned = (each for each in self._entries() if each.document is lift.document and each.record.state == Stage.RETURNED)
        entry = next(returned, None)
        if lift.why is Why.MISSING or entry is None:
            return self.to_upload(lift.document)
        return self.to_replace(entry) or self.to_record(entry)

    def _entries(self) -> list[Entry]:
        return [entry for slots in self.archive.slots.values() for slot in slots for entry in slot.entries]


def page_of(actor: Actor, archive: Archive, here: str, others: bool) -> dict[str, Any]:
    """What the template of an archive needs."""
    found, level = archive.score, archive.score.level
    return {
        "archive": archive,
        "ways": Ways(actor, archive, here),
        "percent": int(found.total),
        "level": (level.label, tone_of(level.key)) if level else None,
        "moment": moment_of(archive.computed_at),
        "groups": [(Group.MAIN, found.main), (Group.CONDITIONAL, found.conditional)],
        "lifts": archive.lifts[:SHOWN_LIFTS],
        "others": others,
    }


class OwnArchiveView(BaseView):
    """Arsip digital saya (S3 to S8)."""

    route_base = "/archive"
    default_view = "show"

    @route("/")
    def show(self) -> str:
        actor = current_actor()
        if actor.employee_id is None:
            raise Missing(_("Your account has no personnel record."))
        page = page_of(actor, archive_of(actor, actor.employee_id), url_for("OwnArchiveView.show"), others=False)
        # The dialog of the first page (S4); the same address is a page of its own where no script runs.
        template = "archive/dialog.html" if request.headers.get("X-Requested-With") == "fetch" else "archive/archive.html"
        return str(self.render_template(template, title=_("Digital archive score"), **page))


class ArchiveScoreView(PortalModelView):
    """Skor per pegawai: everybody the person may see; each leads to the archive behind the score."""

    route_base, title, model = "/archive-scores", lazy_gettext("Archive scores"), ArchiveStanding
    listing = SCORES
    detail = SCORES.columns
    export_title = lazy_gettext("List of archive scores")

    def record_title(self, record: Any) -> str:
        return str(record.employee.full_name)

    @route("/show/<int:pk>")
    def show(self, pk: int) -> Any:
        actor = current_actor()
        archive = archive_of(actor, pk)
        remember(self.endpoint, pk)
        title = _("Digital archive of %(name)s", name=archive.employee.full_name)
        page = page_of(actor, archive, self.own_url(pk), others=True)
        return self._page("archive/archive.html", title, back_url=next_url(self.list_url()), **page)

    def menus(self, actor: Actor, records: Sequence[Any], back: str) -> dict[int, tuple[MenuItem, ...]]:
        """One way only, and it is the name itself."""
        return {record.id: () for record in records}


class ArchiveRecapView(BaseView):
    """Rekap arsip by OPD: how many people have which label, and the average."""

    route_base = "/archive-recap"
    default_view = "index"

    @route("/")
    def index(self) -> str:
        return str(self.render_template("archive/recap.html", **_recap(current_actor())))

    @route("/chart.svg")
    def chart(self) -> Response:
        """How the people spread over the labels."""
        page = _recap(current_actor())
        bars = [Bar(each.label, page["whole"].number(each.key)) for each in page["levels"]] if page["rows"] else []
        return Response(bar_chart(bars, settings.get(COLOUR), _("No data")), mimetype="image/svg+xml")

    @route("/export")
    def export(self) -> Response:
        return _sheet(current_actor(), "xlsx")

    @route("/print")
    def print(self) -> Response:
        return _sheet(current_actor(), "pdf")


def _recap(actor: Actor) -> dict[str, Any]:
    rows, known = recap(actor), levels()
    whole = OpdRow(
        0,
        _("All"),
        sum(row.people for row in rows),
        {each.key: sum(row.number(each.key) for row in rows) for each in known},
        sum((row.total for row in rows), start=OpdRow(0, "").total),
        sum(row.computed for row in rows),
    )
    return {
        "title": _("Archive recap"),
        "rows": rows,
        "whole": whole,
        "levels": known,
        "tone_of": tone_of,
        "columns": RECAP.columns(),
        "of_level": OF_LEVEL,
    }


def _sheet(actor: Actor, kind: str) -> Response:
    return sheet_answer(RECAP.sheet(actor, _recap(actor)["rows"]), kind)
