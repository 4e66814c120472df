"""Two decisions, and many decisions, at the same instant: one letter a request, no number twice; on PostgreSQL and on SQLite."""

from functools import partial

import pytest
from flask import Flask

from app.kernel.actor import Actor, system_actor
from app.kernel.approval import take_step, take_steps
from app.kernel.db import session
from app.kernel.errors import Conflict, Invalid
from app.plans.models import PlanRow
from app.recommendations.models import Recommendation, RecommendationLetter
from app.recommendations.services import ask, remind
from tests.factories.city import make_city
from tests.factories.plans import plan_row_in
from tests.factories.recommendations import NOTE, asked_values, recommendation_in
from tests.proposals.test_concurrency import at_once

ROUNDS = 3


@pytest.mark.manual("T31")
@pytest.mark.gate("G5")
def test_recommending_and_refusing_at_once_leaves_one_letter(app: Flask) -> None:
    with app.app_context():
        city = make_city()
    first, second = city.actor("bkpsdm_admin"), city.actor("second_bkpsdm_admin")
    for _round in range(ROUNDS):
        with app.app_context():
            pk = recommendation_in(city, "sent").id
        answers = at_once(app, partial(_decide, first, pk, "accept"), partial(_decide, second, pk, "reject"))
        assert sorted(type(each).__name__ for each in answers) == [Conflict.__name__, "str"]
        with app.app_context():
            made = session().get_one(Recommendation, pk)
            assert made.letter is not None
            assert made.state == made.letter.verdict
            assert made.state in answers


@pytest.mark.manual("T31")
@pytest.mark.gate("G5")
def test_parallel_decisions_get_different_numbers_without_a_gap(app: Flask) -> None:
    with app.app_context():
        city = make_city()
        pks = [recommendation_in(city, "sent").id for _each in range(5)]
    officers = (city.actor("bkpsdm_admin"), city.actor("second_bkpsdm_admin"))
    acts = ("accept", "reject")
    at_once(app, *(partial(_decide, officers[place % 2], pk, acts[place % 2]) for place, pk in enumerate(pks)))
    with app.app_context():
        numbers = sorted(letter.number.split("/")[1] for letter in session().query(RecommendationLetter))
    assert numbers == ["001", "002", "003", "004", "005"]


@pytest.mark.manual("T31")
@pytest.mark.gate("G6")
def test_two_officers_deciding_the_same_many_at_once_leave_one_letter_each(app: Flask) -> None:
    """What one of them decided first the other is told of, row by row; no number is lost or given twice."""
    with app.app_context():
        city = make_city()
        pks = [recommendation_in(city, "sent").id for _each in range(4)]
    officers = (city.actor("bkpsdm_admin"), city.actor("second_bkpsdm_admin"))
    orders = (pks, pks[::-1])
    answers = at_once(app, *(partial(_decide_all, *each) for each in zip(officers, orders, ("accept", "reject"), strict=True)))
    done = [pk for outcomes in answers for pk, ok in outcomes.items() if ok]
    assert sorted(done) == sorted(pks)
    with app.app_context():
        letters = session().query(RecommendationLetter).all()
        assert sorted(letter.recommendation_id for letter in letters) == sorted(pks)
        assert sorted(letter.number.split("/")[1] for letter in letters) == ["001", "002", "003", "004"]


@pytest.mark.manual("T30")
def test_withdrawing_and_recommending_at_once_leaves_one_of_them(app: Flask) -> None:
    with app.app_context():
        city = make_city()
    for _round in range(ROUNDS):
        with app.app_context():
            pk = recommendation_in(city, "sent").id
        calls = (partial(_decide, city.actor("owner"), pk, "withdraw"), partial(_decide, city.actor("bkpsdm_admin"), pk, "accept"))
        answers = at_once(app, *calls)
        assert sorted(type(each).__name__ for each in answers) == [Conflict.__name__, "str"]
        with app.app_context():
            made = session().get_one(Recommendation, pk)
            assert made.state in answers
            assert (made.state, made.letter is not None) in (("draft", False), ("accepted", True))


def test_reminding_twice_at_once_reminds_once(app: Flask) -> None:
    with app.app_context():
        city = make_city()
        pk = recommendation_in(city, "sent").id
    assert sorted(at_once(app, *(partial(remind, system_actor(), pk) for _each in range(2)))) == [False, True]


@pytest.mark.gate("G5")
def test_asking_twice_at_once_for_a_planned_training_makes_one_request(app: Flask) -> None:
    with app.app_context():
        city = make_city()
        row = plan_row_in(city, "accepted").id
    answers = at_once(app, *(partial(_ask, city.actor("owner"), row) for _each in range(2)))
    assert sorted(type(each).__name__ for each in answers) == [Invalid.__name__, "int"]


def _decide(actor: Actor, pk: int, act: str) -> str:
    return str(take_step(actor, Recommendation, pk, act, NOTE).state)


def _decide_all(actor: Actor, pks: list[int], act: str) -> dict[int, bool]:
    return {each.pk: each.ok for each in take_steps(actor, Recommendation, pks, act, NOTE)}


def _ask(actor: Actor, pk: int) -> int:
    return ask(actor, asked_values(actor, session().get_one(PlanRow, pk))).id
