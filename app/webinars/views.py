"""The screens of webinars: series and webinars with their page, the organiser's list of registrations, and "My webinars"."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from app.certificates.queries import conditions_of, guest_holders, holders, names_of, templates
from app.certificates.rules import reasons
from app.certificates.tasks import BUNDLE, ISSUE
from app.kernel import clock, settings
from app.kernel.actor import Actor, current_actor
from app.kernel.crud import MenuItem, PortalModelView
from app.kernel.crud.plain import change_record, create_record
from app.kernel.errors import Denied, Missing
from app.kernel.flow_views import WorkflowView
from app.kernel.jobs import start_job
from app.kernel.roles import Role
from app.kernel.routes import route
from app.kernel.scope import fetch
from app.organisation.queries import all_opds
from app.organisation.rules import JobType
from app.webinars import queries
from app.webinars.attendance_listings import opening_badge
from app.webinars.attendance_queries import guest_participants, participants, presence_of, questions_of, results_of, sessions_of
from app.webinars.evidence_queries import count_hints
from app.webinars.forms import CorrectionForm, NewWebinarForm, RegistrationForm, SeriesForm, WebinarForm
from app.webinars.listings import DETAIL, MINE, REGISTRATION_DETAIL, REGISTRATIONS, SERIES, SERIES_DETAIL, WEBINARS
from app.webinars.models import Registration, Webinar, WebinarSeries
from app.webinars.pages import calendar_file, hub_address, place_of, qr_of, webinar_values
from app.webinars.parameters import REQUIREMENTS
from app.webinars.rules import read_code
from app.webinars.services import add_webinar, change_registration, change_webinar, register
from app.webinars.workflow import FINISHED, REGISTERED, SHOWN
from app.webinars.zoom_queries import beside

Answer = Any
NOT_COPIED = frozenset({"starts_at", "ends_at", "opens_at", "closes_at", "join_url", "meeting_id", "passcode"})
"""What belongs to one webinar alone: an old link on a new one would lead people astray (L4)."""
SHOWN_KEYS = [state.key for state in SHOWN]
SHOWN_WAITING = 10
COUNTERS = (Role.OPD_ADMIN, Role.BKPSDM_ADMIN, Role.AUDITOR)


class SeriesView(PortalModelView):
    """Numbered series with their public address (L2, L4)."""

    route_base, title, model = "/webinar-series", lazy_gettext("Webinar series"), WebinarSeries
    listing, detail = SERIES, SERIES_DETAIL
    add_form = edit_form = SeriesForm
    deletable = True
    show_template = "webinars/series.html"

    def create(self, actor: Actor, form: Any) -> Any:
        return create_record(actor, WebinarSeries, _series_values(form), form.submission_key)

    def change(self, actor: Actor, record: Any, form: Any) -> Any:
        return change_record(actor, WebinarSeries, record.id, _series_values(form), form.version.data or "")

    def show_context(self, actor: Actor, record: Any) -> dict[str, Any]:
        address = hub_address(record.code)
        return {"address": address, "qr": qr_of(address), "webinars": queries.earlier_webinars(record.id, None, 50)}


class WebinarView(WorkflowView):
    """Everybody sees what is open for him; BKPSDM enters, publishes and runs them."""

    route_base, title, model = "/webinars", lazy_gettext("Webinars"), Webinar
    form_title = lazy_gettext("Webinar form")
    export_title = lazy_gettext("List of webinars")
    listing, detail = WEBINARS, DETAIL
    add_form, edit_form = NewWebinarForm, WebinarForm
    add_template = edit_template = "webinars/form.html"
    show_template = "webinars/show.html"
    history_label = history_title = lazy_gettext("History of the webinar")
    added = lazy_gettext("The draft has been saved. Publish it when it is ready.")

    @route("/calendar/<int:pk>", permission="show")
    def calendar(self, pk: int) -> Response:
        """The webinar for one's own calendar."""
        actor = current_actor()
        webinar = self.fetch(actor, pk)
        return calendar_file(webinar, with_link=place_of(actor, webinar).shows_join)

    def create(self, actor: Actor, form: Any) -> Webinar:
        return add_webinar(actor, form.content(), form.submission_key)

    def change(self, actor: Actor, record: Any, form: Any) -> Webinar:
        return change_webinar(actor, record.id, form.content(), form.known_version)

    def prepare(self, actor: Actor, form: Any, record: Any | None) -> None:
        """Offer series, OPDs and positions; a new one begins as a copy of another (`copy`), or with the agency's system requirements (L14)."""
        form.series_id.choices = queries.series_options(actor)
        form.opd_ids.choices = all_opds()
        form.template_id.choices = templates()
        form.job_types.choices = [(each.value, str(each.label)) for each in JobType]
        form.copied = form.offers_copy = None
        if request.method != "GET" or record is not None:
            return
        form.requirements.data = settings.get(REQUIREMENTS)
        form.offers_copy = queries.last_webinar(actor)
        if (wanted := request.args.get("copy", "")).isdecimal():
            form.copied = fetch(Webinar, actor, wanted)
            form.copy_id.data = form.copied.id
            for field in form.content_fields():
                if field.short_name not in NOT_COPIED:
                    field.data = getattr(form.copied, field.short_name, field.data)

    def after_add(self, record: Any) -> str:
        """To its page, where it is published."""
        return self.own_url(record.id)

    def show_context(self, actor: Actor, record: Any) -> dict[str, Any]:
        values = super().show_context(actor, record) | webinar_values(actor, record)
        values["hub"] = hub_address(record.series.code)
        sessions = sessions_of(record.id) if actor.has(*COUNTERS) else ()
        values["sessions"] = [(each, opening_badge(each)) for each in sessions]
        values["present"] = presence_of(record.id) if sessions else {}
        values["hints"] = count_hints(actor, record.id) if sessions else ()
        values["zoom"] = beside(actor, record.id) if actor.has(Role.BKPSDM_ADMIN, Role.AUDITOR) else None
        values["asked"] = self._questions(actor, sessions)
        over = actor.has(Role.BKPSDM_ADMIN, Role.AUDITOR) and record.state == FINISHED.key
        values["certified"] = self._certified(record) if over else None
        values["counts"] = queries.count_registrations(actor, record.id) if actor.has(*COUNTERS) and record.state in SHOWN_KEYS else None
        return values

    @staticmethod
    def _questions(actor: Actor, sessions: Sequence[Any]) -> dict[int, Any]:
        """By session: what it asks, and what was answered; for those who may know."""
        if not actor.has(Role.BKPSDM_ADMIN, Role.AUDITOR):
            return {}
        return {each.id: (questions_of(each.id), results_of(actor, each.id)) for each in sessions}

    @route("/<int:pk>/issue", "POST", permission="step")
    def issue(self, pk: int) -> Answer:
        """Certificates for all who fulfil every condition, in the background; who has one keeps it."""
        return self._job(ISSUE, pk, lazy_gettext("Issue of certificates: %(title)s"))

    @route("/<int:pk>/bundle", "POST", permission="export")
    def bundle(self, pk: int) -> Answer:
        """All valid certificates that the person may download, as one ZIP."""
        return self._job(BUNDLE, pk, lazy_gettext("Certificates: %(title)s"))

    def _job(self, kind: str, pk: int, title: Any) -> Answer:
        actor = current_actor()
        record = self.fetch(actor, pk)
        if not actor.has(Role.BKPSDM_ADMIN):
            raise Denied
        params = {"kind": Webinar.__tablename__, "occasion": record.id}
        started = start_job(actor, kind, str(title) % {"title": record.title[:120]}, params)
        return redirect(url_for("JobView.show", pk=started.id))

    def _certified(self, record: Any) -> dict[str, Any]:
        """How far the certificates of a finished webinar are, and who still waits for what."""
        kind = Webinar.__tablename__
        people, held = participants(record.id), holders(kind, record.id)
        waiting = [each for each in people if each not in held]
        guests, guests_held = guest_participants(record.id), guest_holders(kind, record.id)
        shown = waiting[:SHOWN_WAITING]
        found, names = conditions_of(kind, record.id, shown), names_of(shown)
        return {
            "people": len(people) + len(guests),
            "issued": len(held) + len(guests_held),
            "due": len(waiting) + len(set(guests) - guests_held),
            "waiting": [(names.get(each, ""), reasons(found[each])) for each in shown],
        }

    def menus(self, actor: Actor, records: Sequence[Any], back: str) -> dict[int, tuple[MenuItem, ...]]:
        """With "Copy" for those who may add one."""
        found = super().menus(actor, records, back)
        if not self.may("add"):
            return found
        label = _("Copy")
        return {pk: (*items, MenuItem(label, url_for(f"{self.endpoint}.add", copy=pk), "copy")) for pk, items in found.items()}


class _Registering:
    """How a form becomes a registration, on the screen and at the API; always the caller's own (G1)."""

    history_label = history_title = lazy_gettext("History of the registration")

    def create(self, actor: Actor, form: Any) -> Registration:
        return register(actor, form.webinar_id.data, form.content(), form.submission_key)

    def change(self, actor: Actor, record: Any, form: Any) -> Registration:
        return change_registration(actor, record.id, form.content(), form.known_version)

    def prepare(self, actor: Actor, form: Any, record: Any | None) -> None:
        """Fill in what the portal knows: identity stands fixed above the form, titles and e-mail may be corrected (L7, L8)."""
        person = queries.employee_of(actor)
        form.person, form.webinar, form.offered = person, record.webinar if record else None, ()
        if record is not None:
            return
        typed = form.webinar_id.data if request.method != "GET" else request.args.get("webinar_id", "")
        if typed:
            form.webinar = fetch(Webinar, actor, typed)
        if form.webinar is None:
            form.offered = queries.open_to(actor, clock.now())
        if request.method == "GET" and person is not None:
            form.webinar_id.data = form.webinar.id if form.webinar is not None else None
            form.front_title.data, form.back_title.data = person.front_title, person.back_title
            form.email.data = person.email_official


class RegistrationView(_Registering, WorkflowView):
    """The organiser's list: filters, counters and the file; registrations are made at "My webinars" or by REST."""

    route_base, title, model = "/webinar-registrations", lazy_gettext("Webinar registrations"), Registration
    export_title = lazy_gettext("List of webinar registrations")
    listing, detail = REGISTRATIONS, REGISTRATION_DETAIL
    add_form, edit_form = RegistrationForm, CorrectionForm
    exclude_route_methods = frozenset({"add", "edit"})
    searchable = False


class MyWebinarView(_Registering, WorkflowView):
    """One's own registrations, with the way into the webinar."""

    route_base, title, model = "/my-webinars", lazy_gettext("My webinars"), Registration
    form_title = lazy_gettext("Webinar registration form")
    listing, detail = MINE, REGISTRATION_DETAIL
    add_form, edit_form = RegistrationForm, CorrectionForm
    add_template = edit_template = "webinars/register.html"
    show_template = "webinars/registration.html"
    add_label = lazy_gettext("Register")
    bulk = exportable = searchable = False

    def fetch(self, actor: Actor, pk: int) -> Any:
        """Only one's own, whatever else one may see."""
        record = super().fetch(actor, pk)
        if record.employee_id != actor.employee_id:
            raise Missing
        return record

    def prepare(self, actor: Actor, form: Any, record: Any | None) -> None:
        super().prepare(actor, form, record)
        if actor.employee_id is None:
            raise Denied(_("Only somebody with a personnel record can register."))

    def answer_added(self, record: Any) -> Answer:
        """What came of it is said at once, with the link below it."""
        seated = record.state == REGISTERED.key
        text = (
            _("You are registered.") if seated else _("All seats are taken; you are on the waiting list and will be told when one is free.")
        )
        flash(text, "success" if seated else "warning")
        return redirect(self.own_url(record.id))

    def show_context(self, actor: Actor, record: Any) -> dict[str, Any]:
        values = super().show_context(actor, record) | webinar_values(actor, record.webinar)
        kind, pk = Webinar.__tablename__, record.webinar_id
        values["conditions"] = conditions_of(kind, pk, [record.employee_id])[record.employee_id] if record.state == REGISTERED.key else ()
        return values


def _series_values(form: Any) -> dict[str, Any]:
    """The short address as it will stand in the link."""
    return form.content() | {"code": read_code(form.code.data or "")}
