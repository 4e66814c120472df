"""A form field for a moment on the agency's wall clock: the browser's own picker, an aware instant for the services."""

from datetime import datetime

from flask_babel import gettext as _
from wtforms import StringField
from wtforms.widgets import DateTimeLocalInput

from app.kernel import clock

PATTERNS = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d-%m-%Y %H:%M")
EARLIEST, LATEST = 1900, 9000


def parse_moment(text: str) -> datetime:
    """2026-11-23T09:00 or 23/11/2026 09.00 as the agency's clock shows it, or ISO with an offset; raises ValueError."""
    typed = " ".join(text.split())
    for pattern in PATTERNS:
        for shape in (typed, typed.replace("/", "-").replace(".", ":")):
            try:
                moment = datetime.strptime(shape, pattern).replace(tzinfo=clock.zone())
            except ValueError:
                continue
            return _possible(moment)
    moment = datetime.fromisoformat(typed)
    return _possible(moment if moment.tzinfo else moment.replace(tzinfo=clock.zone()))


def _possible(moment: datetime) -> datetime:
    """Days that zones shift beyond the calendar are none."""
    if not EARLIEST <= moment.year <= LATEST:
        raise ValueError(moment)
    return moment


class MomentField(StringField):
    """Data is an aware instant, or None when nothing was typed."""

    widget = DateTimeLocalInput()

    def _value(self) -> str:
        if self.raw_data:
            try:
                return _written(parse_moment(str(self.raw_data[0])))
            except ValueError:
                return str(self.raw_data[0])
        return _written(self.data) if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data: datetime | None = None
        if valuelist and valuelist[0].strip():
            try:
                self.data = parse_moment(valuelist[0])
            except ValueError:
                raise ValueError(_("Write day and time like 31-08-2022 09:30.")) from None


def _written(moment: datetime) -> str:
    return clock.local(moment).strftime("%Y-%m-%dT%H:%M")
