"""Questions and answers, without a database."""

import pytest

from app.kernel.errors import Invalid
from app.kernel.questionnaire.rules import Question, QuestionKind, check_answers, read_choices, read_question, results

QUESTIONS = (
    Question(1, "Sudah?", QuestionKind.CHOICE, ("Sudah", "Belum"), True),
    Question(2, "Mudah?", QuestionKind.SCALE, (), True),
    Question(3, "Saran", QuestionKind.TEXT, (), False),
)


def test_choices_are_two_or_more(ctx: object) -> None:
    assert read_choices(" Sudah \nBelum\nSudah\n") == ["Sudah", "Belum"]
    for wrong in ("", "Sudah", "x" * 201 + "\ny"):
        with pytest.raises(Invalid):
            read_choices(wrong)


def test_answers_fit_their_questions(ctx: object) -> None:
    assert check_answers(QUESTIONS, {"q1": "Sudah", "q2": "5", "q3": " "}) == {"1": "Sudah", "2": 5}
    assert check_answers(QUESTIONS, {"q1": "Belum", "q2": 3, "q3": "Baik"}) == {"1": "Belum", "2": 3, "3": "Baik"}
    for typed, wrong in (
        ({}, {"q1", "q2"}),
        ({"q1": "Mungkin", "q2": "6"}, {"q1", "q2"}),
        ({"q1": "Sudah", "q2": "0", "q3": "x" * 2001}, {"q2", "q3"}),
    ):
        with pytest.raises(Invalid) as refusal:
            check_answers(QUESTIONS, typed)
        assert set(refusal.value.fields) == wrong


def test_choices_belong_to_a_question_with_choices_only(ctx: object) -> None:
    typed = {"position": 1, "question": "  Sudah   jelas? ", "kind": "skala", "choices": "Ya\nTidak", "must_answer": None}
    assert read_question(typed) == {"position": 1, "question": "Sudah jelas?", "kind": "skala", "choices": None, "must_answer": False}
    assert read_question(typed | {"kind": "pilihan"})["choices"] == "Ya\nTidak"
    with pytest.raises(Invalid):
        read_question(typed | {"kind": "pilihan", "choices": "Ya"})


def test_many_answers_are_counted_and_texts_shown_without_names() -> None:
    found = results(QUESTIONS, [{"1": "Sudah", "2": 5, "3": "Baik"}, {"1": "Sudah", "2": 4}, None])
    assert [(each.answered, list(each.counts)) for each in found[:2]] == [
        (2, [("Sudah", 2), ("Belum", 0)]),
        (2, [("1", 0), ("2", 0), ("3", 0), ("4", 1), ("5", 1)]),
    ]
    assert (found[2].answered, found[2].texts) == (1, ["Baik"])
    assert found[0].picture.startswith("data:image/svg+xml")
