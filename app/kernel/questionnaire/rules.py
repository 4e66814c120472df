"""Pure decisions about questions: whether an answer fits, and what many answers come to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from app.kernel.charts import NARROW, Bar, bar_picture
from app.kernel.errors import Invalid

LONGEST_QUESTION, LONGEST_ANSWER = 500, 2000
MOST_CHOICES, LONGEST_CHOICE = 20, 200
SCALE = tuple(range(1, 6))
"""The steps of a scale, from the least to the most."""
MOST_TEXTS = 50
Answers = Mapping[str, str | int]


class QuestionKind(StrEnum):
    """How a question is answered."""

    TEXT = "teks"
    CHOICE = "pilihan"
    SCALE = "skala"

    @property
    def label(self) -> LazyString:
        return KIND_LABELS[self]


KIND_LABELS = {QuestionKind.TEXT: _("Text"), QuestionKind.CHOICE: _("One choice of several"), QuestionKind.SCALE: _("Scale from 1 to 5")}


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

    @property
    def offered(self) -> tuple[str, ...]:
        """What can be chosen; nothing for a text."""
        if self.kind is QuestionKind.CHOICE:
            return self.choices
        return tuple(str(step) for step in SCALE) if self.kind is QuestionKind.SCALE else ()


def read_question(values: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed of a question as its columns. Raises Invalid."""
    kept = {name: values[name] for name in ("position", "kind")}
    kept |= {"question": " ".join(str(values["question"]).split()), "must_answer": bool(values.get("must_answer")), "choices": None}
    if kept["kind"] == QuestionKind.CHOICE.value:
        kept["choices"] = "\n".join(read_choices(values.get("choices") or ""))
    return kept


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
        elif text not in question.offered:
            wrong[question.name] = gettext("Choose one of the answers.")
        else:
            kept[str(question.id)] = int(text) if question.kind is QuestionKind.SCALE else text
    if wrong:
        raise Invalid(fields=wrong)
    return kept


@dataclass(frozen=True)
class Result:
    """What a question was answered: how often each choice or step, or the latest texts; never by whom."""

    question: Question
    answered: int
    counts: Sequence[tuple[str, int]]
    texts: Sequence[str]

    @property
    def picture(self) -> str:
        """The counts as a chart that a page holds itself."""
        return bar_picture([Bar(choice, count) for choice, count in self.counts], width=NARROW)


def results(questions: Iterable[Question], answers: Iterable[Answers | None]) -> list[Result]:
    """What `answers`, the latest first, come to by question."""
    kept = [each for each in answers if each]
    found = []
    for question in questions:
        given = [str(each[str(question.id)]) for each in kept if str(question.id) in each]
        counts = [(choice, given.count(choice)) for choice in question.offered]
        found.append(Result(question, len(given), counts, [] if question.offered else given[:MOST_TEXTS]))
    return found
