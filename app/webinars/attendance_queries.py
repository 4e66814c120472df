"""Reading sessions and attendance."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import lazyload

from app.certificates.models import Certificate
from app.certificates.workflow import VALID
from app.kernel.actor import Actor
from app.kernel.db import session
from app.kernel.questionnaire.rules import Question, Result, results
from app.kernel.scope import visible
from app.webinars.attendance_models import Attendance, WebinarQuestion, WebinarSession
from app.webinars.attendance_rules import Attended, Participation
from app.webinars.attendance_workflow import REFUSED
from app.webinars.models import Registration, Webinar
from app.webinars.workflow import REGISTERED


def sessions_of(webinar_id: int) -> Sequence[WebinarSession]:
    """The sessions of a webinar in their order."""
    return session().scalars(select(WebinarSession).where(WebinarSession.webinar_id == webinar_id).order_by(WebinarSession.number)).all()


def questions_of(session_id: int) -> list[Question]:
    """What is asked at a session, in its order."""
    return [row.asked for row in question_rows(session_id)]


def question_rows(session_id: int) -> Sequence[WebinarQuestion]:
    """The questions of a session as they were written, in its order."""
    query = select(WebinarQuestion).where(WebinarQuestion.session_id == session_id).options(lazyload(WebinarQuestion.session))
    return session().scalars(query.order_by(WebinarQuestion.position, WebinarQuestion.id)).all()


def asking_sessions(actor: Actor, but: int) -> list[tuple[int, str]]:
    """(id, name) of the other sessions that ask something, of the webinars the actor sees, the newest first."""
    asked = select(WebinarQuestion.session_id)
    return session_options(actor, WebinarSession.id.in_(asked), WebinarSession.id != but)


def results_of(actor: Actor, session_id: int) -> list[Result]:
    """What was answered at a session, without names, as far as the actor sees the people."""
    questions = questions_of(session_id)
    if not questions:
        return []
    query = select(Attendance.answers).where(visible(Attendance, actor), Attendance.session_id == session_id)
    return results(questions, session().scalars(query.order_by(Attendance.id.desc())))


def answer_table(actor: Actor, webinar_id: int) -> tuple[list[Question], list[tuple[Any, ...]]]:
    """The questions of all sessions, and a row (session, answer or None to each of them) for everybody who answered; in no order that tells whose it is."""
    asked = [(each, questions_of(each.id)) for each in sessions_of(webinar_id)]
    questions = [question for _session, mine in asked for question in mine]
    found: list[tuple[Any, ...]] = []
    for each, mine in asked:
        own = {question.id for question in mine}
        query = select(Attendance.answers).where(visible(Attendance, actor), Attendance.session_id == each.id)
        for given in session().scalars(query.where(Attendance.answers.is_not(None))):
            found.append((each.name, *(given.get(str(question.id)) if question.id in own else None for question in questions)))
    return questions, sorted(found, key=str)


def open_session(webinar_id: int, now: datetime) -> WebinarSession | None:
    """The session whose attendance is being recorded; the last opened if there are several."""
    found = [each for each in sessions_of(webinar_id) if each.opening.is_open(now)]
    return max(found, key=lambda each: each.opened_at or now, default=None)


def open_sessions(actor: Actor, now: datetime) -> Sequence[WebinarSession]:
    """Where the person may record his attendance now: open sessions of what he has registered for."""
    if actor.employee_id is None:
        return ()
    query = (
        select(WebinarSession)
        .join(Registration, Registration.webinar_id == WebinarSession.webinar_id)
        .join(Webinar, Webinar.id == WebinarSession.webinar_id)
        .where(Registration.employee_id == actor.employee_id, Registration.state == REGISTERED.key, WebinarSession.opened_at <= now)
        .order_by(WebinarSession.id)
    )
    return [each for each in session().scalars(query) if each.opening.is_open(now)]


def participants(webinar_id: int) -> Sequence[int]:
    """The employee ids of the registered who were at a session at least, in the order of their registration."""
    was_there = (
        select(Attendance.registration_id)
        .join(WebinarSession)
        .where(WebinarSession.webinar_id == webinar_id, Attendance.state != REFUSED.key)
    )
    query = select(Registration.employee_id).where(
        Registration.id.in_(was_there), Registration.state == REGISTERED.key, ~Registration.guest
    )
    return [pk for pk in session().scalars(query.order_by(Registration.id)) if pk is not None]


def guest_participants(webinar_id: int) -> Sequence[int]:
    """The registrations of the guests who were at a session at least, in their order."""
    was_there = select(Attendance.registration_id).where(Attendance.state != REFUSED.key)
    query = select(Registration.id).where(Registration.webinar_id == webinar_id, Registration.guest, Registration.state == REGISTERED.key)
    return session().scalars(query.where(Registration.id.in_(was_there)).order_by(Registration.id)).all()


def guest_participation(seat: Registration) -> Participation:
    """All that is known of a guest and his webinar."""
    own = guest_attendance(seat.id)
    states = {pk: each.state for pk, each in own.items()}
    rows = tuple(Attended(each.name, each.required, states.get(each.id)) for each in sessions_of(seat.webinar_id))
    return Participation(seat.state == REGISTERED.key, seat.webinar.state, rows, seat.name, seat.nip, guest=True)


def registrations_of(webinar_id: int, employee_ids: Iterable[int]) -> dict[int, Registration]:
    """The registrations with a seat of these people, by person."""
    query = select(Registration).where(
        Registration.webinar_id == webinar_id, Registration.employee_id.in_(list(employee_ids)), Registration.state == REGISTERED.key
    )
    return {each.employee_id: each for each in session().scalars(query) if each.employee_id is not None}


def participations(webinar: Webinar, employee_ids: Iterable[int]) -> dict[int, Participation]:
    """All that is known of each of these people and the webinar; three queries for all of them."""
    wanted = list(employee_ids)
    sessions, seats = sessions_of(webinar.id), registrations_of(webinar.id, wanted)
    query = select(Attendance.employee_id, Attendance.session_id, Attendance.state).join(WebinarSession)
    query = query.where(WebinarSession.webinar_id == webinar.id, Attendance.employee_id.in_(wanted))
    states = {(person, pk): state for person, pk, state in session().execute(query)}
    found = {}
    for person in wanted:
        rows = tuple(Attended(each.name, each.required, states.get((person, each.id))) for each in sessions)
        seat = seats.get(person)
        found[person] = Participation(seat is not None, webinar.state, rows, seat.name if seat else "", seat.nip if seat else "")
    return found


def own_certificate(employee_id: int | None, webinar_id: int) -> Certificate | None:
    """The person's valid certificate of a webinar."""
    query = select(Certificate).where(
        Certificate.occasion_kind == Webinar.__tablename__,
        Certificate.occasion_id == webinar_id,
        Certificate.employee_id == employee_id,
        Certificate.state == VALID.key,
    )
    return session().scalar(query)


def people_of(webinar_ids: Sequence[int], *, present: bool = False) -> Select[int | None]:
    """The ids of employees registered for one of these webinars; with `present` of those who were at one."""
    registered = select(Registration.employee_id).where(Registration.webinar_id.in_(webinar_ids), Registration.state == REGISTERED.key)
    registered = registered.where(~Registration.guest)
    if not present:
        return registered
    counted = select(Attendance.registration_id).where(Attendance.state != REFUSED.key)
    return registered.where(Registration.id.in_(counted))


def next_number(webinar_id: int) -> int:
    """The number of one session more."""
    return (session().scalar(select(func.max(WebinarSession.number)).where(WebinarSession.webinar_id == webinar_id)) or 0) + 1


def guest_attendance(registration_id: int) -> dict[int, Attendance]:
    """A guest's attendance, by session."""
    query = select(Attendance).where(Attendance.registration_id == registration_id)
    return {each.session_id: each for each in session().scalars(query)}


def attendance_of(employee_id: int | None, session_id: int) -> Attendance | None:
    """The person's attendance of one session."""
    if employee_id is None:
        return None
    return session().scalar(select(Attendance).where(Attendance.session_id == session_id, Attendance.employee_id == employee_id))


def has_attended(registration_id: int) -> bool:
    """Whether an attendance stands upon this registration."""
    return session().scalar(select(Attendance.id).where(Attendance.registration_id == registration_id).limit(1)) is not None


def own_attendance(actor: Actor, webinar_id: int) -> dict[int, Attendance]:
    """The person's attendance of a webinar, by session."""
    query = select(Attendance).join(WebinarSession).where(WebinarSession.webinar_id == webinar_id)
    return {each.session_id: each for each in session().scalars(query.where(Attendance.employee_id == (actor.employee_id or 0)))}


def count_present(session_id: int) -> int:
    """How many have recorded their attendance of a session."""
    return session().scalar(select(func.count()).select_from(Attendance).where(Attendance.session_id == session_id)) or 0


def presence_of(webinar_id: int) -> dict[int, int]:
    """How many were at each session of a webinar; one query."""
    query = select(Attendance.session_id, func.count()).join(WebinarSession).where(WebinarSession.webinar_id == webinar_id)
    return {row[0]: row[1] for row in session().execute(query.group_by(Attendance.session_id))}


def session_options(actor: Actor, *only: ColumnElement[bool]) -> list[tuple[int, str]]:
    """(id, name) of the sessions of the webinars the actor sees, the newest first, for a filter."""
    from_newest = (
        select(WebinarSession)
        .join(Webinar)
        .where(visible(WebinarSession, actor), *only)
        .order_by(Webinar.starts_at.desc(), WebinarSession.number)
    )
    return [(each.id, each.summary) for each in session().scalars(from_newest.limit(200))]
