"""Asking for a late attendance or for other names, and what the organiser's decision brings about."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.kernel import clock, settings
from app.kernel.actor import Actor, system_actor
from app.kernel.approval import edit, once, start, take_step
from app.kernel.db import session
from app.kernel.errors import Conflict, Invalid
from app.kernel.scope import fetch
from app.webinars import attendance_queries as queries
from app.webinars.attendance_models import Attendance, WebinarSession
from app.webinars.attendance_workflow import RECORDED, VALIDATE
from app.webinars.models import Registration
from app.webinars.parameters import LATE_DAYS
from app.webinars.queries import own_registration
from app.webinars.request_models import AttendanceRequest
from app.webinars.request_rules import LONGEST_REASON, RequestKind, late_refusal
from app.webinars.workflow import REGISTERED

LONGEST = {"front_title": 60, "name": 150, "back_title": 100}
Values = Mapping[str, Any]


def ask(actor: Actor, session_id: int, kind: RequestKind, values: Values, submission: str | None = None) -> AttendanceRequest:
    """Ask the organiser, for oneself. Raises Missing, Denied, Conflict when it cannot be asked for (any more), Invalid by field."""

    def make() -> AttendanceRequest:
        found: WebinarSession = fetch(WebinarSession, actor, session_id)
        owner = AttendanceRequest.owned_by(actor)
        seat = own_registration(actor, found.webinar_id)
        if seat is None or seat.state != REGISTERED.key:
            raise Conflict(_("Only who is registered for this webinar can ask for this."))
        names = _names(seat, values) if kind is RequestKind.NAMES else {}
        if refusal := asking_refusal(found, seat, kind):
            raise Conflict(refusal)
        reason = " ".join((values.get("reason") or "").split())
        if not reason or len(reason) > LONGEST_REASON:
            raise Invalid(fields={"reason": _("A reason is required.") if not reason else _too_long(LONGEST_REASON)})
        return start(
            actor, AttendanceRequest(session_id=found.id, registration_id=seat.id, kind=kind.value, reason=reason, **names, **owner)
        )

    try:
        return once(actor, submission, AttendanceRequest, make)
    except IntegrityError as error:
        raise _second() if "attendance_request" in str(error.orig) else error from error


def asking_refusal(found: WebinarSession, seat: Registration, kind: RequestKind) -> str:
    """Why the person with this seat cannot ask now; "" if he can."""
    if queries.own_certificate(seat.employee_id, found.webinar_id) is not None:
        return str(_("Your certificate has been issued: ask for its correction on its own page."))
    if kind is RequestKind.LATE:
        if queries.attendance_of(seat.employee_id, found.id) is not None:
            return str(_("Your attendance has been recorded."))
        return late_refusal(found.opening, found.webinar.ends_at, settings.get(LATE_DAYS), clock.now())
    return "" if found.opened_at is not None else str(_("Until attendance opens you can correct your titles in your registration."))


def carry_out(actor: Actor, request: AttendanceRequest) -> None:
    """What a granted request brings about, in the transaction of the decision. Raises Conflict once it cannot be."""
    if request.kind == RequestKind.LATE.value:
        _record_late(actor, request)
    else:
        _correct(request)


def _record_late(actor: Actor, request: AttendanceRequest) -> None:
    """On the list without a code, and validated by the one who decided; an attendance that came in between is the one that is validated."""
    standing = queries.attendance_of(request.employee_id, request.session_id)
    if standing is None:
        owner = {"employee_id": request.employee_id, "unit_id": request.unit_id, "registration_id": request.registration_id}
        standing = start(system_actor(), Attendance(session_id=request.session_id, **owner))
    if standing.state == RECORDED.key:
        take_step(actor, Attendance, standing.id, VALIDATE.key)


def _correct(request: AttendanceRequest) -> None:
    """Into the registration, from which the certificate is printed (L7); its history keeps what stood there."""
    seat = session().scalars(select(Registration).where(Registration.id == request.registration_id)).one()
    if queries.own_certificate(seat.employee_id, seat.webinar_id) is not None:
        raise Conflict(_("The certificate has been issued: it is corrected by a revision of its own."))
    edit(system_actor(), Registration, seat.id, {name: getattr(request, name) for name in LONGEST}, seat.version)


def _names(seat: Registration, values: Values) -> dict[str, str | None]:
    """The names as they should be. Raises Invalid."""
    kept = {name: " ".join((values.get(name) or "").split()) or None for name in LONGEST}
    wrong = {name: _too_long(most) for name, most in LONGEST.items() if len(kept[name] or "") > most}
    if not kept["name"]:
        wrong["name"] = str(_("This field is required."))
    elif all(kept[name] == getattr(seat, name) for name in LONGEST):
        wrong["name"] = str(_("This is how your name stands already."))
    if wrong:
        raise Invalid(fields=wrong)
    return kept


def _too_long(most: int) -> str:
    return str(_("At most %(count)s characters.", count=most))


def _second() -> Conflict:
    return Conflict(_("You have asked for this already; the organiser has not decided yet."))
