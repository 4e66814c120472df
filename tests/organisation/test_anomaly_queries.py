"""Every anomaly finds the row that has it and leaves the sound ones alone; nobody sees another OPD's."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.kernel import clock
from app.kernel.actor import system_actor
from app.kernel.db import session, transaction
from app.kernel.roles import Role
from app.organisation import services
from app.organisation.anomaly_queries import ANOMALIES, circling, counts
from app.organisation.models import Employee, Unit
from tests.factories.organisation import make_agency, make_employee, make_opd, opd_admin_actor, role_actor

ADMIN = role_actor(Role.BKPSDM_ADMIN)


@pytest.fixture(autouse=True)
def _ground(ctx: Flask) -> None:
    make_agency()


def found(key: str, actor: Any = ADMIN) -> set[int]:
    anomaly = next(each for each in ANOMALIES if each.key == key)
    return set(session().scalars(select(anomaly.model.id).where(anomaly.rows(actor))))


def write(person: Employee, **values: Any) -> None:
    """Past the services, which refuse it: as an old import would have."""
    with transaction() as current:
        current.execute(update(Employee).where(Employee.id == person.id).values(**values))


def led(person: Employee) -> Employee:
    """The head of the agency needs nobody above him."""
    services.set_head(system_actor(), make_agency().id, person.id)
    return person


def test_a_sound_agency_has_no_anomaly_of_people() -> None:
    head = led(make_employee(make_agency()))
    make_employee(supervisor=head)
    assert {key: count for key, count in counts(ADMIN).items() if count and key != "headless"} == {}


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("nip-birth", {"birth_date": date(1999, 9, 9)}),
        ("nip-sex", {"sex": "P"}),
        ("no-supervisor", {"supervisor_id": None}),
    ],
)
def test_the_wrong_row_is_found_and_the_sound_one_is_not(key: str, values: dict[str, Any]) -> None:
    head = led(make_employee(make_agency()))
    wrong, sound = make_employee(supervisor=head), make_employee(supervisor=head)
    write(wrong, **values)
    assert wrong.id in found(key)
    assert sound.id not in found(key)
    assert counts(ADMIN)[key] == 1


def test_one_person_entered_twice_is_found_whatever_the_case_of_the_name() -> None:
    head = led(make_employee(make_agency()))
    first, second = make_employee(supervisor=head, name="Dewi Lestari"), make_employee(supervisor=head, name="Budi")
    write(second, name="DEWI LESTARI", birth_date=first.birth_date)
    assert found("duplicates") == {first.id, second.id}


def test_who_left_needs_no_supervisor_but_those_he_led_need_another() -> None:
    head = led(make_employee(make_agency()))
    boss = make_employee(supervisor=head)
    led_by_boss = make_employee(supervisor=boss)
    write(boss, legal_position="99", supervisor_id=None)
    assert found("supervisor-gone") == {led_by_boss.id}
    assert boss.id not in found("no-supervisor")


def test_a_circle_is_found_with_its_members_only() -> None:
    head = led(make_employee(make_agency()))
    first = make_employee(supervisor=head)
    second = make_employee(supervisor=first)
    third = make_employee(supervisor=second)
    hanging = make_employee(supervisor=third)
    write(first, supervisor_id=third.id)
    assert circling() == {first.id, second.id, third.id}
    assert found("circles") == {first.id, second.id, third.id}
    assert hanging.id not in found("circles")


def test_people_of_a_closed_unit_and_units_without_head() -> None:
    head = led(make_employee(make_agency()))
    opd = make_opd()
    person = make_employee(opd, supervisor=head)
    assert opd.id in found("headless")
    services.set_head(system_actor(), opd.id, person.id)
    assert opd.id not in found("headless")
    with transaction() as current:
        current.execute(update(Unit).where(Unit.id == opd.id).values(valid_to=clock.today() - timedelta(days=1)))
    assert found("closed-unit") == {person.id}
    services.set_head(system_actor(), opd.id, None)
    assert opd.id not in found("headless"), "a unit that has ended needs no head"


def test_an_opd_admin_is_shown_his_opd_only() -> None:
    head = led(make_employee(make_agency()))
    mine, other = make_opd(), make_opd()
    wrong, foreign = make_employee(mine, supervisor=head), make_employee(other, supervisor=head)
    for person in (wrong, foreign):
        write(person, sex="P")
    actor = opd_admin_actor(mine)
    assert found("nip-sex", actor) == {wrong.id}
    assert found("headless", actor) == {mine.id}
    assert counts(actor)["nip-sex"] == 1
