"""Pure decisions about campaigns: what a person has left to do, whether a day is past, which reminder is due, whether an answer fits its question."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from app.kernel.errors import Invalid, Text
from app.kernel.workflow import Tone

LONGEST_ANSWER = 2000
MOST_CHOICES, LONGEST_CHOICE = 20, 200
MOST_REMINDERS, EARLIEST_REMINDER = 5, 60
SCALE = tuple(range(1, 6))
"""The steps of a scale, from the least to the most."""


class QuestionKind(StrEnum):
    """How a question is answered."""

    TEXT = "teks"
    CHOICE = "pilihan"
    SCALE = "skala"

    @property
    def label(self) -> LazyString:
        return KIND_LABELS[self]


KIND_LABELS = {QuestionKind.TEXT: _("Text"), QuestionKind.CHOICE: _("One choice of several"), QuestionKind.SCALE: _("Scale from 1 to 5")}


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


@dataclass(frozen=True)
class Question:
    """A question as the form and the check need it."""

    id: int
    text: str
    kind: QuestionKind
    choices: tuple[str, ...]
    required: bool

    @property
    def name(self) -> str:
        """What its field is called."""
        return f"q{self.id}"


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


def read_choices(text: str) -> list[str]:
    """The choices of a question, one a line, each once. Raises Invalid."""
    lines = list(dict.fromkeys(" ".join(line.split()) for line in text.splitlines() if line.strip()))
    if len(lines) < 2 or len(lines) > MOST_CHOICES or any(len(line) > LONGEST_CHOICE for line in lines):
        raise Invalid(fields={"choices": gettext("Write 2 to 20 choices, one a line, of at most 200 characters.")})
    return lines


def check_answers(questions: Sequence[Question], typed: Mapping[str, Any]) -> dict[str, str | int]:
    """The answers by the question's id as text; unanswered optional ones are left out. Raises Invalid with every field that is wrong."""
    wrong: dict[str, Any] = {}
    kept: dict[str, str | int] = {}
    for question in questions:
        text = str(typed.get(question.name) if typed.get(question.name) is not None else "").strip()
        if not text:
            if question.required:
                wrong[question.name] = gettext("This question must be answered.")
        elif question.kind is QuestionKind.TEXT:
            if len(text) > LONGEST_ANSWER:
                wrong[question.name] = gettext("At most %(count)s characters.", count=LONGEST_ANSWER)
            kept[str(question.id)] = text
        elif question.kind is QuestionKind.CHOICE:
            if text not in question.choices:
                wrong[question.name] = gettext("Choose one of the answers.")
            kept[str(question.id)] = text
        elif text not in {str(step) for step in SCALE}:
            wrong[question.name] = gettext("Choose one of the answers.")
        else:
            kept[str(question.id)] = int(text)
    if wrong:
        raise Invalid(fields=wrong)
    return kept


def percent(part: int, whole: int) -> int:
    """0 to 100; 100 only when all of them are."""
    return part * 100 // whole if whole else 0


def pack(values: Iterable[object]) -> str:
    """Chosen OPDs, job types or NIPs as one text: ",3,7,"; "" means no choice."""
    kept = [str(value) for value in values]
    return f",{','.join(kept)}," if kept else ""


def unpack(text: str) -> list[str]:
    return [part for part in text.split(",") if part]
