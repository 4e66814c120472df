"""Two clicks at the same instant: one decision stands and is told once; one copy of last year; on PostgreSQL and on SQLite."""

from functools import partial

import pytest
from flask import Flask

from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.approval import history, take_step
from app.kernel.db import session
from app.kernel.errors import Conflict
from app.plans.models import PlanRow
from app.plans.services import copy_last_year
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


def _copy(actor: Actor, year: int) -> int:
    return len(copy_last_year(actor, year))
