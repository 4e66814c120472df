"""Lending decisions: who may, to whom, for which days; nothing is lent on, and nobody rises by it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.models import ActingOfficer
from app.accounts.rules import ActingState, acting_state, closes_circle
from app.accounts.services import appoint_deputy, end_acting, give_role
from app.audit.models import AuditEntry
from app.kernel import clock
from app.kernel.actor import system_actor
from app.kernel.db import session
from app.kernel.errors import Conflict, Denied, Invalid, Missing
from app.kernel.roles import Role
from app.notifications.models import Notification
from tests.factories.accounts import People
from tests.factories.acting import lend, lending, real
from tests.factories.city import City


@pytest.fixture
def town(app: Flask, people: tuple[City, People]) -> Iterator[City]:
    with app.app_context():
        yield people[0]


def count(model: Any = ActingOfficer) -> int:
    return session().scalar(select(func.count()).select_from(model)) or 0


def test_lending_is_recorded_and_the_deputy_is_told(town: City) -> None:
    acting = lend(town)
    kept = session().scalars(select(AuditEntry).where(AuditEntry.event == "acting_officer.create")).one()
    assert kept.subject_label == f"{town.person('colleague').full_name}, Plh. {town.person('supervisor').full_name}"
    told = set(session().scalars(select(Notification.user_id).where(Notification.kind.startswith("acting_officer.create"))))
    assert told == {town.person("colleague").user_id}
    end_acting(real(town, "supervisor"), acting.id)
    end_acting(real(town, "supervisor"), acting.id)
    assert len(session().scalars(select(AuditEntry).where(AuditEntry.event == "acting_officer.end")).all()) == 1


def test_bkpsdm_names_anybody_in_anybodys_place_but_not_himself(town: City) -> None:
    admin = real(town, "bkpsdm_admin")
    acting = appoint_deputy(admin, lending(town, "stranger", officer_id=town.ids["supervisor"]))
    assert (acting.officer_id, acting.deputy_id) == (town.ids["supervisor"], town.ids["stranger"])
    told = set(session().scalars(select(Notification.user_id).where(Notification.kind.startswith("acting_officer.create"))))
    assert told == {town.person("stranger").user_id, town.person("supervisor").user_id}
    with pytest.raises(Invalid) as refusal:
        appoint_deputy(admin, lending(town, "bkpsdm_admin", Role.OPD_ADMIN, officer_id=town.ids["opd_admin"]))
    assert list(refusal.value.fields) == ["deputy_id"]


@pytest.mark.parametrize(
    ("officer", "changes", "field"),
    [
        ("supervisor", {"role": "opd_admin"}, "role"),
        ("supervisor", {"role": "bkpsdm_admin"}, "role"),
        ("supervisor", {"role": "auditor"}, "role"),
        ("supervisor", {"kind": "xx"}, "kind"),
        ("supervisor", {"deputy": "supervisor"}, "deputy_id"),
        ("supervisor", {"deputy": "stranger"}, "deputy_id"),
        ("supervisor", {"begins": -1}, "begins_on"),
        ("supervisor", {"ends": -1}, "ends_on"),
        ("supervisor", {"ends": 92}, "ends_on"),
        ("opd_admin", {"role": "supervisor"}, "role"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(town: City, officer: str, changes: dict[str, Any], field: str) -> None:
    today, left = clock.today(), dict(changes)
    values = lending(town, left.pop("deputy", "colleague"))
    values["begins_on"] = today + timedelta(days=left.pop("begins", 0))
    values["ends_on"] = today + timedelta(days=left.pop("ends", 6))
    with pytest.raises(Invalid) as refusal:
        appoint_deputy(real(town, officer), values | left)
    assert field in refusal.value.fields
    assert count() == 0


def test_somebody_without_decisions_lends_none(town: City) -> None:
    for name in ("owner", "auditor"):
        actor = real(town, name) if name == "owner" else town.actor(name)
        with pytest.raises(Denied):
            appoint_deputy(actor, lending(town))


def test_what_is_lent_is_not_lent_on(town: City) -> None:
    lend(town)
    with pytest.raises(Denied):
        appoint_deputy(real(town, "colleague"), lending(town, "owner"))
    lend(town, "opd_admin", "supervisor", Role.OPD_ADMIN)
    with pytest.raises(Invalid) as refusal:
        appoint_deputy(real(town, "supervisor"), lending(town, "colleague", Role.OPD_ADMIN))
    assert "role" in refusal.value.fields


def test_no_circle_and_no_second_deputy_in_the_same_days(town: City) -> None:
    lend(town, "opd_admin", "supervisor", Role.OPD_ADMIN)
    with pytest.raises(Invalid) as refusal:
        lend(town, "supervisor", "opd_admin")
    assert "deputy_id" in refusal.value.fields
    with pytest.raises(Conflict):
        lend(town, "opd_admin", "owner", Role.OPD_ADMIN)
    later = clock.today() + timedelta(days=7)
    lend(town, "opd_admin", "owner", Role.OPD_ADMIN, begins_on=later, ends_on=later)
    assert closes_circle(1, 2, {2: [3], 3: [4], 4: [1]})
    assert not closes_circle(1, 2, {2: [3], 3: [2]})


def test_an_auditor_acts_for_nobody(town: City) -> None:
    give_role(system_actor(), town.person("colleague").user_id or 0, Role.AUDITOR)
    with pytest.raises(Invalid) as refusal:
        lend(town)
    assert "deputy_id" in refusal.value.fields


def test_only_the_officer_and_bkpsdm_end_it(town: City) -> None:
    acting = lend(town)
    with pytest.raises(Denied):
        end_acting(real(town, "colleague"), acting.id)
    with pytest.raises(Missing):
        end_acting(real(town, "opd_admin"), acting.id)
    end_acting(real(town, "bkpsdm_admin"), acting.id)
    assert acting.standing is ActingState.ENDED
    assert not real(town, "colleague").has(Role.SUPERVISOR)


def test_a_second_send_of_the_page_lends_once(town: City) -> None:
    first, again = (appoint_deputy(real(town, "supervisor"), lending(town), "satu-kiriman-1234567890") for _time in range(2))
    assert (first.id, count()) == (again.id, 1)


def test_the_days_are_the_agencys() -> None:
    today = clock.today()
    day = timedelta(days=1)
    assert acting_state(today, today + day, today + day, False) is ActingState.COMING
    assert acting_state(today, today, today, False) is ActingState.NOW
    assert acting_state(today, today - day, today - day, False) is ActingState.OVER
    assert acting_state(today, today, today, True) is ActingState.ENDED
