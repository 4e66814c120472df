"""The window with and without an extension: the second before and after, on screen, at the API and in the services; only for those it was granted to."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.kernel import clock
from app.kernel.approval import take_step
from app.kernel.crud.plain import remove_record
from app.kernel.db import session
from app.kernel.errors import Conflict, Denied, Invalid
from app.plans.extension_queries import last_day
from app.plans.models import PlanExtension, PlanReminder, PlanRow
from app.plans.queries import open_years
from app.plans.services import extend_window, plan_training
from app.plans.tasks import remind_unsent
from tests.factories.accounts import People, make_account
from tests.factories.city import City
from tests.factories.plans import plan_row_in, plan_year, planned_values

pytestmark = pytest.mark.manual("T36")


def granted(city: City, year_id: int, days: int = 40, **changes: Any) -> PlanExtension:
    """For the owner, until ten days after the window of the factory closes."""
    values = {"plan_year_id": year_id, "employee_id": city.ids["owner"], "unit_id": None, "reason": "Cuti melahirkan."}
    return extend_window(city.actor("bkpsdm_admin"), values | {"closes_on": clock.today() + timedelta(days=days)} | changes)


def last_second(day: Any) -> datetime:
    return datetime.combine(day, time(23, 59, 59), clock.zone())


@pytest.mark.parametrize("extended", [False, True])
def test_the_lock_falls_one_second_after_the_last(ctx: Flask, city: City, extended: bool) -> None:
    year = plan_year(city)
    first, second = plan_row_in(city, year=year), plan_row_in(city, year=year)
    day = granted(city, year.id).closes_on if extended else year.closes_on
    with clock.at(last_second(day)):
        take_step(city.actor("owner"), PlanRow, first.id, "send")
    with clock.at(last_second(day) + timedelta(seconds=1)):
        for act in ("send", "delete"):
            with pytest.raises(Conflict):
                take_step(city.actor("owner"), PlanRow, second.id, act)
        with pytest.raises(Conflict):
            plan_training(city.actor("owner"), planned_values(year))
        assert open_years(city.ids["owner"]) == []


def test_each_is_reminded_before_the_day_on_which_it_locks_for_him(ctx: Flask, city: City) -> None:
    """The owner has ten days more, his OPD five, a stranger none; the OPD's five do not make the owner's shorter."""
    for name in ("owner", "colleague", "stranger"):
        make_account(city.person(name))
    year = plan_year(city)
    granted(city, year.id)
    granted(city, year.id, employee_id=None, unit_id=city.opd_id, closes_on=year.closes_on + timedelta(days=5))
    told: dict[str, list[tuple[int, int]]] = {"owner": [], "colleague": [], "stranger": []}
    for left in range(14, -11, -1):
        with clock.at(last_second(year.closes_on - timedelta(days=left))):
            remind_unsent()
            remind_unsent()
    names = {city.ids[name]: name for name in told}
    for reminder in session().scalars(select(PlanReminder).order_by(PlanReminder.id)):
        told[names[reminder.employee_id]].append(((reminder.closes_on - year.closes_on).days, reminder.days))
    assert told == {name: [(days, left) for left in (14, 3, 1)] for name, days in (("owner", 10), ("colleague", 5), ("stranger", 0))}


def test_an_opd_has_it_for_all_its_people_and_nobody_else(ctx: Flask, city: City) -> None:
    year = plan_year(city)
    granted(city, year.id, employee_id=None, unit_id=city.opd_id)
    with clock.at(last_second(year.closes_on) + timedelta(seconds=1)):
        plan_training(city.actor("owner"), planned_values(year))
        with pytest.raises(Conflict):
            plan_training(city.actor("stranger"), planned_values(year))
        assert [each.closes_on for each in open_years(city.ids["colleague"])] == [year.closes_on + timedelta(days=10)]


def test_withdrawn_it_holds_no_longer_and_both_acts_are_in_the_trail(ctx: Flask, city: City) -> None:
    year = plan_year(city)
    extension = granted(city, year.id)
    assert last_day(year, city.ids["owner"]) == extension.closes_on
    remove_record(city.actor("bkpsdm_admin"), PlanExtension, extension.id)
    assert last_day(year, city.ids["owner"]) == year.closes_on
    events = session().scalars(select(AuditEntry.event).where(AuditEntry.event.startswith("plan_extension")).order_by(AuditEntry.position))
    assert list(events) == ["plan_extension.create", "plan_extension.delete"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"days": 30}, "closes_on"),
        ({"unit": True}, "employee_id"),
        ({"employee_id": None}, "employee_id"),
        ({"reason": "  "}, "reason"),
        ({"plan_year_id": 0}, "plan_year_id"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(ctx: Flask, city: City, changes: dict[str, Any], field: str) -> None:
    year, left = plan_year(city), dict(changes)
    if left.pop("unit", False):
        left["unit_id"] = city.opd_id
    with pytest.raises(Invalid) as refusal:
        granted(city, year.id, **left)
    assert field in refusal.value.fields


def test_nobody_grants_it_to_himself(ctx: Flask, city: City) -> None:
    year = plan_year(city)
    values = {"plan_year_id": year.id, "employee_id": city.ids["opd_admin"], "unit_id": None, "reason": "x"}
    with pytest.raises(Denied):
        extend_window(city.actor("opd_admin"), values | {"closes_on": clock.today() + timedelta(days=40)})
    with pytest.raises(Invalid):
        granted(city, year.id, employee_id=city.ids["bkpsdm_admin"])


def test_screen_and_api_keep_the_same_day(app: Flask, people: tuple[City, People]) -> None:
    city, clients = people
    with app.app_context():
        year = plan_year(city, closes_in=-1)
        typed = {name: "" if value is None else str(value) for name, value in planned_values(year).items()}
        until = clock.today() + timedelta(days=5)
        form = {"plan_year_id": year.id, "employee_id": city.ids["owner"], "closes_on": until.isoformat(), "reason": "Tugas luar."}
    assert clients["owner"].post("/plans/add", data=typed).status_code == 422
    assert clients["owner"].post("/api/v1/plans/", json=typed).status_code in (409, 422)
    assert clients["opd_admin"].post("/plan-extensions/add", data=form).status_code == 403
    assert clients["bkpsdm_admin"].post("/plan-extensions/add", data=form).status_code == 302
    assert clients["owner"].post("/plans/add", data=typed).status_code == 302
    assert clients["stranger"].post("/plans/add", data=typed).status_code == 422
    with app.app_context():
        pk = session().query(PlanExtension).one().id
    assert clients["owner"].get(f"/plan-extensions/show/{pk}").status_code == 200
    assert clients["stranger"].get(f"/plan-extensions/show/{pk}").status_code == 404
    assert clients["other_opd_admin"].get(f"/api/v1/plan-extensions/{pk}").status_code == 404
