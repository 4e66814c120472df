"""Connecting a person with his Telegram chat (G13): a one-use token shown in the portal, brought to the bot by the person's own phone.

The token lives ten minutes and only its hash is stored. It is spent in the same transaction that links the chat, so it
cannot link two chats, however often and from wherever it is sent.
"""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import delete, or_, select, update

from app.kernel import clock
from app.kernel.actor import Actor, system_actor
from app.kernel.db import session, transaction
from app.kernel.errors import Denied
from app.kernel.events import Event, publish
from app.kernel.tokens import fingerprint
from app.notifications.channels import Channel, Message, Telegram
from app.notifications.channels.telegram import Update
from app.notifications.models import ChannelGate, TelegramLink, TelegramPairing
from app.notifications.queries import gate_of, pairing_is_open
from app.notifications.rules import PAIRING_MINUTES

TOKEN_BYTES = 16
POLL_SECONDS = 10
LISTENING_SECONDS = 60
OFFSET_LIFE = timedelta(days=6)


class Answer(StrEnum):
    """What a token was worth."""

    LINKED = "linked"
    UNKNOWN = "unknown"
    EXPIRED = "expired"
    USED = "used"
    TAKEN = "taken"


@dataclass(frozen=True)
class Reply:
    """What the bot writes back to a chat."""

    chat_id: int
    text: str


def begin_pairing(actor: Actor) -> str:
    """Draw a token for the actor, who agrees by asking for it; an earlier unused one dies. The token is shown once and not stored."""
    if actor.user_id is None:
        raise Denied
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with transaction() as current:
        now = clock.now()
        current.execute(delete(TelegramPairing).where(TelegramPairing.user_id == actor.user_id, TelegramPairing.used_at.is_(None)))
        current.add(
            TelegramPairing(
                user_id=actor.user_id, token_hash=fingerprint(token), consent_at=now, expires_at=now + timedelta(minutes=PAIRING_MINUTES)
            )
        )
    return token


def spend_token(token: str, chat_id: int) -> Answer:
    """Link `chat_id` with the person the token was drawn for, and spend the token, in one transaction."""
    with transaction() as current:
        now = clock.now()
        pairing = current.scalar(
            select(TelegramPairing)
            .where(TelegramPairing.token_hash == fingerprint(token))
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        if pairing is None:
            return Answer.UNKNOWN
        if pairing.used_at is not None:
            return Answer.USED
        if pairing.expires_at <= now:
            return Answer.EXPIRED
        holder = current.scalar(select(TelegramLink).where(TelegramLink.chat_id == chat_id, TelegramLink.user_id != pairing.user_id))
        if holder is not None and holder.active:
            return Answer.TAKEN
        if holder is not None:
            holder.chat_id = None
            current.flush()
        pairing.used_at = now
        link = current.scalar(select(TelegramLink).where(TelegramLink.user_id == pairing.user_id).with_for_update())
        if link is None:
            link = TelegramLink(user_id=pairing.user_id)
            current.add(link)
        link.chat_id, link.active, link.consent_at, link.ended_at = chat_id, True, pairing.consent_at, None
        current.flush()
        consent = {"user_id": pairing.user_id, "consent_at": pairing.consent_at.isoformat()}
        publish(Event("telegram.link", system_actor("Telegram"), link, {"after": consent}))
        return Answer.LINKED


def unlink_telegram(actor: Actor) -> bool:
    """Withdraw consent: the chat is forgotten at once, the times stay as proof. False if nothing was linked."""
    with transaction() as current:
        link = current.scalar(select(TelegramLink).where(TelegramLink.user_id == actor.user_id).with_for_update())
        if link is None or link.chat_id is None:
            return False
        link.chat_id, link.active, link.ended_at = None, False, clock.now()
        publish(Event("telegram.unlink", actor, link, {"after": {"ended_at": link.ended_at.isoformat()}}))
        return True


def hear_update(heard: Update) -> Reply | None:
    """Answer one message to the bot; each update counts once, however often Telegram delivers it."""
    with transaction():
        gate = gate_of(Channel.TELEGRAM, lock=True)
        if heard.number < _valid_offset(gate):
            return None
        gate.offset, gate.heard_at = heard.number + 1, clock.now()
        if not heard.chat_id or not heard.text:
            return None
        with force_locale("en" if heard.language.startswith("en") else "id"):
            return Reply(heard.chat_id, _answer(heard))


def receive_updates(bot: Telegram, seconds: float) -> int:
    """Hear what was written to the bot; while somebody is pairing, wait for it up to `seconds`. One worker listens at a time.

    Raises TelegramSilent.
    """
    if not _begin_listening(seconds):
        return 0
    heard, end = 0, time.monotonic() + seconds
    try:
        while True:
            left = end - time.monotonic()
            wait = int(min(POLL_SECONDS, max(left, 0))) if pairing_is_open() else 0
            session().rollback()
            updates = bot.updates(_offset(), wait)
            for update_heard in updates:
                _reply(bot, hear_update(update_heard))
            heard += len(updates)
            if not updates and (wait == 0 or time.monotonic() >= end):
                return heard
    finally:
        _listen_until(None)


def _answer(heard: Update) -> str:
    command, _space, token = heard.text.strip().partition(" ")
    if not heard.private:
        return _("Please write to me in a private chat.")
    if command != "/start" or not token.strip():
        return _("To receive notices here, open “Connect Telegram” in the portal and send me the command shown there.")
    return ANSWERS[spend_token(token.strip(), heard.chat_id)]()


ANSWERS: dict[Answer, Callable[[], str]] = {
    Answer.LINKED: lambda: _("Connected. You will receive the portal's notices here. You can end this in the portal at any time."),
    Answer.UNKNOWN: lambda: _("This code is not known. Open “Connect Telegram” in the portal to get a new one."),
    Answer.EXPIRED: lambda: _("This code has expired. Open “Connect Telegram” in the portal to get a new one."),
    Answer.USED: lambda: _("This code has already been used. Open “Connect Telegram” in the portal to get a new one."),
    Answer.TAKEN: lambda: _("This Telegram account is already connected with another portal account. Disconnect it there first."),
}


def _reply(bot: Telegram, reply: Reply | None) -> None:
    """A courtesy, not a notice: if it does not arrive, the portal's page shows the state all the same."""
    if reply is not None:
        bot.send(Message(address=str(reply.chat_id), title=reply.text, text="", link="", key=""))


def _begin_listening(seconds: float) -> bool:
    with transaction() as current:
        gate_of(Channel.TELEGRAM)
        now = clock.now()
        free = update(ChannelGate).where(
            ChannelGate.channel == Channel.TELEGRAM.value, or_(ChannelGate.listening_until.is_(None), ChannelGate.listening_until <= now)
        )
        until = now + timedelta(seconds=seconds + LISTENING_SECONDS)
        return current.execute(free.values(listening_until=until).execution_options(synchronize_session=False)).rowcount == 1  # type: ignore[attr-defined]


def _listen_until(moment: None) -> None:
    with transaction():
        gate_of(Channel.TELEGRAM, lock=True).listening_until = moment


def _offset() -> int:
    with transaction():
        return _valid_offset(gate_of(Channel.TELEGRAM))


def _valid_offset(gate: ChannelGate) -> int:
    """After a quiet week Telegram starts counting anywhere, so an old offset must not silence the bot."""
    fresh = gate.heard_at is not None and clock.now() - gate.heard_at < OFFSET_LIFE
    return gate.offset if fresh else 0
