"""Asking: the form in which a question is written, and the fields in which it is answered."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange, Optional

from app.kernel.forms import ChoiceField, PortalForm, required
from app.kernel.questionnaire.rules import LONGEST_ANSWER, LONGEST_QUESTION, Question, QuestionKind


class QuestionForm(PortalForm):
    """A question; a feature's own form adds to what it belongs."""

    position = IntegerField(_("Number of the question"), [required(), NumberRange(1, 999)])
    question = StringField(_("Question"), [required(), Length(max=LONGEST_QUESTION)])
    kind = ChoiceField(_("Kind of answer"), [required()], choices=[SelectChoice(each.value, each.label) for each in QuestionKind])
    choices = TextAreaField(_("Choices"), [Length(max=5000)], description=_("One a line; only for a question with one choice of several."))
    must_answer = BooleanField(_("Must be answered"))


def with_questions(base: type[PortalForm], questions: Sequence[Question]) -> type[PortalForm]:
    """`base` with one field more for each question, named by `Question.name`; its `asked` are the questions."""
    return type(base.__name__, (base,), {question.name: _field(question) for question in questions} | {"asked": tuple(questions)})


def typed_answers(form: Any) -> dict[str, Any]:
    """What was typed beside each question of a form `with_questions`."""
    return {question.name: form[question.name].data for question in getattr(form, "asked", ())}


def _field(question: Question) -> Any:
    checks = [required()] if question.required else [Optional()]
    if question.kind is QuestionKind.TEXT:
        return TextAreaField(question.text, [*checks, Length(max=LONGEST_ANSWER)])
    return RadioField(
        question.text,
        checks,
        choices=[SelectChoice(each, each) for each in question.offered],
        validate_choice=False,
        description=_("1 is the least, 5 the most.") if question.kind is QuestionKind.SCALE else "",
    )
