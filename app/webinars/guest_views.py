"""The pages of guests of other agencies: open to everybody, worth something only to who holds the link of a mail."""

from typing import Any

from flask import flash, redirect, url_for
from flask_appbuilder import BaseView, expose
from flask_babel import gettext as _

from app.certificates.queries import guest_certificate
from app.certificates.services import file_for, keep_download
from app.certificates.tasks import certificate_name
from app.kernel import clock, settings
from app.kernel.errors import Conflict, Invalid, Missing
from app.kernel.job_views import file_answer
from app.kernel.public_check import count_check, open_answer
from app.kernel.questionnaire.forms import typed_answers, with_questions
from app.webinars import attendance_queries, guest_services
from app.webinars.attendance_services import Shown, attend_as_guest, holder_of, holds, ticket_for
from app.webinars.guest_forms import GuestAttendForm, GuestForm, PressForm
from app.webinars.models import Registration, Webinar
from app.webinars.pages import calendar_file, guest_values
from app.webinars.parameters import GUESTS_PER_MINUTE
from app.webinars.workflow import LIVE, REGISTERED

Answer = Any
REFUSED = 422
LIVE_KEYS = [state.key for state in LIVE]


class GuestView(BaseView):
    """/g/…: the form, the confirmation, and the guest's own page behind the link of his mail."""

    route_base = "/g"
    default_view = "register"

    @expose("/register/<int:webinar_id>", methods=["GET", "POST"])
    def register(self, webinar_id: int) -> Answer:
        """The form; whatever was typed right is answered alike, and nothing is kept before the link is used."""
        webinar = guest_services.open_webinar(webinar_id)
        form, sent = GuestForm(), ""
        refusal = webinar.window.refusal(clock.now())
        if form.is_submitted():
            _count()
            sent = self._sent(webinar_id, form)
        values = {"form": form, "sent": sent, "webinar": webinar, "refusal": refusal}
        return self._page("guest_form", _("Register as a guest"), REFUSED if form.is_submitted() and not sent else 200, **values)

    @staticmethod
    def _sent(webinar_id: int, form: GuestForm) -> str:
        if not form.validate():
            return ""
        try:
            return guest_services.ask_to_register(webinar_id, form.content()).email
        except Invalid as wrong:
            form.add_errors(wrong)
        except Conflict as late:
            form.form_errors.append(str(late.message))
        return ""

    @expose("/confirm/<string:sealed>", methods=["GET", "POST"])
    def confirm(self, sealed: str) -> Answer:
        """A button, so that programs which look into mails register nobody."""
        try:
            asked = guest_services.asked_by(sealed)
            webinar = guest_services.open_webinar(asked.webinar_id)
            form = PressForm()
            if form.is_submitted() and form.validate():
                return redirect(guest_services.page_of(guest_services.confirm(sealed)))
        except Missing:
            return self._gone()
        except Conflict as late:
            form.form_errors.append(str(late.message))
        values = {"form": form, "asked": asked, "webinar": webinar}
        return self._page("guest_confirm", _("Confirm your registration"), REFUSED if form.is_submitted() else 200, **values)

    @expose("/<string:sealed>")
    def own(self, sealed: str) -> Answer:
        """Where he stands: join link, attendance, certificate."""
        try:
            seat = guest_services.guest_of(sealed)
        except Missing:
            return self._gone()
        return self._page("guest", seat.webinar.title, sealed=sealed, form=PressForm(), **guest_values(seat))

    @expose("/<string:sealed>/calendar.ics")
    def calendar(self, sealed: str) -> Answer:
        """The webinar for his calendar."""
        seat = guest_services.guest_of(sealed)
        return calendar_file(seat.webinar, with_link=seat.state == REGISTERED.key and seat.webinar.state in LIVE_KEYS)

    @expose("/<string:sealed>/certificate.pdf")
    def certificate(self, sealed: str) -> Answer:
        """His certificate, while every condition holds (G1)."""
        seat = guest_services.guest_of(sealed)
        found = guest_certificate(Webinar.__tablename__, seat.webinar_id, seat.id)
        if found is None:
            raise Missing
        path = file_for(guest_services.as_guest(), found)
        keep_download(found)
        return file_answer(path, certificate_name(found))

    @expose("/<string:sealed>/cancel", methods=["POST"])
    def cancel(self, sealed: str) -> Answer:
        """He does not come."""
        seat = guest_services.guest_of(sealed)
        if PressForm().validate():
            guest_services.leave(seat)
            flash(_("The registration has been cancelled."), "success")
        return redirect(url_for("GuestView.own", sealed=sealed))

    @expose("/<string:sealed>/attend/<int:session_id>", methods=["GET", "POST"])
    def attend(self, sealed: str, session_id: int) -> Answer:
        """The code of the screen and the questions of the session, as for everybody."""
        seat = guest_services.guest_of(sealed)
        found = next((each for each in attendance_queries.sessions_of(seat.webinar_id) if each.id == session_id), None)
        if found is None:
            raise Missing
        form = with_questions(GuestAttendForm, attendance_queries.questions_of(found.id))()
        if form.is_submitted():
            _count()
            if not holds(holder_of(seat), found, form.ticket.data or ""):
                form.ticket.data = ticket_for(holder_of(seat), found, form.code.data or "") or ""
            if self._attended(seat, found.id, form):
                flash(_("Your attendance has been recorded."), "success")
                return redirect(url_for("GuestView.own", sealed=sealed))
        accepted = holds(holder_of(seat), found, form.ticket.data or "")
        refusal = found.opening.refusal(clock.now())
        values = {
            "form": form,
            "seat": seat,
            "found": found,
            "accepted": accepted,
            "refusal": refusal,
            "sealed": sealed,
        }
        return self._page("guest_attend", _("Attendance list"), REFUSED if form.is_submitted() else 200, **values)

    @staticmethod
    def _attended(seat: Registration, session_id: int, form: Any) -> bool:
        if not form.validate():
            return False
        shown = Shown(form.code.data or "", form.ticket.data or "", None, typed_answers(form))
        try:
            attend_as_guest(guest_services.as_guest(), seat, session_id, shown)
        except Invalid as wrong:
            form.add_errors(wrong)
            return False
        except Conflict as refusal:
            form.form_errors.append(str(refusal.message))
            return False
        return True

    def _gone(self) -> Answer:
        return self._page("guest_gone", _("This link no longer holds"), 410)

    def _page(self, name: str, title: str, status: int = 200, **values: Any) -> Answer:
        return open_answer(self.render_template(f"webinars/{name}.html", title=title, **values), status)


def _count() -> None:
    count_check(int(settings.get(GUESTS_PER_MINUTE)), "guests of webinars")
