"""The tree of units under two administrators at once, and under dates that somebody chose with care: whoever stands in it is found where he stands."""

from collections.abc import Callable
from datetime import date, timedelta
from threading import Thread
from typing import Any

import pytest
from flask import Flask

from app.kernel import clock
from app.kernel.actor import system_actor
from app.kernel.db import session, transaction
from app.kernel.errors import Conflict, Invalid
from app.organisation import services
from app.organisation.models import Unit
from app.organisation.rules import UnitKind
from tests.factories.organisation import make_employee, make_opd, make_unit

MOMENT = 0.5
"""Seconds the second person has to come before the first is done."""


def while_open(app: Flask, first: Callable[[], Any], second: Callable[[], Any]) -> list[Any]:
    """What `second` made, or how it was refused, having begun while the transaction of `first` was still open."""
    came: list[Any] = []

    def run() -> None:
        with app.app_context():
            try:
                came.append(second())
            except (Conflict, Invalid) as refusal:
                came.append(refusal)

    thread = Thread(target=run)
    with app.app_context(), transaction():
        first()
        thread.start()
        thread.join(MOMENT)
    thread.join()
    return came


def test_a_unit_added_below_one_that_moves_stands_where_its_parent_went(app: Flask) -> None:
    with app.app_context():
        old, new = make_opd(), make_opd()
        unit = make_unit(old)
        pk, version, new_id = unit.id, unit.version, new.id
    move = lambda: services.change_unit(system_actor(), pk, {"parent_id": new_id}, version)  # noqa: E731
    add = lambda: services.add_unit(system_actor(), code="BARU", name="Seksi", kind=UnitKind.SECTION, parent_id=pk).id  # noqa: E731
    [made] = while_open(app, move, add)
    with app.app_context():
        child, parent = session().get_one(Unit, made), session().get_one(Unit, pk)
        assert (child.path, child.opd_id) == (f"{parent.path}{made}/", new_id)


def test_two_units_merged_into_each_other_at_once_are_merged_once(app: Flask) -> None:
    with app.app_context():
        opd = make_opd()
        one, two = make_unit(opd).id, make_unit(opd).id
    [refusal] = while_open(
        app, lambda: services.merge_unit(system_actor(), one, two), lambda: services.merge_unit(system_actor(), two, one)
    )
    assert isinstance(refusal, Invalid)
    with app.app_context():
        gone, kept = session().get_one(Unit, one), session().get_one(Unit, two)
        assert (gone.merged_into_id, kept.merged_into_id, kept.valid_to) == (two, None, None)


@pytest.mark.parametrize("closed_days_ago", [0, 1, 400])
def test_nobody_is_merged_into_a_unit_that_has_been_closed_since_the_day_chosen(ctx: Flask, closed_days_ago: int) -> None:
    opd = make_opd()
    closed, unit = make_unit(opd), make_unit(opd)
    make_employee(unit)
    services.close_unit(system_actor(), closed.id, clock.today() - timedelta(days=closed_days_ago))
    for day in (date(2020, 1, 1), None):
        with pytest.raises(Invalid) as refusal:
            services.merge_unit(system_actor(), unit.id, closed.id, day)
        assert "into_id" in refusal.value.fields
