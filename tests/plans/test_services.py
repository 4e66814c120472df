"""Planning, the lock to the second, copying, freezing, reminders: through the services, in the agency's own time zone."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.audit.models import AuditEntry
from app.kernel import clock, settings
from app.kernel.actor import system_actor
from app.kernel.agency import TIME_ZONE
from app.kernel.approval import take_step, take_steps
from app.kernel.crud.plain import change_record, create_record, remove_record, version_of
from app.kernel.db import session
from app.kernel.errors import Conflict, Denied, Invalid
from app.notifications.models import Notification
from app.organisation.rules import JobType
from app.plans.models import PlanReminder, PlanRow, PlanYear
from app.plans.services import change_training, copy_last_year, plan_training
from app.plans.tasks import remind_unsent
from app.reference.models import Code
from tests.factories.accounts import make_account
from tests.factories.city import City
from tests.factories.plans import NOTE, SUBJECT, next_year, plan_row_in, plan_year, planned_values


def at_time(day: date, hour: int, minute: int, second: int) -> Any:
    return clock.at(datetime.combine(day, time(hour, minute, second), clock.zone()))


@pytest.mark.manual("T10")
@pytest.mark.manual("T5")
def test_a_planned_training_is_ones_own_of_his_unit_and_a_draft(ctx: Flask, city: City) -> None:
    row = plan_row_in(city, subject="  Pembentukan   Asesor ")
    person = city.person("owner")
    assert (row.employee_id, row.unit_id, row.state, row.subject) == (person.id, person.unit_id, "draft", "Pembentukan Asesor")
    assert (row.development_path, row.jp, row.cost, row.frozen) == ("klasikal", 40, 2_500_000, None)


@pytest.mark.manual("T36")
@pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Jayapura"])
def test_the_portal_locks_after_the_last_second_of_the_last_day(ctx: Flask, city: City, zone: str) -> None:
    settings.change_setting(system_actor(), TIME_ZONE, zone)
    year = plan_year(city, closes_in=5)
    owner, supervisor = city.actor("owner"), city.actor("supervisor")
    draft, sent, other = plan_row_in(city), plan_row_in(city, "sent"), plan_row_in(city)
    with at_time(year.closes_on, 23, 59, 59):
        change_training(owner, draft.id, planned_values(year, subject="Ubah"), draft.version)
        take_step(owner, PlanRow, other.id, "send")
    with at_time(year.closes_on + timedelta(days=1), 0, 0, 0):
        refused = [
            lambda: plan_training(owner, planned_values(year)),
            lambda: change_training(owner, draft.id, planned_values(year), draft.version),
            lambda: take_step(owner, PlanRow, draft.id, "send"),
            lambda: take_step(owner, PlanRow, draft.id, "delete"),
            lambda: copy_last_year(owner, year.id),
        ]
        for act in refused:
            with pytest.raises(Conflict) as refusal:
                act()
            assert str(year.closes_on.year) in str(refusal.value.message)
        assert [each.ok for each in take_steps(owner, PlanRow, [draft.id], "send")] == [False]
        take_step(supervisor, PlanRow, sent.id, "accept", NOTE)
    assert (draft.state, draft.subject, sent.state) == ("draft", "Ubah", "accepted")


@pytest.mark.manual("T36")
def test_it_is_not_open_before_its_first_second(ctx: Flask, city: City) -> None:
    year = plan_year(city, opens_in=3)
    owner = city.actor("owner")
    with at_time(year.opens_on - timedelta(days=1), 23, 59, 59), pytest.raises(Conflict):
        plan_training(owner, planned_values(year))
    with at_time(year.opens_on, 0, 0, 0):
        assert plan_training(owner, planned_values(year)).state == "draft"


@pytest.mark.manual("T36")
def test_opening_a_window_again_is_an_act_in_the_trail(ctx: Flask, city: City) -> None:
    year = plan_year(city, closes_in=-1)
    owner, admin = city.actor("owner"), city.actor("bkpsdm_admin")
    with pytest.raises(Conflict):
        plan_training(owner, planned_values(year))
    change_record(admin, PlanYear, year.id, {"closes_on": clock.today()}, version_of(year))
    plan_training(owner, planned_values(year))
    entry = session().scalars(select(AuditEntry).where(AuditEntry.event == "plan_year.change")).one()
    assert entry.actor_name == admin.name


def test_a_year_with_plans_stays(ctx: Flask, city: City) -> None:
    row = plan_row_in(city)
    with pytest.raises(Conflict):
        remove_record(city.actor("bkpsdm_admin"), PlanYear, row.plan_year_id)


@pytest.mark.manual("T36")
def test_a_row_does_not_leave_a_locked_year(ctx: Flask, city: City) -> None:
    row = plan_row_in(city)
    later = create_record(
        city.actor("bkpsdm_admin"),
        PlanYear,
        {"year": next_year() + 1, "opens_on": clock.today(), "closes_on": clock.today() + timedelta(days=300)},
    )
    with clock.at(clock.now() + timedelta(days=40)), pytest.raises(Conflict):
        change_training(city.actor("owner"), row.id, planned_values(later), row.version)
    assert row.plan_year.year == next_year()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"form": "XX"}, "form"),
        ({"plan_year_id": 999}, "plan_year_id"),
        ({"training_id": 999}, "training_id"),
        ({"ends_on": date(2020, 1, 1)}, "ends_on"),
        ({"begins_on": date(2020, 1, 1), "ends_on": date(2020, 1, 2), "jp": Decimal(4)}, "begins_on"),
        ({"jp": Decimal(41)}, "jp"),
        ({"jp": None}, "jp"),
        ({"form": "TB01", "jp": None}, "study_programme"),
    ],
)
@pytest.mark.manual("T10")
def test_what_is_wrong_stands_at_its_field(ctx: Flask, city: City, changes: dict[str, Any], field: str) -> None:
    year = plan_year(city)
    with pytest.raises(Invalid) as refusal:
        plan_training(city.actor("owner"), planned_values(year, **changes))
    assert field in refusal.value.fields
    assert session().scalar(select(func.count()).select_from(PlanRow)) == 0


@pytest.mark.manual("T5")
@pytest.mark.manual("T14")
def test_the_paths_stand_together_in_one_plan_and_jp_are_converted(ctx: Flask, city: City) -> None:
    year = plan_year(city)
    day = {"begins_on": date(year.year, 3, 2), "ends_on": date(year.year, 3, 3), "jp": None}
    study = {"form": "TB01", "study_programme": "Administrasi Publik", "study_level": "S-2", "organiser": "Universitas Contoh"}
    rows = [
        plan_training(city.actor("owner"), planned_values(year, **day, **more)) for more in ({"form": "KL06"}, {"form": "NKL05"}, study)
    ]
    assert [(row.development_path, row.jp, row.study_level) for row in rows] == [
        ("klasikal", 8, None),
        ("nonklasikal", 20, None),
        ("tugas_belajar", 0, "S-2"),
    ]


def test_who_is_not_an_employee_plans_nothing(ctx: Flask, city: City) -> None:
    year = plan_year(city)
    for name in ("auditor", "second_bkpsdm_admin"):
        with pytest.raises(Denied):
            plan_training(city.actor(name), planned_values(year))
        with pytest.raises(Denied):
            copy_last_year(city.actor(name), year.id)


@pytest.mark.manual("T23")
def test_without_a_supervisor_nothing_can_be_sent(ctx: Flask, city: City) -> None:
    row = plan_row_in(city, owner="colleague")
    with pytest.raises(Conflict):
        take_step(city.actor("colleague"), PlanRow, row.id, "send")
    assert row.state == "draft"


@pytest.mark.manual("T17")
@pytest.mark.manual("T19")
def test_what_is_accepted_keeps_its_reason_and_is_frozen(ctx: Flask, city: City) -> None:
    row = plan_row_in(city, "accepted")
    assert row.decision == NOTE
    frozen = dict(row.frozen or {})
    assert (frozen["form"], frozen["fund"], frozen["required_level"], frozen["opd"]) == ("Pelatihan teknis", "APBD", 1, "Dinas Pendidikan")
    person = city.person("owner")
    person.job_title, person.job_type = "Kepala Bidang", JobType.ADMINISTRATOR.value
    for code in session().scalars(select(Code).where(Code.code.in_(("KL03", "apbd")))):
        code.label = "Lain"
    session().flush()
    session().expire(row)
    assert row.frozen == frozen


@pytest.mark.manual("T17")
def test_what_is_returned_can_be_sent_again_and_accepted(ctx: Flask, city: City) -> None:
    row = plan_row_in(city, "returned")
    assert (row.decision, row.frozen) == (NOTE, None)
    change_training(city.actor("owner"), row.id, planned_values(row.plan_year, organiser="LAN"), row.version)
    assert row.state == "returned"
    take_step(city.actor("owner"), PlanRow, row.id, "send")
    take_step(city.actor("supervisor"), PlanRow, row.id, "accept", NOTE)
    assert (row.state, row.organiser) == ("accepted", "LAN")


def test_last_years_plan_is_copied_once_and_without_what_was_rejected(ctx: Flask, city: City) -> None:
    before = plan_year(city, clock.today().year)
    year = plan_year(city)
    plan_row_in(city, "accepted", year=before)
    plan_row_in(city, "rejected", year=before, subject="Ditolak dulu")
    plan_row_in(city, owner="colleague", year=before, subject="Orang lain")
    owner = city.actor("owner")
    copied = copy_last_year(owner, year.id)
    assert [(row.subject, row.state, row.begins_on, row.frozen) for row in copied] == [(SUBJECT, "draft", date(year.year, 6, 8), None)]
    assert copy_last_year(owner, year.id) == []


@pytest.mark.manual("T36")
def test_reminders_go_once_to_those_who_have_not_sent(ctx: Flask, city: City) -> None:
    for name in ("owner", "supervisor"):
        make_account(city.person(name))
    plan_year(city, closes_in=14)
    plan_row_in(city, "sent")
    supervisor, owner = city.ids["supervisor"], city.ids["owner"]
    remind_unsent()
    remind_unsent()
    assert told() == {(supervisor, 14)}
    plan_row_in(city)
    for days in (11, 11, 15):
        with clock.at(clock.now() + timedelta(days=days)):
            remind_unsent()
    assert told() == {(supervisor, 14), (supervisor, 3), (owner, 3)}
    assert session().scalar(select(func.count()).select_from(Notification).where(Notification.kind.startswith("plan_reminder"))) == 3


def told() -> set[tuple[int, int]]:
    session().expire_all()
    return {(row.employee_id, row.days) for row in session().scalars(select(PlanReminder))}
