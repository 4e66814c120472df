"""What is done about attendance: the organiser keeps sessions and opens and closes their lists, a registered person puts himself on one."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.approval import once, start
from app.kernel.crud.plain import change_record, create_record, remove_record
from app.kernel.db import session, transaction
from app.kernel.errors import Conflict, Denied, Invalid, Missing
from app.kernel.events import Event, publish
from app.kernel.questionnaire.rules import check_answers, read_question
from app.kernel.roles import Role
from app.kernel.scope import fetch
from app.kernel.sealing import Seal, key_for
from app.kernel.tokens import disguise
from app.webinars import attendance_queries as queries
from app.webinars.attendance_models import Attendance, WebinarQuestion, WebinarSession
from app.webinars.attendance_rules import CODE_PURPOSE, Ticket, code_of, drift_of, read_ticket, step_of
from app.webinars.models import Registration, Webinar
from app.webinars.queries import own_registration
from app.webinars.workflow import CALLED_OFF, FINISHED, REGISTERED, RUNNING

TICKETS = Seal("portal: attendance tickets")
OVER = (FINISHED.key, CALLED_OFF.key)
Values = Mapping[str, Any]


# --- Sessions ---------------------------------------------------------------------------------------------------------------


def add_session(actor: Actor, webinar_id: int, values: Values, submission: str | None = None) -> WebinarSession:
    """One session more, at the end. Raises Denied, Missing, Conflict once the webinar is over."""
    _as_organiser(actor)

    with transaction():
        webinar: Webinar = fetch(Webinar, actor, webinar_id, lock=True)
        _refuse_over(webinar)
        kept = _tidy(values) | {"webinar_id": webinar.id, "number": queries.next_number(webinar.id)}
        return create_record(actor, WebinarSession, kept, submission)


def change_session(actor: Actor, pk: int, values: Values, version: str) -> WebinarSession:
    """Another title, or whether it is required. Raises Denied, Missing, Conflict, Invalid."""
    _as_organiser(actor)
    return change_record(actor, WebinarSession, pk, _tidy(values), version)


def remove_session(actor: Actor, pk: int) -> None:
    """Take out one that nobody attended; the last one of a webinar stays. Raises Denied, Missing, Conflict."""
    _as_organiser(actor)
    with transaction():
        found: WebinarSession = fetch(WebinarSession, actor, pk)
        webinar: Webinar = fetch(Webinar, actor, found.webinar_id, lock=True)
        if len(queries.sessions_of(webinar.id)) == 1:
            raise Conflict(_("A webinar has one session at least."))
        remove_record(actor, WebinarSession, pk)


# --- Questions --------------------------------------------------------------------------------------------------------------


def add_question(actor: Actor, values: Values, submission: str | None = None) -> WebinarQuestion:
    """Ask everybody who records his attendance (L23). Raises Denied, Missing, Conflict once somebody has, Invalid."""
    with transaction():
        found = not_begun(actor, values["session_id"])
        return create_record(actor, WebinarQuestion, {"session_id": found.id, **read_question(values)}, submission)


def change_question(actor: Actor, pk: int, values: Values, version: str) -> WebinarQuestion:
    """Ask otherwise; the question stays with its session. Raises Denied, Missing, Conflict, Invalid."""
    with transaction():
        before: WebinarQuestion = fetch(WebinarQuestion, actor, pk)
        not_begun(actor, before.session_id)
        return change_record(actor, WebinarQuestion, pk, read_question(values), version)


def remove_question(actor: Actor, pk: int) -> None:
    """Ask it no more. Raises Denied, Missing, Conflict once somebody answered."""
    with transaction():
        not_begun(actor, fetch(WebinarQuestion, actor, pk).session_id)
        remove_record(actor, WebinarQuestion, pk)


def not_begun(actor: Actor, session_id: Any) -> WebinarSession:
    """The session, held, while its questions may still change. Raises Denied, Missing, Conflict."""
    _as_organiser(actor)
    found: WebinarSession = fetch(WebinarSession, actor, session_id, lock=True)
    _refuse_over(found.webinar)
    if queries.count_present(found.id):
        raise Conflict(_("Somebody has recorded his attendance already: the questions stay as they are."))
    return found


# --- The list ---------------------------------------------------------------------------------------------------------------


def open_attendance(actor: Actor, pk: int) -> WebinarSession:
    """Let attendance be recorded from now on; a second press changes nothing. Raises Denied, Missing, Conflict unless the webinar is under way."""
    _as_organiser(actor)
    with transaction():
        found: WebinarSession = fetch(WebinarSession, actor, pk, lock=True)
        if found.webinar.state != RUNNING.key:
            raise Conflict(
                _("Attendance is opened while the webinar is under way; its status is “%(state)s”.", state=found.webinar.state_now.label)
            )
        if not found.opening.is_open(clock.now()):
            found.opened_at, found.closed_at = clock.now(), None
            publish(Event("webinar_session.open", actor, found))
        return found


def close_attendance(actor: Actor, pk: int) -> WebinarSession:
    """Record no attendance from now on; a second press changes nothing. Raises Denied, Missing."""
    _as_organiser(actor)
    with transaction():
        return _closed(actor, fetch(WebinarSession, actor, pk, lock=True))


def close_all(actor: Actor, webinar: Webinar) -> None:
    """What a webinar's end does to lists that nobody closed."""
    for each in queries.sessions_of(webinar.id):
        _closed(actor, each)


def present_code(found: WebinarSession) -> str:
    """The code of this moment; for the organiser's screen only."""
    return code_of(key_for(CODE_PURPOSE), found.webinar_id, found.id, step_of(clock.now()))


# --- Attending --------------------------------------------------------------------------------------------------------------


def ticket_for(holder: int | None, found: WebinarSession, typed: str) -> str | None:
    """What a right code is exchanged for, so that there is time to answer; None for a wrong one, or while the list is closed."""
    if holder is None or found.opening.refusal(clock.now()):
        return None
    drift = drift_of(key_for(CODE_PURPOSE), found.webinar_id, found.id, typed, clock.now())
    return TICKETS.close(Ticket(found.id, holder, drift, clock.now()).written()) if drift is not None else None


def holds(holder: int | None, found: WebinarSession, sealed: str) -> bool:
    """Whether the ticket still counts for its holder and session."""
    return _drift_of_ticket(holder, found, sealed) is not None


@dataclass(frozen=True)
class Shown:
    """What somebody shows for being there: the code of now or a ticket for one, the mark of his browser, and his answers by `Question.name`."""

    code: str
    ticket: str
    device: str | None
    answers: Values


def attend(
    actor: Actor,
    session_id: int,
    code: str = "",
    *,
    ticket: str = "",
    device: str | None = None,
    answers: Values = MappingProxyType({}),
    submission: str | None = None,
) -> Attendance:
    """Put the actor himself on the list of a session (G1, G4): inside the window, by a code of now or a ticket for one. A second send gets the first's (G5).

    `answers` by `Question.name` (L23, L24). Raises Missing, Denied, Conflict without a seat, Invalid for a closed list, a wrong code and a wrong answer.
    """

    def make() -> Attendance:
        found: WebinarSession = fetch(WebinarSession, actor, session_id)
        owner = Attendance.owned_by(actor)
        if (earlier := queries.attendance_of(owner["employee_id"], found.id)) is not None:
            return earlier
        registration = own_registration(actor, found.webinar_id)
        if registration is None or registration.state != REGISTERED.key:
            raise Conflict(_("Only who is registered for this webinar can record his attendance."))
        return _put_on_list(actor, found, registration, Shown(code, ticket, device, answers), actor.user_id, owner)

    try:
        return once(actor, submission, Attendance, make)
    except IntegrityError:
        # The same person's other click was faster; its attendance is the answer.
        if (earlier := queries.attendance_of(actor.employee_id, session_id)) is not None:
            return earlier
        raise


def attend_as_guest(actor: Actor, seat: Registration, session_id: int, shown: Shown) -> Attendance:
    """The same for a guest, who came by the link of his own registration. Raises Missing for a session of another webinar, Conflict, Invalid."""
    try:
        with transaction():
            found: WebinarSession = fetch(WebinarSession, actor, session_id)
            if found.webinar_id != seat.webinar_id:
                raise Missing
            if (earlier := queries.guest_attendance(seat.id).get(found.id)) is not None:
                return earlier
            if seat.state != REGISTERED.key:
                raise Conflict(_("Only who is registered for this webinar can record his attendance."))
            return _put_on_list(actor, found, seat, shown, holder_of(seat), {"employee_id": None, "unit_id": None})
    except IntegrityError:
        if (earlier := queries.guest_attendance(seat.id).get(session_id)) is not None:
            return earlier
        raise


def holder_of(seat: Registration) -> int:
    """A guest as the holder of tickets."""
    return -seat.id


def _put_on_list(actor: Actor, found: WebinarSession, seat: Registration, shown: Shown, holder: int | None, owner: Values) -> Attendance:
    if refusal := found.opening.refusal(clock.now()):
        raise Invalid(refusal, fields={"code": refusal})
    drift = _drift_of_ticket(holder, found, shown.ticket)
    if drift is None:
        drift = drift_of(key_for(CODE_PURPOSE), found.webinar_id, found.id, shown.code, clock.now())
    if drift is None:
        raise Invalid(fields={"code": _("This code does not hold, or no longer. Type the one that stands on the screen now.")})
    given = check_answers(queries.questions_of(found.id), shown.answers) or None
    evidence = {"drift": drift, "device": disguise(shown.device) if shown.device else None}
    return start(actor, Attendance(session_id=found.id, registration_id=seat.id, answers=given, **evidence, **owner))


def _drift_of_ticket(holder: int | None, found: WebinarSession, sealed: str) -> int | None:
    ticket = read_ticket(TICKETS.open(sealed)) if sealed else None
    return ticket.drift if ticket is not None and ticket.holds(found.id, holder, clock.now()) else None


def _closed(actor: Actor, found: WebinarSession) -> WebinarSession:
    if found.opened_at is not None and found.closed_at is None:
        found.closed_at = clock.now()
        session().flush()
        publish(Event("webinar_session.close", actor, found))
    return found


def _tidy(values: Values) -> dict[str, Any]:
    title = " ".join((values.get("title") or "").split()) or None
    return {"title": title, "required": bool(values.get("required")), "jp": values.get("jp")}


def _refuse_over(webinar: Webinar) -> None:
    if webinar.state in OVER:
        raise Conflict(_("The webinar is over; its sessions stay as they are."))


def _as_organiser(actor: Actor) -> None:
    if not actor.has(Role.BKPSDM_ADMIN, Role.SYSTEM):
        raise Denied
