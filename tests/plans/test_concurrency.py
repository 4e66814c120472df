"""Two clicks at the same instant: one decision stands and is told once; one copy of last year; on PostgreSQL and on SQLite."""

from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.approval import history, take_step
from app.kernel.db import session, transaction
from app.kernel.errors import Conflict
from app.plans.models import PlanDialogue, PlanRow
from app.plans.services import copy_last_year, record_dialogue
from app.plans.tasks import follow_up
from tests.factories.accounts import open_city
from tests.factories.acting import lend, real
from tests.factories.city import make_city
from tests.factories.plans import NOTE, plan_row_in, plan_year
from tests.proposals.test_concurrency import at_once

ROUNDS = 8


@pytest.mark.manual("T18")
def test_accepting_and_rejecting_at_once_leaves_one_decision(app: Flask) -> None:
    with app.app_context():
        city = make_city()
        supervisor = city.actor("supervisor")
        elsewhere = Actor(supervisor.user_id, supervisor.name, supervisor.employee_id, supervisor.assignments)
    for _round in range(ROUNDS):
        with app.app_context():
            pk = plan_row_in(city, "sent").id
        answers = at_once(app, partial(_decide, supervisor, pk, "accept"), partial(_decide, elsewhere, pk, "reject"))
        assert sorted(type(each).__name__ for each in answers) == [Conflict.__name__, "str"]
        with app.app_context():
            row = session().get_one(PlanRow, pk)
            assert row.state in answers
            assert [each.step for each in history(row)][:2] == ["create", "send"]
            assert len(history(row)) == 3
            assert (row.frozen is not None) == (row.state == "accepted")


@pytest.mark.manual("T18")
@pytest.mark.manual("T23")
def test_the_supervisor_and_who_acts_for_him_deciding_at_once_leave_one_decision(app: Flask) -> None:
    """Whoever was first stands in the history and on the frozen row, the deputy with the name of the officer."""
    with app.app_context():
        city, _names = open_city()
        lend(city)
        supervisor, deputy = real(city, "supervisor"), real(city, "colleague")
        place = f"Plh. {supervisor.name}"
    for _round in range(ROUNDS // 2):
        with app.app_context():
            pk = plan_row_in(city, "sent").id
        answers = at_once(app, partial(_decide, supervisor, pk, "accept"), partial(_decide, deputy, pk, "accept"))
        assert sorted(type(each).__name__ for each in answers) == [Conflict.__name__, "str"]
        with app.app_context():
            row = session().get_one(PlanRow, pk)
            assert (row.state, len(history(row))) == ("accepted", 3)
            said = history(row)[-1]
            assert row.frozen is not None
            assert (row.frozen["decided_by"], row.frozen["in_place_of"]) == (said.actor_name, said.in_place_of)
            assert (said.actor_name, said.in_place_of) in ((supervisor.name, None), (deputy.name, place))


@pytest.mark.manual("T15")
@pytest.mark.gate("G5")
def test_the_dialogue_recorded_twice_at_once_is_kept_once(app: Flask) -> None:
    with app.app_context():
        city, _names = open_city()
        lend(city)
        year = plan_year(city).id
        deputy = real(city, "colleague")
        place = f"Plh. {city.person('supervisor').full_name}"
    answers = at_once(app, *(partial(_talk, deputy, city.ids["owner"], year) for _click in range(2)))
    assert len(set(answers)) == 1
    with app.app_context():
        kept = session().query(PlanDialogue).one()
        assert (kept.id, kept.led_by.full_name, kept.in_place_of) == (answers[0], deputy.name, place)


@pytest.mark.manual("T23")
def test_two_workers_following_up_at_once_remind_and_escalate_once(app: Flask) -> None:
    with app.app_context():
        city = make_city()
        with transaction():
            city.person("supervisor").supervisor_id = city.ids["opd_admin"]
        pk = plan_row_in(city, "sent").id
    for days, event in ((7, "plan_row.nudge"), (14, "plan_row.escalate")):
        at_once(app, *(partial(_follow_up, days) for _worker in range(2)))
        with app.app_context():
            kept = session().scalars(select(AuditEntry.subject_id).where(AuditEntry.event == event)).all()
            assert [int(each) for each in kept] == [pk], event


def test_copying_twice_at_once_copies_once(app: Flask) -> None:
    with app.app_context():
        city = make_city()
        owner = city.actor("owner")
        before, year = plan_year(city, clock.today().year), plan_year(city).id
        plan_row_in(city, year=before)
    answers = at_once(app, *(partial(_copy, owner, year) for _each in range(2)))
    assert sorted(answers) == [0, 1]


def _decide(actor: Actor, pk: int, act: str) -> str:
    return str(take_step(actor, PlanRow, pk, act, NOTE).state)


def _talk(actor: Actor, person: int, year: int) -> int:
    values = {"employee_id": person, "plan_year_id": year, "held_on": clock.today(), "notes": "Perlu pelatihan teknis."}
    return record_dialogue(actor, values, "page-1").id


def _follow_up(days: int) -> None:
    with clock.at(clock.now() + timedelta(days=days)):
        follow_up()


def _copy(actor: Actor, year: int) -> int:
    return len(copy_last_year(actor, year))
