"""Two clicks at the same instant: one activity stands for a row, one training history is made; on PostgreSQL and on SQLite."""

from datetime import date
from decimal import Decimal
from functools import partial

import pytest
from flask import Flask

from app.credentials.models import Course
from app.kernel.actor import Actor
from app.kernel.db import session
from app.kernel.errors import Conflict, Invalid
from app.ledger.models import JpLine
from app.plans.models import PlanRow
from app.realisations.models import Realisation
from app.realisations.queries import reports_of
from app.realisations.services import file_report, start_activity
from tests.factories.city import make_city
from tests.factories.plans import plan_row_in
from tests.factories.realisations import activity_of, first_day, on_day, report_values, start_values
from tests.proposals.test_concurrency import at_once

ROUNDS = 6


@pytest.mark.manual("T24")
def test_starting_one_row_twice_at_once_starts_it_once(app: Flask) -> None:
    with app.app_context():
        city = make_city()
        owner = city.actor("owner")
    for number in range(ROUNDS):
        with app.app_context():
            pk = plan_row_in(city, "accepted", subject=f"Diklat {number}").id
        answers = at_once(app, *(partial(_start, owner, pk) for _click in range(2)))
        assert sorted(type(each).__name__ for each in answers) == [Invalid.__name__, "int"]
        with app.app_context():
            assert session().query(Realisation).filter(Realisation.plan_row_id == pk).count() == 1


@pytest.mark.gate("G5")
def test_the_same_page_sent_twice_at_once_is_answered_twice_with_one_activity(app: Flask) -> None:
    with app.app_context():
        city = make_city()
        owner, pk = city.actor("owner"), plan_row_in(city, "accepted").id
    answers = at_once(app, *(partial(_start, owner, pk, "page-1") for _click in range(2)))
    assert len(set(answers)) == 1
    assert isinstance(answers[0], int)


@pytest.mark.manual("T35")
def test_the_last_report_sent_twice_at_once_makes_one_history(app: Flask) -> None:
    with app.app_context():
        city = make_city()
        owner = city.actor("owner")
        activity = activity_of(city)
        report, ends_on = reports_of(activity.id)[0], activity.ends_on
        pk, version = report.id, report.version
    answers = at_once(app, *(partial(_file, owner, pk, version, ends_on) for _click in range(2)))
    assert sorted(type(each).__name__ for each in answers) == [Conflict.__name__, "int"]
    with app.app_context():
        assert (session().query(Course).count(), session().query(JpLine).count()) == (1, 1)


@pytest.mark.manual("T35")
def test_the_last_two_reports_at_once_close_once(app: Flask) -> None:
    with app.app_context():
        city = make_city()
        owner = city.actor("owner")
        activity = activity_of(city, frequency="perhari", ends_on=first_day().replace(day=9))
        pk, ends_on = activity.id, activity.ends_on
        calls = [partial(_file, owner, each.id, each.version, ends_on) for each in reports_of(pk)]
    answers = at_once(app, *calls)
    assert all(isinstance(each, int) for each in answers)
    with app.app_context():
        found = session().get_one(Realisation, pk)
        assert (found.state, found.filed, found.jp) == ("closed", 2, 16)
        assert session().query(Course).count() == 1


def _start(actor: Actor, pk: int, page: str | None = None) -> int:
    return start_activity(actor, start_values(session().get_one(PlanRow, pk)), page).id


def _file(actor: Actor, pk: int, version: int, day: date) -> int:
    with on_day(day):
        return file_report(actor, pk, report_values(jp=Decimal(8)), version).id
