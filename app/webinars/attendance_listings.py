"""What the lists of sessions and attendance show and filter by."""

from dataclasses import replace
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy.orm import contains_eager, joinedload

from app.kernel import clock
from app.kernel.filters import Choice, Typed
from app.kernel.flow_views import state_column, state_filter
from app.kernel.formats import format_datetime
from app.kernel.listing import Badge, Column, Kind, Listing
from app.organisation.listings import personal_listing
from app.webinars import attendance_queries, queries
from app.webinars.attendance_models import Attendance, WebinarQuestion, WebinarSession
from app.webinars.evidence_queries import Hint, hint_options, hints_of
from app.webinars.listings import period_text, with_guests
from app.webinars.models import Registration, Webinar
from app.webinars.zoom_queries import confirmed_presence


def opening_badge(found: WebinarSession) -> Badge:
    """Whether attendance is being recorded, in a word."""
    if found.opening.is_open(clock.now()):
        return Badge(gettext("Attendance open"), "success")
    if found.opened_at is None:
        return Badge(gettext("Not yet opened"), "neutral")
    return Badge(gettext("Attendance closed"), "neutral")


def _needed(found: WebinarSession) -> str:
    return gettext("Required") if found.required else gettext("Optional")


WEBINAR_FILTER = Choice(
    "webinar", _("Webinar"), _("All webinars"), queries.webinar_options, lambda value: WebinarSession.webinar_id == int(value)
)

SESSIONS = Listing(
    WebinarSession,
    columns=(
        Column("name", _("Session"), sort=WebinarSession.number, primary=True, width=30),
        Column("webinar", _("Webinar"), "webinar.title", sort=Webinar.title, width=44),
        Column("jp", _("JP"), sort=WebinarSession.jp, kind=Kind.NUMBER),
        Column("required", _("For the certificate"), _needed, sort=WebinarSession.required),
        Column("opening", _("Attendance"), opening_badge, kind=Kind.BADGE),
        Column("opened_at", _("Opened at"), sort=WebinarSession.opened_at, kind=Kind.DATETIME),
        Column("closed_at", _("Closed at"), sort=WebinarSession.closed_at, kind=Kind.DATETIME),
    ),
    filters=(Typed((Webinar.title, WebinarSession.title)), WEBINAR_FILTER),
    default_sort="-opened_at",
    joins=(WebinarSession.webinar,),
    options=(contains_eager(WebinarSession.webinar),),
    empty_title=_("No session yet"),
)

QUESTIONS = Listing(
    WebinarQuestion,
    columns=(
        Column("position", _("Number of the question"), sort=WebinarQuestion.position, kind=Kind.NUMBER),
        Column("question", _("Question"), sort=WebinarQuestion.question, primary=True, width=60),
        Column("kind", _("Kind of answer"), "kind_label", sort=WebinarQuestion.kind),
        Column("choices", _("Choices"), lambda row: (row.choices or "").splitlines(), kind=Kind.LINES, width=40),
        Column("must_answer", _("Must be answered"), lambda row: gettext("Yes") if row.must_answer else gettext("No")),
        Column("session", _("Session"), "session.summary", width=40),
    ),
    filters=(
        Typed((WebinarQuestion.question,)),
        Choice(
            "session",
            _("Session"),
            _("All sessions"),
            attendance_queries.session_options,
            lambda value: WebinarQuestion.session_id == int(value),
        ),
    ),
    joins=(WebinarQuestion.session, WebinarSession.webinar),
    options=(contains_eager(WebinarQuestion.session).contains_eager(WebinarSession.webinar),),
    default_sort=(WebinarQuestion.session_id.desc(), WebinarQuestion.position),
    empty_title=_("No question yet"),
    empty_text=_("Without questions, attendance asks for the code only."),
)

RECORDED_AT = Column("recorded_at", _("Recorded at"), "created_at", sort=Attendance.created_at, kind=Kind.DATETIME)

_ATTENDANCES = personal_listing(
    Attendance,
    columns=(
        Column("webinar", _("Webinar"), "session.webinar.title", sort=Webinar.title, width=44),
        Column("session", _("Session"), "session.name", sort=WebinarSession.number, width=24),
        RECORDED_AT,
    ),
    filters=(
        WEBINAR_FILTER,
        Choice(
            "session",
            _("Session"),
            _("All sessions"),
            attendance_queries.session_options,
            lambda value: Attendance.session_id == int(value),
        ),
        Choice("hint", _("Worth a second look"), _("With and without"), hint_options, lambda value: Hint(value).holds),
    ),
    default_sort="-recorded_at",
    empty_title=_("Nobody has recorded his attendance yet"),
    empty_text=_("Open the attendance of a session on its live screen."),
)
_OF_SESSION: tuple[Any, ...] = (
    contains_eager(Attendance.session).contains_eager(WebinarSession.webinar),
    joinedload(Attendance.registration),
)
ATTENDANCES = with_guests(
    replace(
        _ATTENDANCES,
        joins=(*_ATTENDANCES.joins, Attendance.session, WebinarSession.webinar, Attendance.registration),
        options=(*_ATTENDANCES.options, _OF_SESSION[0], contains_eager(Attendance.registration).lazyload(Registration.webinar)),
    ),
    lambda row: row.registration,
)

MY_ATTENDANCE = Listing(
    Attendance,
    columns=(
        Column("webinar", _("Webinar"), "session.webinar.title", sort=Webinar.title, primary=True, width=44),
        Column("session", _("Session"), "session.name", sort=WebinarSession.number),
        RECORDED_AT,
        state_column(Attendance),
    ),
    filters=(Typed((Webinar.title,)), state_filter(Attendance)),
    default_sort="-recorded_at",
    where=lambda actor: Attendance.employee_id == actor.employee_id,
    joins=(Attendance.session, WebinarSession.webinar, Attendance.employee, Attendance.unit),
    options=(*_OF_SESSION, contains_eager(Attendance.employee), contains_eager(Attendance.unit)),
    empty_title=_("No attendance yet"),
    empty_text=_("During a webinar the committee shows a code; it is typed or scanned here."),
)

ATTENDANCE_DETAIL = (
    Column("webinar", _("Webinar"), "session.webinar.title"),
    Column("session", _("Session"), "session.name"),
    Column("period", _("Day and time"), lambda row: period_text(row.session.webinar)),
    Column("printed_name", _("Name as printed"), "registration.printed_name"),
    Column("nip", _("NIP"), "registration.nip", kind=Kind.NIP),
    Column("unit_name", _("Work unit"), "registration.unit_name"),
    RECORDED_AT,
    state_column(Attendance),
)


def _drift_text(row: Attendance) -> str:
    """How far from its fifteen seconds the code was."""
    if row.drift is None:
        return gettext("Without a code")
    return gettext("In its own 15 seconds") if row.drift == 0 else gettext("One step of 15 seconds beside")


def zoom_text(row: Any) -> str:
    """What the organiser has confirmed of Zoom's report about the registration of this row; "" without any."""
    found = confirmed_presence(row.registration_id)
    if found is None:
        return ""
    begins, ends, minutes = found
    return gettext(
        "%(minutes)s minutes, from %(begins)s to %(ends)s", minutes=minutes, begins=format_datetime(begins), ends=format_datetime(ends)
    )


EVIDENCE_DETAIL = (
    *ATTENDANCE_DETAIL,
    Column("drift", _("Code"), _drift_text),
    Column("zoom", _("Seen in Zoom"), zoom_text),
    Column("hints", _("Worth a second look"), lambda row: [str(hint.label) for hint in hints_of(row)], kind=Kind.LINES),
)
