"""The plan of a year over its rows: where it stands, sent at once, written on one page, made once."""

from copy import deepcopy
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from flask import Flask

from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.approval import history, open_steps, take_step
from app.kernel.db import session
from app.kernel.errors import Conflict, Denied, Invalid, Missing
from app.plans.models import Plan, PlanRow
from app.plans.queries import plan_of, standard_of
from app.plans.rules import place_of_plan
from app.plans.services import Profile, WrittenRow, plan_training, write_plan
from app.plans.workflow import PLAN_FLOW
from app.reference.models import Code
from app.reference.services import change_code
from tests.factories.city import City, make_city
from tests.factories.plans import LEVELS, NOTE, plan_row_in, plan_year, planned_values, profiled
from tests.proposals.test_concurrency import at_once

PEOPLE = ("owner", "colleague", "supervisor", "opd_admin", "other_opd_admin", "bkpsdm_admin", "auditor", "superuser")
PLACES = {"draft": "draft", "sent": "sent", "accepted": "decided", "rejected": "decided", "returned": "returned"}


def whole(row: PlanRow) -> Plan:
    found = plan_of(row.employee_id, row.plan_year_id)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ((), "draft"),
        (("accepted", "rejected"), "decided"),
        (("accepted", "sent"), "sent"),
        (("accepted", "draft", "sent"), "draft"),
        (("returned", "draft", "sent"), "returned"),
    ],
)
def test_a_plan_stands_where_its_owner_has_to_act_first(rows: tuple[str, ...], place: str) -> None:
    assert place_of_plan(rows) == place


@pytest.mark.manual("T37")
@pytest.mark.parametrize("state", sorted(PLACES))
def test_the_plan_follows_its_row_and_is_offered_to_nobody_but_its_owner(ctx: Flask, city: City, state: str) -> None:
    plan = whole(plan_row_in(city, state))
    assert plan.state == PLACES[state]
    offered = {person: {step.key for step in open_steps(city.actor(person), [plan])[plan.id]} for person in PEOPLE}
    expected = {"send"} if plan.state in ("draft", "returned") else set()
    assert offered == {person: expected if person == "owner" else set() for person in PEOPLE}
    for person in PEOPLE:
        for act in {step.key for step in PLAN_FLOW.steps} - offered[person]:
            with clock.at(clock.now() + timedelta(minutes=5)), pytest.raises((Conflict, Denied, Missing)):
                take_step(city.actor(person), Plan, plan.id, act, NOTE)
    assert plan.state == PLACES[state]


def test_one_row_sent_alone_leaves_the_plan_to_its_owner(ctx: Flask, city: City) -> None:
    first, second = plan_row_in(city), plan_row_in(city, subject="Kedua")
    take_step(city.actor("owner"), PlanRow, first.id, "send")
    assert whole(first).state == "draft"
    take_step(city.actor("owner"), PlanRow, second.id, "send")
    assert whole(first).state == "sent"
    assert [each.step for each in history(whole(first))] == ["create", "edit", "forward"]
    take_step(city.actor("supervisor"), PlanRow, first.id, "return", NOTE)
    take_step(city.actor("owner"), PlanRow, first.id, "delete")
    assert whole(first).state == "sent"


@pytest.mark.manual("T11")
def test_the_plan_is_sent_with_all_its_rows_or_none(ctx: Flask, city: City) -> None:
    rows = [plan_row_in(city, said=False, subject=f"Pelatihan {number}") for number in range(3)]
    with pytest.raises(Conflict, match="Penilaian Kinerja"):
        take_step(city.actor("owner"), Plan, whole(rows[0]).id, "send")
    profiled(city, rows[0].plan_year)
    plan = take_step(city.actor("owner"), Plan, whole(rows[0]).id, "send")
    assert ({row.state for row in rows}, plan.state) == ({"sent"}, "sent")
    assert plan.agreed_at is not None
    assert [each.step for each in history(plan)] == ["create", "edit", "send"]
    late = plan_row_in(city, subject="Terlambat")
    plan.plan_year.closes_on = clock.today() - timedelta(days=1)
    session().commit()
    with pytest.raises(Conflict, match="terkunci"):
        take_step(city.actor("owner"), Plan, plan.id, "send")
    assert (late.state, whole(late).state) == ("draft", "draft")


@pytest.mark.manual("T10")
def test_the_page_writes_every_block_or_nothing(ctx: Flask, city: City) -> None:
    year = plan_year(city)
    kept, gone = plan_row_in(city, year=year), plan_row_in(city, year=year, subject="Keluar")
    new = _block(year, subject="Baru", form="NKL01", jp=None)
    autumn = {"begins_on": date(year.year, 9, 1), "ends_on": date(year.year, 9, 2)}
    wrong = _block(year, jp=Decimal(999), **autumn)
    old = WrittenRow(kept.id, kept.version, None, planned_values(year, subject="Diubah"))
    with pytest.raises(Invalid):
        write_plan(city.actor("owner"), year.id, [old, new, wrong], [gone.id])
    assert (wrong.wrong is not None and set(wrong.wrong.fields), new.wrong) == ({"jp"}, None)
    assert sorted(row.subject for row in session().query(PlanRow)) == sorted([kept.subject, "Keluar"])
    said = Profile(Decimal("90.995"), LEVELS, whole(kept).version)
    plan = write_plan(city.actor("owner"), year.id, [old, new], [gone.id], said, send=True)
    found = {row.subject: row.state for row in session().query(PlanRow)}
    assert (found, plan.state) == ({"Diubah": "sent", "Baru": "sent", "Keluar": "deleted"}, "sent")
    with pytest.raises(Denied):
        write_plan(city.actor("superuser"), year.id, [new], [])
    foreign = WrittenRow(kept.id, kept.version, None, planned_values(year))
    with pytest.raises(Missing):
        write_plan(city.actor("colleague"), year.id, [foreign], [])


def test_what_was_said_elsewhere_is_not_lost(ctx: Flask, city: City) -> None:
    year = plan_year(city)
    seen = profiled(city, year).version
    profiled(city, year, M_1=3)
    with pytest.raises(Conflict, match="diubah di tempat lain"):
        write_plan(city.actor("owner"), year.id, [], [], Profile(Decimal(80), LEVELS, seen))


@pytest.mark.manual("T7")
def test_an_accepted_row_keeps_standard_levels_and_person_whatever_changes_later(ctx: Flask, city: City) -> None:
    admin = city.actor("bkpsdm_admin")
    year = plan_year(city)
    profiled(city, year, performance="75.99")
    row = plan_row_in(city, "accepted", year=year)
    kept = deepcopy(row.frozen)
    assert kept is not None
    required = kept["required_level"]
    assert [each["required"] for each in kept["standard"]] == [required] * 9
    assert (kept["performance"], kept["performance_band"]) == ("75.99", "Kesenjangan kinerja sedang")
    for code in session().query(Code).filter(Code.code_list.in_(("standar_jabatan", "kompetensi", "kesenjangan_kinerja", "sumber_dana"))):
        data = code.data | {name: "5" for name in ("level",) if name in code.data}
        change_code(admin, code.id, label=f"{code.label} baru", data=data)
    person = city.person("owner")
    person.job_title, person.name = "Jabatan Lain", "Nama Lain"
    session().commit()
    profiled(city, year, performance="100", M_1=5)
    session().expire_all()
    assert session().get_one(PlanRow, row.id).frozen == kept
    assert kept["name"] != person.full_name
    assert standard_of(person)["M.1"] == 5


def test_two_first_rows_at_once_make_one_plan(app: Flask) -> None:
    with app.app_context():
        city = make_city()
        year = plan_year(city)
        values = [planned_values(year, subject=f"Pelatihan {number}", jp=Decimal(20)) for number in range(2)]
        owner = city.actor("owner")
    assert at_once(app, *(partial(_planned, owner, each) for each in values)) == ["draft", "draft"]
    with app.app_context():
        assert session().query(Plan).count() == 1


def test_two_decisions_at_once_close_the_plan(app: Flask) -> None:
    with app.app_context():
        city = make_city()
        pks = [plan_row_in(city, "sent", subject=f"Pelatihan {number}").id for number in range(2)]
        supervisor = city.actor("supervisor")
    assert at_once(app, *(partial(_decided, supervisor, pk) for pk in pks)) == ["accepted", "accepted"]
    with app.app_context():
        assert session().query(Plan).one().state == "decided"


@pytest.mark.gate("G5")
def test_a_plan_and_its_row_sent_at_once_are_sent_once(app: Flask) -> None:
    with app.app_context():
        city = make_city()
        rows = [plan_row_in(city, subject=f"Pelatihan {number}") for number in range(2)]
        profiled(city, rows[0].plan_year)
        plan, pk, owner = whole(rows[0]).id, rows[0].id, city.actor("owner")
    at_once(app, partial(_sent, owner, Plan, plan), partial(_sent, owner, PlanRow, pk))
    with app.app_context():
        assert [row.state for row in session().query(PlanRow)] == ["sent", "sent"]
        assert session().query(Plan).one().state == "sent"
        assert [each.step for each in history(session().get_one(PlanRow, pk))] == ["create", "send"]


def _block(year: Any, **changes: Any) -> WrittenRow:
    return WrittenRow(None, 0, None, planned_values(year, **changes))


def _planned(actor: Actor, values: dict[str, Any]) -> str:
    return str(plan_training(actor, values).state)


def _decided(actor: Actor, pk: int) -> str:
    return str(take_step(actor, PlanRow, pk, "accept", NOTE).state)


def _sent(actor: Actor, model: type[Any], pk: int) -> str:
    return str(take_step(actor, model, pk, "send").state)
