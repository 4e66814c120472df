"""A smaller city made through the services: what the portal knows of it afterwards."""

from collections import Counter
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.models import Account
from app.accounts.queries import load_actor
from app.audit.models import AuditEntry
from app.demo.build import build_agency
from app.demo.generator import generate_agency
from app.demo.people import PORTAL_OPENS
from app.demo.plan import DEMO_DAY, Agency, Deed
from app.extensions import db
from app.kernel import clock
from app.kernel.agency import letterhead, signatory
from app.kernel.approval import StepHistory
from app.kernel.chain import verify
from app.kernel.db import session
from app.kernel.roles import Role
from app.notifications.models import Notification, OutboxMessage
from app.organisation.models import CompetenceTest, Employee, Unit, UnitHead
from app.proposals.models import Proposal
from app.proposals.services import may_recommend
from app.proposals.workflow import PROPOSAL_FLOW
from tests.conftest import Ground

PLAN = generate_agency(employees=240, proposals=60)


@pytest.fixture(scope="module")
def city(portal: Flask, ground: Ground) -> Iterator[Agency]:
    """The city of PLAN in the database; tests of this module only read."""
    ground.renew()
    with portal.app_context():
        assert build_agency(PLAN, DEMO_DAY, lambda line: None)
        yield PLAN
        db.session.remove()
        db.engine.dispose()


def count(model: type) -> int:
    return session().scalar(select(func.count()).select_from(model)) or 0


def employee(nip: str) -> Employee:
    return session().scalars(select(Employee).where(Employee.nip == nip)).one()


def test_everything_planned_is_there(city: Agency) -> None:
    assert count(Unit) == len(city.units)
    assert count(UnitHead) == len(city.units) - 1
    assert count(Employee) == count(Account) - 1 == len(city.people)
    assert count(CompetenceTest) == len(city.tests)
    assert count(Proposal) == 60
    assert count(StepHistory) == len(city.acts)


def test_people_are_as_planned_with_birth_and_sex_read_from_the_nip(city: Agency) -> None:
    for person in city.people:
        made = employee(person.nip)
        assert (made.name, made.birth_date, made.sex) == (person.name, person.birth_date, person.sex.value)
        assert (made.supervisor.nip if made.supervisor else None) == person.supervisor
        assert made.unit.code == person.unit


def test_histories_lie_in_the_past_in_the_order_of_time_and_their_chains_hold(city: Agency) -> None:
    moments = list(session().scalars(select(StepHistory.at).order_by(StepHistory.position)))
    assert moments == [act.at for act in city.acts]
    audited = list(session().scalars(select(AuditEntry.at).order_by(AuditEntry.position)))
    assert audited == sorted(audited)
    assert clock.local(audited[0]).date() == PORTAL_OPENS
    assert [*verify(StepHistory), *verify(AuditEntry)] == []


def test_every_state_of_the_flow_has_a_proposal(city: Agency) -> None:
    assert set(session().scalars(select(Proposal.state).distinct())) >= set(PROPOSAL_FLOW.state_keys) - {"deleted"}


def test_each_step_was_taken_in_the_role_it_belongs_to(city: Agency) -> None:
    roles = Counter((step, role) for step, role in session().execute(select(StepHistory.step, StepHistory.role)))
    assert {role for step, role in roles if step == Deed.APPROVE.value} == {Role.BKPSDM_ADMIN.value}
    assert {role for step, role in roles if step == "resubmit"} == {Role.EMPLOYEE.value}
    assert {role for step, role in roles if step == "forward"} >= {Role.OPD_ADMIN.value}


def test_the_cast_acts_in_its_roles(city: Agency) -> None:
    wanted = {
        city.cast.employee: {Role.EMPLOYEE},
        city.cast.supervisor: {Role.EMPLOYEE, Role.SUPERVISOR},
        city.cast.opd_admin: {Role.EMPLOYEE, Role.OPD_ADMIN},
        city.cast.bkpsdm_admin: {Role.EMPLOYEE, Role.BKPSDM_ADMIN},
        city.cast.auditor: {Role.EMPLOYEE, Role.AUDITOR},
    }
    for nip, roles in wanted.items():
        actor = load_actor(employee(nip).user_id or 0)
        assert actor is not None
        assert roles <= actor.roles
        assert actor.roles - roles <= {Role.SUPERVISOR}


@pytest.mark.manual("P12")
def test_the_employee_of_the_cast_sees_the_field_for_the_recommendation(city: Agency) -> None:
    with clock.at(city.acts[-1].at):
        assert may_recommend(employee(city.cast.employee))


def test_only_the_cast_keeps_the_password_shown(city: Agency) -> None:
    keeps = set(session().scalars(select(Account).where(Account.must_change_password.is_(False))))
    assert {account.user.username for account in keeps} == {*city.cast.everybody, "admin"}


def test_the_past_is_told_in_the_portal_and_mailed_to_nobody(city: Agency) -> None:
    assert count(OutboxMessage) == 0
    unread, read = (
        session().scalar(select(func.count()).where(Notification.read_at.is_(None) if empty else Notification.read_at.is_not(None)))
        for empty in (True, False)
    )
    assert read
    assert unread


def test_the_letterhead_is_the_invented_citys(city: Agency) -> None:
    assert letterhead().lines[0] == "Pemerintah Kota Rantau Lestari"
    head = next(person for person in city.people if person.job_title.startswith("Kepala Badan Kepegawaian"))
    assert head.name in signatory().name


def test_a_second_time_changes_nothing(city: Agency) -> None:
    before = count(AuditEntry)
    assert not build_agency(PLAN, DEMO_DAY, lambda line: None)
    assert count(AuditEntry) == before
