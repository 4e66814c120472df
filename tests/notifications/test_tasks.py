"""From a published event to the message on the phone, through listener, queue and worker."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from app.extensions import db
from app.kernel import clock
from app.kernel.db import session, transaction, unit_of_work
from app.kernel.events import Event, publish
from app.kernel.outbox import Progress
from app.kernel.queue import queue
from app.kernel.roles import Role
from app.notifications import rules, tasks
from app.notifications.models import Notification, OutboxMessage, TelegramLink
from app.notifications.rules import OWNER, Notice, register_notices
from app.notifications.services.pairing import begin_pairing
from app.notifications.tasks import listen_to_bot, send_waiting, wake_outbox
from tests.notifications.portal import a_waiting_message, acting, an_account, message, progress
from tests.servers.telegram import TelegramServer


@pytest.fixture(autouse=True)
def _own_notices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "_notices", {})
    register_notices(Notice("thing.done", (OWNER,), title="Done"))


@pytest.fixture
def portal(ctx: Flask, telegram: TelegramServer) -> Iterator[Flask]:
    """The portal with Telegram on, its queue worked off at once."""
    ctx.config.update(HUEY_IMMEDIATE=True, TELEGRAM_BOT_TOKEN=telegram.token, TELEGRAM_API_URL=telegram.url, TELEGRAM_TIMEOUT=2)
    yield ctx
    for sender in ctx.extensions.pop(tasks.EXTENSION, {}).values():
        sender.close()


def happen(user_id: int) -> None:
    """Something happens to a record of this account; the link with Telegram serves as the record."""
    link = session().query(TelegramLink).filter_by(user_id=user_id).one()
    publish(Event("thing.done", acting(0), link))


def test_what_was_committed_is_on_the_phone_a_moment_later(portal: Flask, telegram: TelegramServer) -> None:
    user_id = an_account(chat_id=11)
    with transaction():
        happen(user_id)
        assert telegram.messages == []
    row = db.session.query(Notification).one()
    assert telegram.texts_for(11) == [f"Done\n\nhttps://portal.example.go.id/notifications/{row.id}/open"]


def test_what_was_rolled_back_is_never_told(portal: Flask, telegram: TelegramServer) -> None:
    user_id = an_account(chat_id=11)
    with pytest.raises(ZeroDivisionError):
        happen_and_fail(user_id)
    assert telegram.requests == []
    assert db.session.query(OutboxMessage).count() == 0


def test_a_transaction_of_many_events_wakes_the_worker_once(portal: Flask) -> None:
    people = [an_account(f"p{number}", chat_id=100 + number) for number in range(3)]
    with transaction():
        for user_id in people:
            happen(user_id)
        assert unit_of_work().after_commit == [wake_outbox]
    assert db.session.query(OutboxMessage).filter_by(progress=Progress.SENT.value).count() == 3


def test_a_queue_that_is_away_stops_no_step(portal: Flask, telegram: TelegramServer, monkeypatch: pytest.MonkeyPatch) -> None:
    user_id = an_account(chat_id=11)
    monkeypatch.setattr(queue(), "enqueue", refuse)
    with transaction():
        happen(user_id)
    row = db.session.query(OutboxMessage).one()
    assert row.progress == Progress.WAITING
    send_waiting()
    assert len(telegram.texts_for(11)) == 1


def test_a_dead_telegram_stops_no_step(ctx: Flask) -> None:
    with TelegramServer() as gone:
        url = gone.url
    ctx.config.update(HUEY_IMMEDIATE=True, TELEGRAM_BOT_TOKEN=gone.token, TELEGRAM_API_URL=url)
    user_id = an_account(chat_id=11)
    with transaction():
        happen(user_id)
    assert db.session.query(Notification).count() == 1
    assert db.session.query(OutboxMessage).one().progress == Progress.WAITING


def test_without_a_token_nothing_is_written_for_telegram(ctx: Flask) -> None:
    ctx.config["HUEY_IMMEDIATE"] = True
    user_id = an_account(chat_id=11)
    with transaction():
        happen(user_id)
    assert db.session.query(Notification).count() == 1
    assert db.session.query(OutboxMessage).count() == 0


def test_the_periodic_round_finds_what_failed_before(portal: Flask, telegram: TelegramServer) -> None:
    pk = a_waiting_message(an_account(chat_id=11), due_at=clock.now() - timedelta(minutes=1), attempts=1)
    send_waiting()
    assert (progress(pk), message(pk).attempts) == (Progress.SENT, 2)


@pytest.mark.gate("G13")
def test_the_worker_hears_the_bot_and_links(portal: Flask, telegram: TelegramServer) -> None:
    user_id = an_account()
    telegram.say(77, f"/start {begin_pairing(acting(user_id, Role.EMPLOYEE))}")
    listen_to_bot()
    assert db.session.query(TelegramLink).one().chat_id == 77


def test_with_a_webhook_nobody_polls(portal: Flask, telegram: TelegramServer) -> None:
    portal.config["TELEGRAM_WEBHOOK_SECRET"] = "a-secret"
    listen_to_bot()
    assert telegram.requests == []


@pytest.mark.gate("G9")
def test_a_silent_bot_is_logged_without_its_token(ctx: Flask, caplog: pytest.LogCaptureFixture) -> None:
    with TelegramServer() as gone:
        url = gone.url
    ctx.config.update(TELEGRAM_BOT_TOKEN=gone.token, TELEGRAM_API_URL=url)
    listen_to_bot()
    assert "could not be asked" in caplog.text
    assert gone.token not in caplog.text


def happen_and_fail(user_id: int) -> None:
    with transaction():
        happen(user_id)
        raise ZeroDivisionError


def refuse(*arguments: object) -> None:
    raise OSError("the queue is away")
