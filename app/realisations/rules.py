"""Pure decisions about activities under way: which reports a frequency asks for and when (T25, T35), and where each of them stands on a day."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import islice

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

MOST_SLOTS = 366
"""More reports of one activity nobody writes, and nobody reads."""


class Frequency(StrEnum):
    """How often an activity is reported on: "Laporan Kegiatan Dilaksanakan" (T25)."""

    ONCE = "sekali"
    DAILY = "perhari"
    WEEKLY = "perminggu"
    MONTHLY = "perbulan"
    YEARLY = "pertahun"

    @property
    def label(self) -> LazyString:
        return FREQUENCY_LABELS[self]


FREQUENCY_LABELS = {
    Frequency.ONCE: _("Once"),
    Frequency.DAILY: _("Every day"),
    Frequency.WEEKLY: _("Every week"),
    Frequency.MONTHLY: _("Every month"),
    Frequency.YEARLY: _("Every year"),
}
MONTHS = {Frequency.MONTHLY: 1, Frequency.YEARLY: 12}
DAYS = {Frequency.DAILY: 1, Frequency.WEEKLY: 7}


class Mark(StrEnum):
    """Where a report stands: its period has not begun, it may be written, its period is over, it is late, or it is written."""

    UPCOMING = "upcoming"
    OPEN = "open"
    DUE = "due"
    OVERDUE = "overdue"
    FILED = "filed"

    @property
    def label(self) -> LazyString:
        return MARK_LABELS[self]

    @property
    def tone(self) -> str:
        return MARK_TONES[self]


MARK_LABELS = {
    Mark.UPCOMING: _("Not yet"),
    Mark.OPEN: _("Can be written"),
    Mark.DUE: _("Waits for the report"),
    Mark.OVERDUE: _("Overdue"),
    Mark.FILED: _("Reported"),
}
MARK_TONES = {Mark.UPCOMING: "neutral", Mark.OPEN: "info", Mark.DUE: "warning", Mark.OVERDUE: "danger", Mark.FILED: "success"}


@dataclass(frozen=True)
class Slot:
    """One report that is asked for: the days it speaks of, both included, and the day by which it is to be there."""

    number: int
    begins_on: date
    ends_on: date
    due_on: date


def report_slots(frequency: Frequency, begins_on: date, ends_on: date, grace: int) -> list[Slot]:
    """The reports of an activity of these days, `grace` days after each period being its due date; at most MOST_SLOTS + 1, so that too many are seen.

    Periods lie one behind the other without gap from the first day to the last. A month begins on the day of the month on which the activity began, or on the last
    day of a month that is shorter: what began on 31 January goes on on 28 or 29 February, on 31 March, on 30 April. The last period ends with the activity.
    """
    return list(islice(_slots(frequency, begins_on, ends_on, timedelta(days=grace)), MOST_SLOTS + 1))


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or the last day of one that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def mark_on(day: date, begins_on: date, ends_on: date, due_on: date, filed: bool) -> Mark:
    """Where a report stands on `day`."""
    if filed:
        return Mark.FILED
    if day > due_on:
        return Mark.OVERDUE
    if day >= ends_on:
        return Mark.DUE
    return Mark.OPEN if day >= begins_on else Mark.UPCOMING


COURSE_FORMS = {
    "KL01": "1",
    "KL02": "5",
    "KL03": "3",
    "KL04": "2",
    "KL05": "6",
    "KL06": "9",
    "KL07": "4",
    "KL08": "11",
    "KL09": "12",
    "KL10": "8",
    "KL11": "7",
    "KL12": "13",
    "NKL01": "14",
    "NKL02": "15",
    "NKL03": "16",
    "NKL04": "17",
    "NKL05": "18",
    "NKL06": "19",
    "NKL07": "20",
    "NKL08": "21",
    "NKL09": "22",
    "NKL10": "23",
    "NKL11": "24",
    "NKL12": "10",
    "NKL13": "25",
}
"""The form of development of a plan (PerLAN 10/2018) as SIASN's jenisDiklat calls it (standards 5, 10): what the report that closes an activity proposes."""


def course_form_of(form: str) -> str | None:
    """The type of course that a form of development becomes in the training history; None for a form of the agency's own."""
    return COURSE_FORMS.get(form)


def _slots(frequency: Frequency, begins_on: date, ends_on: date, grace: timedelta) -> Iterator[Slot]:
    number, first = 1, begins_on
    while first <= ends_on:
        following = _following(frequency, begins_on, number, ends_on)
        last = min(following - timedelta(days=1), ends_on)
        yield Slot(number, first, last, last + grace)
        number, first = number + 1, following


def _following(frequency: Frequency, begins_on: date, number: int, ends_on: date) -> date:
    """The first day of the period behind the one called `number`."""
    if frequency in DAYS:
        return begins_on + timedelta(days=DAYS[frequency] * number)
    if frequency in MONTHS:
        return months_later(begins_on, MONTHS[frequency] * number)
    return ends_on + timedelta(days=1)
