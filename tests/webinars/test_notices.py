"""What people are told of webinars, from the step to the mail (L10, L11): the mail carries what was asked for, Telegram only the kind of news."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import select

from app.kernel import clock
from app.kernel.approval import take_step
from app.kernel.db import session, transaction
from app.kernel.outbox import Delivery, Outcome
from app.notifications.channels import Channel, Message
from app.notifications.models import Notification, TelegramLink
from app.notifications.tasks import EXTENSION
from app.webinars.models import Registration, Webinar
from app.webinars.services import change_webinar, remind
from tests.factories.accounts import open_accounts
from tests.factories.city import City, make_city
from tests.factories.webinars import JOIN, NOTE, registration_of, webinar_in
from tests.webinars.test_services import values_of

SECRETS = (*JOIN.values(), "956 4304 9530")


class Kept:
    """A channel that keeps what it was to send."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    def send(self, message: Message) -> Delivery:
        self.messages.append(message)
        return Delivery(Outcome.SENT)


@pytest.fixture
def sent() -> dict[Channel, Kept]:
    """What leaves, by channel."""
    return {Channel.EMAIL: Kept(), Channel.TELEGRAM: Kept()}


@pytest.fixture
def town(ctx: Flask, sent: dict[Channel, Kept]) -> Iterator[City]:
    """The city with accounts, the owner on Telegram, and both ways out open."""
    city = make_city()
    open_accounts(city)
    with transaction() as current:
        current.add(TelegramLink(user_id=city.person("owner").user_id, chat_id=11, active=True, consent_at=clock.now()))
    before = {name: ctx.config[name] for name in ("SMTP_HOST", "TELEGRAM_BOT_TOKEN")}
    ctx.config.update(SMTP_HOST="mail.kota.go.id", TELEGRAM_BOT_TOKEN="1:token")
    ctx.extensions[EXTENSION] = sent
    yield city
    ctx.config.update(before)
    ctx.extensions.pop(EXTENSION)


def told(city: City, name: str) -> list[str]:
    user_id = city.person(name).user_id
    return list(session().scalars(select(Notification.kind).where(Notification.user_id == user_id).order_by(Notification.id)))


@pytest.mark.manual("L10")
@pytest.mark.manual("L11")
@pytest.mark.manual("L16")
def test_who_registers_gets_link_id_and_passcode_at_the_address_he_gave(town: City, sent: dict[Channel, Kept]) -> None:
    registration_of(town, webinar_in(town), email="lain@kota.go.id")
    notice = session().scalars(select(Notification)).one()
    with force_locale("id"):
        assert all(secret in notice.text for secret in (JOIN["join_url"], "956 4304 9530", JOIN["passcode"]))
        assert notice.heading.startswith("Anda telah terdaftar: Literasi Digital bagi ASN")
    (mail,) = sent[Channel.EMAIL].messages
    assert mail.address == "lain@kota.go.id"
    assert all(secret in mail.text for secret in (JOIN["join_url"], "956 4304 9530", JOIN["passcode"]))
    assert town.person("owner").nip not in mail.text + mail.title


@pytest.mark.gate("G9")
@pytest.mark.gate("G13")
def test_telegram_carries_no_link_id_passcode_or_name(town: City, sent: dict[Channel, Kept]) -> None:
    registration_of(town, webinar_in(town))
    (message,) = sent[Channel.TELEGRAM].messages
    assert not [secret for secret in (*SECRETS, town.person("owner").name, "Literasi") if secret in message.title + message.text]


@pytest.mark.manual("L11")
def test_a_link_that_is_not_known_yet_is_told_when_it_is(town: City) -> None:
    webinar = webinar_in(town, join_url=None, meeting_id=None, passcode=None)
    registration_of(town, webinar)
    admin = town.actor("second_bkpsdm_admin")
    change_webinar(admin, webinar.id, values_of(webinar, topic="Lain"), webinar.version)
    assert told(town, "owner") == ["registration.admit/owner"], "a new topic is no news"
    change_webinar(admin, webinar.id, values_of(webinar, **JOIN), webinar.version)
    assert told(town, "owner") == ["registration.admit/owner", "webinar.edit/registered_or_waiting"]


def test_a_moved_and_a_called_off_webinar_tell_everybody_who_registered(town: City, sent: dict[Channel, Kept]) -> None:
    webinar, admin = webinar_in(town, capacity=1), town.actor("second_bkpsdm_admin")
    for name in ("owner", "colleague", "stranger"):
        registration_of(town, webinar, name)
    gone = session().scalars(select(Registration).where(Registration.employee_id == town.person("stranger").id)).one()
    take_step(town.actor("stranger"), Registration, gone.id, "cancel")
    moved = {"starts_at": webinar.starts_at + timedelta(days=1), "ends_at": webinar.ends_at + timedelta(days=1)}
    change_webinar(admin, webinar.id, values_of(webinar, **moved), webinar.version)
    take_step(admin, Webinar, webinar.id, "cancel", NOTE)
    news = ["webinar.edit/registered_or_waiting", "webinar.cancel/registered_or_waiting"]
    assert told(town, "owner") == ["registration.admit/owner", *news]
    assert told(town, "colleague") == news
    assert not [kind for kind in told(town, "stranger") if kind.startswith("webinar.")]
    assert not [each for kept in sent.values() for each in kept.messages if NOTE in each.title + each.text]


def test_a_draft_that_is_changed_is_nobodys_news(town: City) -> None:
    webinar = webinar_in(town, "draft")
    moved = {"starts_at": webinar.starts_at + timedelta(days=1), "ends_at": webinar.ends_at + timedelta(days=1)}
    change_webinar(town.actor("second_bkpsdm_admin"), webinar.id, values_of(webinar, **moved), webinar.version)
    assert session().scalars(select(Notification)).all() == []


@pytest.mark.gate("G15")
def test_who_moves_up_is_told_and_reminders_reach_those_with_a_seat(town: City) -> None:
    webinar = webinar_in(town, capacity=1)
    first = registration_of(town, webinar, "colleague")
    registration_of(town, webinar)
    registration_of(town, webinar, "stranger")
    assert told(town, "owner") == []
    take_step(town.actor("second_bkpsdm_admin"), Registration, first.id, "cancel", NOTE)
    assert told(town, "owner") == ["registration.admit/owner"]
    assert told(town, "colleague") == ["registration.admit/owner", "registration.cancel/owner"]
    for hours in (20, 0.5):
        with clock.at(webinar.starts_at - timedelta(hours=hours)):
            remind()
    assert told(town, "owner")[1:] == ["webinar.remind_day/registered", "webinar.remind_hour/registered"]
    assert told(town, "stranger") == []
