"""Plans compared with what became of them, by each dimension."""

from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import select

from app.plans.models import PlanRow
from app.plans.workflow import ACCEPTED
from app.realisations.overview_queries import Dimension, compare, whole_of
from tests.factories.city import City
from tests.factories.plans import plan_row_in
from tests.factories.realisations import activity_of, first_day, realisation_in


@pytest.mark.manual("T4")
def test_accepted_plans_stand_beside_their_activities(ctx: Flask, city: City) -> None:
    """The owner's two (40 JP and 2.5 million each): one begun for 2 million a month later than planned; what was called off counts nowhere."""
    done = plan_row_in(city, "accepted", subject="Selesai")
    plan_row_in(city, "accepted", subject="Belum mulai", form="NKL01", jp=Decimal(4), cost=Decimal(0))
    plan_row_in(city, "sent", subject="Belum diputuskan")
    activity_of(city, row=done, begins_on=first_day().replace(month=7), ends_on=first_day().replace(month=7))
    realisation_in(city, "cancelled")
    ids = select(PlanRow.id).where(PlanRow.state == ACCEPTED.key)

    def found(by: Dimension) -> list[tuple[object, ...]]:
        return [(row.label, row.planned, row.planned_jp, row.begun, row.done_cost) for row in compare(by, ids)]

    assert found(Dimension.OPD) == [("Dinas Pendidikan", 3, 84, 1, 2_000_000)]
    assert found(Dimension.PATH) == [("Pelatihan Klasikal", 2, 80, 1, 2_000_000), ("Pelatihan Non Klasikal", 1, 4, 0, 0)]
    assert [row[1:] for row in found(Dimension.FORM)] == [(2, 80, 1, 2_000_000), (1, 4, 0, 0)]
    assert found(Dimension.MONTH) == [("Juni", 3, 84, 0, 0), ("Juli", 0, 0, 1, 2_000_000)]
    for by in Dimension:
        whole = whole_of(compare(by, ids))
        assert (whole.planned, whole.planned_jp, whole.planned_cost) == (3, 84, 5_000_000), by
        assert (whole.begun, whole.done_cost) == (1, 2_000_000), by
    assert compare(Dimension.OPD, ids.where(PlanRow.subject == "Tidak ada")) == []


@pytest.mark.manual("T4")
def test_reported_hours_are_what_was_done(ctx: Flask, city: City) -> None:
    realisation_in(city, "closed")
    (row,) = compare(Dimension.PATH, select(PlanRow.id))
    assert (row.planned_jp, row.done_jp) == (40, 20)
