"""The outbox: leases, retries, rate, and a worker killed while sending."""

import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.kernel import clock
from app.kernel.errors import Conflict, Missing
from app.kernel.outbox import BACK_OFF, Claim, Pause, Progress
from app.kernel.roles import Role
from app.notifications.channels import Channel, Email, Security, Telegram
from app.notifications.models import TelegramLink
from app.notifications.services.outbox import MessageOutbox, give_up_message, retry_message
from tests.notifications.portal import a_waiting_message, acting, an_account, let_the_lease_end, make_all_due, message, progress
from tests.servers.smtp import MailServer
from tests.servers.telegram import BAD_REQUEST, BROKEN, FORBIDDEN, OK, TelegramServer, hanging, too_many

Senders = dict[Channel, Telegram]


def test_a_waiting_message_goes_out_once(ctx: Flask, telegram: TelegramServer, senders: Senders) -> None:
    pk = a_waiting_message(an_account(chat_id=11))
    assert MessageOutbox(senders).drain(5) == 1
    assert MessageOutbox(senders).drain(5) == 0
    assert progress(pk) is Progress.SENT
    assert len(telegram.texts_for(11)) == 1


@pytest.mark.gate("G13")
def test_what_leaves_is_a_short_text_and_a_link_to_the_portal(ctx: Flask, telegram: TelegramServer, senders: Senders) -> None:
    pk = a_waiting_message(an_account(chat_id=11))
    MessageOutbox(senders).drain(5)
    link = f"https://portal.example.go.id/notifications/{message(pk).notification_id}/open"
    assert telegram.texts_for(11) == [f"Proposal forwarded\n\n{link}"]


def test_a_failure_waits_longer_each_time_and_is_stuck_at_the_end(ctx: Flask, telegram: TelegramServer, senders: Senders) -> None:
    pk = a_waiting_message(an_account(chat_id=11))
    telegram.by_chat[11] = BROKEN
    for seconds in BACK_OFF:
        began = clock.now()
        MessageOutbox(senders).drain(0.3)
        assert seconds - 1 < (message(pk).due_at - began).total_seconds() < seconds + 2
        assert progress(pk) is Progress.WAITING
        with_next_try_allowed(11)
    MessageOutbox(senders).drain(0.3)
    assert progress(pk) is Progress.STUCK
    assert message(pk).reason == "HTTP 500"
    assert message(pk).attempts == len(BACK_OFF) + 1


def test_telegram_says_when_to_come_back_and_all_of_the_channel_waits(ctx: Flask, telegram: TelegramServer, senders: Senders) -> None:
    first = a_waiting_message(an_account("ani", chat_id=11))
    second = a_waiting_message(an_account("budi", chat_id=12))
    telegram.script(too_many(90))
    began = clock.now()
    assert MessageOutbox(senders).drain(0.3) == 0
    assert (message(first).due_at - began).total_seconds() >= 90
    assert progress(second) is Progress.WAITING
    assert telegram.messages == []
    for seconds in (95, 96):
        with clock.at(began + timedelta(seconds=seconds)):
            assert MessageOutbox(senders).drain(0.3) == 1


def test_a_short_pause_is_waited_for(ctx: Flask, telegram: TelegramServer, senders: Senders) -> None:
    a_waiting_message(an_account(chat_id=11), attempts=0)
    telegram.script(too_many(1), OK)
    MessageOutbox(senders).drain(0.2)
    make_all_due()
    assert MessageOutbox(senders).drain(4) == 1


def test_a_person_who_blocked_the_bot_is_not_written_to_again(ctx: Flask, telegram: TelegramServer, senders: Senders) -> None:
    user_id = an_account(chat_id=11)
    first, second = a_waiting_message(user_id), a_waiting_message(user_id)
    telegram.script(FORBIDDEN)
    MessageOutbox(senders).drain(3)
    assert {progress(first), progress(second)} == {Progress.GIVEN_UP}
    link = db.session.query(TelegramLink).one()
    assert link.active is False
    assert link.ended_at is not None
    assert len([method for method, _ in telegram.requests if method == "sendMessage"]) == 1


def test_a_final_refusal_is_stuck_at_once_with_its_reason(ctx: Flask, telegram: TelegramServer, senders: Senders) -> None:
    pk = a_waiting_message(an_account(chat_id=11))
    telegram.script(BAD_REQUEST)
    MessageOutbox(senders).drain(3)
    assert progress(pk) is Progress.STUCK
    assert message(pk).reason == "HTTP 400 Bad Request: chat not found"


def test_somebody_without_a_chat_is_not_tried(ctx: Flask, telegram: TelegramServer, senders: Senders) -> None:
    pk = a_waiting_message(an_account())
    MessageOutbox(senders).drain(3)
    assert progress(pk) is Progress.GIVEN_UP
    assert telegram.requests == []


def test_one_chat_gets_one_message_a_second(ctx: Flask, telegram: TelegramServer, senders: Senders) -> None:
    user_id = an_account(chat_id=11)
    for _ in range(3):
        a_waiting_message(user_id)
    assert MessageOutbox(senders).drain(6) == 3
    times = [received.at for received in telegram.messages]
    assert all(later - earlier >= 0.6 for earlier, later in pairwise(times))


def test_the_bot_as_a_whole_stays_below_its_rate(ctx: Flask, telegram: TelegramServer, senders: Senders) -> None:
    for number in range(30):
        a_waiting_message(an_account(f"p{number}", chat_id=100 + number))
    assert MessageOutbox(senders).drain(10) == 30
    times = [received.at for received in telegram.messages]
    assert times[-1] - times[0] >= 29 / 25 * 0.9


def test_a_slow_chat_does_not_hold_up_the_others(ctx: Flask, telegram: TelegramServer, senders: Senders) -> None:
    busy = an_account("ani", chat_id=11)
    for _ in range(3):
        a_waiting_message(busy)
    a_waiting_message(an_account("budi", chat_id=12))
    MessageOutbox(senders).drain(0.5)
    assert Counter(received.chat_id for received in telegram.messages) == {11: 1, 12: 1}


def test_a_claimed_row_is_nobody_elses_until_its_lease_ends(ctx: Flask, senders: Senders) -> None:
    pk = a_waiting_message(an_account(chat_id=11))
    first = MessageOutbox(senders).claim_next()
    assert isinstance(first, Claim)
    assert isinstance(MessageOutbox(senders).claim_next(), Pause)
    let_the_lease_end()
    with clock.at(clock.now() + timedelta(seconds=2)):
        again = MessageOutbox(senders).claim_next()
    assert isinstance(again, Claim)
    assert (again.pk, again.attempts, again.parcel.message.key) == (pk, 2, first.parcel.message.key)


def test_a_worker_that_lost_its_lease_writes_nothing(ctx: Flask, telegram: TelegramServer, senders: Senders) -> None:
    pk = a_waiting_message(an_account(chat_id=11))
    slow = MessageOutbox(senders).claim_next()
    assert isinstance(slow, Claim)
    let_the_lease_end()
    with clock.at(clock.now() + timedelta(seconds=2)):
        other = MessageOutbox(senders).claim_next()
    assert isinstance(other, Claim)
    MessageOutbox(senders).settle(slow, senders[Channel.TELEGRAM].send(slow.parcel.message))
    assert progress(pk) is Progress.SENDING
    assert message(pk).lease == other.lease


def test_a_message_that_kills_its_workers_is_stuck_in_the_end(ctx: Flask, senders: Senders) -> None:
    pk = a_waiting_message(an_account(chat_id=11), attempts=len(BACK_OFF) + 1)
    MessageOutbox(senders).claim_next()
    assert progress(pk) is Progress.STUCK


def test_a_channel_that_is_off_keeps_its_messages(ctx: Flask) -> None:
    pk = a_waiting_message(an_account(chat_id=11))
    assert MessageOutbox({}).drain(1) == 0
    assert progress(pk) is Progress.WAITING


def test_mail_goes_out_through_the_same_outbox(ctx: Flask) -> None:
    pk = a_waiting_message(an_account(email="budi@example.go.id"), Channel.EMAIL)
    with MailServer() as mail:
        account = Email("127.0.0.1", mail.port, "portal@example.go.id", Security.NONE, timeout=2)
        assert MessageOutbox({Channel.EMAIL: account}).drain(3) == 1
    assert progress(pk) is Progress.SENT
    assert mail.mails[0]["Message-ID"] == f"<{message(pk).key}@example.go.id>"


def test_a_dead_telegram_does_not_stop_the_mail(ctx: Flask) -> None:
    user_id = an_account(chat_id=11, email="budi@example.go.id")
    with TelegramServer() as dead:
        url = dead.url
    stuck, fine = a_waiting_message(user_id), a_waiting_message(user_id, Channel.EMAIL)
    with MailServer() as mail:
        both = {
            Channel.TELEGRAM: Telegram(dead.token, url, timeout=1),
            Channel.EMAIL: Email("127.0.0.1", mail.port, "portal@example.go.id", Security.NONE, timeout=2),
        }
        assert MessageOutbox(both).drain(3) == 1
    assert (progress(stuck), progress(fine)) == (Progress.WAITING, Progress.SENT)


def test_two_workers_at_once_send_each_message_once(ctx: Flask, telegram: TelegramServer, senders: Senders) -> None:
    pks = [a_waiting_message(an_account(f"p{number}", chat_id=100 + number)) for number in range(40)]
    sent: list[int] = []

    def work() -> None:
        with ctx.app_context():
            sent.append(MessageOutbox(senders).drain(10))
            db.session.remove()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(sent) == 40
    assert set(Counter(received.chat_id for received in telegram.messages).values()) == {1}
    assert {progress(pk) for pk in pks} == {Progress.SENT}


def test_a_worker_killed_while_sending_loses_nothing_and_repeats_only_what_was_in_flight(ctx: Flask, telegram: TelegramServer) -> None:
    pks = [a_waiting_message(an_account(f"p{number}", chat_id=100 + number)) for number in range(5)]
    telegram.script(OK, OK, hanging(30, accept=True))
    worker = start_worker(ctx, telegram)
    wait_until(lambda: len(telegram.messages) == 3)
    worker.send_signal(signal.SIGKILL)
    worker.wait(5)
    standing = Counter(progress(pk) for pk in pks)
    assert standing == {Progress.SENT: 2, Progress.SENDING: 1, Progress.WAITING: 2}
    let_the_lease_end()
    assert start_worker(ctx, telegram).wait(30) == 0
    assert {progress(pk) for pk in pks} == {Progress.SENT}
    received = Counter(one.chat_id for one in telegram.messages)
    assert set(received) == {100, 101, 102, 103, 104}
    assert sorted(received.values()) == [1, 1, 1, 1, 2]


def test_a_worker_killed_before_the_other_side_took_it_sends_it_exactly_once(ctx: Flask, telegram: TelegramServer) -> None:
    pk = a_waiting_message(an_account(chat_id=100))
    telegram.script(hanging(30, accept=False))
    worker = start_worker(ctx, telegram)
    assert telegram.arrived.wait(20)
    worker.send_signal(signal.SIGKILL)
    worker.wait(5)
    let_the_lease_end()
    assert start_worker(ctx, telegram).wait(30) == 0
    assert progress(pk) is Progress.SENT
    assert len(telegram.texts_for(100)) == 1


def test_the_administrator_lets_a_stuck_message_start_over(ctx: Flask, telegram: TelegramServer, senders: Senders) -> None:
    user_id = an_account(chat_id=11)
    pk = a_waiting_message(user_id, progress=Progress.STUCK.value, attempts=8, reason="HTTP 500")
    retry_message(acting(user_id, Role.BKPSDM_ADMIN), pk)
    assert MessageOutbox(senders).drain(3) == 1
    assert (progress(pk), message(pk).attempts) == (Progress.SENT, 1)


def test_the_administrator_gives_up_and_the_reason_stays(ctx: Flask) -> None:
    user_id = an_account(chat_id=11)
    pk = a_waiting_message(user_id, progress=Progress.STUCK.value, reason="HTTP 500")
    give_up_message(acting(user_id, Role.SUPERUSER), pk)
    assert (progress(pk), message(pk).reason) == (Progress.GIVEN_UP, "HTTP 500")


def test_a_message_already_sent_is_not_started_again(ctx: Flask) -> None:
    user_id = an_account(chat_id=11)
    pk = a_waiting_message(user_id, progress=Progress.SENT.value)
    with pytest.raises(Conflict):
        retry_message(acting(user_id, Role.BKPSDM_ADMIN), pk)


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.SUPERVISOR, Role.OPD_ADMIN, Role.AUDITOR])
def test_nobody_else_touches_the_outbox(ctx: Flask, role: Role) -> None:
    user_id = an_account(chat_id=11)
    pk = a_waiting_message(user_id, progress=Progress.STUCK.value)
    with pytest.raises(Missing):
        retry_message(acting(user_id, role), pk)


def test_the_database_refuses_a_second_row_for_one_event_person_and_channel(ctx: Flask) -> None:
    user_id = an_account(chat_id=11)
    first = message(a_waiting_message(user_id))
    with pytest.raises(IntegrityError):
        a_waiting_message(user_id, key=first.key)


def with_next_try_allowed(chat_id: int) -> None:
    make_all_due()
    link = db.session.query(TelegramLink).filter_by(chat_id=chat_id).one()
    db.session.execute(db.update(TelegramLink).where(TelegramLink.id == link.id).values(next_at=None))
    db.session.commit()


def start_worker(app: Flask, telegram: TelegramServer) -> "subprocess.Popen[bytes]":
    uri = app.config["SQLALCHEMY_DATABASE_URI"]
    return subprocess.Popen([sys.executable, "-m", "tests.notifications.portal", uri, telegram.url, telegram.token, "4"])


def wait_until(happened: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)
