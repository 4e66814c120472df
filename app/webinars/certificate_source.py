"""Finished webinars as a source of certificates (L20, L26 to L28): one for everybody who fulfils every condition."""

from collections.abc import Iterable, Mapping, Sequence

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from app.certificates.occasions import Guest, Names, Occasion
from app.certificates.rules import LONGEST_OUTLINE, Facts, read_outline
from app.kernel import clock
from app.kernel.db import session
from app.kernel.errors import Missing
from app.webinars.attendance_queries import (
    guest_participants,
    guest_participation,
    participants,
    participations,
    registrations_of,
    sessions_of,
)
from app.webinars.attendance_rules import facts_of
from app.webinars.models import Registration, Webinar

ONLINE = "Daring (Zoom Meeting)"
"""The place as the paper names it; certificates are Indonesian, whoever looks at them."""


class Webinars:
    """A webinar gives what it announced: title, days, JP and organiser; names stand as people registered with them (L7)."""

    kind = Webinar.__tablename__
    label = _("Webinar")

    def occasion(self, pk: int) -> Occasion | None:
        """The webinar on the days of the agency's calendar."""
        webinar = session().get(Webinar, pk)
        if webinar is None:
            return None
        first, last = (clock.local(moment).date() for moment in (webinar.starts_at, webinar.ends_at))
        outline = read_outline(webinar.outline) or _sessions(pk)
        return Occasion(self.kind, pk, webinar.title, first, last, webinar.jp, webinar.organiser, ONLINE, outline, webinar.template_id)

    def people(self, pk: int) -> Sequence[int]:
        """Who was there, in the order of registration."""
        return participants(pk)

    def facts(self, pk: int, employee_ids: Iterable[int]) -> Mapping[int, Facts]:
        """What registration and attendance say."""
        webinar = session().get(Webinar, pk)
        if webinar is None:
            return {}
        return {person: facts_of(known) for person, known in participations(webinar, employee_ids).items()}

    def names(self, pk: int, employee_id: int) -> Names | None:
        """As he registered."""
        seat = registrations_of(pk, [employee_id]).get(employee_id)
        return Names(seat.front_title, seat.name, seat.back_title) if seat else None

    def guests(self, pk: int) -> Sequence[int]:
        """The registrations of the guests who were there."""
        return guest_participants(pk)

    def guest(self, pk: int, guest_id: int) -> tuple[Guest, Facts]:
        """As he registered, and what his attendance says."""
        seat = session().scalar(select(Registration).where(Registration.id == guest_id, Registration.webinar_id == pk, Registration.guest))
        if seat is None:
            raise Missing
        names = Names(seat.front_title, seat.name, seat.back_title)
        return Guest(names, seat.nip, seat.job_title, seat.unit_name), facts_of(guest_participation(seat))


def _sessions(pk: int) -> tuple[tuple[str, str], ...]:
    """Page 2 where nothing of its own was typed: the sessions that have a title, with their JP."""
    rows = [(each.title, "" if each.jp is None else str(each.jp)) for each in sessions_of(pk) if each.title]
    return tuple(rows[:LONGEST_OUTLINE])
