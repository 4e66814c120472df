"""The screens of attendance: the organiser's sessions with their live screen, his list, and the page where a registered person records that he is there."""

import secrets
from collections.abc import Mapping
from typing import Any

from flask import after_this_request, current_app, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from app.kernel import clock
from app.kernel.actor import Actor, current_actor
from app.kernel.crud import PortalModelView
from app.kernel.errors import Conflict, Denied, Invalid, Missing
from app.kernel.flow_views import WorkflowView
from app.kernel.forms import PortalForm
from app.kernel.questionnaire.forms import QuestionForm, typed_answers, with_questions
from app.kernel.routes import route
from app.kernel.scope import fetch
from app.webinars import attendance_queries as queries
from app.webinars.attendance_forms import AttendForm, QuestionCopyForm, SessionEditForm, SessionForm, WebinarQuestionForm
from app.webinars.attendance_listings import (
    ATTENDANCE_DETAIL,
    ATTENDANCES,
    EVIDENCE_DETAIL,
    MY_ATTENDANCE,
    QUESTIONS,
    SESSIONS,
    opening_badge,
)
from app.webinars.attendance_models import Attendance, WebinarQuestion, WebinarSession
from app.webinars.attendance_rules import seconds_left, write_code
from app.webinars.attendance_services import (
    add_question,
    add_session,
    attend,
    change_question,
    change_session,
    close_attendance,
    holds,
    open_attendance,
    present_code,
    remove_question,
    remove_session,
    ticket_for,
)
from app.webinars.copying_services import copy_questions
from app.webinars.models import Webinar
from app.webinars.pages import portal_address, qr_of, webinar_values
from app.webinars.queries import own_registration, seats_taken
from app.webinars.request_rules import RequestKind
from app.webinars.request_services import asking_refusal

Answer = Any
DEVICE, DEVICE_DAYS = "portal_device", 400
LIVE_SECONDS = 3


class WebinarSessionView(PortalModelView):
    """Sessions of webinars, and the live screen where their attendance is opened and closed (L21)."""

    route_base, title, model = "/webinar-sessions", lazy_gettext("Sessions of webinars"), WebinarSession
    listing, detail = SESSIONS, SESSIONS.columns
    add_form, edit_form = SessionForm, SessionEditForm
    exportable, deletable = False, True

    def prepare(self, actor: Actor, form: Any, record: Any | None) -> None:
        """The webinar is named by the page that led here."""
        if record is None and "webinar_id" in form:
            typed = form.webinar_id.data if request.method != "GET" else request.args.get("webinar_id", "")
            form.webinar_id.data = fetch(Webinar, actor, typed).id

    def create(self, actor: Actor, form: Any) -> WebinarSession:
        return add_session(actor, form.webinar_id.data, form.content(), form.submission_key)

    def change(self, actor: Actor, record: Any, form: Any) -> WebinarSession:
        return change_session(actor, record.id, form.content(), form.version.data or "")

    def remove(self, actor: Actor, record: Any) -> None:
        remove_session(actor, record.id)

    def after_add(self, record: Any) -> str:
        return url_for("WebinarView.show", pk=record.webinar_id)

    @route("/<int:pk>/live", permission="edit")
    def live(self, pk: int) -> str:
        """Code, QR code and counter for the slide; the script of the page asks for the middle part anew every few seconds."""
        found = self.fetch(current_actor(), pk)
        address = attend_address(found.id)
        values: dict[str, Any] = {"record": found, "present": queries.count_present(pk), "seats": seats_taken(found.webinar_id)}
        if found.opening.is_open(clock.now()):
            code = present_code(found)
            values |= {"code": write_code(code), "left": seconds_left(clock.now()), "qr": qr_of(attend_address(found.id, code))}
        if request.headers.get("X-Requested-With") == "fetch":
            return str(self.render_template("webinars/_live.html", **values))
        values |= {"address": address, "badge_of": opening_badge, "seconds": LIVE_SECONDS}
        return self._page("webinars/live.html", found.summary, back_url=url_for("WebinarView.show", pk=found.webinar_id), **values)

    @route("/<int:pk>/open", "POST", permission="edit")
    def open(self, pk: int) -> Response:
        """Attendance may be recorded from now on."""
        open_attendance(current_actor(), pk)
        flash(_("Attendance is open. Show this screen, or share the link in the chat."), "success")
        return redirect(url_for(f"{self.endpoint}.live", pk=pk))

    @route("/<int:pk>/close", "POST", permission="edit")
    def close(self, pk: int) -> Response:
        """No attendance from now on."""
        close_attendance(current_actor(), pk)
        flash(_("Attendance is closed."), "success")
        return redirect(url_for(f"{self.endpoint}.live", pk=pk))


class WebinarQuestionView(PortalModelView):
    """What is asked at a session, written until somebody has answered (L23)."""

    route_base, title, model = "/webinar-questions", lazy_gettext("Questions of webinars"), WebinarQuestion
    form_title = lazy_gettext("Question of a webinar")
    listing, detail = QUESTIONS, QUESTIONS.columns
    add_form, edit_form = WebinarQuestionForm, QuestionForm
    exportable, deletable = False, True

    def prepare(self, actor: Actor, form: Any, record: Any | None) -> None:
        """The session is named by the page that led here; the question gets the next number."""
        if record is None:
            typed = form.session_id.data if request.method != "GET" else request.args.get("session_id", "")
            form.session_id.data = fetch(WebinarSession, actor, typed).id
            if request.method == "GET":
                form.must_answer.data, form.position.data = True, len(queries.questions_of(form.session_id.data)) + 1

    def create(self, actor: Actor, form: Any) -> WebinarQuestion:
        return add_question(actor, form.content(), form.submission_key)

    def change(self, actor: Actor, record: Any, form: Any) -> WebinarQuestion:
        return change_question(actor, record.id, form.content(), form.version.data or "")

    def remove(self, actor: Actor, record: Any) -> None:
        remove_question(actor, record.id)

    def after_add(self, record: Any) -> str:
        return url_for("WebinarView.show", pk=record.session.webinar_id)

    @route("/copy/<int:session_id>", "GET", "POST", permission="add")
    def copy(self, session_id: int) -> Answer:
        """What another session asks, of this webinar or of another one."""
        actor = current_actor()
        found: WebinarSession = fetch(WebinarSession, actor, session_id)
        back = url_for("WebinarView.show", pk=found.webinar_id)
        form = QuestionCopyForm()
        form.source_id.choices = queries.asking_sessions(actor, found.id)
        if form.validate_on_submit():
            try:
                count = copy_questions(actor, found.id, form.source_id.data)
            except Invalid as refusal:
                form.add_errors(refusal)
            except Conflict as refusal:
                form.form_errors.append(str(refusal.message))
            else:
                flash(_("%(count)s questions have been copied.", count=count), "success")
                return redirect(back)
        action = url_for(f"{self.endpoint}.copy", session_id=found.id)
        page = self._page("kernel/form.html", _("Copy questions"), form=form, record=None, form_action=action, back_url=back)
        return (page, 422) if request.method == "POST" else page


class _Attending:
    """How a form becomes an attendance, on the screen and at the API; always the caller's own (G1)."""

    history_label = history_title = lazy_gettext("History of the attendance")

    def form_for(self, form: type[PortalForm] | None, sent: Mapping[str, Any]) -> type[PortalForm] | None:
        """With what the session asks (L23)."""
        typed = str(sent.get("session_id", ""))
        known = form is not None and typed.isascii() and typed.isdecimal() and len(typed) < 10
        return with_questions(form, queries.questions_of(int(typed))) if form is not None and known else form

    def create(self, actor: Actor, form: Any) -> Attendance:
        return attend(
            actor,
            form.session_id.data,
            form.code.data or "",
            ticket=form.ticket.data or "",
            device=request.cookies.get(DEVICE),
            answers=typed_answers(form),
            submission=form.submission_key,
        )

    def prepare(self, actor: Actor, form: Any, record: Any | None) -> None:
        """Which session, and whether the code that came with the address holds."""
        typed = form.session_id.data if request.method != "GET" else request.args.get("session_id", "")
        form.session, form.offered = fetch(WebinarSession, actor, typed) if typed else None, ()
        form.earlier = form.registration = None
        form.refusal, form.accepted, form.late = "", False, False
        if form.session is None:
            form.offered = queries.open_sessions(actor, clock.now())
            return
        form.registration = own_registration(actor, form.session.webinar_id)
        form.earlier = queries.attendance_of(actor.employee_id, form.session.id)
        form.refusal = form.session.opening.refusal(clock.now())
        if form.registration is not None and form.refusal:
            form.late = not asking_refusal(form.session, form.registration, RequestKind.LATE)
        if request.method == "GET":
            form.session_id.data = form.session.id
            form.code.data = request.args.get("code", "")[:20]
            form.ticket.data = ticket_for(actor.user_id, form.session, form.code.data) or ""
            if form.code.data and not form.ticket.data and not form.refusal:
                form.code.errors = (_("This code does not hold, or no longer. Type the one that stands on the screen now."),)
        elif not holds(actor.user_id, form.session, form.ticket.data or ""):
            # A right code is kept while something else is still to be filled in.
            form.ticket.data = ticket_for(actor.user_id, form.session, form.code.data or "") or form.ticket.data
        form.accepted = holds(actor.user_id, form.session, form.ticket.data or "")


class AttendanceView(_Attending, WorkflowView):
    """The organiser's list, where attendance is validated (L26); it is recorded at "My attendance" or by REST."""

    route_base, title, model = "/webinar-attendances", lazy_gettext("Webinar attendance"), Attendance
    export_title = lazy_gettext("List of webinar attendance")
    listing, detail = ATTENDANCES, EVIDENCE_DETAIL
    add_form = AttendForm
    exclude_route_methods = frozenset({"add"})
    searchable = False


class MyAttendanceView(_Attending, WorkflowView):
    """One's own attendance: recorded with the code of the screen, and confirmed with the materials (L24, L25)."""

    route_base, title, model = "/my-attendance", lazy_gettext("My attendance"), Attendance
    form_title = lazy_gettext("Attendance list")
    listing, detail = MY_ATTENDANCE, ATTENDANCE_DETAIL
    add_form = AttendForm
    add_template = "webinars/attend.html"
    show_template = "webinars/attended.html"
    add_label = lazy_gettext("Record my attendance")
    exclude_route_methods = frozenset({"step"})
    bulk = exportable = searchable = False

    def fetch(self, actor: Actor, pk: int) -> Any:
        """Only one's own, whatever else one may see."""
        record = super().fetch(actor, pk)
        if record.employee_id != actor.employee_id:
            raise Missing
        return record

    def prepare(self, actor: Actor, form: Any, record: Any | None) -> None:
        if actor.employee_id is None:
            raise Denied(_("Only somebody with a personnel record can record his attendance."))
        super().prepare(actor, form, record)
        after_this_request(_with_device)

    def answer_added(self, record: Any) -> Answer:
        """The confirmation of L25 stands on its page."""
        flash(_("Your attendance has been recorded."), "success")
        return redirect(self.own_url(record.id))

    def show_context(self, actor: Actor, record: Any) -> dict[str, Any]:
        correctable = not asking_refusal(record.session, record.registration, RequestKind.NAMES)
        return super().show_context(actor, record) | webinar_values(actor, record.session.webinar) | {"correctable": correctable}


def attend_address(session_id: int, code: str | None = None) -> str:
    """Where attendance is recorded: the link for the chat, and with a code that of the QR picture."""
    return portal_address(url_for("MyAttendanceView.add", session_id=session_id, code=code))


def _with_device(answer: Response) -> Response:
    """A mark of the browser, so that many people on one are seen; nothing is refused because of it."""
    if DEVICE not in request.cookies:
        answer.set_cookie(
            DEVICE,
            secrets.token_urlsafe(16),
            max_age=DEVICE_DAYS * 86_400,
            secure=current_app.config["SESSION_COOKIE_SECURE"],
            httponly=True,
            samesite="Lax",
        )
    return answer
