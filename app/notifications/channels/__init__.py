"""Ways out of the portal: each channel sends one `Message` and says how that went in a `Delivery`.

In-app is not here: its row is written in the transaction of the event, so there is nothing left to send. Everything
else may be slow or dead, so a channel never raises for what the other side does: the outbox decides by the outcome.
Channels know no database, no rule and no person, only an address.
"""

from collections.abc import Mapping
from typing import Any

from app.notifications.channels.email import ConsoleEmail, Email, Security
from app.notifications.channels.message import Channel, Message, Sender
from app.notifications.channels.telegram import Telegram

__all__ = [
    "Channel",
    "ConsoleEmail",
    "Email",
    "Message",
    "Security",
    "Sender",
    "Telegram",
    "channels_from",
    "switched_on",
]


def channels_from(config: Mapping[str, Any]) -> dict[Channel, Sender]:
    """The channels this agency has switched on: Telegram by its token, e-mail by its host (or the console in demo)."""
    channels: dict[Channel, Sender] = {}
    if config.get("TELEGRAM_BOT_TOKEN"):
        channels[Channel.TELEGRAM] = Telegram(
            token=config["TELEGRAM_BOT_TOKEN"],
            api_url=config.get("TELEGRAM_API_URL") or "https://api.telegram.org",
            timeout=float(config.get("TELEGRAM_TIMEOUT") or 10),
        )
    if config.get("SMTP_HOST"):
        channels[Channel.EMAIL] = Email(
            host=config["SMTP_HOST"],
            port=int(config.get("SMTP_PORT") or 587),
            sender=config.get("SMTP_FROM") or config.get("SMTP_USER") or f"portal@{config['SMTP_HOST']}",
            security=Security(config.get("SMTP_SECURITY") or Security.STARTTLS),
            user=config.get("SMTP_USER") or "",
            password=config.get("SMTP_PASSWORD") or "",
            ca_file=config.get("SMTP_CA_FILE") or "",
        )
    elif config.get("DEMO"):
        channels[Channel.EMAIL] = ConsoleEmail()
    return channels


def switched_on(config: Mapping[str, Any]) -> frozenset[Channel]:
    """The channels of `channels_from`, without opening one: what the web processes need to know."""
    telegram = {Channel.TELEGRAM} if config.get("TELEGRAM_BOT_TOKEN") else set()
    email = {Channel.EMAIL} if config.get("SMTP_HOST") or config.get("DEMO") else set()
    return frozenset(telegram | email)
