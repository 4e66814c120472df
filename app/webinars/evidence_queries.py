"""What should make an organiser look twice at an attendance. Hints only: nothing is refused because of them, and nothing here changes a record."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString
from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import aliased

from app.kernel.actor import Actor
from app.kernel.db import session
from app.kernel.scope import visible
from app.webinars.attendance_models import Attendance, WebinarSession
from app.webinars.attendance_workflow import REFUSED
from app.webinars.models import Webinar
from app.webinars.zoom_queries import unseen

MANY = 3
"""So many people at one session with one browser are worth a look; two may share a desk."""


class Hint(StrEnum):
    """What is worth a look."""

    DEVICE = "device"
    DRIFT = "drift"
    OVERLAP = "overlap"
    NO_CODE = "no_code"
    UNSEEN = "unseen"

    @property
    def label(self) -> LazyString:
        return LABELS[self]

    @property
    def holds(self) -> ColumnElement[bool]:
        """The hint in SQL, for a row of Attendance with its session and webinar joined."""
        return TESTS[self]()


LABELS = {
    Hint.DEVICE: _("Several people on one device"),
    Hint.DRIFT: _("Code of another moment"),
    Hint.OVERLAP: _("Also at another webinar at that time"),
    Hint.NO_CODE: _("By request, without a code"),
    Hint.UNSEEN: _("Not seen in Zoom"),
}


def _shares_device() -> ColumnElement[bool]:
    other = aliased(Attendance)
    same = select(func.count()).where(other.session_id == Attendance.session_id, other.device == Attendance.device)
    return and_(Attendance.device.is_not(None), same.correlate(Attendance).scalar_subquery() >= MANY)


def _overlaps() -> ColumnElement[bool]:
    other, elsewhere, at_once = aliased(Attendance), aliased(WebinarSession), aliased(Webinar)
    query = (
        select(other.id)
        .join(elsewhere, other.session_id == elsewhere.id)
        .join(at_once, elsewhere.webinar_id == at_once.id)
        .where(
            other.employee_id == Attendance.employee_id,
            other.state != REFUSED.key,
            at_once.id != Webinar.id,
            at_once.starts_at < Webinar.ends_at,
            at_once.ends_at > Webinar.starts_at,
        )
    )
    return query.correlate(Attendance, Webinar).exists()


TESTS = {
    Hint.DEVICE: _shares_device,
    Hint.DRIFT: lambda: and_(Attendance.drift.is_not(None), Attendance.drift != 0),
    Hint.OVERLAP: _overlaps,
    Hint.NO_CODE: lambda: Attendance.drift.is_(None),
    Hint.UNSEEN: unseen,
}


def hint_options(_actor: Actor) -> list[tuple[str, Any]]:
    """For a filter."""
    return [(each.value, each.label) for each in Hint]


def hints_of(record: Attendance) -> list[Hint]:
    """What is worth a look at this one; one query."""
    row = session().execute(_hinted().where(Attendance.id == record.id)).one()
    return [hint for hint, holds in zip(Hint, row, strict=True) if holds]


def count_hints(actor: Actor, webinar_id: int) -> Sequence[tuple[Hint, int]]:
    """How many attendances of a webinar within the actor's sight there are of each hint, those that none has left out; one query."""
    seen = _hinted(add=True).where(visible(Attendance, actor), Webinar.id == webinar_id, Attendance.state != REFUSED.key)
    row = session().execute(seen).one()
    return [(hint, int(number)) for hint, number in zip(Hint, row, strict=True) if number]


def _hinted(*, add: bool = False) -> Any:
    columns = [case((hint.holds, 1), else_=0) for hint in Hint]
    shown = [func.coalesce(func.sum(each), 0) for each in columns] if add else columns
    return select(*shown).select_from(Attendance).join(Attendance.session).join(WebinarSession.webinar)
