"""Reading series, webinars and registrations: seats, counters, who is told, and what a hub page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext
from sqlalchemy import Select, and_, case, func, select
from sqlalchemy.orm import aliased, lazyload

from app.kernel.actor import Actor
from app.kernel.db import session
from app.kernel.formats import format_datetime
from app.kernel.roles import Reach, Role
from app.kernel.scope import visible, within
from app.organisation.models import Employee, Unit
from app.webinars.models import Registration, Webinar, WebinarSeries
from app.webinars.rules import is_meant
from app.webinars.workflow import FINISHED, HELD, LIVE, OPEN, REGISTERED, RUNNING, SHOWN, WAITING

HELD_KEYS, LIVE_KEYS, SHOWN_KEYS = ([state.key for state in states] for states in (HELD, LIVE, SHOWN))
MOST_COMING = 50


# --- Series and webinars ----------------------------------------------------------------------------------------------------


def series_called(code: str) -> WebinarSeries | None:
    """The series behind a short public address; its number serves as well. For everybody, the stranger included."""
    wanted = code.strip().lower()
    found = session().scalar(select(WebinarSeries).where(WebinarSeries.code == wanted))
    if found is None and wanted.isascii() and wanted.isdecimal() and len(wanted) < 9:
        found = session().scalar(select(WebinarSeries).where(WebinarSeries.number == int(wanted)))
    return found


def current_webinar(series_id: int) -> Webinar | None:
    """What a hub shows now: the one under way, else the next open one, else the one that was last. For everybody: never what only registered people may know."""
    published = select(Webinar).where(Webinar.series_id == series_id, Webinar.state.in_(SHOWN_KEYS))
    rank = case((Webinar.state == RUNNING.key, 0), (Webinar.state == OPEN.key, 1), else_=2)
    live = session().scalar(published.where(Webinar.state.in_(LIVE_KEYS)).order_by(rank, Webinar.starts_at, Webinar.id).limit(1))
    return live or session().scalar(published.order_by(Webinar.starts_at.desc(), Webinar.id.desc()).limit(1))


def earlier_webinars(series_id: int, but: int | None, most: int) -> Sequence[Webinar]:
    """The other published webinars of a series, the newest first."""
    query = select(Webinar).where(Webinar.series_id == series_id, Webinar.state.in_(SHOWN_KEYS), Webinar.id != (but or 0))
    return session().scalars(query.order_by(Webinar.starts_at.desc(), Webinar.id.desc()).limit(most)).all()


def last_webinar(actor: Actor) -> Webinar | None:
    """The webinar entered last, for "Copy from the last one"."""
    return session().scalar(select(Webinar).where(visible(Webinar, actor)).order_by(Webinar.id.desc()).limit(1))


def series_options(actor: Actor) -> list[tuple[int, str]]:
    """(id, title) of every series the actor sees, the newest first."""
    query = select(WebinarSeries).where(visible(WebinarSeries, actor)).order_by(WebinarSeries.number.desc())
    return [(row.id, row.summary) for row in session().scalars(query)]


def webinar_options(actor: Actor) -> list[tuple[int, str]]:
    """(id, title) of the published webinars the actor sees, the latest first; for filters."""
    query = select(Webinar.id, Webinar.title).where(visible(Webinar, actor), Webinar.state.in_(SHOWN_KEYS))
    return [(row.id, row.title) for row in session().execute(query.order_by(Webinar.starts_at.desc(), Webinar.id.desc()).limit(200))]


def begun_options(actor: Actor) -> list[tuple[int, str]]:
    """(id, title with its moment) of the webinars under way or over, the latest first; for what is done after the beginning."""
    begun = select(Webinar).where(visible(Webinar, actor), Webinar.state.in_((RUNNING.key, FINISHED.key)))
    found = session().scalars(begun.order_by(Webinar.starts_at.desc(), Webinar.id.desc()).limit(200))
    return [(each.id, f"{each.title} · {format_datetime(each.starts_at)}") for each in found]


def coming_up(actor: Actor, now: datetime) -> Sequence[tuple[Webinar, Registration | None]]:
    """The live webinars the person is meant for or has registered for, the next first, each with his registration that stands; one query."""
    own = and_(Registration.webinar_id == Webinar.id, Registration.employee_id == actor.employee_id, Registration.state.in_(HELD_KEYS))
    meant = within(Webinar, actor, Role.EMPLOYEE, Reach.AUDIENCE)
    query = select(Webinar, Registration).outerjoin(Registration, own).options(lazyload(Registration.webinar))
    query = query.where(meant, Webinar.state.in_(LIVE_KEYS), Webinar.ends_at > now).order_by(Webinar.starts_at, Webinar.id)
    return [(webinar, registration) for webinar, registration in session().execute(query.limit(MOST_COMING))]


def open_to(actor: Actor, now: datetime) -> Sequence[Webinar]:
    """Those of them he has not registered for and may register for now."""
    return [webinar for webinar, own in coming_up(actor, now) if own is None and not webinar.window.refusal(now)]


def employee_of(actor: Actor) -> Employee | None:
    """The person's own record with his unit."""
    return session().get(Employee, actor.employee_id) if actor.employee_id is not None else None


def meant_for(webinar: Webinar, person: Employee) -> bool:
    return is_meant(webinar.audience_opds, webinar.audience_jobs, person.unit.opd_id, person.job_type)


# --- Registrations ----------------------------------------------------------------------------------------------------------


def seats_taken(webinar_id: int) -> int:
    """How many people have a seat."""
    return session().scalar(_held(webinar_id, REGISTERED.key).with_only_columns(func.count())) or 0


def next_waiting(webinar_id: int) -> int | None:
    """The registration that has waited longest, held for this transaction; one that somebody is just cancelling is passed over."""
    query = _held(webinar_id, WAITING.key).with_only_columns(Registration.id).order_by(Registration.id).limit(1)
    return session().scalar(query.with_for_update(of=Registration, skip_locked=True))


def place_in_line(registration: Registration) -> int:
    """The place on the waiting list, from 1; 0 for one that does not wait."""
    if registration.state != WAITING.key:
        return 0
    before = _held(registration.webinar_id, WAITING.key).where(Registration.id <= registration.id)
    return session().scalar(before.with_only_columns(func.count())) or 0


def own_registration(actor: Actor, webinar_id: int) -> Registration | None:
    """The person's registration that stands."""
    if actor.employee_id is None:
        return None
    query = select(Registration).where(
        Registration.webinar_id == webinar_id, Registration.employee_id == actor.employee_id, Registration.state.in_(HELD_KEYS)
    )
    return session().scalar(query)


def registered_people(webinar: Webinar) -> Sequence[int]:
    """The employee ids of those with a seat."""
    return _people(webinar, (REGISTERED.key,))


def waiting_or_registered(webinar: Webinar) -> Sequence[int]:
    """The employee ids of everybody whose registration stands."""
    return _people(webinar, HELD_KEYS)


def guest_registration(webinar_id: int, email: str) -> Registration | None:
    """The registration that stands of the guest with this address."""
    query = select(Registration).where(Registration.webinar_id == webinar_id, Registration.guest, Registration.email == email)
    return session().scalar(query.where(Registration.state.in_(HELD_KEYS)))


def guests_of(webinar_id: int, *states: str) -> Sequence[Registration]:
    """The guests of a webinar whose registration is in one of these states."""
    query = select(Registration).where(Registration.webinar_id == webinar_id, Registration.guest, Registration.state.in_(states))
    return session().scalars(query.order_by(Registration.id)).all()


@dataclass(frozen=True)
class Counted:
    """Registrations by state; `opd` is "" for all of a webinar."""

    opd: str
    opd_id: int | None
    registered: int
    waiting: int
    cancelled: int


def count_registrations(actor: Actor, webinar_id: int) -> tuple[Counted, Sequence[Counted]]:
    """All within the actor's sight, and by OPD with the largest first; one query."""
    opd = aliased(Unit)
    query = (
        select(opd.id, func.coalesce(opd.name, Unit.name), Registration.state, func.count())
        .select_from(Registration)
        .outerjoin(Unit, Registration.unit_id == Unit.id)
        .outerjoin(opd, Unit.opd_id == opd.id)
        .where(visible(Registration, actor), Registration.webinar_id == webinar_id)
        .group_by(opd.id, func.coalesce(opd.name, Unit.name), Registration.state)
    )
    found: dict[tuple[int | None, str], dict[str, int]] = {}
    for opd_id, name, state, number in session().execute(query):
        found.setdefault((opd_id, name or gettext("From outside the agency")), {})[state] = number
    rows = [Counted(name, opd_id, *_numbers(numbers)) for (opd_id, name), numbers in found.items()]
    rows.sort(key=lambda row: (-row.registered, -row.waiting, row.opd))
    total = Counted("", None, sum(row.registered for row in rows), sum(row.waiting for row in rows), sum(row.cancelled for row in rows))
    return total, rows


# --- For the worker ---------------------------------------------------------------------------------------------------------


def to_start(now: datetime) -> Sequence[int]:
    """Open webinars whose time has come."""
    return session().scalars(select(Webinar.id).where(Webinar.state == OPEN.key, Webinar.starts_at <= now)).all()


def to_finish(now: datetime, after: timedelta) -> Sequence[int]:
    """Those under way whose planned end is past by `after`."""
    return session().scalars(select(Webinar.id).where(Webinar.state == RUNNING.key, Webinar.ends_at <= now - after)).all()


def to_remind(now: datetime, ahead: timedelta) -> Sequence[int]:
    """Open webinars that begin within `ahead`."""
    return (
        session()
        .scalars(select(Webinar.id).where(Webinar.state == OPEN.key, Webinar.starts_at > now, Webinar.starts_at <= now + ahead))
        .all()
    )


def _held(webinar_id: int, state: str) -> Select[Registration]:
    return select(Registration).where(Registration.webinar_id == webinar_id, Registration.state == state)


def _people(webinar: Webinar, states: Sequence[str]) -> Sequence[int]:
    query = select(Registration.employee_id).where(
        Registration.webinar_id == webinar.id, Registration.state.in_(states), ~Registration.guest
    )
    return [pk for pk in session().scalars(query.order_by(Registration.id)) if pk is not None]


def _numbers(numbers: dict[str, int]) -> tuple[int, int, int]:
    held = {state: numbers.get(state, 0) for state in HELD_KEYS}
    return held[REGISTERED.key], held[WAITING.key], sum(numbers.values()) - sum(held.values())
