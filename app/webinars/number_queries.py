"""The organiser's numbers: who registered, attended, was validated, holds a certificate and took its file; by OPD and hour, or by series and year."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from flask_babel import gettext
from sqlalchemy import and_, case, distinct, func, or_, select
from sqlalchemy.orm import aliased

from app.certificates.models import Certificate
from app.certificates.workflow import VALID
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.db import session
from app.kernel.scope import visible
from app.organisation.models import Unit
from app.webinars.attendance_models import Attendance, WebinarSession
from app.webinars.attendance_workflow import REFUSED, VALIDATED
from app.webinars.models import Registration, Webinar, WebinarSeries
from app.webinars.workflow import REGISTERED, SHOWN


@dataclass(frozen=True)
class Numbers:
    """People, each once: with a seat, on a list, with a validated attendance, with a valid certificate, and with its file in his hands. `opd` is "" for all together."""

    opd: str
    opd_id: int | None
    registered: int = 0
    attended: int = 0
    validated: int = 0
    issued: int = 0
    downloaded: int = 0


COUNTED = tuple(each.name for each in fields(Numbers) if each.type in (int, "int"))


def numbers_of(actor: Actor, webinar_id: int) -> tuple[Numbers, Sequence[Numbers]]:
    """All within the actor's sight, and by OPD with the largest first; one query."""
    opd = aliased(Unit)
    name = func.coalesce(opd.name, Unit.name)
    query = (
        _counted(select(opd.id, name))
        .outerjoin(Unit, Registration.unit_id == Unit.id)
        .outerjoin(opd, Unit.opd_id == opd.id)
        .where(visible(Registration, actor), Registration.webinar_id == webinar_id)
        .group_by(opd.id, name)
    )
    rows = [Numbers(label or gettext("From outside the agency"), pk, *counts) for pk, label, *counts in session().execute(query)]
    rows.sort(key=lambda row: (-row.registered, row.opd))
    return _together(rows), rows


def by_hour(actor: Actor, webinar_id: int) -> Sequence[tuple[datetime, int]]:
    """How many recorded their attendance in each hour of the agency's clock, the earliest first."""
    query = select(Attendance.created_at).join(WebinarSession).where(visible(Attendance, actor), WebinarSession.webinar_id == webinar_id)
    found: dict[datetime, int] = {}
    for moment in session().scalars(query.order_by(Attendance.created_at)):
        hour = clock.local(moment).replace(minute=0, second=0, microsecond=0)
        found[hour] = found.get(hour, 0) + 1
    return list(found.items())


@dataclass(frozen=True)
class SeriesYear:
    """A series in one year: how many webinars, and the people's numbers, a person counting once for each webinar."""

    series: str
    year: int
    webinars: int
    registered: int = 0
    attended: int = 0
    validated: int = 0
    issued: int = 0
    downloaded: int = 0


def by_series(actor: Actor) -> Sequence[SeriesYear]:
    """Published webinars by series and year, the latest year first; people within the actor's sight."""
    shown = select(Webinar.id, Webinar.starts_at, WebinarSeries.number, WebinarSeries.title).join(Webinar.series)
    query = shown.where(visible(Webinar, actor), Webinar.state.in_([state.key for state in SHOWN]))
    people = _counted(select(Registration.webinar_id)).where(visible(Registration, actor)).group_by(Registration.webinar_id)
    counts = {pk: numbers for pk, *numbers in session().execute(people)}
    found: dict[tuple[int, int, str], list[Sequence[int]]] = {}
    for pk, starts_at, number, title in session().execute(query):
        found.setdefault((clock.local(starts_at).year, number, title), []).append(counts.get(pk, (0,) * len(COUNTED)))
    return [
        SeriesYear(f"{title} · {number}", year, len(rows), *(sum(column) for column in zip(*rows, strict=True)))
        for (year, number, title), rows in sorted(found.items(), key=lambda item: (-item[0][0], item[0][1]))
    ]


def _counted(query: Any) -> Any:
    """`query` with the numbers of people, from their registrations that stand."""

    def people(condition: Any) -> Any:
        return func.count(distinct(case((condition, Registration.id))))

    there = and_(Attendance.id.is_not(None), Attendance.state != REFUSED.key)
    return (
        query.add_columns(
            func.count(distinct(Registration.id)),
            people(there),
            people(Attendance.state == VALIDATED.key),
            people(Certificate.id.is_not(None)),
            people(Certificate.downloaded_at.is_not(None)),
        )
        .select_from(Registration)
        .outerjoin(Attendance, Attendance.registration_id == Registration.id)
        .outerjoin(
            Certificate,
            and_(
                Certificate.occasion_kind == Webinar.__tablename__,
                Certificate.occasion_id == Registration.webinar_id,
                or_(Certificate.employee_id == Registration.employee_id, Certificate.guest_id == Registration.id),
                Certificate.state == VALID.key,
            ),
        )
        .where(Registration.state == REGISTERED.key)
    )


def _together(rows: Iterable[Numbers]) -> Numbers:
    kept = list(rows)
    return Numbers("", None, *(sum(getattr(row, name) for row in kept) for name in COUNTED))
