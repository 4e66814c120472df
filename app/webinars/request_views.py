"""The screens of requests about attendance: asked for by registered people, decided by BKPSDM in its inbox."""

from dataclasses import replace
from typing import Any

from flask import request
from flask_babel import lazy_gettext
from flask_babel import lazy_gettext as _
from sqlalchemy.orm import contains_eager, joinedload
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length
from wtforms.widgets import HiddenInput

from app.kernel.actor import Actor
from app.kernel.errors import Conflict, Invalid, Missing
from app.kernel.filters import Choice
from app.kernel.flow_views import WorkflowView, state_column
from app.kernel.forms import ChoiceField, PortalForm, required
from app.kernel.listing import Column, Kind
from app.kernel.scope import fetch
from app.organisation.listings import personal_listing
from app.webinars import queries
from app.webinars.attendance_listings import zoom_text
from app.webinars.attendance_models import WebinarSession
from app.webinars.models import Webinar
from app.webinars.request_models import AttendanceRequest
from app.webinars.request_rules import LONGEST_REASON, RequestKind
from app.webinars.request_services import ask, asking_refusal

KINDS = [SelectChoice(each.value, each.label) for each in RequestKind]


class RequestForm(PortalForm):
    """Session and kind come with the page; a late attendance needs its reason only."""

    session_id = IntegerField(_("Session"), [required()], widget=HiddenInput())
    kind = ChoiceField(_("What is asked for"), [required()], choices=KINDS, widget=HiddenInput())
    front_title = StringField(_("Title before the name"), [Length(max=60)])
    name = StringField(_("Full name as on the identity card"), [Length(max=150)])
    back_title = StringField(_("Title behind the name"), [Length(max=100)])
    reason = TextAreaField(_("Reason"), [required(), Length(max=LONGEST_REASON)])


_WHAT = (
    Column("kind", _("What is asked for"), "kind_label", sort=AttendanceRequest.kind),
    Column("session", _("Session"), "session.summary", sort=Webinar.title, width=44),
    Column("now", _("Name as printed"), "registration.printed_name", screen=False, width=36),
    Column("wished_name", _("Name as it should be printed"), width=36),
    Column("reason", _("Reason"), sort=AttendanceRequest.reason, width=48),
)
_REQUESTS = personal_listing(
    AttendanceRequest,
    columns=_WHAT,
    filters=(
        Choice("webinar", _("Webinar"), _("All webinars"), queries.webinar_options, lambda value: WebinarSession.webinar_id == int(value)),
        Choice(
            "kind",
            _("What is asked for"),
            _("All requests"),
            lambda _actor: [(each.value, each.label) for each in RequestKind],
            lambda value: AttendanceRequest.kind == value,
        ),
    ),
    default_sort="person",
    empty_title=_("No requests yet"),
)
REQUESTS = replace(
    _REQUESTS,
    joins=(*_REQUESTS.joins, AttendanceRequest.session, WebinarSession.webinar),
    options=(
        *_REQUESTS.options,
        contains_eager(AttendanceRequest.session).contains_eager(WebinarSession.webinar),
        joinedload(AttendanceRequest.registration),
    ),
)
DETAIL = (
    Column("person", _("Employee"), "employee.full_name"),
    Column("nip", _("NIP"), "employee.nip", kind=Kind.NIP),
    *_WHAT,
    Column("zoom", _("Seen in Zoom"), zoom_text),
    Column("asked_at", _("Asked at"), "created_at", kind=Kind.DATETIME),
    state_column(AttendanceRequest),
)


class AttendanceRequestView(WorkflowView):
    """Late attendance and corrections of names: never done silently, always decided by the organiser."""

    route_base, title, model = "/attendance-requests", lazy_gettext("Requests about attendance"), AttendanceRequest
    form_title = lazy_gettext("Request about attendance")
    listing, detail = REQUESTS, DETAIL
    add_form = RequestForm
    add_template = "webinars/request.html"
    searchable = False
    history_label = history_title = lazy_gettext("History of the request")
    added = lazy_gettext("The request has been sent to the organiser.")

    def prepare(self, actor: Actor, form: Any, record: Any | None) -> None:
        """Which session and what; the names as they stand, to be changed."""
        if request.method == "GET":
            form.session_id.data, form.kind.data = request.args.get("session_id", ""), request.args.get("kind", RequestKind.LATE.value)
        if form.kind.data not in list(RequestKind):
            raise Missing
        form.session = fetch(WebinarSession, actor, form.session_id.data or "")
        form.seat = queries.own_registration(actor, form.session.webinar_id)
        form.refusal = asking_refusal(form.session, form.seat, RequestKind(form.kind.data)) if form.seat else ""
        if request.method == "GET":
            form.session_id.data = form.session.id
            for name in ("front_title", "name", "back_title"):
                form[name].data = getattr(form.seat, name, None) if form.kind.data == RequestKind.NAMES.value else None

    def create(self, actor: Actor, form: Any) -> AttendanceRequest:
        values = form.content()
        try:
            return ask(actor, values.pop("session_id"), RequestKind(values.pop("kind")), values, form.submission_key)
        except Conflict as refusal:
            raise Invalid(refusal.message) from refusal

    def after_add(self, record: Any) -> str:
        """To its page, where the decision will stand."""
        return self.own_url(record.id)
