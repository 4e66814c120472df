"""The supervisor's side: dialogue before decision, who decides in whose place, reminders and the next supervisor, several rows at once."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.kernel import clock, settings
from app.kernel.actor import Actor, Assignment, system_actor
from app.kernel.approval import take_step, take_steps
from app.kernel.db import session, transaction
from app.kernel.errors import Conflict, Denied, Invalid, Missing
from app.kernel.inbox import waiting
from app.kernel.roles import Role
from app.notifications.models import Notification
from app.organisation.models import Employee
from app.organisation.services import set_head
from app.plans.models import PlanDialogue, PlanRow, PlanYear
from app.plans.parameters import DIALOGUE_NEEDED
from app.plans.queries import counting_to_verify, deciders_of, standings, year_called
from app.plans.services import nudge, record_dialogue
from app.plans.tasks import follow_up
from tests.factories.accounts import make_account
from tests.factories.city import City
from tests.factories.organisation import make_test_result
from tests.factories.plans import NOTE, dialogue, next_year, plan_row_in, plan_year


def sent_row(city: City) -> PlanRow:
    """Sent, and nobody has spoken with the owner yet."""
    row = plan_row_in(city)
    take_step(city.actor("owner"), PlanRow, row.id, "send")
    return row


def leader(city: City, name: str) -> Actor:
    person = city.person(name)
    return Actor(7000 + person.id, person.full_name, person.id, (Assignment(Role.EMPLOYEE), Assignment(Role.SUPERVISOR)))


def headed_row(city: City) -> PlanRow:
    """What the head of Bidang Guru plans, who has no supervisor in the portal; his OPD is led by the OPD admin."""
    with transaction():
        set_head(system_actor(), city.person("supervisor").unit_id, city.ids["supervisor"])
        set_head(system_actor(), city.opd_id, city.ids["opd_admin"])
    row = plan_row_in(city, owner="supervisor")
    take_step(city.actor("supervisor"), PlanRow, row.id, "send")
    return row


@pytest.mark.manual("T15")
@pytest.mark.parametrize("act", ["accept", "reject"])
def test_no_decision_without_the_dialogue(ctx: Flask, city: City, act: str) -> None:
    row, supervisor = sent_row(city), city.actor("supervisor")
    with pytest.raises(Invalid) as refusal:
        take_step(supervisor, PlanRow, row.id, act, NOTE)
    assert city.person("owner").full_name in str(refusal.value.message)
    assert row.state == "sent"
    kept = dialogue(city, row.plan_year, notes="  Kesenjangan teknis.  ")
    assert (kept.notes, kept.held_on, kept.led_by_id, kept.unit_id) == (
        "Kesenjangan teknis.",
        clock.today(),
        city.ids["supervisor"],
        row.unit_id,
    )
    take_step(supervisor, PlanRow, row.id, act, NOTE)
    assert row.state != "sent"


@pytest.mark.manual("T15")
def test_the_dialogue_is_of_its_year_and_may_be_left_out_by_the_agency(ctx: Flask, city: City) -> None:
    row, supervisor = sent_row(city), city.actor("supervisor")
    dialogue(city, plan_year(city, next_year() + 1))
    with pytest.raises(Invalid):
        take_step(supervisor, PlanRow, row.id, "accept", NOTE)
    settings.set_value(system_actor(), DIALOGUE_NEEDED, False)
    take_step(supervisor, PlanRow, row.id, "accept", NOTE)
    assert row.state == "accepted"


@pytest.mark.manual("T18")
def test_a_row_is_returned_without_a_dialogue(ctx: Flask, city: City) -> None:
    row = sent_row(city)
    take_step(city.actor("supervisor"), PlanRow, row.id, "return", NOTE)
    assert row.state == "returned"


@pytest.mark.manual("T15")
@pytest.mark.manual("T23")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"employee_id": None}, "employee_id"),
        ({"plan_year_id": 999}, "plan_year_id"),
        ({"held_on": clock.today() + timedelta(days=400)}, "held_on"),
        ({"notes": "  "}, "notes"),
    ],
)
def test_what_is_wrong_in_a_dialogue_stands_at_its_field(ctx: Flask, city: City, changes: dict[str, Any], field: str) -> None:
    year = plan_year(city)
    with pytest.raises(Invalid) as refusal:
        dialogue(city, year, **changes)
    assert set(refusal.value.fields) == {field}
    assert session().scalar(select(func.count()).select_from(PlanDialogue)) == 0


@pytest.mark.gate("G12")
def test_nobody_records_a_dialogue_with_others_people(ctx: Flask, city: City) -> None:
    year = plan_year(city)
    for name in ("colleague", "stranger", "supervisor"):
        with pytest.raises(Invalid):
            dialogue(city, year, owner=name)
    values = {"employee_id": city.ids["owner"], "plan_year_id": year.id, "held_on": clock.today(), "notes": "x"}
    for name in ("owner", "opd_admin", "bkpsdm_admin", "auditor"):
        with pytest.raises(Denied):
            record_dialogue(city.actor(name), values)


@pytest.mark.manual("X6")
@pytest.mark.manual("T23")
def test_the_head_of_a_unit_without_a_supervisor_goes_to_the_head_above(ctx: Flask, city: City) -> None:
    row, above = headed_row(city), leader(city, "opd_admin")
    assert (row.decider_id, deciders_of(row)) == (city.ids["opd_admin"], [city.ids["opd_admin"]])
    assert [each.record for each in waiting(above)] == [row]
    with pytest.raises((Denied, Conflict)):
        take_step(city.actor("supervisor"), PlanRow, row.id, "accept", NOTE)
    with pytest.raises(Missing):
        take_step(leader(city, "stranger"), PlanRow, row.id, "accept", NOTE)
    values = {"employee_id": city.ids["supervisor"], "plan_year_id": row.plan_year_id, "held_on": clock.today(), "notes": "Perlu PKA."}
    record_dialogue(above, values)
    take_step(above, PlanRow, row.id, "accept", NOTE)
    assert (row.state, (row.frozen or {})["supervisor"]) == ("accepted", city.person("opd_admin").full_name)


@pytest.mark.manual("X6")
def test_who_leads_the_unit_above_too_does_not_decide_on_himself(ctx: Flask, city: City) -> None:
    with transaction():
        set_head(system_actor(), city.person("supervisor").unit_id, city.ids["supervisor"])
        set_head(system_actor(), city.opd_id, city.ids["supervisor"])
    row = plan_row_in(city, owner="supervisor")
    with pytest.raises(Conflict):
        take_step(city.actor("supervisor"), PlanRow, row.id, "send")


@pytest.mark.manual("T23")
def test_what_waits_too_long_is_reminded_once_and_goes_on_to_the_next_supervisor(ctx: Flask, city: City) -> None:
    for name in ("owner", "supervisor", "opd_admin"):
        make_account(city.person(name))
    with transaction():
        city.person("supervisor").supervisor_id = city.ids["opd_admin"]
    row, following = sent_row(city), leader(city, "opd_admin")
    follow_up()
    assert (row.nudged_on, row.escalated_on) == (None, None)
    with pytest.raises(Missing):
        take_step(following, PlanRow, row.id, "return", NOTE)
    with clock.at(clock.now() + timedelta(days=7)):
        follow_up()
        follow_up()
    session().refresh(row)
    assert (row.nudged_on, row.escalated_to_id, told("plan_row.nudge")) == (clock.today() + timedelta(days=7), None, 1)
    assert not nudge(system_actor(), row.id)
    with clock.at(clock.now() + timedelta(days=14)):
        follow_up()
        follow_up()
    session().refresh(row)
    assert (row.escalated_to_id, told("plan_row.escalate"), deciders_of(row)) == (
        city.ids["opd_admin"],
        2,
        [city.ids["supervisor"], city.ids["opd_admin"]],
    )
    assert [each.record for each in waiting(following)] == [row]
    assert [each.record for each in waiting(city.actor("supervisor"))] == [row]
    take_step(following, PlanRow, row.id, "return", NOTE)
    take_step(city.actor("owner"), PlanRow, row.id, "send")
    assert (row.nudged_on, row.escalated_on, row.escalated_to_id) == (None, None, None)


def test_without_a_next_supervisor_it_stays_with_the_direct_one(ctx: Flask, city: City) -> None:
    row = sent_row(city)
    with clock.at(clock.now() + timedelta(days=20)):
        follow_up()
    session().refresh(row)
    assert (row.escalated_to_id, deciders_of(row)) == (None, [city.ids["supervisor"]])
    assert row.escalated_on is not None


@pytest.mark.gate("G6")
@pytest.mark.manual("T18")
def test_several_rows_at_once_each_with_its_outcome(ctx: Flask, city: City) -> None:
    first, second, done = plan_row_in(city, "sent"), plan_row_in(city, "sent"), plan_row_in(city, "rejected")
    foreign = plan_row_in(city, owner="stranger")
    outcomes = take_steps(city.actor("supervisor"), PlanRow, [first.id, done.id, foreign.id, second.id], "accept", NOTE)
    assert [each.ok for each in outcomes] == [True, False, False, True]
    assert all(each.message for each in outcomes if not each.ok)


@pytest.mark.manual("T3")
@pytest.mark.manual("T15")
@pytest.mark.manual("T23")
def test_each_subordinate_with_gap_jp_and_what_waits(ctx: Flask, city: City) -> None:
    make_test_result(city.person("owner"), score="82.50")
    plan_row_in(city, "accepted"), plan_row_in(city, "rejected"), plan_row_in(city, "sent"), plan_row_in(city)
    year = year_called(next_year())
    assert year is not None
    (found,) = standings(city.actor("supervisor"), year)
    assert (found.person.id, found.jp, found.waiting, found.unsent, found.accepted) == (city.ids["owner"], 120, 1, 1, 1)
    assert (found.gap.points, found.gap.band, found.cost, found.talked_on) == (17.5, "Cukup optimal", 7_500_000, clock.today())
    assert session().scalar(counting_to_verify(city.actor("supervisor"))) == 1
    for name in ("owner", "colleague", "auditor"):
        assert standings(city.actor(name), year) == []
        assert session().scalar(counting_to_verify(city.actor(name))) == 0


def test_a_dialogue_is_read_by_those_who_read_about_the_person(ctx: Flask, city: City) -> None:
    kept = dialogue(city, plan_year(city))
    assert kept.summary.startswith(str(next_year()))
    assert session().get_one(PlanYear, kept.plan_year_id).year == next_year()
    assert session().get_one(Employee, kept.led_by_id).id == city.ids["supervisor"]


def told(kind: str) -> int:
    return session().scalar(select(func.count()).select_from(Notification).where(Notification.kind.startswith(kind))) or 0
