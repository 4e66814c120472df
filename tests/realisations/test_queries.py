"""Which rows can be started, what waits for a person, what is missing."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from app.credentials.models import Course
from app.kernel.actor import Actor
from app.kernel.filters import midnight
from app.kernel.inbox import counts, waiting
from app.realisations.models import ActivityReport
from app.realisations.queries import rows_to_start, standing, started
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
    """On the day the question is asked, in the count of every page as in the list of what is to be done."""
    activity = activity_of(city, frequency="perhari")
    owner = city.actor("owner")

    def waits(actor: Actor) -> list[tuple[int, datetime]]:
        found = waiting(actor)
        assert counts(actor) == ({ActivityReport: len(found)} if found else {})
        return [(each.record.number, each.since) for each in found]

    assert waits(owner) == []
    first, second = (midnight(first_day() + timedelta(days=days)) for days in (0, 1))
    with on_day(first_day() + timedelta(days=1)):
        assert waits(owner) == [(1, first), (2, second)]
        assert [each.kind for each in waiting(owner)] == ["Laporan kegiatan"] * 2
        file_next(city, activity)
        assert waits(owner) == [(2, second)]
        assert waits(city.actor("supervisor")) == waits(city.actor("auditor")) == []
    with on_day(first_day() + timedelta(days=40)):
        assert waiting(owner)[0].badge.label == "Terlambat"


@pytest.mark.manual("T35")
def test_what_a_finished_activity_brought_waits_for_bkpsdm(ctx: Flask, city: City) -> None:
    activity = realisation_in(city, "closed")
    officer = city.actor("second_bkpsdm_admin")
    assert [each.record.id for each in waiting(officer)] == [activity.course_id]
    assert counts(officer) == {Course: 1}
    assert waiting(city.actor("owner")) == []
