"""Reading what Zoom's report says beside the portal's own attendance."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import lazyload

from app.kernel.actor import Actor
from app.kernel.db import session
from app.kernel.scope import visible
from app.kernel.trigrams import containing
from app.webinars.attendance_models import Attendance, WebinarSession
from app.webinars.attendance_workflow import REFUSED
from app.webinars.models import Registration
from app.webinars.workflow import REGISTERED
from app.webinars.zoom_models import ZoomPerson
from app.webinars.zoom_rules import Seat, minutes_of, unpack_stays
from app.webinars.zoom_workflow import CONFIRMED, GUESSED, STRANGER

MOST_FOUND = 20


@dataclass(frozen=True)
class Beside:
    """A webinar's report beside its lists: people, each row once."""

    seen: int
    guessed: int
    unknown: int
    confirmed: int
    only_zoom: int
    only_list: int


def on_a_list() -> ColumnElement[bool]:
    """The matched registration is on an attendance list of the portal."""
    query = select(Attendance.id).where(Attendance.registration_id == ZoomPerson.registration_id, Attendance.state != REFUSED.key)
    return query.correlate(ZoomPerson).exists()


def unseen() -> ColumnElement[bool]:
    """For a row of Attendance with its session joined: the webinar has a report, and nobody in it is taken for this person."""
    report = select(ZoomPerson.id).where(ZoomPerson.webinar_id == WebinarSession.webinar_id)
    him = select(ZoomPerson.id).where(ZoomPerson.registration_id == Attendance.registration_id, ZoomPerson.state != STRANGER.key)
    return and_(report.correlate(WebinarSession).exists(), ~him.correlate(Attendance).exists())


def beside(actor: Actor, webinar_id: int) -> Beside | None:
    """The numbers for the webinar's page; None without a report, or for whom it is not meant."""
    guessed = ZoomPerson.state == GUESSED.key
    matched = ZoomPerson.registration_id.is_not(None)
    conditions = (
        and_(guessed, matched),
        and_(guessed, ~matched),
        ZoomPerson.state == CONFIRMED.key,
        and_(matched, ZoomPerson.state != STRANGER.key, ~on_a_list()),
    )
    query = select(func.count(), *(func.coalesce(func.sum(case((each, 1), else_=0)), 0) for each in conditions))
    seen, to_confirm, unknown, confirmed, only_zoom = (
        session().execute(query.where(visible(ZoomPerson, actor), ZoomPerson.webinar_id == webinar_id)).one()
    )
    if not seen:
        return None
    listed = select(func.count()).select_from(Attendance).join(Attendance.session)
    only_list = session().scalar(listed.where(WebinarSession.webinar_id == webinar_id, Attendance.state != REFUSED.key, unseen()))
    return Beside(seen, to_confirm, unknown, confirmed, only_zoom, only_list or 0)


def seats_of(webinar_id: int) -> list[Seat]:
    """Everybody with a seat, as the guessing needs him."""
    query = select(Registration.id, Registration.name, Registration.nip, Registration.email)
    return [
        Seat(*row) for row in session().execute(query.where(Registration.webinar_id == webinar_id, Registration.state == REGISTERED.key))
    ]


def people_of(webinar_id: int) -> dict[str, ZoomPerson]:
    """Who was read from earlier reports of a webinar, by key."""
    query = select(ZoomPerson).where(ZoomPerson.webinar_id == webinar_id).options(lazyload(ZoomPerson.webinar))
    return {each.key: each for each in session().scalars(query)}


def search_seats(actor: Actor, typed: str, above: str) -> Sequence[tuple[int, str]]:
    """Registered people of the webinar `above` whose name or NIP holds every typed word."""
    if not above.isdecimal() or len(above) > 9:
        return []
    words = [containing((Registration.name, Registration.nip), word) for word in typed.split()[:5]]
    query = select(Registration).where(
        visible(Registration, actor), Registration.webinar_id == int(above), Registration.state == REGISTERED.key, *words
    )
    return [(row.id, seat_label(row)) for row in session().scalars(query.order_by(Registration.name).limit(MOST_FOUND))]


def seat_label(row: Registration) -> str:
    """How a registered person is offered: two may be called alike."""
    return f"{row.printed_name} · {row.unit_name}"


def confirmed_presence(registration_id: int) -> tuple[datetime, datetime, int] | None:
    """(first, last, minutes) of what the organiser confirmed for this registration, devices at once counted once; None without any."""
    query = select(ZoomPerson.period).where(ZoomPerson.registration_id == registration_id, ZoomPerson.state == CONFIRMED.key)
    stays = [stay for kept in session().scalars(query) for stay in unpack_stays(kept)]
    if not stays:
        return None
    return min(begins for begins, _ends in stays), max(ends for _begins, ends in stays), minutes_of(stays)
