"""A smaller city made through the services: what the portal knows of it afterwards."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

import pikepdf
import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.models import Account, ActingOfficer
from app.accounts.queries import load_actor
from app.archive.models import ArchiveDocument, ArchiveScore
from app.archive.workflow import ARCHIVE_FLOW
from app.audit.models import AuditEntry
from app.awards.models import Award
from app.certificates.models import Certificate
from app.credentials.models import Certification, Course
from app.demo.build import build_agency
from app.demo.files import write_files
from app.demo.generator import generate_agency
from app.demo.people import PORTAL_OPENS
from app.demo.plan import DEMO_DAY, Agency, Deed
from app.demo.teams import draw_seats
from app.extensions import db
from app.kernel import clock, storage
from app.kernel.agency import letterhead, signatory
from app.kernel.approval import StepHistory
from app.kernel.chain import verify
from app.kernel.db import session
from app.kernel.roles import Role
from app.myasn.models import Package
from app.notifications.models import Notification, OutboxMessage
from app.organisation.models import CompetenceTest, Employee, Unit, UnitHead
from app.photos.models import Photo
from app.plans.models import PlanExtension, PlanRow
from app.privacy.breach_models import Breach, BreachPerson
from app.privacy.breach_services import count_concerned
from app.privacy.models import DataRequest
from app.profile.models import ProfileChange
from app.proposals.models import Proposal
from app.proposals.services import may_recommend
from app.proposals.workflow import PROPOSAL_FLOW
from app.realisations.models import ActivityReport, Realisation
from app.realisations.rules import Mark
from app.recommendations.models import Recommendation
from app.teamwork.models import TeamWork
from app.teamwork.workflow import TEAM_WORK_FLOW
from app.webinars.attendance_models import Attendance, WebinarSession
from app.webinars.attendance_queries import sessions_of
from app.webinars.models import Registration, Webinar, WebinarSeries
from tests.ground import Ground

PLAN = generate_agency(employees=240, proposals=60)


@pytest.fixture(scope="module")
def city(portal: Flask, ground: Ground, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Agency]:
    """The city of PLAN in the database; tests of this module only read."""
    ground.renew()
    folder = tmp_path_factory.mktemp("demo")
    write_files(PLAN, folder)
    with portal.app_context():
        assert build_agency(PLAN, DEMO_DAY, lambda line: None, folder)
        yield PLAN
        db.session.remove()
        db.engine.dispose()


def count(model: type) -> int:
    return session().scalar(select(func.count()).select_from(model)) or 0


def employee(nip: str) -> Employee:
    return session().scalars(select(Employee).where(Employee.nip == nip)).one()


def moments_of(model: type) -> list[datetime]:
    """When each step of these records was taken, in the order they were written."""
    found = select(StepHistory.at).where(StepHistory.subject_type == model.__tablename__)
    return list(session().scalars(found.order_by(StepHistory.position)))


def test_everything_planned_is_there(city: Agency) -> None:
    assert count(Unit) == len(city.units)
    assert count(UnitHead) == len(city.units) - 1
    assert count(Employee) == count(Account) - 1 == len(city.people)
    assert count(CompetenceTest) == len(city.tests)
    assert count(Proposal) == 60
    assert len(moments_of(Proposal)) == len(city.acts)


def test_people_are_as_planned_with_birth_and_sex_read_from_the_nip(city: Agency) -> None:
    for person in city.people:
        made = employee(person.nip)
        assert (made.name, made.birth_date, made.sex) == (person.name, person.birth_date, person.sex.value)
        assert (made.supervisor.nip if made.supervisor else None) == person.supervisor
        assert made.unit.code == person.unit


def test_histories_lie_in_the_past_in_the_order_of_time_and_their_chains_hold(city: Agency) -> None:
    assert moments_of(Proposal) == [act.at for act in city.acts]
    everything = list(session().scalars(select(StepHistory.at).order_by(StepHistory.position)))
    assert everything == sorted(everything)
    seats = draw_seats(city, DEMO_DAY)
    assert moments_of(TeamWork) == sorted([seat.at for seat in seats] + [seat.decided_at for seat in seats if seat.decided_at])
    audited = list(session().scalars(select(AuditEntry.at).order_by(AuditEntry.position)))
    assert audited == sorted(audited)
    assert clock.local(audited[0]).date() == PORTAL_OPENS
    assert [*verify(StepHistory), *verify(AuditEntry)] == []


def test_every_state_of_the_flow_has_a_proposal(city: Agency) -> None:
    assert set(session().scalars(select(Proposal.state).distinct())) >= set(PROPOSAL_FLOW.state_keys) - {"deleted"}


@pytest.mark.manual("S43")
def test_team_works_stand_in_every_state_also_those_of_the_employee_of_the_cast(city: Agency) -> None:
    every = set(session().scalars(select(TeamWork.state).distinct()))
    own = set(session().scalars(select(TeamWork.state).where(TeamWork.employee_id == employee(city.cast.employee).id)))
    assert every == own == set(TEAM_WORK_FLOW.state_keys) - {"deleted"}
    assert count(TeamWork) == len(draw_seats(city, DEMO_DAY)) == len(set(session().scalars(select(TeamWork.code))))
    assert session().scalar(select(func.count()).where(TeamWork.link_state.is_(None))) == 0


@pytest.mark.manual("S6", "S7")
def test_archives_are_scored_and_the_employee_of_the_cast_misses_d2np(city: Agency) -> None:
    own = employee(city.cast.employee).id
    rows = session().execute(select(ArchiveDocument.document_type, ArchiveDocument.state).where(ArchiveDocument.employee_id == own)).all()
    assert {state for _type, state in rows} == set(ARCHIVE_FLOW.state_keys) - {"deleted"}
    assert "d2np" not in {key for key, _state in rows}
    assert count(ArchiveScore) == len(city.people)
    assert len(set(session().scalars(select(ArchiveScore.level)))) >= 3


@pytest.mark.manual("L2")
def test_webinars_are_over_open_and_in_preparation_with_people_and_one_who_waits(city: Agency) -> None:
    states = {webinar.state: webinar for webinar in session().scalars(select(Webinar))}
    assert set(states) == {"finished", "running", "open", "draft"}
    assert count(WebinarSeries) == 2
    own = session().scalars(select(Registration).where(Registration.employee_id == employee(city.cast.employee).id)).all()
    assert {(record.webinar.state, record.state) for record in own} == {
        ("finished", "registered"),
        ("running", "registered"),
        ("open", "registered"),
    }
    open_to = select(Registration.state, func.count()).where(Registration.webinar_id == states["open"].id).group_by(Registration.state)
    assert dict(session().execute(open_to).all()) == {"registered": 25, "in_line": 1}


@pytest.mark.manual("L20", "L26")
def test_a_finished_webinar_has_attendance_and_certificates_and_the_one_under_way_an_open_list(city: Agency) -> None:
    states = {webinar.state: webinar for webinar in session().scalars(select(Webinar))}
    by_state = select(Attendance.state, func.count()).join(WebinarSession).where(WebinarSession.webinar_id == states["finished"].id)
    found = dict(session().execute(by_state.group_by(Attendance.state)).all())
    assert found["recorded"] == 4
    issued = select(func.count()).where(Certificate.occasion_kind == "webinar", Certificate.occasion_id == states["finished"].id)
    assert session().scalar(issued) == found["validated"] > 4
    openings = [each.opening.is_open(clock.now()) for each in sessions_of(states["running"].id)]
    assert openings == [False, True]


def test_people_have_photos_changes_and_requests_in_several_states(city: Agency) -> None:
    assert set(session().scalars(select(Photo.state))) == {"accepted", "waiting", "doubted"}
    assert set(session().scalars(select(ProfileChange.state))) == {"refused", "waiting"}
    assert set(session().scalars(select(DataRequest.state))) == {"granted", "asked"}


def test_the_register_of_breaches_holds_one_told_in_time_and_one_whose_clock_runs(city: Agency) -> None:
    told, running = session().scalars(select(Breach).order_by(Breach.discovered_at)).all()
    assert (told.state, told.notified_at <= told.due_at) == ("closed", True)
    assert (running.state, running.notified_at, running.due_at.date()) == ("recorded", None, DEMO_DAY + timedelta(days=2))
    letters = session().scalars(select(BreachPerson).where(BreachPerson.told_at.is_not(None))).all()
    assert {letter.breach_id for letter in letters} == {told.id}
    assert employee(city.cast.employee).id in {letter.employee_id for letter in letters}
    assert count_concerned(running)


def test_each_step_was_taken_in_the_role_it_belongs_to(city: Agency) -> None:
    roles = Counter(
        (step, role)
        for step, role in session().execute(select(StepHistory.step, StepHistory.role).where(StepHistory.subject_type == "proposal"))
    )
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


@pytest.mark.manual("T24")
@pytest.mark.manual("T37")
def test_activities_stand_at_every_point_and_a_deputy_has_decided(city: Agency) -> None:
    assert {*session().scalars(select(Realisation.state).distinct())} == {"running", "closed", "cancelled"}
    marks = Counter(report.mark for report in session().scalars(select(ActivityReport)) if report.realisation.state == "running")
    assert {Mark.OVERDUE, Mark.DUE, Mark.UPCOMING, Mark.FILED} <= set(marks)
    own = select(Realisation.state).where(Realisation.employee_id == employee(city.cast.employee).id)
    assert sorted(session().scalars(own)) == ["closed", "running"]
    supervisor = employee(city.cast.supervisor)
    acting = session().scalars(select(ActingOfficer)).one()
    assert (acting.officer_id, acting.begins_on < DEMO_DAY < acting.ends_on) == (supervisor.id, True)
    said = session().scalars(select(StepHistory).where(StepHistory.in_place_of.is_not(None))).one()
    assert (said.step, said.in_place_of) == ("return", f"Plh. {supervisor.full_name}")
    assert count(PlanExtension) == 2
    assert {*session().scalars(select(Recommendation.state).distinct())} >= {"draft", "sent", "accepted", "rejected"}


def test_a_second_time_changes_nothing(city: Agency) -> None:
    before = count(AuditEntry)
    assert not build_agency(PLAN, DEMO_DAY, lambda line: None)
    assert count(AuditEntry) == before


def test_most_of_what_was_approved_has_been_marked_in_myasn_by_its_owner(city: Agency) -> None:
    states = Counter(session().scalars(select(Package.state)))
    assert set(states) >= {"ready", "sent", "accepted"}
    assert states["sent"] + states["accepted"] > states["ready"]
    for package in session().scalars(select(Package).where(Package.state == "accepted").limit(5)):
        assert package.sent_by == package.accepted_by == session().get_one(Employee, package.employee_id).full_name


def test_records_stand_in_every_state_with_a_proof_that_opens(city: Agency) -> None:
    assert set(session().scalars(select(PlanRow.state))) == {"draft", "sent", "accepted", "rejected", "returned"}
    for model in (Course, Certification, Award):
        states = Counter(session().scalars(select(model.state)))
        assert states["approved"] > states["waiting"], model
    assert set(session().scalars(select(Course.state))) >= {"waiting", "approved", "returned", "rejected"}
    mine = session().scalars(select(Course).where(Course.employee_id == employee(city.cast.employee).id)).all()
    assert {each.state for each in mine} >= {"approved", "returned", "waiting"}
    with pikepdf.open(storage.path(mine[0].certificate.key)) as proof:
        assert len(proof.pages) == 1
