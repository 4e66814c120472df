"""Messages on their way out: claimed with a lease, sent outside any transaction, then marked.

The guarantee is at-least-once. A worker that dies between the other side's "ok" and our mark leaves a leased row; when the
lease ends another worker sends it again. Nothing is lost, and a message comes twice only after such a death. E-mail
carries the idempotency key as its Message-ID, so mail servers can drop the second one; Telegram offers nothing alike.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from flask import current_app
from flask_babel import force_locale
from sqlalchemy import ColumnElement, Select, Update, and_, or_, select, update
from sqlalchemy.orm import contains_eager

from app.kernel import clock
from app.kernel.actor import Actor, system_actor
from app.kernel.db import session, transaction
from app.kernel.errors import Conflict
from app.kernel.events import Event, publish
from app.kernel.scope import fetch
from app.notifications.channels import Channel, Delivery, Message, Outcome, Sender
from app.notifications.models import ChannelGate, Notification, OutboxMessage, TelegramLink
from app.notifications.queries import gate_of, person_called
from app.notifications.rules import BACK_OFF, CHAT_SECONDS, LEASE_SECONDS, N_, TELEGRAM_PER_SECOND, Progress, seconds_until_next_try

PATIENCE = 2.0
"""Seconds a drain waits for the next row before it leaves the rest to the next run."""

NO_WAY = N_("This person can no longer be reached by this channel.")
WORKER_DIED = N_("The worker stopped while sending this message, several times.")
OPEN = (Progress.WAITING.value, Progress.STUCK.value)


@dataclass(frozen=True)
class Claim:
    """A row that this worker holds under `lease`, with the message it is to send."""

    pk: int
    lease: str
    channel: Channel
    attempts: int
    user_id: int
    message: Message


@dataclass(frozen=True)
class Pause:
    """Nothing may be sent now; `seconds` until something may, None if nothing is near."""

    seconds: float | None


def drain_outbox(senders: Mapping[Channel, Sender], seconds: float) -> int:
    """Send what is due, for at most `seconds`; returns how many went out. Any number of workers may drain at once."""
    sent, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        claimed = claim_next(senders)
        if isinstance(claimed, Claim):
            delivery = senders[claimed.channel].send(claimed.message)
            settle(claimed, delivery)
            sent += delivery.outcome is Outcome.SENT
        elif claimed.seconds is None:
            break
        else:
            time.sleep(max(claimed.seconds, 0.01))
    return sent


def claim_next(senders: Mapping[Channel, Sender]) -> Claim | Pause:
    """Take one due row whose channel and chat are free; two workers never hold one row."""
    with transaction() as current:
        now = clock.now()
        row = current.scalar(_due(senders, now))
        if row is None:
            return Pause(_seconds_to_next(senders, now))
        if row.attempts > len(BACK_OFF):
            _end(row, Progress.STUCK, WORKER_DIED)
            return Pause(0.0)
        person = person_called(row.user_id)
        address = person.address(Channel(row.channel)) if person else None
        if person is None or address is None:
            _end(row, Progress.GIVEN_UP, NO_WAY)
            return Pause(0.0)
        if row.channel == Channel.TELEGRAM and not _pass_gates(row.user_id, now):
            return Pause(1 / TELEGRAM_PER_SECOND)
        lease = uuid4().hex
        mine = update(OutboxMessage).where(OutboxMessage.id == row.id, _free(now))
        until = now + timedelta(seconds=LEASE_SECONDS)
        held = {"progress": Progress.SENDING.value, "lease": lease, "leased_until": until, "attempts": OutboxMessage.attempts + 1}
        if not _changes_one(mine.values(**held)):
            return Pause(0.0)
        message = _message(row, address, person.language)
        return Claim(row.id, lease, Channel(row.channel), row.attempts + 1, row.user_id, message)


def settle(claim: Claim, delivery: Delivery) -> None:
    """Write down what came of it, unless the lease was lost to another worker meanwhile."""
    with transaction() as current:
        row = current.scalar(
            select(OutboxMessage)
            .where(OutboxMessage.id == claim.pk, OutboxMessage.lease == claim.lease)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        if row is None:
            return
        now = clock.now()
        if delivery.outcome is Outcome.SENT:
            _end(row, Progress.SENT)
            row.sent_at = now
        elif delivery.outcome is Outcome.CLOSED:
            _end(row, Progress.GIVEN_UP, NO_WAY)
            _close_telegram(claim.user_id, now)
        elif delivery.outcome is Outcome.REFUSED:
            _end(row, Progress.STUCK, delivery.reason)
        else:
            _try_again(row, claim, delivery, now)


def retry_message(actor: Actor, pk: int) -> OutboxMessage:
    """Let a stuck message start over, at once. Raises Missing, or Conflict if it is no longer stuck or waiting."""
    with transaction():
        row = _waiting_row(actor, pk)
        before = row.progress
        _end(row, Progress.WAITING)
        row.attempts, row.due_at = 0, clock.now()
        publish(Event("outbox.retry", actor, row, {"before": {"progress": before}, "after": {"progress": row.progress}}))
        return row


def give_up_message(actor: Actor, pk: int) -> OutboxMessage:
    """Stop trying; the person still has the notice in-app. Raises Missing, or Conflict if it is no longer stuck or waiting."""
    with transaction():
        row = _waiting_row(actor, pk)
        before = row.progress
        _end(row, Progress.GIVEN_UP, row.reason)
        publish(Event("outbox.give_up", actor, row, {"before": {"progress": before}, "after": {"progress": row.progress}}))
        return row


def _message(row: OutboxMessage, address: str, language: str) -> Message:
    """The words that may leave, in the person's language, and a link that asks him to sign in."""
    with force_locale(language):
        return Message(address=address, title=row.notification.outside_text, text="", link=portal_link(row.notification_id), key=row.key)


def portal_link(notification_id: int) -> str:
    """The absolute address (PORTAL_URL) that marks the notice read and opens its record; it tells nothing about either."""
    path = current_app.url_map.bind("portal").build("NotificationView.open", {"pk": notification_id})
    return f"{str(current_app.config.get('PORTAL_URL') or '').rstrip('/')}{path}"


def _due(senders: Mapping[Channel, Sender], now: datetime) -> Select[OutboxMessage]:
    return (
        _candidates(senders)
        .where(
            _free(now),
            or_(ChannelGate.next_at.is_(None), ChannelGate.next_at <= now),
            or_(OutboxMessage.channel != Channel.TELEGRAM.value, TelegramLink.next_at.is_(None), TelegramLink.next_at <= now),
        )
        .options(contains_eager(OutboxMessage.notification))
        .order_by(OutboxMessage.due_at, OutboxMessage.id)
        .limit(1)
        .with_for_update(of=OutboxMessage, skip_locked=True)
        .execution_options(populate_existing=True)
    )


def _candidates(senders: Mapping[Channel, Sender]) -> Select[OutboxMessage]:
    return (
        select(OutboxMessage)
        .join(Notification, OutboxMessage.notification_id == Notification.id)
        .outerjoin(ChannelGate, ChannelGate.channel == OutboxMessage.channel)
        .outerjoin(TelegramLink, TelegramLink.user_id == OutboxMessage.user_id)
        .where(OutboxMessage.channel.in_([channel.value for channel in senders]))
    )


def _free(now: datetime) -> ColumnElement[bool]:
    return or_(
        and_(OutboxMessage.progress == Progress.WAITING.value, OutboxMessage.due_at <= now),
        and_(OutboxMessage.progress == Progress.SENDING.value, OutboxMessage.leased_until <= now),
    )


def _seconds_to_next(senders: Mapping[Channel, Sender], now: datetime) -> float | None:
    near = now + timedelta(seconds=PATIENCE)
    rows = session().execute(
        _candidates(senders)
        .with_only_columns(OutboxMessage.due_at, OutboxMessage.channel, ChannelGate.next_at, TelegramLink.next_at)
        .where(OutboxMessage.progress == Progress.WAITING.value, OutboxMessage.due_at <= near)
        .order_by(OutboxMessage.due_at)
        .limit(50)
    )
    free_at = [
        max(moment for moment in (due, gate, chat if channel == Channel.TELEGRAM else None) if moment is not None)
        for due, channel, gate, chat in rows
    ]
    soon = [moment for moment in free_at if moment <= near]
    return max((min(soon) - now).total_seconds(), 0.0) if soon else None


def _pass_gates(user_id: int, now: datetime) -> bool:
    """Take the next slot of the bot (about 25 a second) and of this chat (1 a second), shared by all workers."""
    gate_of(Channel.TELEGRAM)
    bot = update(ChannelGate).where(ChannelGate.channel == Channel.TELEGRAM.value, ChannelGate.next_at <= now)
    chat = update(TelegramLink).where(TelegramLink.user_id == user_id, or_(TelegramLink.next_at.is_(None), TelegramLink.next_at <= now))
    return _changes_one(bot.values(next_at=now + timedelta(seconds=1 / TELEGRAM_PER_SECOND))) and _changes_one(
        chat.values(next_at=now + timedelta(seconds=CHAT_SECONDS))
    )


def _changes_one(statement: Update) -> bool:
    changed = session().execute(statement.execution_options(synchronize_session=False))
    return bool(changed.rowcount == 1)  # type: ignore[attr-defined]


def _try_again(row: OutboxMessage, claim: Claim, delivery: Delivery, now: datetime) -> None:
    wait = seconds_until_next_try(claim.attempts, delivery.retry_after)
    if wait is None:
        _end(row, Progress.STUCK, delivery.reason)
    else:
        _end(row, Progress.WAITING, delivery.reason)
        row.due_at = now + timedelta(seconds=wait)
    if delivery.retry_after:
        gate = gate_of(claim.channel, lock=True)
        gate.next_at = max(gate.next_at, now + timedelta(seconds=delivery.retry_after))


def _close_telegram(user_id: int, now: datetime) -> None:
    link = session().scalar(select(TelegramLink).where(TelegramLink.user_id == user_id).execution_options(populate_existing=True))
    if link is not None:
        link.active, link.ended_at = False, now
        publish(Event("telegram.close", system_actor("Telegram"), link, {"after": {"ended_at": now.isoformat()}}))


def _end(row: OutboxMessage, progress: Progress, reason: str = "") -> None:
    row.progress, row.reason = progress.value, reason[:200]
    row.lease = row.leased_until = None


def _waiting_row(actor: Actor, pk: int) -> OutboxMessage:
    row: OutboxMessage = fetch(OutboxMessage, actor, pk, lock=True)
    if row.progress not in OPEN:
        raise Conflict
    return row
