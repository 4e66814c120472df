"""Many at the same instant: the quota holds, one person has one registration, and a seat that becomes free is given exactly once (G15)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.kernel.actor import Actor
from app.kernel.approval import StepHistory, take_step
from app.kernel.db import session
from app.kernel.errors import Conflict, PortalError
from app.webinars.attendance_queries import count_present
from app.webinars.attendance_services import attend, present_code
from app.webinars.models import Registration
from app.webinars.services import register
from tests.factories.city import City, make_city
from tests.factories.organisation import employee_actor, make_employee
from tests.factories.webinars import open_session_of, registration_of, webinar_in

ROUNDS, CROWD = 6, 6


def at_once(app: Flask, *calls: Callable[[], Any]) -> list[Any]:
    """Every call in its own thread and session, released together; results, or the refusal, in order."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        with app.app_context():
            barrier.wait()
            try:
                return call()
            except PortalError as refusal:
                return refusal
            finally:
                db.session.remove()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def state_after_registering(actor: Actor, webinar_id: int) -> str:
    return register(actor, webinar_id, {"email": "orang@kota.go.id"}).state


def cancel(actor: Actor, pk: int) -> str:
    return str(take_step(actor, Registration, pk, "cancel").state)


def held(webinar_id: int, state: str) -> int:
    return session().scalar(select(func.count()).where(Registration.webinar_id == webinar_id, Registration.state == state)) or 0


def attendance_id(actor: Actor, session_id: int, code: str, submission: str | None) -> int:
    return attend(actor, session_id, code, submission=submission).id


def crowd_of(city: City) -> list[Actor]:
    unit = city.person("owner").unit
    return [employee_actor(make_employee(unit), 6000 + number) for number in range(CROWD)]


@pytest.mark.gate("G15")
def test_a_quota_holds_when_everybody_registers_at_once(app: Flask) -> None:
    with app.app_context():
        city = make_city()
        crowd = crowd_of(city)
    for _round in range(ROUNDS):
        with app.app_context():
            pk = webinar_in(city, capacity=2).id
        answers = at_once(app, *(partial(state_after_registering, actor, pk) for actor in crowd))
        assert sorted(answers) == ["in_line"] * (CROWD - 2) + ["registered"] * 2


@pytest.mark.manual("L12")
@pytest.mark.gate("G5")
def test_two_clicks_of_one_person_make_one_registration(app: Flask) -> None:
    with app.app_context():
        city = make_city()
    owner = city.actor("owner")
    for _round in range(ROUNDS):
        with app.app_context():
            pk = webinar_in(city).id
        answers = at_once(app, partial(state_after_registering, owner, pk), partial(state_after_registering, owner, pk))
        assert [answer for answer in answers if isinstance(answer, str)] == ["registered"]
        assert [type(answer) for answer in answers if not isinstance(answer, str)] == [Conflict]


@pytest.mark.gate("G15")
def test_seats_that_become_free_at_once_go_to_the_first_who_wait_each_once(app: Flask) -> None:
    with app.app_context():
        city = make_city()
        crowd = crowd_of(city)
    for _round in range(ROUNDS):
        with app.app_context():
            webinar = webinar_in(city, capacity=2)
            pk = webinar.id
            first, second, third, fourth = (register(actor, pk, {"email": "orang@kota.go.id"}).id for actor in crowd[:4])
        # Two leave, one of those who wait leaves too, and two more come, all at once.
        answers = at_once(
            app,
            partial(cancel, crowd[0], first),
            partial(cancel, crowd[1], second),
            partial(cancel, crowd[2], third),
            partial(state_after_registering, crowd[4], pk),
            partial(state_after_registering, crowd[5], pk),
        )
        assert not [answer for answer in answers if not isinstance(answer, str)]
        with app.app_context():
            assert (held(pk, "registered"), held(pk, "in_line"), held(pk, "cancelled")) == (2, 1, 3)
            assert session().get_one(Registration, fourth).state == "registered"
            admitted = select(StepHistory.subject_id, func.count()).where(
                StepHistory.subject_type == "registration", StepHistory.step == "admit"
            )
            assert {number for _pk, number in session().execute(admitted.group_by(StepHistory.subject_id))} == {1}


@pytest.mark.manual("L24")
@pytest.mark.gate("G5")
def test_many_posts_of_one_person_make_one_attendance_and_the_answer_is_the_same(app: Flask) -> None:
    with app.app_context():
        city = make_city()
    owner = city.actor("owner")
    for number in range(ROUNDS):
        with app.app_context():
            found = open_session_of(city)
            registration_of(city, found.webinar)
            pk, code = found.id, present_code(found)
        clicks = [partial(attendance_id, owner, pk, code, f"seite-{number}" if page else None) for page in (True, True, False, False)]
        answers = at_once(app, *clicks)
        assert len(set(answers)) == 1, answers
        with app.app_context():
            assert count_present(pk) == 1


def test_the_database_itself_refuses_a_second_registration(app: Flask) -> None:
    with app.app_context():
        city = make_city()
        record = registration_of(city, webinar_in(city))
        copy = {column.key: getattr(record, column.key) for column in Registration.__mapper__.column_attrs if column.key != "id"}
        with pytest.raises(Exception, match="registration"):
            session().execute(Registration.__table__.insert().values(**copy))
        session().rollback()
