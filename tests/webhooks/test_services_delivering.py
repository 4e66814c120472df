"""Deliveries over real HTTP: signed, once, again after a death, patient with the slow, done with the dead."""

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from app.extensions import db
from app.kernel import clock
from app.kernel.actor import Actor, system_actor
from app.kernel.db import session, transaction
from app.kernel.events import Event, publish
from app.kernel.outbox import Claim, Delivery, Outcome, Pause, Progress
from app.kernel.outgoing import CLOSED_PLACE
from app.notifications.models import Notification
from app.webhooks.models import WebhookDelivery
from app.webhooks.rules import FAILED_FOR_DAYS, FAILING_FOR, GONE, NO_WAY, PAUSE_SECONDS, WAITS
from app.webhooks.services import WebhookOutbox, renew_secret, send_test
from tests.factories.city import City
from tests.servers.receiver import Receiver, Reply
from tests.webhooks.conftest import HookFor, deliveries, is_signed, told

pytestmark = pytest.mark.usefixtures("quiet")


def happen(city: City, times: int = 1) -> None:
    for _ in range(times):
        with transaction():
            publish(Event("unit.change", system_actor(), city.opd))


def drain(seconds: float = 3) -> int:
    return WebhookOutbox().drain(seconds)


def later(seconds: float) -> int:
    """What a worker sends that comes by after so many seconds."""
    with clock.at(clock.now() + timedelta(seconds=seconds)):
        return drain(1)


def standing() -> list[Progress]:
    return [Progress(row.progress) for row in deliveries()]


def test_the_receiver_finds_it_signed_and_whole(city: City, hook_for: HookFor, receiver: Receiver) -> None:
    hook = hook_for(receiver.url)
    happen(city)
    assert drain() == 1
    taken, row = receiver.taken[0], deliveries()[0]
    assert (taken.method, taken.headers["content-type"], taken.headers["webhook-id"]) == ("POST", "application/json", row.key)
    assert is_signed(taken, hook.secret)
    assert abs(int(taken.headers["webhook-timestamp"]) - time.time()) < 60
    assert told(taken)["data"]["subject"] == {"type": "unit", "id": city.opd_id, "url": f"http://localhost/api/v1/units/{city.opd_id}"}
    assert (row.progress, row.status, row.attempts, row.sent_at is not None) == ("sent", 204, 1, True)
    assert drain() == 0


def test_another_secret_does_not_fit(city: City, hook_for: HookFor, receiver: Receiver) -> None:
    first, second = hook_for(receiver.url), hook_for(receiver.url, name="Lain")
    happen(city)
    assert drain() == 2
    assert [[is_signed(taken, hook.secret) for hook in (first, second)] for taken in receiver.taken] == [[True, False], [False, True]]


def test_a_failure_waits_longer_each_time_and_keeps_its_id_and_body(city: City, hook_for: HookFor, receiver: Receiver) -> None:
    hook_for(receiver.url)
    happen(city)
    receiver.script(Reply(500), Reply(503))
    assert drain() == 0
    row = deliveries()[0]
    assert (row.progress, row.status, row.reason, row.attempts) == ("waiting", 500, "HTTP 500", 1)
    assert row.due_at - row.tried_at == timedelta(seconds=WAITS[0])
    assert later(PAUSE_SECONDS + 1) == 0
    row = deliveries()[0]
    assert row.due_at - row.tried_at == timedelta(seconds=WAITS[1])
    assert later(PAUSE_SECONDS + WAITS[1] + 10) == 1
    assert len({(taken.headers["webhook-id"], taken.body) for taken in receiver.taken}) == 1
    assert standing() == [Progress.SENT]


def test_each_try_is_signed_with_its_own_time(city: City, hook_for: HookFor, receiver: Receiver) -> None:
    hook = hook_for(receiver.url)
    happen(city)
    receiver.script(Reply(500))
    drain()
    later(60)
    first, second = receiver.taken
    assert int(second.headers["webhook-timestamp"]) - int(first.headers["webhook-timestamp"]) >= 59
    assert is_signed(second, hook.secret)


def test_who_asks_for_time_gets_it(city: City, hook_for: HookFor, receiver: Receiver) -> None:
    hook_for(receiver.url)
    happen(city)
    receiver.script(Reply(429, headers={"Retry-After": "3600"}))
    drain()
    row = deliveries()[0]
    assert row.due_at - row.tried_at == timedelta(seconds=3600)


def test_the_last_failure_makes_it_stuck(city: City, hook_for: HookFor, receiver: Receiver) -> None:
    hook_for(receiver.url)
    happen(city)
    receiver.always(Reply(500))
    with transaction():
        deliveries()[0].attempts = len(WAITS)
    drain()
    assert standing() == [Progress.STUCK]
    assert len(receiver.taken) == 1


def test_a_redirect_is_no_success_and_is_not_followed(city: City, hook_for: HookFor, receiver: Receiver) -> None:
    hook_for(receiver.url)
    happen(city)
    with Receiver() as elsewhere:
        receiver.script(Reply(307, headers={"Location": elsewhere.url}))
        drain()
        assert elsewhere.taken == []
    assert (deliveries()[0].progress, deliveries()[0].status) == ("waiting", 307)


def test_an_address_that_became_private_is_not_called(ctx: Flask, city: City, hook_for: HookFor, receiver: Receiver) -> None:
    """As when a name means another address today: it is judged at every try."""
    hook_for(receiver.url)
    happen(city)
    ctx.config["WEBHOOK_ALLOW_LOOPBACK"] = False
    drain()
    assert receiver.taken == []
    assert (deliveries()[0].reason, deliveries()[0].status) == (CLOSED_PLACE, None)


def test_one_that_fails_does_not_hold_up_the_others(city: City, hook_for: HookFor, receiver: Receiver) -> None:
    with Receiver() as dead:
        hook_for(dead.url, name="Mati")
        hook_for(receiver.url)
        dead.always(Reply(500))
        happen(city, 5)
        assert drain() == 5
        assert len(dead.taken) == 1, "after a failure nothing goes there for a while"


def test_after_a_change_of_secret_both_sign_for_a_day(city: City, maker: Actor, hook_for: HookFor, receiver: Receiver) -> None:
    hook = hook_for(receiver.url)
    new = renew_secret(maker, hook.pk).secret
    assert new
    happen(city)
    drain()
    assert is_signed(receiver.taken[0], hook.secret)
    assert is_signed(receiver.taken[0], new)
    with clock.at(clock.now() + timedelta(hours=25)):
        happen(city)
        drain()
    assert not is_signed(receiver.taken[1], hook.secret)
    assert is_signed(receiver.taken[1], new)


def test_a_secret_that_nobody_can_read_any_more_sends_nothing(ctx: Flask, city: City, hook_for: HookFor, receiver: Receiver) -> None:
    hook_for(receiver.url)
    happen(city)
    kept, ctx.config["SECRET_KEY"] = ctx.config["SECRET_KEY"], "of another portal"
    drain()
    ctx.config["SECRET_KEY"] = kept
    assert receiver.taken == []
    assert (standing(), deliveries()[0].reason) == ([Progress.GIVEN_UP], NO_WAY)


def test_a_webhook_that_is_switched_off_gets_nothing(city: City, hook_for: HookFor, receiver: Receiver) -> None:
    hook = hook_for(receiver.url)
    happen(city)
    with transaction():
        hook.row.active = False
    drain()
    assert receiver.taken == []
    assert standing() == [Progress.GIVEN_UP]


def test_410_switches_the_webhook_off_and_its_maker_is_told(city: City, maker: Actor, hook_for: HookFor, receiver: Receiver) -> None:
    hook = hook_for(receiver.url)
    happen(city)
    receiver.script(Reply(410))
    drain()
    assert standing() == [Progress.GIVEN_UP]
    assert (hook.row.active, hook.row.stopped) == (False, GONE)
    assert [notice.user_id for notice in told_of("webhook.disable")] == [maker.user_id]


def test_days_of_failing_switch_it_off_once(city: City, maker: Actor, hook_for: HookFor, receiver: Receiver) -> None:
    hook = hook_for(receiver.url)
    receiver.always(Reply(500))
    happen(city)
    drain()
    since = hook.row.failing_since
    assert since is not None
    with clock.at(since + FAILING_FOR - timedelta(minutes=1)):
        drain()
    assert (hook.row.active, hook.row.failing_since) == (True, since)
    with clock.at(since + FAILING_FOR + timedelta(hours=8)):
        drain()
    assert (hook.row.active, hook.row.stopped) == (False, FAILED_FOR_DAYS)
    assert [notice.user_id for notice in told_of("webhook.disable")] == [maker.user_id]
    assert "Dasbor kota" in told_of("webhook.disable")[0].params["subject"]


def test_one_success_forgets_the_failures(city: City, hook_for: HookFor, receiver: Receiver) -> None:
    hook = hook_for(receiver.url)
    receiver.script(Reply(500))
    happen(city)
    drain()
    assert hook.row.failing_since is not None
    assert later(60) == 1
    assert hook.row.failing_since is None


def test_a_test_is_tried_once_and_counts_against_nobody(city: City, maker: Actor, hook_for: HookFor, receiver: Receiver) -> None:
    hook = hook_for(receiver.url, active=False)
    receiver.script(Reply(500))
    send_test(maker, hook.pk)
    drain()
    assert (standing(), deliveries()[0].reason, hook.row.failing_since) == ([Progress.STUCK], "HTTP 500", None)
    send_test(maker, hook.pk)
    assert drain() == 1
    assert told(receiver.taken[1])["type"] == "portal.test"
    assert is_signed(receiver.taken[1], hook.secret)


def test_a_claimed_delivery_is_nobody_elses_until_its_lease_ends(city: City, hook_for: HookFor, receiver: Receiver) -> None:
    hook_for(receiver.url)
    happen(city)
    slow = WebhookOutbox().claim_next()
    assert isinstance(slow, Claim)
    assert isinstance(WebhookOutbox().claim_next(), Pause)
    with clock.at(clock.now() + timedelta(minutes=2)):
        other = WebhookOutbox().claim_next()
        assert isinstance(other, Claim)
        assert other.parcel.key == slow.parcel.key
        WebhookOutbox().settle(slow, Delivery(Outcome.SENT, status=200))
    assert standing() == [Progress.SENDING]
    assert deliveries()[0].lease == other.lease


def test_two_workers_at_once_send_each_delivery_once(ctx: Flask, city: City, hook_for: HookFor, receiver: Receiver) -> None:
    hook_for(receiver.url)
    happen(city, 20)
    sent: list[int] = []

    def work() -> None:
        with ctx.app_context():
            sent.append(drain(10))
            db.session.remove()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(sent) == 20
    assert set(Counter(taken.headers["webhook-id"] for taken in receiver.taken).values()) == {1}
    assert len(receiver.taken) == 20


def test_a_worker_killed_before_it_noted_the_answer_sends_again_under_the_same_id(
    ctx: Flask, city: City, hook_for: HookFor, receiver: Receiver
) -> None:
    hook = hook_for(receiver.url)
    happen(city)
    receiver.script(Reply(204, hang=30))
    worker = fork_worker(ctx)
    wait_until(lambda: len(receiver.taken) == 1)
    os.kill(worker, signal.SIGKILL)
    os.waitpid(worker, 0)
    session().rollback()
    assert standing() == [Progress.SENDING]
    with transaction() as current:
        current.query(WebhookDelivery).update({"leased_until": clock.now() - timedelta(seconds=1)})
    assert os.waitpid(fork_worker(ctx), 0)[1] == 0
    session().rollback()
    assert standing() == [Progress.SENT]
    first, second = receiver.taken
    assert (first.headers["webhook-id"], first.body) == (second.headers["webhook-id"], second.body)
    assert is_signed(second, hook.secret)


def told_of(event: str) -> list[Notification]:
    return [notice for notice in session().query(Notification).order_by(Notification.id) if notice.kind.startswith(f"{event}/")]


def fork_worker(app: Flask) -> int:
    """A worker in a process of its own, to be killed; its number."""
    db.session.remove()
    db.engine.dispose()
    if pid := os.fork():
        return pid
    code = 1
    try:
        with app.app_context():
            drain(2)
        code = 0
    finally:
        os._exit(code)


def wait_until(happened: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)
