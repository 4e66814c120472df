"""From event to rows: who is told, in the event's own transaction, once."""

from datetime import date

import pytest
from flask import Flask
from flask_appbuilder.security.sqla.models import User
from flask_babel import force_locale
from sqlalchemy import select

from app.accounts.models import Account, RoleAssignment
from app.extensions import db
from app.kernel import clock
from app.kernel.actor import Actor, system_actor
from app.kernel.db import transaction
from app.kernel.errors import Missing
from app.kernel.events import Event
from app.kernel.roles import Role
from app.notifications import rules
from app.notifications.channels import Channel
from app.notifications.models import ChannelChoice, Notification, OutboxMessage, TelegramLink
from app.notifications.queries import person_called, unread_count
from app.notifications.rules import OWNER, ROLE, SUPERVISOR, Notice, register_notices
from app.notifications.services.reading import choose_channels, mark_all_read, mark_read
from app.notifications.services.telling import tell_people
from app.organisation.models import Employee, Unit
from tests.factories.organisation import make_employee, make_opd, make_unit
from tests.notifications.portal import acting, an_account

BOTH = (Channel.TELEGRAM, Channel.EMAIL)


@pytest.fixture(autouse=True)
def _own_notices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "_notices", {})


@pytest.fixture
def agency(ctx: Flask) -> "Agency":
    return Agency()


class Agency:
    """Two OPDs, one with a unit below it; Budi works in that unit under Siti."""

    def __init__(self) -> None:
        self.health, self.school = make_opd(), make_opd()
        self.siti = with_account(make_employee(self.health), "siti")
        self.budi = with_account(make_employee(make_unit(self.health), supervisor=self.siti), "budi")
        self.health_admin = an_admin("health", Role.OPD_ADMIN, self.health)
        self.school_admin = an_admin("school", Role.OPD_ADMIN, self.school)
        self.bkpsdm = [an_admin("bkpsdm1", Role.BKPSDM_ADMIN), an_admin("bkpsdm2", Role.BKPSDM_ADMIN)]


def with_account(person: Employee, name: str) -> Employee:
    user_id = an_account(name)
    with transaction():
        person.user_id = user_id
    return person


def an_admin(name: str, role: Role, unit: Unit | None = None) -> int:
    user_id = an_account(name)
    given = RoleAssignment(
        user_id=user_id, role=role.value, unit_id=unit.id if unit else None, valid_from=date(2020, 1, 1), given_at=clock.now()
    )
    with transaction() as current:
        current.add(given)
    return user_id


def happen(subject: object, actor: Actor | None = None, key: str = "proposal.forward", **data: object) -> Event:
    return Event(key, actor or system_actor(), subject, data)


def tell(event: Event, channels: tuple[Channel, ...] = BOTH) -> int:
    with transaction():
        return tell_people(event, channels)


def tell_and_fail(event: Event) -> None:
    with transaction():
        tell_people(event, BOTH)
        raise ZeroDivisionError


def told() -> dict[int, str]:
    return {row.user_id: row.title for row in db.session.scalars(select(Notification))}


def leaving() -> set[tuple[int, str]]:
    return {(row.user_id, row.channel) for row in db.session.scalars(select(OutboxMessage))}


@pytest.mark.manual("P25")
def test_the_employee_and_every_bkpsdm_admin_are_told(agency: Agency) -> None:
    register_notices(
        Notice("proposal.forward", (OWNER,), title="Yours was forwarded"),
        Notice("proposal.forward", (ROLE(Role.BKPSDM_ADMIN),), title="One waits for you"),
    )
    tell(happen(agency.budi))
    assert told() == {agency.budi.user_id: "Yours was forwarded", **dict.fromkeys(agency.bkpsdm, "One waits for you")}


@pytest.mark.manual("P17")
def test_only_the_opd_admin_above_the_records_unit_is_told(agency: Agency) -> None:
    register_notices(Notice("proposal.create", (ROLE(Role.OPD_ADMIN),), title="New", channels=()))
    tell(happen(agency.budi, key="proposal.create"))
    assert set(told()) == {agency.health_admin}
    assert leaving() == set()


def test_the_supervisor_of_the_owner_is_told(agency: Agency) -> None:
    register_notices(Notice("plan.send", (SUPERVISOR,), title="Verify"))
    tell(happen(agency.budi, key="plan.send"))
    assert set(told()) == {agency.siti.user_id}


def test_an_admin_whose_role_ended_is_not_told(agency: Agency) -> None:
    register_notices(Notice("proposal.create", (ROLE(Role.BKPSDM_ADMIN),), title="New"))
    with transaction() as current:
        current.query(RoleAssignment).filter_by(user_id=agency.bkpsdm[0]).one().ended_at = clock.now()
    tell(happen(agency.budi, key="proposal.create"))
    assert set(told()) == {agency.bkpsdm[1]}


def test_a_closed_account_is_not_told(agency: Agency) -> None:
    register_notices(Notice("proposal.approve", (OWNER,), title="Approved"))
    with transaction() as current:
        current.get(User, agency.budi.user_id).active = False
    tell(happen(agency.budi, key="proposal.approve"))
    assert told() == {}


def test_who_acted_is_not_told_of_his_own_act(agency: Agency) -> None:
    register_notices(Notice("proposal.forward", (OWNER, ROLE(Role.BKPSDM_ADMIN)), title="Forwarded"))
    tell(happen(agency.budi, acting(agency.bkpsdm[0], Role.BKPSDM_ADMIN)))
    assert set(told()) == {agency.budi.user_id, agency.bkpsdm[1]}


def test_an_event_told_twice_makes_no_second_row(agency: Agency) -> None:
    register_notices(Notice("proposal.approve", (OWNER,), title="Approved"))
    reach_by_telegram(agency.budi)
    event = happen(agency.budi, key="proposal.approve")
    assert (tell(event), tell(event)) == (1, 0)
    assert db.session.query(Notification).count() == 1
    assert leaving() == {(agency.budi.user_id, "telegram")}


def test_what_is_told_is_undone_with_its_event(agency: Agency) -> None:
    register_notices(Notice("proposal.approve", (OWNER,), title="Approved"))
    with pytest.raises(ZeroDivisionError):
        tell_and_fail(happen(agency.budi, key="proposal.approve"))
    assert told() == {}


def test_a_message_leaves_only_by_open_channels_that_reach_the_person(agency: Agency) -> None:
    register_notices(Notice("proposal.approve", (OWNER, SUPERVISOR), title="Approved"))
    reach_by_telegram(agency.budi)
    with transaction() as current:
        current.get(Employee, agency.siti.id).email_official = "siti@example.go.id"
    tell(happen(agency.budi, key="proposal.approve"))
    assert leaving() == {(agency.budi.user_id, "telegram"), (agency.siti.user_id, "email")}


def test_with_every_channel_off_the_notice_is_still_in_the_portal(agency: Agency) -> None:
    register_notices(Notice("proposal.approve", (OWNER,), title="Approved"))
    reach_by_telegram(agency.budi)
    tell(happen(agency.budi, key="proposal.approve"), channels=())
    assert set(told()) == {agency.budi.user_id}
    assert leaving() == set()


def test_people_choose_their_channels_per_kind(agency: Agency) -> None:
    approved, rejected = Notice("proposal.approve", (OWNER,), title="Approved"), Notice("proposal.reject", (OWNER,), title="Rejected")
    register_notices(approved, rejected)
    reach_by_telegram(agency.budi)
    choose_channels(as_owner(agency.budi), [(approved.kind, Channel.TELEGRAM)])
    tell(happen(agency.budi, key="proposal.reject"))
    assert leaving() == set()
    tell(happen(agency.budi, key="proposal.approve"))
    assert leaving() == {(agency.budi.user_id, "telegram")}
    assert len(list(db.session.scalars(select(Notification)))) == 2


def test_a_choice_for_a_kind_one_never_receives_is_not_stored(agency: Agency) -> None:
    register_notices(Notice("proposal.create", (ROLE(Role.BKPSDM_ADMIN),), title="New"))
    choose_channels(as_owner(agency.budi), [("proposal.create/bkpsdm_admin", Channel.TELEGRAM), ("made.up/owner", Channel.EMAIL)])
    assert db.session.query(ChannelChoice).count() == 0


def test_words_are_stored_once_and_rendered_for_each_reader(agency: Agency) -> None:
    register_notices(
        Notice("proposal.approve", (OWNER,), title="Approved by %(actor)s", body="%(period)s", outside="Approved", data=("period",))
    )
    tell(happen(agency.budi, key="proposal.approve", period="2026"))
    row = db.session.scalars(select(Notification)).one()
    assert (row.title, row.params) == ("Approved by %(actor)s", {"actor": "Sistem", "period": "2026"})
    with force_locale("en"):
        assert (row.heading, row.text, row.outside_text) == ("Approved by Sistem", "2026", "Approved")


def test_messages_speak_the_language_of_the_person(agency: Agency) -> None:
    with transaction() as current:
        current.add(Account(id=agency.budi.user_id, language="en"))
    languages = [person.language for person in map(person_called, (agency.budi.user_id, agency.siti.user_id)) if person]
    assert languages == ["en", "id"]


def test_a_person_reads_only_his_own_and_the_bell_counts_them(agency: Agency) -> None:
    register_notices(Notice("proposal.approve", (OWNER, SUPERVISOR), title="Approved"))
    tell(happen(agency.budi, key="proposal.approve"))
    tell(happen(agency.budi, key="proposal.approve"))
    owner, other = as_owner(agency.budi), as_owner(agency.siti)
    assert (unread_count(owner), unread_count(other)) == (2, 2)
    mine = db.session.scalars(select(Notification.id).where(Notification.user_id == owner.user_id)).first()
    with pytest.raises(Missing):
        mark_read(other, mine or 0)
    mark_read(owner, mine or 0)
    assert (unread_count(owner), mark_all_read(owner), unread_count(owner), unread_count(other)) == (1, 1, 0, 2)


def reach_by_telegram(person: Employee) -> None:
    with transaction() as current:
        current.add(TelegramLink(user_id=person.user_id, chat_id=5000 + person.id, active=True, consent_at=clock.now()))


def as_owner(person: Employee) -> Actor:
    made = acting(person.user_id or 0, Role.EMPLOYEE)
    return Actor(made.user_id, made.name, person.id, made.assignments)
