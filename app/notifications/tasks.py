"""The worker's part: send what waits, and hear what people write to the bot."""

import logging
from collections.abc import Mapping
from time import monotonic

from flask import current_app

from app.kernel.queue import background, run_soon
from app.notifications.channels import Channel, Sender, Telegram, channels_from
from app.notifications.channels.telegram import TelegramSilent
from app.notifications.services.outbox import MessageOutbox
from app.notifications.services.pairing import receive_updates

SEND, LISTEN = "notifications.send", "notifications.listen"
SEND_SECONDS = 20.0
LISTEN_SECONDS = 25.0
EXTENSION = "notification-channels"

log = logging.getLogger(__name__)


@background(SEND, every_minutes=1)
def send_waiting() -> None:
    """Drain the outbox: after every commit that wrote to it, and each minute for what failed, was left, or belonged to a dead worker."""
    began = monotonic()
    MessageOutbox(senders()).drain(SEND_SECONDS)
    if monotonic() - began >= SEND_SECONDS:
        # More may wait: let other work pass first.
        run_soon(SEND)


@background(LISTEN, every_minutes=1)
def listen_to_bot() -> None:
    """Ask Telegram what was written to the bot, unless it tells us by its webhook."""
    bot = senders().get(Channel.TELEGRAM)
    if not isinstance(bot, Telegram) or current_app.config.get("TELEGRAM_WEBHOOK_SECRET"):
        return
    try:
        receive_updates(bot, LISTEN_SECONDS)
    except TelegramSilent as silence:
        log.warning("Telegram could not be asked for updates: %s", silence)


def wake_outbox() -> None:
    """Have the outbox drained now."""
    run_soon(SEND)


def wake_pairing() -> None:
    """Somebody holds a fresh token: wait for him at the bot."""
    run_soon(LISTEN)


def senders() -> Mapping[Channel, Sender]:
    """Made once per process, in the worker only: connections are kept."""
    if EXTENSION not in current_app.extensions:
        current_app.extensions[EXTENSION] = channels_from(current_app.config)
    made: Mapping[Channel, Sender] = current_app.extensions[EXTENSION]
    return made
