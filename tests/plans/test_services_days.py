"""Eight JP a day over everything a person plans and has in his book: refused for trainings in class, told for converted hours, by every way (standards 3)."""

from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from flask import Flask

from app.kernel import clock, settings
from app.kernel.actor import Actor, system_actor
from app.kernel.approval import take_step, take_steps
from app.kernel.db import session
from app.kernel.errors import Conflict, Invalid
from app.ledger.parameters import DAILY_MOST
from app.ledger.services import Line, put_line
from app.plans.day_queries import as_line, full_days, full_days_of, planned_lines
from app.plans.models import PlanRow
from app.plans.services import WrittenRow, change_training, copy_last_year, plan_training, write_plan
from tests.factories.city import City, make_city
from tests.factories.plans import next_year, plan_row_in, plan_year, planned_values
from tests.proposals.test_concurrency import at_once

WEEK = date(next_year(), 6, 8)


def on(first: int, last: int, jp: int | None, **changes: Any) -> dict[str, Any]:
    """Days of June of the planned year."""
    return {
        "begins_on": date(next_year(), 6, first),
        "ends_on": date(next_year(), 6, last),
        "jp": None if jp is None else Decimal(jp),
    } | changes


@pytest.mark.parametrize(
    ("days", "fits"),
    [
        (on(13, 13, 8), True),
        (on(13, 13, 9), False),
        (on(13, 14, 16), True),
        (on(12, 12, 1), False),
        (on(12, 13, 2), False),
        (on(6, 7, 16), True),
        (on(10, 10, 5, form="NKL03"), True),
        (on(10, 10, None, form="NKL05"), True),
    ],
    ids=str,
)
def test_a_row_finds_room_beside_the_others_or_says_by_day_why_not(ctx: Flask, city: City, days: dict[str, Any], fits: bool) -> None:
    """Beside 40 JP from 8 to 12 June."""
    row = plan_row_in(city)
    wanted = planned_values(row.plan_year, subject="Kedua", **days)
    if fits:
        assert plan_training(city.actor("owner"), wanted).state == "draft"
        return
    with pytest.raises(Invalid) as refusal:
        plan_training(city.actor("owner"), wanted)
    assert set(refusal.value.fields) == {"jp"}
    said = str(refusal.value.fields["jp"])
    assert (str(next_year()) in said, "8 JP" in said) == (True, True)
    assert session().query(PlanRow).count() == 1


def test_what_is_rejected_deleted_or_anothers_takes_no_room(ctx: Flask, city: City) -> None:
    rejected, gone = plan_row_in(city, "rejected", **on(8, 8, 8)), plan_row_in(city, **on(9, 9, 8))
    take_step(city.actor("owner"), PlanRow, gone.id, "delete")
    plan_row_in(city, owner="colleague", **on(8, 9, 16))
    assert plan_row_in(city, **on(8, 9, 16), subject="Pengganti").plan_year_id == rejected.plan_year_id


def test_the_book_takes_room_and_what_lies_behind_leaves_it_to_the_book(ctx: Flask, city: City) -> None:
    row = plan_row_in(city, "accepted")
    put_line(
        system_actor(), Line(row.employee_id, WEEK + timedelta(days=7), WEEK + timedelta(days=7), Decimal(6), False, "course", 1, "Kursus")
    )
    with pytest.raises(Invalid) as refusal:
        plan_row_in(city, **on(15, 15, 3))
    assert "Kursus" in str(refusal.value.fields["jp"])
    assert planned_lines(row.employee_id) == [as_line(row)]
    with clock.at(clock.now() + timedelta(days=730)):
        assert planned_lines(row.employee_id) == []


def test_a_row_is_changed_beside_the_others_but_not_beside_itself(ctx: Flask, city: City) -> None:
    first, second = plan_row_in(city, **on(8, 8, 8)), plan_row_in(city, **on(9, 9, 4), subject="Kedua")
    owner, year = city.actor("owner"), first.plan_year
    change_training(owner, second.id, planned_values(year, **on(9, 9, 8)), second.version)
    with pytest.raises(Invalid):
        change_training(owner, second.id, planned_values(year, **on(8, 8, 1)), second.version)
    assert second.begins_on.day == 9


def test_two_rows_of_a_page_change_places(ctx: Flask, city: City) -> None:
    first, second = plan_row_in(city, **on(8, 8, 8)), plan_row_in(city, **on(9, 9, 8), subject="Kedua")
    year, owner = first.plan_year, city.actor("owner")

    def blocks(one: int, two: int) -> list[WrittenRow]:
        return [
            WrittenRow(row.id, row.version, None, planned_values(year, subject=row.subject, **on(day, day, 8)))
            for row, day in ((first, one), (second, two))
        ]

    write_plan(owner, year.id, blocks(9, 8), [])
    assert (first.begins_on.day, second.begins_on.day) == (9, 8)
    both = blocks(9, 9)
    with pytest.raises(Invalid):
        write_plan(owner, year.id, both, [])
    assert all(row.wrong is not None and set(row.wrong.fields) == {"jp"} for row in both)


def test_last_years_rows_are_copied_as_far_as_their_days_hold_them(ctx: Flask, city: City) -> None:
    before, year = plan_year(city, next_year() - 1), plan_year(city)
    first = date(before.year, 6, 8)
    plan_row_in(city, "accepted", year=before, begins_on=first, ends_on=first, jp=Decimal(8))
    plan_row_in(
        city, "accepted", year=before, begins_on=first + timedelta(days=1), ends_on=first + timedelta(days=1), jp=Decimal(8), subject="Lain"
    )
    plan_row_in(city, year=year, **on(8, 8, 8), subject="Baru")
    assert [row.subject for row in copy_last_year(city.actor("owner"), year.id)] == ["Lain"]


def test_what_no_longer_fits_is_not_sent_alone_in_bulk_or_with_the_plan(ctx: Flask, city: City) -> None:
    row, other = plan_row_in(city), plan_row_in(city, subject="Kedua")
    settings.change_setting(system_actor(), DAILY_MOST, "6")
    owner = city.actor("owner")
    with pytest.raises(Conflict, match=row.subject):
        take_step(owner, PlanRow, row.id, "send")
    assert [each.ok for each in take_steps(owner, PlanRow, [row.id, other.id], "send")] == [False, False]
    with pytest.raises(Conflict):
        write_plan(owner, row.plan_year_id, [], [], send=True)
    assert {row.state, other.state} == {"draft"}


def test_days_that_are_too_full_are_told_row_by_row(ctx: Flask, city: City) -> None:
    row = plan_row_in(city)
    coaching = plan_row_in(city, **on(12, 12, None, form="NKL01", subject="Coaching"))
    actor = city.actor("owner")
    found = full_days(actor, row.employee_id, planned_lines(row.employee_id))
    assert [(each.first.day, each.last.day, each.shown, [title for title, _jp in each.shares]) for each in found] == [
        (12, 12, Decimal(10), [row.subject, "Coaching"])
    ]
    assert full_days_of(actor, coaching) == found
    assert full_days_of(city.actor("supervisor"), row) == found
    assert full_days_of(city.actor("stranger"), row) == []
    take_step(actor, PlanRow, row.id, "send")


def test_two_rows_at_once_do_not_both_find_the_same_room(app: Flask) -> None:
    with app.app_context():
        city = make_city()
        plan_row_in(city, **on(1, 1, 8))
        year = session().query(PlanRow).one().plan_year
        values = [planned_values(year, subject=f"Pelatihan {number}") for number in range(2)]
        owner = city.actor("owner")
    answers = at_once(app, *(partial(_planned, owner, each) for each in values))
    assert sorted(type(each).__name__ for each in answers) == ["Invalid", "str"]
    with app.app_context():
        assert session().query(PlanRow).count() == 2


def _planned(actor: Actor, values: dict[str, Any]) -> str:
    return str(plan_training(actor, values).state)
