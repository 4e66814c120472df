"""The desks: BKPSDM's events with their participants and the issue, everybody's certificates, one's own, and requests for corrections."""

from collections.abc import Sequence
from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from app.certificates import listings, queries
from app.certificates.forms import CorrectionForm, EventForm, ParticipantsForm
from app.certificates.models import Certificate, Correction, LearningEvent, Participant
from app.certificates.occasions import source_of
from app.certificates.rules import failed, reasons
from app.certificates.services import (
    add_event,
    add_participants,
    ask_correction,
    change_event,
    file_for,
    note_download,
    public_address,
    remove_participant,
)
from app.certificates.tasks import BUNDLE, ISSUE, TELL, certificate_name
from app.certificates.workflow import PREPARED, VALID, VALIDATED
from app.kernel import formats
from app.kernel.actor import Actor, current_actor
from app.kernel.crud import MenuItem, PortalModelView
from app.kernel.crud.view import Related
from app.kernel.errors import Missing
from app.kernel.flow_views import WorkflowView
from app.kernel.job_views import file_answer
from app.kernel.jobs import start_job
from app.kernel.navigation import view_called
from app.kernel.public_check import write_code
from app.kernel.routes import route

SHOWN = 10
Answer = Any


class LearningEventView(WorkflowView):
    """Kegiatan: from the list of participants to the issued certificates."""

    route_base, title, model = "/learning-events", lazy_gettext("Learning events"), LearningEvent
    listing, detail = listings.EVENTS, listings.EVENT
    add_form = edit_form = EventForm
    show_template = "certificates/event.html"
    related = (Related("ParticipantView", Participant.event_id, lazy_gettext("Participants")),)

    def prepare(self, actor: Actor, form: Any, record: Any | None) -> None:
        form.template_id.choices = queries.templates()

    def create(self, actor: Actor, form: Any) -> LearningEvent:
        return add_event(actor, form.content(), form.submission_key)

    def change(self, actor: Actor, record: Any, form: Any) -> LearningEvent:
        return change_event(actor, record.id, form.content(), form.known_version)

    def after_add(self, record: Any) -> str:
        return self.own_url(record.id)

    def show_context(self, actor: Actor, record: Any) -> dict[str, Any]:
        kind = LearningEvent.__tablename__
        tally, held = queries.tally_of(record.id, kind), queries.holders(kind, record.id)
        source = source_of(kind)
        waiting = [each for each in source.people(record.id) if each not in held][:SHOWN]
        found = queries.conditions_of(kind, record.id, waiting)
        people = queries.names_of(waiting)
        return super().show_context(actor, record) | {
            "tally": tally,
            "waiting": [(people.get(each, ""), reasons(found[each])) for each in waiting],
            "open": record.state == PREPARED.key and self.may("participants"),
            "issuable": record.state == VALIDATED.key and tally.waiting and self.may("issue"),
            "tellable": tally.issued and self.may("tell"),
            "bundled": tally.issued and self.may("bundle"),
        }

    @route("/<int:pk>/participants", "GET", "POST", permission="edit", again=True)
    def participants(self, pk: int) -> Answer:
        """NIPs, one a line or pasted out of a sheet."""
        actor = current_actor()
        record = self.fetch(actor, pk)
        self.check_edit(actor, record)
        form = ParticipantsForm()
        if request.method == "POST" and form.validate():
            found = add_participants(actor, pk, form.nips.data)
            flash(_("%(added)s added, %(present)s stood on the list already.", added=found.added, present=found.present), "success")
            if found.unknown:
                shown = ", ".join(found.unknown[:SHOWN]) + ("…" if len(found.unknown) > SHOWN else "")
                flash(_("Nobody of the agency: %(lines)s", lines=shown), "warning")
            return redirect(self.own_url(pk))
        values = {"form_action": url_for(f"{self.endpoint}.participants", pk=pk), "back_url": self.own_url(pk)}
        page = self._page("kernel/form.html", _("Add participants"), form=form, record=None, **values)
        return (page, 422) if request.method == "POST" else page

    @route("/<int:pk>/issue", "POST", permission="step")
    def issue(self, pk: int) -> Answer:
        """Certificates for all to whom one is due, in the background."""
        return self._job(ISSUE, pk, lazy_gettext("Issue of certificates: %(title)s"))

    @route("/<int:pk>/bundle", "POST", permission="export")
    def bundle(self, pk: int) -> Answer:
        """All valid certificates as one ZIP."""
        return self._job(BUNDLE, pk, lazy_gettext("Certificates: %(title)s"))

    @route("/<int:pk>/tell", "POST", permission="step")
    def tell(self, pk: int) -> Answer:
        """A message with the link to everybody who holds one."""
        return self._job(TELL, pk, lazy_gettext("Message to the holders: %(title)s"))

    def _job(self, kind: str, pk: int, title: Any) -> Answer:
        actor = current_actor()
        record = self.fetch(actor, pk)
        params = {"kind": LearningEvent.__tablename__, "occasion": record.id}
        started = start_job(actor, kind, str(title) % {"title": record.title[:120]}, params)
        return redirect(url_for("JobView.show", pk=started.id))


class ParticipantView(PortalModelView):
    """Who took part; taken off again while the event is prepared."""

    route_base, title, model = "/event-participants", lazy_gettext("Participants"), Participant
    listing = listings.PARTICIPANTS
    deletable = True

    def remove(self, actor: Actor, record: Any) -> None:
        remove_participant(actor, record.id)

    def record_title(self, record: Any) -> str:
        return str(record.summary)


class _Certificates(WorkflowView):
    """What both lists of certificates share: page, file, and what stands in the way of it."""

    show_template = "certificates/certificate.html"
    history_label = history_title = lazy_gettext("History of the certificate")

    def show_context(self, actor: Actor, record: Any) -> dict[str, Any]:
        conditions = queries.conditions_for(record)
        standing = queries.standing_of(record)
        own = actor.employee_id is not None and actor.employee_id == record.employee_id
        desk = view_called(CorrectionView.__name__)
        asks = own and record.state == VALID.key and desk is not None and desk.may("add") and queries.asked_for(record) is None
        return super().show_context(actor, record) | {
            "conditions": conditions,
            "standing": standing,
            "code": write_code(record.code),
            "address": public_address(record.code),
            "file_url": url_for(f"{self.endpoint}.file", pk=record.id) if record.state == VALID.key and not failed(conditions) else None,
            "file_size": formats.format_size(record.file_size),
            "ask_url": url_for(f"{desk.endpoint}.add", certificate=record.id) if asks else None,
        }

    def menus(self, actor: Actor, records: Sequence[Any], back: str) -> dict[int, tuple[MenuItem, ...]]:
        found = super().menus(actor, records, back)
        for record in records:
            if record.state == VALID.key:
                item = MenuItem(_("Download PDF"), url_for(f"{self.endpoint}.file", pk=record.id), "download")
                found[record.id] = (item, *found.get(record.id, ()))
        return found

    @route("/<int:pk>/file", permission="show")
    def file(self, pk: int) -> Response:
        """The PDF, to those who see the certificate, while every condition holds (G1)."""
        actor = current_actor()
        record = self.fetch(actor, pk)
        path, name = file_for(actor, record), certificate_name(record)
        note_download(actor, record)
        return file_answer(path, name)


class CertificateView(_Certificates):
    """Sertifikat: everybody's, each as far as he sees people."""

    route_base, title, model = "/certificates", lazy_gettext("Certificates"), Certificate
    listing, detail = listings.CERTIFICATES, listings.CERTIFICATE


class OwnCertificateView(_Certificates):
    """Sertifikat Saya: one's own only, whatever else one may see (L29)."""

    route_base, title, model = "/my-certificates", lazy_gettext("My certificates"), Certificate
    listing, detail = listings.MINE, listings.CERTIFICATE
    bulk = False
    exportable = False
    searchable = False
    exclude_route_methods = frozenset({"step", "steps"})

    def fetch(self, actor: Actor, pk: int) -> Any:
        """The record if it is one's own; raises Missing."""
        record = super().fetch(actor, pk)
        if record.employee_id != actor.employee_id:
            raise Missing
        return record


class CorrectionView(WorkflowView):
    """Requests to correct a certificate: asked for by its holder, decided by BKPSDM (L31)."""

    route_base, title, model = "/certificate-corrections", lazy_gettext("Corrections of certificates"), Correction
    listing, detail = listings.CORRECTIONS, listings.CORRECTION
    add_form = CorrectionForm
    add_label = lazy_gettext("Ask for a correction")
    history_label = history_title = lazy_gettext("History of the correction")

    def prepare(self, actor: Actor, form: Any, record: Any | None) -> None:
        """One's own valid certificates, and the names as they are printed on the one whose page led here."""
        own = queries.correctable(actor)
        form.about_id.choices = [(each.id, each.summary) for each in own]
        asked = request.args.get("certificate", "")
        about = next((each for each in own if str(each.id) == asked), own[0] if len(own) == 1 else None)
        if request.method == "GET" and about is not None:
            form.about_id.data = about.id
            for name, value in queries.printed_names(about).items():
                form[name].data = value

    def create(self, actor: Actor, form: Any) -> Correction:
        values = form.content()
        return ask_correction(actor, values.pop("about_id"), values, form.submission_key)
