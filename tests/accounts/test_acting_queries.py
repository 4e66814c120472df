"""What is lent to whom: only on its days, only what the officer still has, and never the rows of either of the two."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.acting_queries import deputies_of_unit, lent_to, search_deputies, with_deputies
from app.accounts.models import RoleAssignment
from app.accounts.queries import holders, load_person
from app.accounts.services import deactivate_account, end_acting, end_role
from app.kernel import clock
from app.kernel.actor import system_actor
from app.kernel.db import session
from app.kernel.roles import Reach, Role
from app.kernel.scope import reached, visible
from app.organisation.models import Employee
from tests.factories.accounts import People
from tests.factories.acting import lend, real
from tests.factories.city import City

SYSTEM = system_actor()


@pytest.fixture
def town(app: Flask, people: tuple[City, People]) -> Iterator[City]:
    with app.app_context():
        yield people[0]


def test_a_deputy_holds_the_role_with_the_name_of_the_officer(town: City) -> None:
    acting = lend(town)
    person = load_person(town.person("colleague").user_id or 0, "password")
    assert person is not None
    held = next(each for each in person.held if each.assignment.in_place_of)
    assert held.label == f"Atasan langsung, Plh. {town.person('supervisor').full_name}"
    assert (held.key, held.valid_to) == (f"acting:{acting.id}:0", acting.ends_on)
    assert real(town, "colleague").seats(Role.SUPERVISOR) == (town.ids["supervisor"],)


def test_it_holds_to_the_last_second_of_the_agency_and_no_longer(town: City) -> None:
    acting = lend(town, begins_on=clock.today() + timedelta(days=1), ends_on=clock.today() + timedelta(days=2))
    moments = {
        datetime.combine(acting.begins_on, time(0, 0, 0), clock.zone()) - timedelta(seconds=1): False,
        datetime.combine(acting.begins_on, time(0, 0, 0), clock.zone()): True,
        datetime.combine(acting.ends_on, time(23, 59, 59), clock.zone()): True,
        datetime.combine(acting.ends_on, time(23, 59, 59), clock.zone()) + timedelta(seconds=1): False,
    }
    for moment, holds in moments.items():
        with clock.at(moment):
            assert real(town, "colleague").has(Role.SUPERVISOR) is holds, moment


def test_an_opd_admins_deputy_has_his_opd_as_long_as_he_has_it(town: City) -> None:
    lend(town, "opd_admin", "colleague", Role.OPD_ADMIN)
    (lent,) = lent_to(town.ids["colleague"])
    assert (lent.unit_id, lent.role) == (town.opd_id, Role.OPD_ADMIN)
    deputy = real(town, "colleague")
    found = set(session().scalars(select(Employee.id).where(visible(Employee, deputy))))
    assert {town.ids["owner"], town.ids["supervisor"]} <= found
    assert town.ids["stranger"] not in found
    given = session().scalars(select(RoleAssignment).where(RoleAssignment.user_id == town.person("opd_admin").user_id)).one()
    end_role(SYSTEM, given.id)
    assert lent_to(town.ids["colleague"]) == []


def test_a_closed_account_lends_nothing(town: City) -> None:
    lend(town, "opd_admin", "colleague", Role.OPD_ADMIN)
    deactivate_account(SYSTEM, town.person("opd_admin").user_id or 0)
    assert not real(town, "colleague").has(Role.OPD_ADMIN)


def test_neither_of_the_two_is_reached_in_the_officers_place(town: City) -> None:
    lend(town, "opd_admin", "colleague", Role.OPD_ADMIN)
    pks = [town.ids[name] for name in ("opd_admin", "colleague", "owner")]
    assert reached(Employee, real(town, "colleague"), Role.OPD_ADMIN, Reach.OPD, pks) == {town.ids["owner"]}


def test_deputies_are_told_of_what_waits_for_the_officer(town: City) -> None:
    acting = lend(town)
    ids = (town.ids["supervisor"], town.ids["colleague"])
    assert with_deputies([ids[0]], Role.SUPERVISOR) == list(ids)
    assert with_deputies([ids[0]], Role.SUPERVISOR, but=[ids[1]]) == [ids[0]]
    assert with_deputies([ids[0]], Role.OPD_ADMIN) == [ids[0]]
    end_acting(real(town, "supervisor"), acting.id)
    lend(town, "opd_admin", "owner", Role.OPD_ADMIN)
    path = town.person("owner").unit.path
    assert deputies_of_unit(path) == [town.ids["owner"]]
    assert town.person("owner").user_id in holders(Role.OPD_ADMIN, path)
    assert town.person("owner").user_id not in holders(Role.OPD_ADMIN, town.other_opd.path)


def test_an_officer_is_offered_his_own_opd_without_their_nip(town: City) -> None:
    found = search_deputies(real(town, "supervisor"), "")
    assert {pk for pk, _label in found} == {town.ids[name] for name in ("owner", "colleague", "opd_admin")}
    assert all(town.person("owner").nip not in label for _pk, label in found)
    assert town.ids["stranger"] in {pk for pk, _label in search_deputies(real(town, "bkpsdm_admin"), "")}
    assert search_deputies(town.actor("auditor"), "") == []
