"""Adding up compiled plans: by OPD and over all, only what the query names."""

from decimal import Decimal

from flask.ctx import AppContext
from sqlalchemy import select

from app.plans.compiled_queries import sums_by_opd, total_of
from app.plans.models import PlanRow
from tests.factories.city import City
from tests.factories.plans import plan_row_in


def test_rows_are_added_up_by_opd_and_people_counted_once(ctx: AppContext, city: City) -> None:
    plan_row_in(city, jp=Decimal(10), cost=Decimal(100))
    plan_row_in(city, subject="Kedua", jp=Decimal("2.5"), cost=Decimal(0))
    plan_row_in(city, owner="stranger", jp=Decimal(4), cost=Decimal(50))
    everything = select(PlanRow.id)
    sums = sums_by_opd(everything)
    assert [(each.opd, each.rows, each.people, each.jp, each.cost) for each in sums] == [
        ("Dinas Kesehatan", 1, 1, Decimal(4), Decimal(50)),
        ("Dinas Pendidikan", 2, 1, Decimal("12.5"), Decimal(100)),
    ]
    total = total_of(everything)
    assert (total.rows, total.people, total.jp, total.cost) == (3, 2, Decimal("16.5"), Decimal(150))
    nothing = total_of(everything.where(PlanRow.subject == "Tidak ada"))
    assert (nothing.rows, nothing.people, nothing.jp, nothing.cost) == (0, 0, 0, 0)
    assert sums_by_opd(everything.where(PlanRow.subject == "Tidak ada")) == []
