"""What repeats every month is typed once: sessions and questions of another webinar."""

import pytest
from flask import Flask

from app.kernel.errors import Conflict, Denied, Invalid
from app.webinars.attendance_models import WebinarSession
from app.webinars.attendance_queries import asking_sessions, question_rows, questions_of, sessions_of
from app.webinars.attendance_services import add_session
from app.webinars.copying_services import copy_questions
from app.webinars.models import Webinar
from app.webinars.services import add_webinar
from tests.factories.city import City
from tests.factories.webinars import attendance_of, open_session_of, question_in, typed, webinar_in

OFFICER = "second_bkpsdm_admin"


def asking_webinar(city: City) -> Webinar:
    """Two sessions; the first asks a choice and a scale."""
    webinar = webinar_in(city)
    first = sessions_of(webinar.id)[0]
    question_in(city, first)
    question_in(city, first, position=2, question="Seberapa puas Anda?", kind="skala", choices="", must_answer=False)
    add_session(city.actor(OFFICER), webinar.id, {"title": "Praktik", "required": False, "jp": 2})
    return webinar


@pytest.mark.manual("L23")
def test_a_copied_webinar_has_the_sessions_and_questions_of_the_other(ctx: Flask, city: City) -> None:
    pattern = asking_webinar(city)
    made = add_webinar(city.actor(OFFICER), typed(pattern.series_id, copy_id=pattern.id))
    first, second = sessions_of(made.id)
    assert [(each.text, each.kind, each.choices, each.required) for each in questions_of(first.id)] == [
        (each.text, each.kind, each.choices, each.required) for each in questions_of(sessions_of(pattern.id)[0].id)
    ]
    assert (second.number, second.title, second.required, second.jp) == (2, "Praktik", False, 2)
    assert first.opened_at is None
    assert len(questions_of(sessions_of(pattern.id)[0].id)) == 2, "the pattern keeps its own"


def test_a_draft_that_cannot_be_kept_copies_nothing(ctx: Flask, city: City) -> None:
    pattern = asking_webinar(city)
    before = len(asking_sessions(city.actor(OFFICER), 0))
    with pytest.raises(Invalid):
        add_webinar(city.actor(OFFICER), typed(pattern.series_id, copy_id=pattern.id, meeting_id="12"))
    assert len(asking_sessions(city.actor(OFFICER), 0)) == before


@pytest.mark.manual("L23")
def test_questions_of_another_webinar_come_behind_ones_own_and_only_once(ctx: Flask, city: City) -> None:
    officer, source = city.actor(OFFICER), sessions_of(asking_webinar(city).id)[0]
    found = sessions_of(webinar_in(city).id)[0]
    question_in(city, found, position=5, question="Apakah materi mudah dipahami?")
    assert (source.id, source.summary) in asking_sessions(officer, found.id)
    assert found.id not in dict(asking_sessions(officer, found.id))
    assert copy_questions(officer, found.id, source.id) == 1
    assert [(row.position, row.question) for row in question_rows(found.id)] == [
        (5, "Apakah materi mudah dipahami?"),
        (6, "Seberapa puas Anda?"),
    ]
    with pytest.raises(Conflict):
        copy_questions(officer, found.id, source.id)
    with pytest.raises(Invalid):
        copy_questions(officer, found.id, found.id)


def test_nothing_is_copied_once_somebody_answered_nor_by_others(ctx: Flask, city: City) -> None:
    source, found = sessions_of(asking_webinar(city).id)[0], open_session_of(city)
    with pytest.raises(Denied):
        copy_questions(city.actor("opd_admin"), found.id, source.id)
    attendance_of(city, "owner", found)
    with pytest.raises(Conflict):
        copy_questions(city.actor(OFFICER), found.id, source.id)
    assert isinstance(found, WebinarSession)
    assert not question_rows(found.id)
