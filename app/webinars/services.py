"""What people do to webinars besides taking steps: enter and change one; register, correct a registration; and what the worker does when its time has come.

Seats are given under a lock on the webinar's row, so that the quota holds however many register at once (G15).
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.certificates.rules import check_outline
from app.kernel import clock, settings
from app.kernel.actor import Actor, system_actor
from app.kernel.approval import edit, once, start, take_step
from app.kernel.crud.plain import create_record
from app.kernel.db import session, transaction
from app.kernel.errors import Conflict, Invalid
from app.kernel.events import Event, publish
from app.kernel.scope import fetch
from app.organisation.models import Employee
from app.webinars import attendance_queries, queries, rules
from app.webinars.attendance_models import WebinarSession
from app.webinars.copying_services import repeat_sessions
from app.webinars.models import Registration, Webinar, WebinarSeries
from app.webinars.parameters import FINISH_AFTER
from app.webinars.workflow import ADMIT, FINISH, FINISHED, HELD, LIVE, START

HELD_KEYS, LIVE_KEYS = ([state.key for state in states] for states in (HELD, LIVE))
TEXTS = ("topic", "speakers", "requirements", "passcode", "message", "outline")
TOLD_AGAIN = frozenset({"starts_at", "ends_at", "join_url", "meeting_id", "passcode"})
"""What registered people are told of when it changes."""
TITLES = {"front_title": 60, "back_title": 100}
Values = Mapping[str, Any]


# --- Webinars ---------------------------------------------------------------------------------------------------------------


def add_webinar(actor: Actor, values: Values, submission: str | None = None) -> Webinar:
    """A draft (L2, L18) with its first session; as a copy (`copy_id`) with the sessions and questions of the other. Raises Denied, Missing, Invalid."""

    def make() -> Webinar:
        pattern: Webinar | None = fetch(Webinar, actor, values["copy_id"]) if values.get("copy_id") else None
        webinar = start(actor, Webinar(**_checked(actor, values)))
        if pattern is None:
            create_record(actor, WebinarSession, {"webinar_id": webinar.id, "number": 1, "required": True})
        else:
            repeat_sessions(actor, pattern, webinar)
        return webinar

    return once(actor, submission, Webinar, make)


def change_webinar(actor: Actor, pk: int, values: Values, version: int) -> Webinar:
    """Write other values; a new time is reminded of anew, and more seats go to those who wait. Raises Conflict, Invalid."""
    with transaction():
        before = fetch(Webinar, actor, pk, lock=True)
        checked = _checked(actor, values)
        if checked["starts_at"] != before.starts_at:
            checked |= {"reminded_day_at": None, "reminded_hour_at": None}
        changed: Webinar = edit(actor, Webinar, pk, checked, version)
        give_seats(changed)
        return changed


def _checked(actor: Actor, values: Values) -> dict[str, Any]:
    """What was typed as column values; raises Invalid with every field that is wrong."""
    wrong: dict[str, Any] = {}
    kept: dict[str, Any] = {
        name: values.get(name) for name in ("starts_at", "ends_at", "jp", "capacity", "opens_at", "closes_at", "template_id")
    }
    kept["guests"] = bool(values.get("guests"))
    kept["title"], kept["organiser"] = (" ".join(str(values[name]).split()) for name in ("title", "organiser"))
    kept |= {name: (values.get(name) or "").strip() or None for name in TEXTS}
    kept["audience_opds"] = rules.pack_choices(values.get("opd_ids") or ())
    kept["audience_jobs"] = rules.pack_choices(values.get("job_types") or ())
    series: WebinarSeries = fetch(WebinarSeries, actor, values["series_id"])
    kept["series_id"] = series.id
    for name, read in (
        ("join_url", lambda text: rules.read_url(text, "join_url")),
        ("meeting_id", rules.read_meeting_id),
        ("materials", lambda text: rules.read_links(text) or None),
    ):
        try:
            kept[name] = read(values.get(name) or "")
        except Invalid as refusal:
            wrong |= refusal.fields
    try:
        check_outline(kept["outline"])
    except Invalid as refusal:
        wrong |= refusal.fields
    if kept["ends_at"] <= kept["starts_at"]:
        wrong["ends_at"] = _("The end must lie after the beginning.")
    if kept["opens_at"] and kept["closes_at"] and kept["closes_at"] <= kept["opens_at"]:
        wrong["closes_at"] = _("Registration must close after it opens.")
    if kept["closes_at"] and kept["closes_at"] > kept["ends_at"]:
        wrong["closes_at"] = _("Registration must close before the webinar ends.")
    if wrong:
        raise Invalid(fields=wrong)
    return kept


# --- Registrations ----------------------------------------------------------------------------------------------------------


def register(actor: Actor, webinar_id: int, values: Values, submission: str | None = None) -> Registration:
    """Register the actor himself (L8, L10): with a seat while there is one, else on the waiting list. Raises Denied, Missing, Conflict, Invalid.

    Name, NIP, unit and job come from his record, whatever was sent; titles and e-mail are what he typed.
    """

    def make() -> Registration:
        webinar: Webinar = fetch(Webinar, actor, webinar_id, lock=True)
        owner = Registration.owned_by(actor)
        person: Employee = fetch(Employee, actor, owner["employee_id"])
        if refusal := closed_to(webinar, person, clock.now()):
            raise Conflict(refusal)
        if queries.own_registration(actor, webinar.id) is not None:
            raise _second()
        record = start(actor, Registration(webinar_id=webinar.id, **owner, **identity_of(person), **_corrected(values)))
        give_seats(webinar)
        return record

    try:
        return once(actor, submission, Registration, make)
    except IntegrityError as error:
        raise _second() if "registration" in str(error.orig) else error from error


def change_registration(actor: Actor, pk: int, values: Values, version: int) -> Registration:
    """Correct titles and e-mail until the webinar is over (L7). Raises Conflict, Invalid."""
    with transaction():
        record: Registration = fetch(Registration, actor, pk)
        refuse_if_over(record.webinar)
        corrected = _corrected(values)
        if attendance_queries.has_attended(record.id) and any(corrected[name] != getattr(record, name) for name in TITLES):
            raise Conflict(_("Your attendance has been recorded with these titles: ask for their correction on its page."))
        changed: Registration = edit(actor, Registration, pk, corrected, version)
        return changed


def closed_to(webinar: Webinar, person: Employee, now: datetime) -> str:
    """Why this person cannot register for the webinar now; "" if he can."""
    if webinar.state not in LIVE_KEYS:
        return _("One cannot register for this webinar: its status is “%(state)s”.", state=webinar.state_now.label)
    if not queries.meant_for(webinar, person):
        return _("This webinar is meant for others.")
    return webinar.window.refusal(now)


def identity_of(person: Employee) -> dict[str, str]:
    """What is taken from the person's record and not typed."""
    return {"name": person.name, "nip": person.nip, "unit_name": person.unit.name, "job_title": person.job_title}


def refuse_if_over(webinar: Webinar) -> None:
    """Raises Conflict once a webinar is finished: who was registered stays so."""
    if webinar.state == FINISHED.key:
        raise Conflict(_("The webinar is over; registrations stay as they are."))


def give_seats(webinar: Webinar) -> int:
    """Give the free seats to those who wait, the first first, each exactly once; returns how many. The webinar's row is locked until the transaction ends."""
    session().execute(select(Webinar.id).where(Webinar.id == webinar.id).with_for_update(of=Webinar))
    given = 0
    while webinar.state in LIVE_KEYS and (webinar.capacity is None or queries.seats_taken(webinar.id) < webinar.capacity):
        pk = queries.next_waiting(webinar.id)
        if pk is None:
            break
        take_step(system_actor(), Registration, pk, ADMIT.key)
        given += 1
    return given


def _corrected(values: Values) -> dict[str, Any]:
    wrong: dict[str, Any] = {}
    kept: dict[str, Any] = {name: " ".join((values.get(name) or "").split()) or None for name in TITLES}
    for name, longest in TITLES.items():
        if len(kept[name] or "") > longest:
            wrong[name] = _("At most %(count)s characters.", count=longest)
    try:
        kept["email"] = rules.read_email(values.get("email") or "")
    except Invalid as refusal:
        wrong |= refusal.fields
    if wrong:
        raise Invalid(fields=wrong)
    return kept


def _second() -> Conflict:
    return Conflict(_("You have registered for this webinar already."))


# --- When the time has come -------------------------------------------------------------------------------------------------


def keep_time() -> int:
    """Start what begins, finish what is over; returns how many moved. Run twice, the second finds them moved."""
    now, moved = clock.now(), 0
    after = timedelta(minutes=settings.get(FINISH_AFTER))
    for act, found in ((START, queries.to_start(now)), (FINISH, queries.to_finish(now, after))):
        for pk in found:
            try:
                take_step(system_actor(), Webinar, pk, act.key)
                moved += 1
            except Conflict:
                continue  # somebody pressed the button at this moment
    return moved


def remind() -> int:
    """Tell registered people a day and an hour before, each once; who is told of the hour is not told of the day any more. Returns the webinars told of."""
    now, told = clock.now(), 0
    for ahead, column, key in (
        (rules.HOUR_BEFORE, "reminded_hour_at", "webinar.remind_hour"),
        (rules.DAY_BEFORE, "reminded_day_at", "webinar.remind_day"),
    ):
        for pk in queries.to_remind(now, ahead):
            with transaction():
                webinar: Webinar = fetch(Webinar, system_actor(), pk, lock=True)
                if getattr(webinar, column) is not None or webinar.reminded_hour_at is not None:
                    continue
                setattr(webinar, column, now)
                publish(Event(key, system_actor(), webinar, {"people": len(queries.registered_people(webinar))}))
                told += 1
    return told
