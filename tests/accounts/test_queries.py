"""Who somebody is when he signs in: roles from the record and roles given, in two queries."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from app.accounts.models import RoleAssignment
from app.accounts.queries import fab_roles, holders, load_actor, load_session, permissions_of, roles_given, sessions_of
from app.accounts.rules import SEEN_EVERY, Method
from app.accounts.services import create_account, create_technical_account, deactivate_account, end_role, give_role, touch_session
from app.accounts.services.sessions import open_session
from app.extensions import db
from app.kernel import clock
from app.kernel.actor import system_actor
from app.kernel.db import transaction
from app.kernel.roles import Role
from app.kernel.scope import fetch
from app.organisation.models import Employee
from tests.factories.accounts import PASSWORD
from tests.factories.organisation import make_employee, make_opd, make_unit

SYSTEM = system_actor()


@contextmanager
def statements() -> Iterator[list[str]]:
    """The SELECTs sent inside the block."""
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def account_of(employee: Employee | None = None) -> int:
    if employee is not None:
        return create_account(SYSTEM, employee, PASSWORD)[0].id
    return create_technical_account(SYSTEM, "teknis", "Orang Teknis", PASSWORD)[0].id


def test_an_active_employee_acts_as_employee(ctx: Flask) -> None:
    employee = make_employee()
    actor = load_actor(account_of(employee), "10.0.0.9")
    assert actor is not None
    assert (actor.roles, actor.employee_id, actor.name, actor.address) == ({Role.EMPLOYEE}, employee.id, employee.full_name, "10.0.0.9")


@pytest.mark.manual("X5")
def test_whoever_leads_somebody_is_supervisor_too(ctx: Flask) -> None:
    chief = make_employee()
    make_employee(chief.unit, supervisor=chief)
    actor = load_actor(account_of(chief))
    assert actor is not None
    assert actor.roles == {Role.EMPLOYEE, Role.SUPERVISOR}


def test_who_is_on_leave_keeps_his_own_pages(ctx: Flask) -> None:
    employee = make_employee(legal_position="02")
    actor = load_actor(account_of(employee))
    assert actor is not None
    assert actor.roles == {Role.EMPLOYEE}


def test_an_account_without_a_record_has_the_roles_given_and_no_others(ctx: Flask) -> None:
    user_id = account_of()
    assert load_actor(user_id).roles == set()
    give_role(SYSTEM, user_id, Role.AUDITOR)
    assert load_actor(user_id).roles == {Role.AUDITOR}


def test_a_role_counts_from_its_first_day_to_its_last(ctx: Flask) -> None:
    user_id, today = account_of(), clock.today()
    opd = make_opd()
    give_role(SYSTEM, user_id, Role.OPD_ADMIN, opd.id, valid_from=today + timedelta(days=1), valid_to=today + timedelta(days=2))
    held = []
    for days in range(4):
        with clock.at(clock.now() + timedelta(days=days)):
            held.append(Role.OPD_ADMIN in load_actor(user_id).roles)
    assert held == [False, True, True, False]


def test_the_unit_of_an_opd_admin_comes_with_its_path(ctx: Flask) -> None:
    user_id, opd = account_of(), make_opd()
    give_role(SYSTEM, user_id, Role.OPD_ADMIN, opd.id)
    (assignment,) = load_actor(user_id).given(Role.OPD_ADMIN)
    assert (assignment.unit_id, assignment.unit_path) == (opd.id, opd.path)


def test_a_closed_account_or_one_without_our_row_is_nobody(ctx: Flask) -> None:
    user_id = account_of()
    deactivate_account(SYSTEM, user_id)
    assert load_actor(user_id) is None
    assert load_actor(user_id + 1000) is None


def test_the_acting_person_his_session_and_the_stamps_of_what_is_held_cost_one_query(ctx: Flask) -> None:
    employee = make_employee()
    user_id = account_of(employee)
    give_role(SYSTEM, user_id, Role.OPD_ADMIN, employee.unit_id)
    token = open_session(user_id, Method.PASSWORD).token
    db.session.rollback()
    with statements() as sent:
        person = load_session(token)
    assert person is not None
    assert person.actor.roles == {Role.EMPLOYEE, Role.OPD_ADMIN}
    assert len(sent) == 1


def test_a_session_that_lay_idle_or_grew_old_is_none(ctx: Flask) -> None:
    user_id, began = account_of(), clock.now()
    token = open_session(user_id, Method.PASSWORD).token
    idle, longest = ctx.config["PERMANENT_SESSION_LIFETIME"] + SEEN_EVERY, ctx.config["SESSION_ABSOLUTE_LIFETIME"]
    with clock.at(began + idle - timedelta(seconds=5)):
        assert load_session(token) is not None
    with clock.at(began + idle + timedelta(seconds=5)):
        assert load_session(token) is None
        assert list(sessions_of(user_id)) == []
    for hour in range(1, 13):
        with clock.at(began + timedelta(hours=hour) - timedelta(seconds=5)):
            person = load_session(token)
            assert person is not None, hour
            touch_session(person)
    with clock.at(began + longest + timedelta(seconds=5)):
        assert load_session(token) is None


@pytest.mark.parametrize("token", ["", "x", "1", "\x00", "ä" * 5000])
def test_no_other_token_names_a_session(ctx: Flask, token: str) -> None:
    assert open_session(account_of(), Method.PASSWORD) is not None
    assert load_session(token) is None


def test_all_permissions_of_several_roles_are_held_by_the_process(ctx: Flask) -> None:
    found = permissions_of([Role.EMPLOYEE, Role.BKPSDM_ADMIN])
    assert ("can_change", "PasswordView") in found
    with statements() as sent:
        assert permissions_of([Role.EMPLOYEE]) < found
    assert sent == []
    assert permissions_of([]) == frozenset()


def test_fab_knows_the_roles_by_its_own_names(ctx: Flask) -> None:
    assert {role.name for role in fab_roles([Role.EMPLOYEE, Role.SUPERUSER])} == {"Pegawai", "Admin"}


def test_holders_of_a_role_are_found_for_the_unit_and_everything_below(ctx: Flask) -> None:
    user_id, opd, other = account_of(), make_opd(), make_opd()
    below = make_unit(opd)
    give_role(SYSTEM, user_id, Role.OPD_ADMIN, opd.id)
    assert holders(Role.OPD_ADMIN, below.path) == [user_id]
    assert holders(Role.OPD_ADMIN, opd.path) == [user_id]
    assert holders(Role.OPD_ADMIN, other.path) == []
    assert holders(Role.OPD_ADMIN) == [user_id]


def test_an_ended_role_is_not_listed(ctx: Flask) -> None:
    user_id = account_of()
    given = give_role(SYSTEM, user_id, Role.AUDITOR)
    assert [row.id for row in roles_given(user_id)] == [given.id]
    end_role(SYSTEM, given.id)
    assert list(roles_given(user_id)) == []
    assert holders(Role.AUDITOR) == []


def test_a_role_cannot_be_stored_without_the_unit_it_needs(ctx: Flask) -> None:
    user_id = account_of()
    given = give_role(SYSTEM, user_id, Role.AUDITOR)
    with pytest.raises(Exception, match=r"(?i)check"), transaction():
        fetch(RoleAssignment, SYSTEM, given.id, lock=True).role = Role.OPD_ADMIN.value
