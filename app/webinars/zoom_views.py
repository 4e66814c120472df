"""The screen where the organiser lays Zoom's participant report beside the portal's own attendance, and confirms who was who."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from sqlalchemy import and_
from sqlalchemy.orm import contains_eager, selectinload
from wtforms import IntegerField
from wtforms.widgets import HiddenInput

from app.kernel.actor import Actor
from app.kernel.filters import Choice, Typed
from app.kernel.flow_views import WorkflowView, state_column, state_filter
from app.kernel.formats import format_datetime
from app.kernel.forms import ChoiceField, PortalForm, RemoteSelectField, required
from app.kernel.jobs import Job
from app.kernel.listing import Badge, Column, Kind, Listing
from app.webinars import queries
from app.webinars.attendance_workflow import REFUSED
from app.webinars.models import Registration, Webinar
from app.webinars.zoom_models import ZoomPerson
from app.webinars.zoom_queries import on_a_list, search_seats
from app.webinars.zoom_rules import FoundBy
from app.webinars.zoom_services import choose, report_told, take_in
from app.webinars.zoom_workflow import STRANGER

Answer = Any


class ReportForm(PortalForm):
    """Which webinar, and the file as Zoom gives it."""

    webinar_id = ChoiceField(_("Webinar"), [required()], coerce=int, placeholder=_("Choose a webinar"))
    file = FileField(
        _("Participant report of Zoom"),
        [FileRequired(_("Choose a file."))],
        description=_("In Zoom under Reports, Usage: the list of participants as CSV, without “Show unique users”. At most 16 MB."),
        render_kw={"accept": ".csv,.xlsx,.txt"},
    )


class MatchForm(PortalForm):
    """Who it was; the webinar comes with the page and narrows the search."""

    webinar_id = IntegerField(_("Webinar"), [required()], widget=HiddenInput())
    registration_id = RemoteSelectField(
        _("Registered person"),
        [required()],
        model=Registration,
        search=search_seats,
        text="printed_name",
        depends="webinar_id",
        placeholder=_("Type a name or NIP"),
    )


def _period(row: ZoomPerson) -> str:
    return f"{format_datetime(row.starts_at)} – {format_datetime(row.ends_at)}"


def _likely(row: ZoomPerson) -> str:
    """How sure, and by what."""
    if row.matched is None or row.source is None:
        return ""
    words = str(FoundBy(row.source).label)
    return f"{row.likeness} % · {words}" if row.likeness is not None else words


def _listed(row: ZoomPerson) -> Badge | None:
    """The portal's own attendance of the matched person."""
    if row.matched is None:
        return None
    count = sum(each.state != REFUSED.key for each in row.attendances)
    return Badge(gettext("On the attendance list"), "success") if count else Badge(gettext("Not on the attendance list"), "warning")


BESIDE = {
    "only_zoom": (_("In Zoom, not on the attendance list"), lambda: and_(_matched(), ~on_a_list())),
    "both": (_("In Zoom and on the attendance list"), lambda: and_(_matched(), on_a_list())),
    "guess": (_("With a guessed or chosen person"), lambda: _matched()),
    "nobody": (_("Without a person"), lambda: ZoomPerson.registration_id.is_(None)),
}


def _matched() -> Any:
    return and_(ZoomPerson.registration_id.is_not(None), ZoomPerson.state != STRANGER.key)


_ATTENDED = (selectinload(ZoomPerson.attendances),)
COLUMNS = (
    Column("name", _("Name in Zoom"), sort=ZoomPerson.name, primary=True, width=36),
    Column("minutes", _("Minutes in Zoom"), sort=ZoomPerson.minutes, kind=Kind.NUMBER),
    Column("period", _("In Zoom from – to"), _period, sort=ZoomPerson.starts_at, width=36),
    Column("person", _("Registered person"), lambda row: row.matched.printed_name if row.matched else "", sort=Registration.name, width=36),
    Column("unit_name", _("Work unit"), lambda row: row.matched.unit_name if row.matched else "", screen=False, width=36),
    Column("likely", _("Likeness"), _likely, sort=ZoomPerson.likeness, width=20),
    Column("listed", _("Attendance"), _listed, kind=Kind.BADGE, load=_ATTENDED),
    Column("email", _("E-mail in Zoom"), sort=ZoomPerson.email, screen=False, width=32),
    state_column(ZoomPerson),
)
ZOOM_PEOPLE = Listing(
    ZoomPerson,
    columns=COLUMNS,
    filters=(
        Typed((ZoomPerson.name, ZoomPerson.email, Registration.name)),
        Choice("webinar", _("Webinar"), _("All webinars"), queries.webinar_options, lambda value: ZoomPerson.webinar_id == int(value)),
        Choice(
            "beside",
            _("Beside the attendance list"),
            _("All participants"),
            lambda _actor: [(key, label) for key, (label, _where) in BESIDE.items()],
            lambda value: BESIDE[value][1](),
        ),
        state_filter(ZoomPerson),
    ),
    default_sort="name",
    joins=(ZoomPerson.webinar, ZoomPerson.registration),
    options=(contains_eager(ZoomPerson.webinar).joinedload(Webinar.series), contains_eager(ZoomPerson.registration)),
    empty_title=_("No report of Zoom yet"),
    empty_text=_("After the webinar, download the participant report in Zoom and upload it here."),
)
DETAIL = (
    Column("webinar", _("Webinar"), "webinar.title"),
    *COLUMNS,
    Column(
        "lists",
        _("Own attendance"),
        lambda row: [f"{each.session.name}: {each.state_now.label}" for each in row.attendances],
        kind=Kind.LINES,
    ),
)


class ZoomPersonView(WorkflowView):
    """Who was seen in Zoom; many guesses are confirmed at once, each can be put right."""

    route_base, title, model = "/zoom-participants", _("Participants in Zoom"), ZoomPerson
    form_title = _("Participants in Zoom")
    export_title = _("List of participants in Zoom")
    add_label = _("Upload Zoom report")
    listing, detail = ZOOM_PEOPLE, DETAIL
    add_form, edit_form = ReportForm, MatchForm
    searchable = False
    history_label = history_title = _("History of the match")

    def prepare(self, actor: Actor, form: Any, record: Any | None) -> None:
        """The webinars that have begun; the one whose page led here is chosen."""
        if record is not None:
            form.webinar_id.data = record.webinar_id
            return
        form.webinar_id.choices = queries.begun_options(actor)
        if request.method == "GET" and (wanted := request.args.get("webinar_id", "")).isdecimal():
            form.webinar_id.data = int(wanted)

    def create(self, actor: Actor, form: Any) -> Any:
        sent = form.file.data
        return form.webinar_id.data, take_in(actor, form.webinar_id.data, sent.stream, sent.filename or "")

    def answer_added(self, record: Any) -> Answer:
        """To the guesses, or to the job that makes them."""
        webinar_id, made = record
        if isinstance(made, Job):
            return redirect(url_for("JobView.show", pk=made.id))
        flash(report_told(made), "success")
        return redirect(url_for(f"{self.endpoint}.list", webinar=webinar_id))

    def change(self, actor: Actor, record: Any, form: Any) -> ZoomPerson:
        return choose(actor, record.id, form.registration_id.data, form.known_version)
