"""Sessions, opening and closing, and recording one's attendance by a code that changes (L20 to L25, G4, G5)."""

from datetime import timedelta

import pytest
from flask import Flask

from app.kernel import clock
from app.kernel.approval import take_step
from app.kernel.crud.plain import version_of
from app.kernel.errors import Conflict, Denied, Invalid, Missing
from app.webinars.attendance_queries import count_present, open_session, own_attendance, questions_of, results_of, sessions_of
from app.webinars.attendance_services import (
    add_question,
    add_session,
    attend,
    change_question,
    change_session,
    close_attendance,
    holds,
    open_attendance,
    present_code,
    remove_question,
    remove_session,
    ticket_for,
)
from app.webinars.models import Webinar
from tests.factories.city import City
from tests.factories.webinars import attendance_of, open_session_of, question_in, registration_of, webinar_in

STEP = timedelta(seconds=15)


def test_every_webinar_has_a_session_and_may_have_more(ctx: Flask, city: City) -> None:
    webinar, admin = webinar_in(city), city.actor("bkpsdm_admin")
    assert [(each.number, each.required) for each in sessions_of(webinar.id)] == [(1, True)]
    second = add_session(admin, webinar.id, {"title": "  Praktik  kerja ", "required": False})
    assert (second.number, second.title, second.required) == (2, "Praktik kerja", False)
    remove_session(admin, second.id)
    with pytest.raises(Conflict):
        remove_session(admin, sessions_of(webinar.id)[0].id)
    for name in ("owner", "opd_admin", "auditor"):
        with pytest.raises(Denied):
            add_session(city.actor(name), webinar.id, {})
    with pytest.raises(Conflict):
        add_session(admin, webinar_in(city, "finished").id, {})


def test_a_session_somebody_attended_stays(ctx: Flask, city: City) -> None:
    record, admin = attendance_of(city), city.actor("bkpsdm_admin")
    add_session(admin, record.session.webinar_id, {})
    with pytest.raises(Conflict):
        remove_session(admin, record.session_id)


def test_title_and_need_are_changed_by_who_knows_the_present_ones(ctx: Flask, city: City) -> None:
    webinar, admin = webinar_in(city), city.actor("bkpsdm_admin")
    with pytest.raises(Conflict):
        change_session(admin, sessions_of(webinar.id)[0].id, {"title": "Pagi", "required": True}, "old")


@pytest.mark.manual("L21")
@pytest.mark.gate("G4")
def test_attendance_opens_and_closes_under_the_organisers_hand_while_the_webinar_runs(ctx: Flask, city: City) -> None:
    admin = city.actor("bkpsdm_admin")
    waiting = sessions_of(webinar_in(city).id)[0]
    with pytest.raises(Conflict):
        open_attendance(admin, waiting.id)
    found = open_session_of(city)
    first = found.opened_at
    assert open_attendance(admin, found.id).opened_at == first, "a second press changes nothing"
    assert open_session(found.webinar_id, clock.now()) == found
    close_attendance(admin, found.id)
    last = found.closed_at
    assert close_attendance(admin, found.id).closed_at == last
    assert open_session(found.webinar_id, clock.now()) is None
    with clock.at(clock.now() + STEP):
        open_attendance(admin, found.id)
        assert found.closed_at is None
    with pytest.raises(Denied):
        close_attendance(city.actor("owner"), found.id)


@pytest.mark.parametrize("act", ["finish", "cancel"])
def test_the_end_of_a_webinar_closes_what_nobody_closed(ctx: Flask, city: City, act: str) -> None:
    found = open_session_of(city)
    take_step(city.actor("bkpsdm_admin"), Webinar, found.webinar_id, act, "Selesai lebih awal.")
    assert found.closed_at is not None


@pytest.mark.manual("L20")
@pytest.mark.manual("L24")
@pytest.mark.gate("G4")
def test_a_registered_person_records_himself_by_the_code_of_the_moment(ctx: Flask, city: City) -> None:
    found = open_session_of(city)
    registration_of(city, found.webinar)
    record = attend(city.actor("owner"), found.id, present_code(found).lower(), device="peramban")
    assert (record.employee_id, record.state, record.drift) == (city.person("owner").id, "recorded", 0)
    assert record.device != "peramban"
    assert count_present(found.id) == 1
    assert own_attendance(city.actor("owner"), found.webinar_id) == {found.id: record}


@pytest.mark.gate("G4")
def test_a_code_fails_before_after_elsewhere_and_when_it_is_old(ctx: Flask, city: City) -> None:
    admin, owner = city.actor("bkpsdm_admin"), city.actor("owner")
    found = open_session_of(city)
    other = add_session(admin, found.webinar_id, {"required": True})
    registration_of(city, found.webinar)
    code, now = present_code(found), clock.now()
    with pytest.raises(Invalid) as closed:
        attend(owner, other.id, present_code(other))
    assert "code" in closed.value.fields
    open_attendance(admin, other.id)
    for session_id, moment in ((other.id, now), (found.id, now + 3 * STEP), (found.id, now - 3 * STEP)):
        with clock.at(moment), pytest.raises(Invalid):
            attend(owner, session_id, code)
    close_attendance(admin, found.id)
    with pytest.raises(Invalid):
        attend(owner, found.id, present_code(found))
    assert count_present(found.id) == 0


@pytest.mark.gate("G1")
def test_who_is_not_registered_has_only_a_place_in_line_or_is_nobody_records_nothing(ctx: Flask, city: City) -> None:
    found = open_session_of(city, capacity=1)
    code = present_code(found)
    registration_of(city, found.webinar)
    registration_of(city, found.webinar, "colleague")
    for name in ("colleague", "supervisor"):
        with pytest.raises(Conflict):
            attend(city.actor(name), found.id, code)
    with pytest.raises(Denied):
        attend(city.actor("second_bkpsdm_admin"), found.id, code)
    with pytest.raises(Missing):
        attend(city.actor("owner"), 9999, code)


@pytest.mark.gate("G4")
def test_a_ticket_lets_one_answer_in_peace_and_is_no_use_to_another_login(ctx: Flask, city: City) -> None:
    owner, colleague = city.actor("owner"), city.actor("colleague")
    found = open_session_of(city)
    for name in ("owner", "colleague"):
        registration_of(city, found.webinar, name)
    assert ticket_for(owner.user_id, found, "XXXXXX") is None
    ticket = ticket_for(owner.user_id, found, present_code(found))
    assert ticket is not None
    with clock.at(clock.now() + timedelta(minutes=5)):
        assert holds(owner.user_id, found, ticket)
        assert not holds(colleague.user_id, found, ticket)
        with pytest.raises(Invalid):
            attend(colleague, found.id, ticket=ticket)
        with pytest.raises(Invalid):
            attend(owner, found.id, ticket="gefälscht")
        assert attend(owner, found.id, ticket=ticket).employee_id == owner.employee_id
    with clock.at(clock.now() + timedelta(minutes=16)), pytest.raises(Invalid):
        attend(colleague, found.id, ticket=ticket_for(colleague.user_id, found, "XXXXXX") or "")
    close_attendance(city.actor("bkpsdm_admin"), found.id)
    assert ticket_for(colleague.user_id, found, present_code(found)) is None


@pytest.mark.gate("G5")
def test_a_second_send_gets_the_first_attendance(ctx: Flask, city: City) -> None:
    first = attendance_of(city)
    found = first.session
    assert attend(city.actor("owner"), found.id, present_code(found), submission="seite").id == first.id
    assert attend(city.actor("owner"), found.id, "", submission="seite").id == first.id
    assert count_present(found.id) == 1


@pytest.mark.manual("L23")
@pytest.mark.manual("L24")
def test_attendance_is_recorded_only_with_every_required_answer(ctx: Flask, city: City) -> None:
    found = open_session_of(city)
    registration_of(city, found.webinar)
    choice = question_in(city, found)
    note = question_in(city, found, position=2, question="Saran", kind="teks", must_answer=False)
    assert [each.text for each in questions_of(found.id)] == [choice.question, "Saran"]
    owner, code = city.actor("owner"), present_code(found)
    for answers in ({}, {f"q{choice.id}": "Mungkin"}, {f"q{note.id}": "Baik"}):
        with pytest.raises(Invalid) as refusal:
            attend(owner, found.id, code, answers=answers)
        assert set(refusal.value.fields) == {f"q{choice.id}"}
    assert count_present(found.id) == 0
    record = attend(owner, found.id, code, answers={f"q{choice.id}": "Ya", f"q{note.id}": "Baik"})
    assert record.answers == {str(choice.id): "Ya", str(note.id): "Baik"}
    counted, written = results_of(city.actor("bkpsdm_admin"), found.id)
    assert (list(counted.counts), written.texts) == ([("Ya", 1), ("Tidak", 0)], ["Baik"])


@pytest.mark.manual("L23")
def test_questions_are_the_organisers_and_stay_once_somebody_answered(ctx: Flask, city: City) -> None:
    found, admin = open_session_of(city), city.actor("bkpsdm_admin")
    asked = question_in(city, found)
    values = {"session_id": found.id, "position": 3, "question": "Lain?", "kind": "skala", "must_answer": False}
    assert change_question(admin, asked.id, values, version_of(asked)).choices is None
    for name in ("owner", "opd_admin", "auditor"):
        with pytest.raises(Denied):
            add_question(city.actor(name), values)
    registration_of(city, found.webinar)
    attend(city.actor("owner"), found.id, present_code(found))
    for act in (lambda: add_question(admin, values), lambda: remove_question(admin, asked.id)):
        with pytest.raises(Conflict):
            act()
