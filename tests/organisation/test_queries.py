"""Who finds whom: the scope of people for every role, selects, filters and the newest valid competence test."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.kernel import clock
from app.kernel.actor import Actor, Assignment
from app.kernel.db import session
from app.kernel.roles import Role
from app.kernel.scope import visible
from app.organisation import queries, services
from app.organisation.models import CompetenceTest, Employee
from app.organisation.rules import UnitKind
from tests.factories.organisation import (
    employee_actor,
    make_agency,
    make_employee,
    make_opd,
    make_test_result,
    make_unit,
    opd_admin_actor,
    role_actor,
)


@pytest.fixture(autouse=True)
def _ground(ctx: Flask) -> None:
    make_agency()


def seen(actor: Actor, model: type[Employee] | type[CompetenceTest] = Employee) -> set[int]:
    return set(session().scalars(select(model.id).where(visible(model, actor))))


@pytest.mark.gate("G12")
def test_each_role_sees_its_own_reach_of_people() -> None:
    opd = make_opd()
    chief = make_employee(opd)
    person = make_employee(make_unit(opd), supervisor=chief)
    stranger = make_employee()
    everybody = {chief.id, person.id, stranger.id}
    assert seen(employee_actor(person)) == {person.id}
    assert seen(employee_actor(chief)) == {chief.id, person.id}
    assert seen(opd_admin_actor(opd)) == {chief.id, person.id}
    assert seen(opd_admin_actor(person.unit)) == {person.id}
    assert seen(role_actor(Role.BKPSDM_ADMIN)) == seen(role_actor(Role.AUDITOR)) == everybody
    assert seen(role_actor(Role.SUPERUSER)) == set()
    assert seen(Actor(user_id=1, name="Tamu")) == set()


@pytest.mark.gate("G12")
def test_the_subtree_of_one_opd_does_not_reach_into_an_opd_whose_number_begins_alike() -> None:
    opd, other = make_opd(), make_opd()
    person = make_employee(other)
    lookalike = Actor(None, "x", None, (Assignment(Role.OPD_ADMIN, opd.id, other.path.rstrip("/")[:-1] + "/"),))
    assert person.id not in seen(lookalike)


def test_an_admin_of_two_opds_sees_both_and_one_without_a_unit_sees_all() -> None:
    first, second = make_employee(), make_employee()
    make_employee()
    both = Actor(None, "x", None, tuple(Assignment(Role.OPD_ADMIN, each.unit_id, each.unit.path) for each in (first, second)))
    assert seen(both) == {first.id, second.id}
    assert len(seen(role_actor(Role.OPD_ADMIN))) == 3


@pytest.mark.gate("G12")
def test_competence_tests_are_read_by_owner_supervisor_and_bkpsdm_only() -> None:
    opd = make_opd()
    chief = make_employee(opd)
    person = make_employee(opd, supervisor=chief)
    colleague = make_employee(opd)
    result = make_test_result(person)
    for reader in (employee_actor(person), employee_actor(chief), role_actor(Role.BKPSDM_ADMIN)):
        assert seen(reader, CompetenceTest) == {result.id}
        assert queries.competence_tests(reader, person.id) == [result]
    for other in (employee_actor(colleague), opd_admin_actor(opd), role_actor(Role.AUDITOR), role_actor(Role.SUPERUSER)):
        assert seen(other, CompetenceTest) == set()
        assert queries.competence_tests(other, person.id) == []


@pytest.mark.manual("P6")
@pytest.mark.gate("G12")
def test_the_select_finds_people_by_number_or_name_inside_the_reach() -> None:
    opd = make_opd()
    person = make_employee(opd, nip="198001012005011001", name="Budi Santoso", back_title="S.Pd.")
    make_employee(name="Budi Lain")
    admin = opd_admin_actor(opd)
    found = [(person.id, "[198001012005011001] BUDI SANTOSO, S.Pd.")]
    for text in ("budi", "SANTOSO budi", "19800101", "19800101 2005.01", ""):
        assert queries.search_people(admin, text) == found
    assert queries.search_people(admin, "%") == []
    assert queries.search_people(admin, "0101") == []
    assert len(queries.search_people(role_actor(Role.BKPSDM_ADMIN), "budi")) == 2


def test_the_select_answers_with_at_most_twenty_people() -> None:
    opd = make_opd()
    for _number in range(23):
        make_employee(opd)
    assert len(queries.search_people(opd_admin_actor(opd))) == 20


def test_only_active_people_may_propose() -> None:
    person, away = make_employee(), make_employee(legal_position="03")
    assert person.is_active
    assert not away.is_active
    found = queries.search_active_people(role_actor(Role.BKPSDM_ADMIN), "")
    assert person.id in [pk for pk, _label in found]
    assert away.id not in [pk for pk, _label in found]


def test_opd_and_unit_options_stay_inside_the_reach() -> None:
    opd, other = make_opd("Dinas Kesehatan"), make_opd("Dinas Arsip")
    secretariat = make_unit(opd, UnitKind.SECRETARIAT, "Sekretariat")
    make_unit(secretariat, UnitKind.SUBSECTION, "Umum")
    clinic = make_unit(opd, UnitKind.PUSKESMAS, "Puskesmas A")
    admin = role_actor(Role.BKPSDM_ADMIN)
    assert queries.opd_options(admin) == [(other.id, "Dinas Arsip"), (opd.id, "Dinas Kesehatan")]
    assert [name.strip() for _pk, name in queries.unit_options(admin, opd.id)] == ["Dinas Kesehatan", "Puskesmas A", "Sekretariat", "Umum"]
    assert queries.opd_options(opd_admin_actor(clinic)) == [(opd.id, "Dinas Kesehatan")]
    assert [pk for pk, _name in queries.unit_options(opd_admin_actor(clinic), opd.id)] == [clinic.id]
    assert queries.unit_options(opd_admin_actor(opd), other.id) == []
    assert queries.unit_options(admin, None) == []
    assert queries.opd_options(employee_actor(make_employee(clinic))) == [(opd.id, "Dinas Kesehatan")]


@pytest.mark.manual("P5")
def test_the_newest_test_counts_until_it_expires() -> None:
    person = make_employee()
    assert queries.latest_competence_test(person.id) is None
    make_test_result(person, date(2020, 1, 1))
    assert queries.latest_competence_test(person.id) is None
    assert queries.latest_competence_test(person.id, date(2022, 1, 1)) is not None
    make_test_result(person, clock.today() - timedelta(days=400), "60")
    newest = make_test_result(person, clock.today() - timedelta(days=2), "85")
    assert queries.latest_competence_test(person.id) is newest


@pytest.mark.manual("T23")
def test_subordinates_are_the_direct_ones() -> None:
    chief = make_employee()
    person = make_employee(supervisor=chief)
    make_employee(supervisor=person)
    assert session().scalars(select(Employee).where(queries.is_subordinate(employee_actor(chief)))).all() == [person]
    assert session().scalars(select(Employee).where(queries.is_subordinate(role_actor(Role.BKPSDM_ADMIN)))).all() == []


def test_the_acting_person_and_a_number_lead_to_a_record() -> None:
    person = make_employee()
    assert queries.employee_of(employee_actor(person)) is person
    assert queries.employee_of(role_actor(Role.AUDITOR)) is None
    assert queries.find_employee(person.nip) is person
    assert queries.find_employee("0") is None
    services.delete_employee(role_actor(Role.BKPSDM_ADMIN), person.id)
    assert queries.find_employee(person.nip) is None
