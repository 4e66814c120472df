"""What people are told of a proposal, from the step to the phone (P17, P25, P31, standards 13)."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

import app.proposals.listeners  # noqa: F401 - registers the notices of proposals
from app.accounts.queries import load_actor
from app.extensions import db
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.approval import take_step
from app.kernel.db import transaction
from app.kernel.roles import Role
from app.notifications.models import Notification, TelegramLink
from app.notifications.tasks import EXTENSION
from app.proposals.models import Proposal
from app.proposals.services import propose
from tests.factories.accounts import make_account
from tests.factories.organisation import make_employee, make_opd
from tests.factories.proposals import wish
from tests.servers.telegram import TelegramServer

SECRET_REASON = "<p>Alasan yang tidak boleh keluar 197001061995031905</p>"


class Office:
    """An employee, the admin of his OPD, another OPD's admin, and two BKPSDM admins; everybody is on Telegram."""

    def __init__(self) -> None:
        opd, other = make_opd(), make_opd()
        self.employee = make_employee(opd)
        self.people = {
            "employee": self.employee,
            "opd_admin": make_employee(opd),
            "other_opd_admin": make_employee(other),
            "first_bkpsdm": make_employee(make_opd()),
            "second_bkpsdm": make_employee(make_opd()),
        }
        roles: dict[str, tuple[Role | tuple[Role, int], ...]] = {
            "opd_admin": ((Role.OPD_ADMIN, opd.id),),
            "other_opd_admin": ((Role.OPD_ADMIN, other.id),),
            "first_bkpsdm": (Role.BKPSDM_ADMIN,),
            "second_bkpsdm": (Role.BKPSDM_ADMIN,),
        }
        for name, person in self.people.items():
            make_account(person, *roles.get(name, ()))
            with transaction() as current:
                current.add(TelegramLink(user_id=person.user_id, chat_id=self.chat(name), active=True, consent_at=clock.now()))

    def actor(self, name: str) -> Actor:
        found = load_actor(int(self.people[name].user_id or 0))
        assert found is not None
        return found

    def chat(self, name: str) -> int:
        return 100 + list(self.people).index(name)

    def named(self, telegram: TelegramServer) -> dict[str, list[str]]:
        """Everybody's messages by name, those without any left out, and the bot's memory wiped."""
        found = {name: telegram.texts_for(self.chat(name)) for name in self.people}
        telegram.messages.clear()
        return {name: texts for name, texts in found.items() if texts}

    def bells(self) -> dict[str, int]:
        by_user: dict[int, int] = {}
        for row in db.session.scalars(select(Notification)):
            by_user[row.user_id] = by_user.get(row.user_id, 0) + 1
        return {name: by_user[int(person.user_id or 0)] for name, person in self.people.items() if person.user_id in by_user}


@pytest.fixture
def office(ctx: Flask, telegram: TelegramServer) -> Iterator[Office]:
    ctx.config.update(HUEY_IMMEDIATE=True, TELEGRAM_BOT_TOKEN=telegram.token, TELEGRAM_API_URL=telegram.url, TELEGRAM_TIMEOUT=2)
    yield Office()
    for sender in ctx.extensions.pop(EXTENSION, {}).values():
        sender.close()


def a_proposal(office: Office) -> int:
    return int(propose(office.actor("employee"), office.employee.id, wish()).id)


@pytest.mark.manual("P17")
def test_a_new_proposal_rings_only_with_the_admin_of_that_opd(office: Office, telegram: TelegramServer) -> None:
    a_proposal(office)
    assert office.bells() == {"opd_admin": 1}
    assert office.named(telegram) == {}


@pytest.mark.manual("P25")
def test_forwarding_tells_the_employee_and_every_bkpsdm_admin_by_telegram(office: Office, telegram: TelegramServer) -> None:
    pk = a_proposal(office)
    take_step(office.actor("opd_admin"), Proposal, pk, "forward")
    told = office.named(telegram)
    assert set(told) == {"employee", "first_bkpsdm", "second_bkpsdm"}
    assert all("forwarded to the SIIP-ASN admin" in text for texts in told.values() for text in texts)


@pytest.mark.manual("P31")
def test_approval_tells_the_employee(office: Office, telegram: TelegramServer) -> None:
    pk = a_proposal(office)
    take_step(office.actor("opd_admin"), Proposal, pk, "forward")
    rest_for_a_second(office, telegram)
    take_step(office.actor("first_bkpsdm"), Proposal, pk, "approve")
    assert [text.splitlines()[0] for text in office.named(telegram)["employee"]] == ["Your training proposal has been approved"]


@pytest.mark.gate("G13")
@pytest.mark.parametrize("act", ["revise", "reject"])
def test_revision_and_rejection_tell_the_employee_without_the_reason(office: Office, telegram: TelegramServer, act: str) -> None:
    pk = a_proposal(office)
    take_step(office.actor("opd_admin"), Proposal, pk, act, SECRET_REASON)
    told = office.named(telegram)
    assert set(told) == {"employee"}
    assert "Alasan" not in told["employee"][0]
    assert office.employee.nip not in told["employee"][0]
    rows = db.session.scalars(select(Notification)).all()
    assert not any("Alasan" in f"{row.title}{row.body}{row.params}" for row in rows)


def rest_for_a_second(office: Office, telegram: TelegramServer) -> None:
    """One chat gets one message a second."""
    office.named(telegram)
    with transaction() as current:
        for link in current.scalars(select(TelegramLink)):
            link.next_at = None
