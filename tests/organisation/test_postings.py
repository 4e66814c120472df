"""Moves leave dates: who was where, and which records went along."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.credentials.models import Course
from app.kernel import clock
from app.kernel.actor import system_actor
from app.kernel.approval import take_step
from app.kernel.db import session
from app.kernel.errors import Conflict, Denied, Invalid
from app.kernel.roles import Role
from app.organisation import queries, services
from app.organisation.models import Employee, Posting, Unit, UnitHead
from app.organisation.rules import UnitKind
from app.proposals.models import Proposal
from tests.factories.city import City
from tests.factories.credentials import REASON, course_in
from tests.factories.organisation import make_agency, make_employee, make_opd, make_unit, opd_admin_actor, role_actor
from tests.factories.proposals import proposal_in

SYSTEM = system_actor()
ADMIN = role_actor(Role.BKPSDM_ADMIN)
YESTERDAY = timedelta(days=1)


def places(person: Employee) -> list[tuple[int, bool]]:
    """(unit, whether it is the present one), newest first."""
    return [(row.unit_id, row.until is None) for row in queries.postings(ADMIN, person.id)]


@pytest.fixture(autouse=True)
def _ground(request: pytest.FixtureRequest, ctx: Flask) -> None:
    if "city" not in request.fixturenames:
        make_agency()


def test_a_new_person_has_a_posting_and_a_move_closes_it_the_day_before(monkeypatch: pytest.MonkeyPatch) -> None:
    today = clock.today()
    monkeypatch.setattr(clock, "today", lambda: today - timedelta(days=30))
    person = make_employee()
    first = person.unit_id
    monkeypatch.setattr(clock, "today", lambda: today)
    second = make_opd().id
    services.move_employee(ADMIN, person.id, second)
    assert places(person) == [(second, True), (first, False)]
    old = session().scalars(select(Posting).where(Posting.employee_id == person.id, Posting.until.is_not(None))).one()
    assert (old.since, old.until) == (today - timedelta(days=30), today - YESTERDAY)


def test_two_moves_on_one_day_leave_one_posting() -> None:
    person = make_employee()
    other, last = make_opd().id, make_opd().id
    services.move_employee(ADMIN, person.id, other)
    services.move_employee(ADMIN, person.id, last)
    assert places(person) == [(last, True)]


def test_a_change_of_anything_else_leaves_the_postings_alone() -> None:
    person = make_employee()
    before = places(person)
    services.change_employee(ADMIN, person.id, {"job_title": "Arsiparis"}, person.version)
    assert places(person) == before


def test_postings_are_seen_by_those_who_see_the_person() -> None:
    person = make_employee()
    assert queries.postings(opd_admin_actor(person.unit), person.id)
    assert not queries.postings(opd_admin_actor(make_opd()), person.id)


def test_what_waits_follows_the_person_and_what_is_decided_stays(city: City) -> None:
    owner, colleague = city.person("owner"), city.person("colleague")
    home, away = owner.unit_id, city.other_opd_id
    waiting, decided = proposal_in(city, "submitted", "owner"), proposal_in(city, "approved", "colleague")
    for person in (owner, colleague):
        services.move_employee(SYSTEM, person.id, away)
    assert session().get_one(Proposal, waiting.id).unit_id == away
    assert session().get_one(Proposal, decided.id).unit_id == home


def test_a_decision_that_is_undone_goes_to_where_its_person_is_by_now(city: City) -> None:
    course = course_in(city, "approved")
    home, away = course.unit_id, city.other_opd_id
    services.move_employee(SYSTEM, city.ids["owner"], away)
    assert session().get_one(Course, course.id).unit_id == home
    take_step(city.actor("bkpsdm_admin"), Course, course.id, "cancel", REASON)
    assert session().get_one(Course, course.id).unit_id == away


class TestMerging:
    def test_people_and_units_below_go_along_and_the_unit_ends(self, city: City) -> None:
        waiting = proposal_in(city, "submitted", "owner")
        unit, successor = city.person("owner").unit, make_unit(city.other_opd)
        below = make_unit(unit, UnitKind.SUBSECTION)
        services.set_head(SYSTEM, unit.id, city.ids["supervisor"])
        people = set(session().scalars(select(Employee.id).where(Employee.unit_id == unit.id)))
        merged = services.merge_unit(ADMIN, unit.id, successor.id)
        assert (merged.valid_to, merged.merged_into_id) == (clock.today() - YESTERDAY, successor.id)
        assert set(session().scalars(select(Employee.id).where(Employee.unit_id == successor.id))) == people
        moved = session().get_one(Unit, below.id)
        assert (moved.parent_id, moved.opd_id, moved.path) == (successor.id, city.other_opd_id, f"{successor.path}{below.id}/")
        assert session().get_one(Proposal, waiting.id).unit_id == successor.id
        assert session().scalar(select(UnitHead.id).where(UnitHead.unit_id == unit.id)) is None
        assert places(city.person("owner"))[0] == (successor.id, True)

    def test_it_is_refused_where_it_makes_no_sense(self) -> None:
        opd = make_opd()
        unit = make_unit(opd)
        below = make_unit(unit, UnitKind.SUBSECTION)
        other = make_unit(opd)
        for into in (unit.id, below.id):
            with pytest.raises(Invalid):
                services.merge_unit(ADMIN, unit.id, into)
        with pytest.raises(Invalid):
            services.merge_unit(ADMIN, unit.id, other.id, clock.today() + YESTERDAY)
        with pytest.raises(Conflict):
            services.merge_unit(ADMIN, make_agency().id, opd.id)
        services.close_unit(ADMIN, other.id)
        with pytest.raises(Invalid):
            services.merge_unit(ADMIN, unit.id, other.id)
        with pytest.raises(Conflict):
            services.merge_unit(ADMIN, other.id, unit.id)

    def test_nothing_is_added_below_a_closed_unit(self) -> None:
        closed = make_unit(make_opd())
        services.close_unit(ADMIN, closed.id)
        with pytest.raises(Invalid):
            make_unit(closed, UnitKind.SUBSECTION)

    def test_only_bkpsdm_merges(self) -> None:
        opd = make_opd()
        first, second = make_unit(opd), make_unit(opd)
        with pytest.raises(Denied):
            services.merge_unit(opd_admin_actor(opd), first.id, second.id)
