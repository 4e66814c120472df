"""Pure decisions about campaigns: what a person has left to do, whether a day is past, which reminder is due."""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from app.kernel.errors import Invalid, Text
from app.kernel.workflow import Tone

MOST_REMINDERS, EARLIEST_REMINDER = 5, 60


class Standing(StrEnum):
    """Where a person stands: something is left, all is done, his data were deemed valid at the deadline (B7), or only the questionnaire was never sent."""

    OPEN = "open"
    DONE = "done"
    DEEMED = "deemed"
    UNANSWERED = "unanswered"

    @property
    def label(self) -> LazyString:
        return STANDING_LABELS[self]

    @property
    def badge(self) -> tuple[Text, str]:
        return (self.label, TONES[self].value)


STANDING_LABELS = {
    Standing.OPEN: _("Not finished yet"),
    Standing.DONE: _("All done"),
    Standing.DEEMED: _("Deemed valid"),
    Standing.UNANSWERED: _("Questionnaire not sent"),
}
TONES = {Standing.OPEN: Tone.WARNING, Standing.DONE: Tone.SUCCESS, Standing.DEEMED: Tone.INFO, Standing.UNANSWERED: Tone.NEUTRAL}


class Task(StrEnum):
    """The three steps of B1, in their order."""

    GUIDE = "guide"
    DATA = "data"
    SURVEY = "survey"

    @property
    def label(self) -> LazyString:
        return TASK_LABELS[self]


TASK_LABELS = {Task.GUIDE: _("Read the guide"), Task.DATA: _("Check your data"), Task.SURVEY: _("Fill in the questionnaire")}


def is_over(closes_on: date, today: date) -> bool:
    """A deadline is the last second of its day on the agency's clock, 23:59:59 (B1)."""
    return today > closes_on


def tasks_of(has_survey: bool) -> tuple[Task, ...]:
    """The steps of a campaign; without questions there are two."""
    return (Task.GUIDE, Task.DATA, Task.SURVEY) if has_survey else (Task.GUIDE, Task.DATA)


def standing(data_by: str | None, has_survey: bool, answered: bool) -> Standing:
    """Where somebody stands whose data were confirmed by `data_by` (None: not yet)."""
    if data_by == DEADLINE:
        return Standing.DEEMED
    return Standing.DONE if data_by and (answered or not has_survey) else Standing.OPEN


PERSON, DEADLINE = "person", "deadline"
"""Who says that the data are right: the person, or the deadline that went by (B7)."""


def reminder_due(today: date, closes_on: date, days: Iterable[int]) -> int | None:
    """The reminder that belongs to `today`: the nearest of `days` before the deadline that has been reached; None before the first and after the last day."""
    left = (closes_on - today).days
    return min((each for each in days if 0 <= left <= each), default=None)


def read_days(text: str) -> str:
    """ "7, 3 dan 1" as "7,3,1"; "" for none. Raises Invalid."""
    found = sorted({int(part) for part in re.findall(r"[0-9]{1,4}", text)}, reverse=True)
    if len(found) > MOST_REMINDERS or any(not 1 <= each <= EARLIEST_REMINDER for each in found) or (text.strip() and not found):
        raise Invalid(fields={"remind_days": gettext("Write at most five numbers of days from 1 to 60, as in 7, 3, 1.")})
    return ",".join(str(each) for each in found)


def days_of(packed: str) -> tuple[int, ...]:
    """The numbers of `read_days`."""
    return tuple(int(part) for part in packed.split(",") if part)


def read_nips(text: str) -> list[str]:
    """The NIPs of a pasted list, each once, in order; blanks and dots inside one are dropped. Raises Invalid naming the first line that holds none."""
    found: dict[str, None] = {}
    for line in re.split(r"[\n,;]+", text):
        digits = re.sub(r"[\s.'-]", "", line)
        if not digits:
            continue
        if not re.fullmatch(r"[0-9]{18}", digits):
            raise Invalid(fields={"nips": gettext("“%(line)s” is no NIP: it has 18 digits. Write one a line.", line=line.strip()[:40])})
        found.setdefault(digits)
    return list(found)


def percent(part: int, whole: int) -> int:
    """0 to 100; 100 only when all of them are."""
    return part * 100 // whole if whole else 0


def pack(values: Iterable[object]) -> str:
    """Chosen OPDs, job types or NIPs as one text: ",3,7,"; "" means no choice."""
    kept = [str(value) for value in values]
    return f",{','.join(kept)}," if kept else ""


def unpack(text: str) -> list[str]:
    return [part for part in text.split(",") if part]
