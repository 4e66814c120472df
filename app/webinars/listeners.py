"""What follows a step: a free seat goes to the first who waits; and who is told of what, by which words (L11)."""

from typing import Any

from app.certificates.occasions import register_source
from app.kernel.events import Event, listens
from app.kernel.formats import format_datetime
from app.kernel.roles import Role
from app.notifications.rules import GROUP, N_, OWNER, ROLE, Notice, register_notices
from app.webinars.attendance_services import close_all
from app.webinars.certificate_source import Webinars
from app.webinars.guest_services import tell_certificate, tell_guest_cancelled, tell_guests, tell_seat
from app.webinars.queries import registered_people, waiting_or_registered
from app.webinars.request_services import carry_out
from app.webinars.services import TOLD_AGAIN, give_seats, refuse_if_over
from app.webinars.workflow import HELD, LIVE, REGISTERED
from app.webinars.zoom_services import bind

register_source(Webinars())
WEBINAR, REGISTRATION, ATTENDANCE = "WebinarView.show", "MyWebinarView.show", "MyAttendanceView.show"
REQUEST = "AttendanceRequestView.show"
UNKNOWN = "–"


@listens("registration.cancel")
def pass_seat_on(event: Event) -> None:
    """The first of the waiting list moves up, in the same transaction; from a finished webinar nobody leaves."""
    refuse_if_over(event.subject.webinar)
    if event.data["from"] == REGISTERED.key:
        give_seats(event.subject.webinar)


@listens("registration.admit")
def tell_guest_of_seat(event: Event) -> None:
    """Guests have no account: what leaves for them goes by their own mails."""
    if event.subject.guest:
        tell_seat(event.subject)


@listens("registration.cancel")
def tell_guest_of_end(event: Event) -> None:
    if event.subject.guest:
        tell_guest_cancelled(event.subject)


@listens("webinar.cancel")
def tell_guests_called_off(event: Event) -> None:
    tell_guests(event.subject, N_("A webinar you registered for has been called off: %(subject)s"), *(state.key for state in HELD))


@listens("webinar.edit")
def tell_guests_changed(event: Event) -> None:
    if _joining_changed(event):
        tell_guests(event.subject, N_("Time or join link of your webinar have changed: %(subject)s"), *(state.key for state in HELD))


@listens("webinar.remind_day")
def remind_guests_of_day(event: Event) -> None:
    tell_guests(event.subject, N_("Your webinar begins tomorrow: %(subject)s"))


@listens("webinar.remind_hour")
def remind_guests_of_hour(event: Event) -> None:
    tell_guests(event.subject, N_("Your webinar begins within an hour: %(subject)s"))


@listens("certificate.create")
@listens("certificate.tell")
@listens("certificate.revoke")
def tell_guest_of_certificate(event: Event) -> None:
    """Where it stands, by his own link."""
    if event.subject.guest_id is not None and event.subject.occasion_kind == Webinars.kind:
        tell_certificate(event.subject.guest_id, revoked=event.key == "certificate.revoke")


@listens("attendance_request.grant")
def carry_out_request(event: Event) -> None:
    """The late attendance, or the corrected names, in the same transaction."""
    carry_out(event.actor, event.subject)


@listens("zoom_person.confirm")
def bind_to_person(event: Event) -> None:
    """From the organiser's word on it is evidence about that person, and his own data."""
    bind(event.subject)


@listens("zoom_person.set_aside")
def unbind(event: Event) -> None:
    event.subject.employee_id = None


@listens("webinar.finish")
@listens("webinar.cancel")
def close_lists(event: Event) -> None:
    """Attendance that nobody closed ends with the webinar."""
    close_all(event.actor, event.subject)


def _when(webinar: Any) -> str:
    return format_datetime(webinar.starts_at)


JOINING = {
    "time": lambda record: _when(record.webinar),
    "join_url": lambda record: record.webinar.join_url or UNKNOWN,
    "meeting_id": lambda record: record.webinar.meeting_number or UNKNOWN,
    "passcode": lambda record: record.webinar.passcode or UNKNOWN,
}
JOIN_TEXT = N_("Time: %(time)s. Join link: %(join_url)s. Webinar ID: %(meeting_id)s. Passcode: %(passcode)s.")
WITH_A_SEAT = GROUP("registered", registered_people)
EVERYBODY = GROUP("registered_or_waiting", waiting_or_registered)


def _joining_changed(event: Event) -> bool:
    return event.subject.state in {state.key for state in LIVE} and bool(TOLD_AGAIN & event.data["after"].keys())


register_notices(
    Notice(
        "registration.admit",
        (OWNER,),
        title=N_("You are registered: %(subject)s"),
        body=JOIN_TEXT,
        mail=JOIN_TEXT,
        mail_to=lambda record: str(record.email),
        outside=N_("You are registered for a webinar; join link, Webinar ID and passcode stand on its page"),
        opens=REGISTRATION,
        reads=JOINING,
    ),
    Notice(
        "registration.cancel",
        (OWNER,),
        title=N_("Your webinar registration has been cancelled: %(subject)s"),
        outside=N_("Your webinar registration has been cancelled"),
        opens=REGISTRATION,
    ),
    Notice(
        "webinar.cancel",
        (EVERYBODY,),
        title=N_("A webinar you registered for has been called off: %(subject)s"),
        outside=N_("A webinar you registered for has been called off"),
        opens=WEBINAR,
    ),
    Notice(
        "webinar.edit",
        (EVERYBODY,),
        title=N_("Time or join link of your webinar have changed: %(subject)s"),
        body=N_("It begins on %(time)s. The present join link stands on its page."),
        outside=N_("Time or join link of a webinar you registered for have changed"),
        opens=WEBINAR,
        reads={"time": _when},
        when=_joining_changed,
    ),
    Notice(
        "webinar.remind_day",
        (WITH_A_SEAT,),
        title=N_("Your webinar begins tomorrow: %(subject)s"),
        body=N_("It begins on %(time)s. The present join link stands on its page."),
        outside=N_("A webinar you registered for begins within a day"),
        opens=WEBINAR,
        reads={"time": _when},
    ),
    Notice(
        "webinar.remind_hour",
        (WITH_A_SEAT,),
        title=N_("Your webinar begins within an hour: %(subject)s"),
        body=N_("It begins on %(time)s. The present join link stands on its page."),
        outside=N_("A webinar you registered for begins within an hour"),
        opens=WEBINAR,
        reads={"time": _when},
    ),
    Notice(
        "attendance.validate",
        (OWNER,),
        title=N_("Your attendance has been validated: %(subject)s"),
        outside=N_("Your attendance of a webinar has been validated"),
        opens=ATTENDANCE,
    ),
    Notice(
        "attendance.refuse",
        (OWNER,),
        title=N_("Your attendance has not been accepted: %(subject)s"),
        outside=N_("Your attendance of a webinar has not been accepted; the reason stands on its page"),
        opens=ATTENDANCE,
    ),
    Notice(
        "attendance_request.create", (ROLE(Role.BKPSDM_ADMIN),), N_("A request about attendance waits for your decision"), opens=REQUEST
    ),
    Notice("attendance_request.grant", (OWNER,), N_("Your request about attendance has been granted"), opens=REQUEST),
    Notice(
        "attendance_request.decline",
        (OWNER,),
        N_("Your request about attendance has been declined; the reason stands on its page"),
        opens=REQUEST,
    ),
)
