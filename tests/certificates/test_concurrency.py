"""Two officers at the same instant: one certificate a person, no number twice, on PostgreSQL and on SQLite."""

from functools import partial

import pytest
from flask import Flask

from app.certificates.models import Certificate
from app.certificates.services import issue
from app.kernel.db import session
from tests.factories.certificates import KIND, event_in
from tests.factories.city import make_city
from tests.proposals.test_concurrency import at_once

PEOPLE = ("owner", "colleague", "stranger", "supervisor")


@pytest.mark.gate("G5")
def test_two_officers_issuing_at_once_make_one_each(app: Flask) -> None:
    with app.app_context():
        city = make_city()
        event = event_in(city, people=PEOPLE).id
        officers = (city.actor("bkpsdm_admin"), city.actor("second_bkpsdm_admin"))
    for name in PEOPLE:
        answers = at_once(app, *(partial(_issue, officer, event, city.ids[name]) for officer in officers))
        assert answers[0] == answers[1]
    with app.app_context():
        numbers = sorted(int(row.number.partition("/")[0]) for row in session().query(Certificate))
        assert numbers == [1, 2, 3, 4]


@pytest.mark.gate("G5")
def test_different_people_at_once_get_different_numbers(app: Flask) -> None:
    with app.app_context():
        city = make_city()
        event = event_in(city, people=PEOPLE).id
        officer = city.actor("second_bkpsdm_admin")
    answers = at_once(app, *(partial(_issue, officer, event, city.ids[name]) for name in PEOPLE))
    assert len(set(answers)) == len(PEOPLE), answers


def _issue(actor: object, event: int, employee_id: int) -> str:
    return issue(actor, KIND, event, employee_id).number  # type: ignore[arg-type]
