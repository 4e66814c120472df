"""Which rows can be started, what waits for a person, what is missing."""

from datetime import timedelta

import pytest
from flask import Flask

from app.realisations.queries import own_waiting, rows_to_start, standing, started
from tests.factories.city import City
from tests.factories.plans import plan_row_in
from tests.factories.realisations import activity_of, file_next, first_day, on_day, realisation_in


@pytest.mark.manual("T24")
def test_only_own_accepted_rows_that_are_not_started_can_be_started(ctx: Flask, city: City) -> None:
    accepted = plan_row_in(city, "accepted", subject="Diterima")
    plan_row_in(city, "sent", subject="Dikirim")
    called_off = realisation_in(city, "cancelled")
    running = realisation_in(city)
    owner = city.actor("owner")
    assert [row.id for row in rows_to_start(owner)] == [accepted.id, called_off.plan_row_id]
    assert started(owner) == {running.plan_row_id: running.id}
    assert (rows_to_start(city.actor("supervisor")), started(city.actor("auditor"))) == ([], {})
    assert standing(called_off.plan_row_id) is None
    assert standing(running.plan_row_id) is running


@pytest.mark.manual("T32")
def test_what_waits_are_ones_own_reports_whose_period_is_over(ctx: Flask, city: City) -> None:
    activity = activity_of(city, frequency="perhari")
    owner = city.actor("owner")
    assert own_waiting(owner, 5) == []
    with on_day(first_day() + timedelta(days=1)):
        assert [each.number for each in own_waiting(owner, 5)] == [1, 2]
        file_next(city, activity)
        assert [each.number for each in own_waiting(owner, 5)] == [2]
        assert own_waiting(city.actor("supervisor"), 5) == []
