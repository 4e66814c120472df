"""A question as a row: the columns that every table of questions has."""

from sqlalchemy import Boolean, CheckConstraint, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.questionnaire.rules import LONGEST_QUESTION, Question, QuestionKind


class Asked:
    """Mixin of a question; the model adds to what it belongs, and repeats `question_checks` among its constraints. `choices` one a line."""

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    position: Mapped[int] = mapped_column(Integer, nullable=False)
    question: Mapped[str] = mapped_column(String(LONGEST_QUESTION), nullable=False)
    kind: Mapped[str] = mapped_column(String(16), nullable=False)
    choices: Mapped[str | None] = mapped_column(Text)
    must_answer: Mapped[bool] = mapped_column(Boolean, nullable=False)

    @property
    def summary(self) -> str:
        return self.question

    @property
    def kind_label(self) -> str:
        return str(QuestionKind(self.kind).label)

    @property
    def asked(self) -> Question:
        """As the form and the check need it."""
        return Question(self.id, self.question, QuestionKind(self.kind), tuple((self.choices or "").splitlines()), self.must_answer)

    def __repr__(self) -> str:
        return self.summary


def question_checks() -> tuple[CheckConstraint, ...]:
    """The database's own refusals: an unknown kind, a number out of range, choices where there are none to choose."""
    return (
        CheckConstraint(f"kind IN ({', '.join(repr(each.value) for each in QuestionKind)})", name="kind"),
        CheckConstraint("position BETWEEN 1 AND 999", name="position"),
        CheckConstraint("(kind = 'pilihan') = (choices IS NOT NULL)", name="choices"),
    )
