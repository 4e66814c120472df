"""Whoever's password, address or second factor changes is told, also of what was done in his own name (ASVS 6.3.7)."""

import pytest
from flask import Flask
from sqlalchemy import select

import app.notifications.of_account  # noqa: F401 - registers the notices
from app.accounts import services
from app.accounts.queries import SignedIn, load_actor
from app.extensions import db
from app.kernel.actor import Actor, system_actor
from app.kernel.db import session, transaction
from app.kernel.roles import Role
from app.notifications.channels import Channel
from app.notifications.models import ChannelChoice, Notification, OutboxMessage
from app.notifications.queries import choices_of
from app.organisation.models import Employee
from app.organisation.services.people import change_employee, change_own
from tests.factories.accounts import PASSWORD, make_account
from tests.factories.organisation import make_employee
from tests.factories.phones import phone_of

NEW = "gerobak-kuning-42-berlari"


@pytest.fixture
def person(ctx: Flask) -> Employee:
    ctx.config.update(SMTP_HOST="127.0.0.1")
    employee = make_employee()
    make_account(employee)
    with transaction():
        employee.email_official = "budi@kota.go.id"
    yield employee
    ctx.config.update(SMTP_HOST="")


def acting(person: Employee) -> Actor:
    found = load_actor(int(person.user_id or 0))
    assert found is not None
    return found


def told(person: Employee) -> list[str]:
    return [kind.partition("/")[0] for kind in session().scalars(select(Notification.kind).where(Notification.user_id == person.user_id))]


def mailed(person: Employee) -> int:
    return len(
        session().scalars(select(OutboxMessage.id).where(OutboxMessage.user_id == person.user_id, OutboxMessage.channel == "email")).all()
    )


def test_a_changed_password_is_told_to_its_owner_and_mailed(person: Employee) -> None:
    services.change_password(acting(person), PASSWORD, NEW)
    assert (told(person), mailed(person)) == (["account.password_change"], 1)
    services.reset_password(system_actor(), int(person.user_id or 0))
    assert (told(person)[1:], mailed(person)) == (["account.password_reset"], 2)


def test_the_second_factor_coming_and_going_is_told(person: Employee) -> None:
    signed_in = services.sign_in(person.nip, PASSWORD)
    assert isinstance(signed_in, SignedIn)
    phone = phone_of(signed_in)
    assert told(person) == ["account.second_factor_on"]
    services.renew_codes(signed_in, phone.code())
    services.reset_second_factor(system_actor(), signed_in.id)
    assert told(person)[1:] == ["account.recovery_codes", "account.second_factor_reset"]


def test_a_changed_address_is_told_and_another_change_is_not(person: Employee) -> None:
    changed = change_own(acting(person), {"phone": "081234567890"}, person.version)
    assert told(person) == []
    changed = change_own(acting(person), {"email_official": "budi.baru@kota.go.id"}, changed.version)
    assert told(person) == ["employee.contact"]
    change_employee(system_actor(), person.id, {"email_official": "lain@kota.go.id"}, changed.version)
    assert told(person)[1:] == ["employee.change"]


def test_nobody_switches_these_off(person: Employee) -> None:
    actor = acting(person)
    assert not any(notice.of_account for notice, _channels in choices_of(actor))
    with transaction() as current:
        kind = "account.password_change/owner"
        current.add(ChannelChoice(user_id=actor.user_id, kind=kind, channel=Channel.EMAIL.value, wanted=False))
    services.change_password(actor, PASSWORD, NEW)
    assert mailed(person) == 1


def test_an_account_without_a_personnel_record_is_told_too(ctx: Flask) -> None:
    make_account(None, Role.SUPERUSER, name="admin.portal")
    user_id = session().scalars(select(Notification.user_id)).first()
    assert user_id is None
    pk = services.sign_in("admin.portal", PASSWORD)
    assert isinstance(pk, SignedIn)
    services.change_password(pk.actor, PASSWORD, NEW)
    assert session().scalars(select(Notification.user_id)).all() == [pk.id]
    db.session.rollback()
