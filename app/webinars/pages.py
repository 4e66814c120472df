"""What the pages of webinars are told: the person's own place, the join link where he may have it, the calendar entry. Used by the portal's pages and the public hub."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import segno
from flask import Response, current_app, url_for
from flask_babel import gettext as _

from app.certificates.models import Certificate
from app.certificates.queries import guest_certificate, guest_conditions
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.formats import format_datetime
from app.kernel.roles import Role
from app.webinars import attendance_queries, queries
from app.webinars.attendance_models import Attendance, WebinarSession
from app.webinars.attendance_workflow import REFUSED
from app.webinars.models import Registration, Webinar
from app.webinars.rules import Entry, links_of, pairs_of, standings, write_calendar
from app.webinars.services import closed_to
from app.webinars.workflow import CALLED_OFF, FINISHED, LIVE, REGISTERED, RUNNING, WITHDRAWN

LIVE_KEYS = [state.key for state in LIVE]


@dataclass(frozen=True)
class Place:
    """Where a person stands with a webinar. `closed` says why he cannot register; `shows_join` whether join link, Webinar ID and passcode are his to see."""

    registration: Registration | None
    in_line: int
    closed: str
    shows_join: bool

    @property
    def is_registered(self) -> bool:
        return self.registration is not None and self.registration.state == REGISTERED.key


def place_of(actor: Actor | None, webinar: Webinar) -> Place:
    """The person's place; a stranger's is none."""
    own = queries.own_registration(actor, webinar.id) if actor is not None else None
    person = queries.employee_of(actor) if actor is not None else None
    if own is not None:
        closed = ""
    elif person is None:
        closed = webinar.window.refusal(clock.now()) if webinar.state in LIVE_KEYS else _("Registration is closed.")
    else:
        closed = closed_to(webinar, person, clock.now())
    seated = own is not None and own.state == REGISTERED.key
    organises = actor is not None and actor.has(Role.BKPSDM_ADMIN)
    has_link = bool(webinar.join_url or webinar.meeting_id)
    return Place(own, queries.place_in_line(own) if own else 0, closed, has_link and webinar.state in LIVE_KEYS and (seated or organises))


@dataclass(frozen=True)
class Presence:
    """A registered person's attendance: (session, his attendance or None) for each, the session he can record now, and what he holds for it."""

    rows: tuple[tuple[WebinarSession, Attendance | None], ...]
    open: WebinarSession | None
    certificate: Certificate | None = None

    @property
    def is_complete(self) -> bool:
        """True once every required session has been attended."""
        needed = [own for each, own in self.rows if each.required]
        return (
            bool(self.rows) and all(own is not None and own.state != REFUSED.key for own in needed) and any(own for _each, own in self.rows)
        )


NOWHERE = Presence((), None)


def presence_of(actor: Actor, webinar: Webinar) -> Presence:
    """The person's attendance of a webinar; two queries, three once it is over."""
    own, now = attendance_queries.own_attendance(actor, webinar.id), clock.now()
    rows = tuple((each, own.get(each.id)) for each in attendance_queries.sessions_of(webinar.id))
    missing = [each for each, mine in rows if mine is None and each.opening.is_open(now)]
    certificate = attendance_queries.own_certificate(actor.employee_id, webinar.id) if webinar.state == FINISHED.key else None
    return Presence(rows, missing[-1] if missing else None, certificate)


def webinar_values(actor: Actor | None, webinar: Webinar) -> dict[str, Any]:
    """What the templates of a webinar read."""
    place = place_of(actor, webinar)
    presence = presence_of(actor, webinar) if actor is not None and place.is_registered else NOWHERE
    over = webinar.state in (FINISHED.key, CALLED_OFF.key)
    return {
        "webinar": webinar,
        "place": place,
        "may_register": place.registration is None and not place.closed,
        "presence": presence,
        "stages": standings(
            place.is_registered,
            not place.closed,
            webinar.state == RUNNING.key,
            over,
            attends=presence.open is not None,
            attended=presence.is_complete,
            certified=presence.certificate is not None,
        ),
        "requirements": pairs_of(webinar.requirements or ""),
        "materials": links_of(webinar.materials or "")
        if place.is_registered or (actor is not None and actor.has(Role.BKPSDM_ADMIN))
        else [],
        "is_live": webinar.state in LIVE_KEYS,
        "over": over,
    }


def guest_values(seat: Registration) -> dict[str, Any]:
    """What a guest's own page reads; the same parts as an employee's."""
    webinar, now = seat.webinar, clock.now()
    own = attendance_queries.guest_attendance(seat.id)
    rows = tuple((each, own.get(each.id)) for each in attendance_queries.sessions_of(webinar.id))
    seated = seat.state == REGISTERED.key
    missing = [each for each, mine in rows if seated and mine is None and each.opening.is_open(now)]
    live = webinar.state in LIVE_KEYS
    return {
        "seat": seat,
        "webinar": webinar,
        "in_line": queries.place_in_line(seat),
        "presence": Presence(rows if seated else (), missing[-1] if missing else None),
        "shows_join": seated and live and bool(webinar.join_url or webinar.meeting_id),
        "leavable": live and seat.state != WITHDRAWN.key,
        "materials": links_of(webinar.materials or "") if seated else [],
        "requirements": pairs_of(webinar.requirements or ""),
        "conditions": guest_conditions(Webinar.__tablename__, webinar.id, seat.id) if seated else (),
        "certificate": guest_certificate(Webinar.__tablename__, webinar.id, seat.id),
    }


def hub_address(code: str) -> str:
    """The public address that is printed, shown as a QR code and told aloud."""
    return portal_address(url_for("HubView.hub", code=code))


def portal_address(path: str) -> str:
    """The whole address of a page of this portal, for QR codes, chats and calendars."""
    return f"{current_app.config['PORTAL_URL'].rstrip('/')}{path}"


def qr_of(address: str) -> str:
    """The QR code of an address as a picture that a page holds itself."""
    return str(segno.make(address, error="m").svg_data_uri(scale=5, light="#fff"))


def calendar_file(webinar: Webinar, *, with_link: bool) -> Response:
    """The webinar as an .ics file: with join link, Webinar ID and passcode for those who may have them, else with the hub's address."""
    hub = hub_address(webinar.series.code)
    lines = [webinar.series.summary, format_datetime(webinar.starts_at), hub]
    if with_link:
        joining = ((_("Webinar ID"), webinar.meeting_number), (_("Passcode"), webinar.passcode))
        lines += [f"{name}: {value}" for name, value in joining if value]
    entry = Entry(
        uid=f"webinar-{webinar.id}@{urlsplit(current_app.config['PORTAL_URL']).hostname or 'portal'}",
        title=webinar.title,
        text="\n".join(lines),
        place=(webinar.join_url if with_link else None) or hub,
        starts_at=webinar.starts_at,
        ends_at=webinar.ends_at,
        changed_at=webinar.state_since,
        sequence=webinar.version,
        is_cancelled=webinar.state == CALLED_OFF.key,
    )
    answer = Response(write_calendar(entry), mimetype="text/calendar")
    answer.headers["Content-Disposition"] = f'attachment; filename="webinar-{webinar.series.code}-{webinar.id}.ics"'
    return answer
