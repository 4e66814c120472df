"""Messages to people on their way out: over the kernel's outbox, with the bot's pace and the people's own choices.

E-mail carries the idempotency key as its Message-ID, so mail servers can drop a second one; Telegram offers nothing alike.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from flask_babel import force_locale, gettext
from sqlalchemy import Select, case, or_, select, update
from sqlalchemy.orm import contains_eager

from app.kernel.actor import Actor, system_actor
from app.kernel.db import session, transaction
from app.kernel.errors import Conflict
from app.kernel.events import Event, publish
from app.kernel.outbox import Delivery, Outbox, Outcome, Pause, Progress, changes_one
from app.kernel.scope import fetch
from app.notifications.channels import Channel, Message, Sender
from app.notifications.models import ChannelGate, Notification, OutboxMessage, TelegramLink
from app.notifications.queries import gate_of, person_called
from app.notifications.rules import CHAT_SECONDS, MAIL_TO, N_, TELEGRAM_PER_SECOND, link_maker, mail_text

NO_WAY = N_("This person can no longer be reached by this channel.")
OPEN = (Progress.WAITING.value, Progress.STUCK.value)


@dataclass(frozen=True)
class Addressed:
    """A message and the channel it takes to this person."""

    channel: Channel
    user_id: int
    message: Message


class MessageOutbox(Outbox[OutboxMessage, Addressed]):
    """The messages of the channels that are switched on. A channel or chat that must wait holds up its own messages only."""

    model = OutboxMessage
    loads = (contains_eager(OutboxMessage.notification),)
    no_way = NO_WAY

    def __init__(self, senders: Mapping[Channel, Sender]) -> None:
        self._senders = senders

    def candidates(self) -> Select[OutboxMessage]:
        return (
            select(OutboxMessage)
            .join(Notification, OutboxMessage.notification_id == Notification.id)
            .outerjoin(ChannelGate, ChannelGate.channel == OutboxMessage.channel)
            .outerjoin(TelegramLink, TelegramLink.user_id == OutboxMessage.user_id)
            .where(OutboxMessage.channel.in_([channel.value for channel in self._senders]))
        )

    def gates(self) -> Sequence[Any]:
        return (ChannelGate.next_at, case((OutboxMessage.channel == Channel.TELEGRAM.value, TelegramLink.next_at)))

    def pack(self, row: OutboxMessage, now: datetime) -> Addressed | Pause | None:
        """The words that may leave, in the person's language, and a link that asks him to sign in."""
        channel, person = Channel(row.channel), person_called(row.user_id)
        given = row.notification.params.get(MAIL_TO) if channel is Channel.EMAIL else None
        address = (given or person.address(channel)) if person else None
        if person is None or address is None:
            return None
        if channel is Channel.TELEGRAM and not _pass_gates(row.user_id, now):
            return Pause(1 / TELEGRAM_PER_SECOND)
        with force_locale(person.language):
            notice = row.notification
            text = gettext(words, **notice.params) if channel is Channel.EMAIL and (words := mail_text(notice.kind)) else ""
            message = Message(address, title=notice.outside_text, text=text, link=portal_link(notice), key=row.key)
        return Addressed(channel, row.user_id, message)

    def send(self, parcel: Addressed) -> Delivery:
        return self._senders[parcel.channel].send(parcel.message)

    def settled(self, row: OutboxMessage, parcel: Addressed, delivery: Delivery, now: datetime) -> None:
        if delivery.outcome is Outcome.CLOSED:
            _close_telegram(parcel.user_id, now)
        elif delivery.outcome is Outcome.LATER and delivery.retry_after:
            gate = gate_of(parcel.channel, lock=True)
            gate.next_at = max(gate.next_at, now + timedelta(seconds=delivery.retry_after))


def retry_message(actor: Actor, pk: int) -> OutboxMessage:
    """Let a stuck message start over, at once. Raises Missing, or Conflict if it is no longer stuck or waiting."""
    with transaction():
        row = _waiting_row(actor, pk)
        before = row.progress
        row.start_over()
        publish(Event("outbox.retry", actor, row, {"before": {"progress": before}, "after": {"progress": row.progress}}))
        return row


def give_up_message(actor: Actor, pk: int) -> OutboxMessage:
    """Stop trying; the person still has the notice in-app. Raises Missing, or Conflict if it is no longer stuck or waiting."""
    with transaction():
        row = _waiting_row(actor, pk)
        before = row.progress
        row.end(Progress.GIVEN_UP, row.reason)
        publish(Event("outbox.give_up", actor, row, {"before": {"progress": before}, "after": {"progress": row.progress}}))
        return row


def portal_link(notice: Notification) -> str:
    """The absolute address (PORTAL_URL) that marks the notice read and opens its record, and tells nothing about either; or the message's own link."""
    own = link_maker(notice.kind)
    path = own(notice.user_id) if own else current_app.url_map.bind("portal").build("NotificationView.open", {"pk": notice.id})
    return f"{str(current_app.config.get('PORTAL_URL') or '').rstrip('/')}{path}"


def _pass_gates(user_id: int, now: datetime) -> bool:
    """Take the next slot of the bot (about 25 a second) and of this chat (1 a second), shared by all workers."""
    gate_of(Channel.TELEGRAM)
    bot = update(ChannelGate).where(ChannelGate.channel == Channel.TELEGRAM.value, ChannelGate.next_at <= now)
    chat = update(TelegramLink).where(TelegramLink.user_id == user_id, or_(TelegramLink.next_at.is_(None), TelegramLink.next_at <= now))
    return changes_one(bot.values(next_at=now + timedelta(seconds=1 / TELEGRAM_PER_SECOND))) and changes_one(
        chat.values(next_at=now + timedelta(seconds=CHAT_SECONDS))
    )


def _close_telegram(user_id: int, now: datetime) -> None:
    link = session().scalar(select(TelegramLink).where(TelegramLink.user_id == user_id).execution_options(populate_existing=True))
    if link is not None:
        link.active, link.ended_at = False, now
        publish(Event("telegram.close", system_actor("Telegram"), link, {"after": {"ended_at": now.isoformat()}}))


def _waiting_row(actor: Actor, pk: int) -> OutboxMessage:
    row: OutboxMessage = fetch(OutboxMessage, actor, pk, lock=True)
    if row.progress not in OPEN:
        raise Conflict
    return row
