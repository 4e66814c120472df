"""Two clicks at the same instant: one winner, one clear answer, one row of history; on PostgreSQL and on SQLite."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from flask import Flask

from app.extensions import db
from app.kernel.actor import Actor
from app.kernel.approval import StepHistory, history, take_step
from app.kernel.chain import verify
from app.kernel.db import session
from app.kernel.errors import Conflict, Invalid, PortalError
from app.proposals.models import Proposal
from app.proposals.services import propose
from tests.factories.city import make_city
from tests.factories.proposals import proposal_in, wish

ROUNDS = {"postgresql": 200, "sqlite": 40}


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


@pytest.mark.slow
def test_two_admins_deciding_the_same_row_have_one_winner_each_round(app: Flask) -> None:
    with app.app_context():
        city = make_city()
        first, second = city.actor("bkpsdm_admin"), city.actor("second_bkpsdm_admin")
        rounds = ROUNDS[db.engine.dialect.name]
        owner, pk = city.actor("bkpsdm_admin"), city.person("owner").id
    for _round in range(rounds):
        with app.app_context():
            proposal = propose(owner, pk, wish())
            take_step(owner, Proposal, proposal.id, "forward")
            number = proposal.id
        answers = at_once(
            app,
            partial(_state_after, first, number, "approve"),
            partial(_state_after, second, number, "reject", "Anggaran habis"),
        )
        won = [answer for answer in answers if isinstance(answer, str)]
        lost = [answer for answer in answers if isinstance(answer, Conflict)]
        assert (len(won), len(lost)) == (1, 1), answers
        with app.app_context():
            proposal = session().get(Proposal, number)
            assert proposal.state == won[0]
            assert [row.step for row in history(proposal)] == ["create", "forward", "approve" if won == ["approved"] else "reject"]
            take_step(second, Proposal, number, "delete")
    with app.app_context():
        assert list(verify(StepHistory)) == []


@pytest.mark.manual("P18")
def test_two_parallel_proposals_of_one_person_make_one(app: Flask) -> None:
    with app.app_context():
        city = make_city()
    owner = city.actor("owner")
    pk = owner.employee_id
    for _round in range(5):
        answers = at_once(
            app,
            lambda: propose(owner, pk, wish("Satu")).id,
            lambda: propose(owner, pk, wish("Dua")).id,
        )
        assert sorted(type(answer) for answer in answers if not isinstance(answer, int)) == [Invalid]
        with app.app_context():
            (proposal,) = session().query(Proposal).filter(Proposal.state != "deleted").all()
            take_step(city.actor("bkpsdm_admin"), Proposal, proposal.id, "delete")


@pytest.mark.gate("G5")
def test_the_same_page_sent_twice_in_parallel_makes_one_row_and_answers_both(app: Flask) -> None:
    with app.app_context():
        city = make_city()
        owner = city.actor("owner")
    for number in range(10):
        answers = at_once(app, *[partial(_proposal_of_page, owner, f"page-{number}")] * 2)
        assert len(set(answers)) == 1
        assert isinstance(answers[0], int)
        with app.app_context():
            take_step(city.actor("bkpsdm_admin"), Proposal, answers[0], "delete")


@pytest.mark.gate("G5")
def test_a_double_click_on_a_step_is_one_step(app: Flask) -> None:
    with app.app_context():
        city = make_city()
        number = proposal_in(city, "submitted").id
        admin = city.actor("opd_admin")
    answers = at_once(app, *(lambda: take_step(admin, Proposal, number, "forward").state for _click in range(2)))
    assert answers == ["forwarded", "forwarded"]
    with app.app_context():
        assert [row.step for row in history(session().get(Proposal, number))] == ["create", "forward"]


def _state_after(actor: Actor, pk: int, step: str, note: str | None = None) -> str:
    return str(take_step(actor, Proposal, pk, step, note).state)


def _proposal_of_page(owner: Actor, page: str) -> int:
    return propose(owner, owner.employee_id, wish(), submission=page).id
