"""Pure decisions about requests: what may be asked for, and until when."""

from datetime import datetime, timedelta
from enum import StrEnum

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from app.kernel.formats import format_datetime
from app.webinars.attendance_rules import Opening

LONGEST_REASON = 1000


class RequestKind(StrEnum):
    """What is asked for."""

    LATE = "late"
    NAMES = "names"

    @property
    def label(self) -> LazyString:
        return KIND_LABELS[self]


KIND_LABELS = {RequestKind.LATE: _("Late attendance"), RequestKind.NAMES: _("Correction of name or titles")}


def late_refusal(opening: Opening, ends_at: datetime, days: int, now: datetime) -> str:
    """Why a late attendance cannot be asked for at `now`, in the reader's words; "" if it can: after the list was closed, until `days` after the end."""
    if opening.is_open(now):
        return str(gettext("Attendance is open: record it with the code on the screen."))
    if opening.opened_at is None or now < opening.opened_at:
        return str(gettext("Attendance is not open yet. The committee opens it during the webinar."))
    last = ends_at + timedelta(days=days)
    return str(gettext("A late attendance could be asked for until %(time)s.", time=format_datetime(last))) if now > last else ""
