"""Telegram's Bot API: sendMessage and getUpdates, and what each answer means for the outbox.

The token is part of every address of this API. httpx logs addresses at INFO and httpcore at DEBUG, and httpx errors carry
the request: so both loggers are held at WARNING, and no exception of theirs leaves this module (G9).
"""

import logging
from dataclasses import dataclass
from typing import Any

import httpx

from app.kernel.outbox import Delivery, Outcome
from app.notifications.channels.message import Message

TEXT_LIMIT = 4096
ELLIPSIS = "…"
RETRY_AFTER_UNKNOWN = 30.0

for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)


@dataclass(frozen=True)
class Update:
    """One message somebody wrote to the bot. `number` is Telegram's update_id."""

    number: int
    chat_id: int
    text: str
    language: str
    private: bool


class TelegramSilent(Exception):
    """getUpdates could not be answered; the reason is safe to log."""


class Telegram:
    """One bot. 429 is honoured, 403 closes the person's channel, other 4xx are final, 5xx and silence are tried again."""

    def __init__(self, token: str, api_url: str = "https://api.telegram.org", timeout: float = 10.0) -> None:
        self._client = httpx.Client(base_url=f"{api_url.rstrip('/')}/bot{token}/", timeout=timeout)
        self._timeout = timeout

    def __repr__(self) -> str:
        return "<Telegram>"

    def send(self, message: Message) -> Delivery:
        """Send plain text: no parse mode, so no name can become markup; no preview, so Telegram does not fetch the link."""
        payload = {
            "chat_id": int(message.address),
            "text": compose(message.title, message.text, message.link),
            "link_preview_options": {"is_disabled": True},
        }
        try:
            answer = self._client.post("sendMessage", json=payload)
        except httpx.HTTPError as error:
            return Delivery(Outcome.LATER, type(error).__name__)
        return _read(answer)

    def updates(self, offset: int, wait: int) -> list[Update]:
        """Messages from `offset` on, waiting up to `wait` seconds for one. Raises TelegramSilent."""
        asked = {"offset": offset, "timeout": wait, "allowed_updates": ["message"]}
        try:
            answer = self._client.post("getUpdates", json=asked, timeout=self._timeout + wait)
        except httpx.HTTPError as error:
            raise TelegramSilent(type(error).__name__) from None
        result = _body(answer).get("result")
        if answer.status_code != 200 or not isinstance(result, list):
            raise TelegramSilent(f"HTTP {answer.status_code}")
        return [read_update(update) for update in result]

    def close(self) -> None:
        self._client.close()


def read_update(update: dict[str, Any]) -> Update:
    """An update of getUpdates or of the webhook; anything but a text gives an empty one, whose number still counts."""
    message = update.get("message") or {}
    chat = message.get("chat") or {}
    return Update(
        number=int(update.get("update_id", 0)),
        chat_id=int(chat.get("id", 0)),
        text=str(message.get("text") or ""),
        language=str((message.get("from") or {}).get("language_code") or ""),
        private=chat.get("type") == "private",
    )


def compose(title: str, text: str, link: str) -> str:
    """Title, text and link as one message that fits; what is cut is the text, at a word, never the link."""
    tail = f"\n\n{link}" if link else ""
    head = f"{title}\n\n{text}" if text else title
    return cut(head, TEXT_LIMIT - _units(tail)) + tail


def cut(text: str, limit: int) -> str:
    """At most `limit` UTF-16 units, which is how Telegram counts, ending at a word with an ellipsis if shortened."""
    if _units(text) <= limit:
        return text
    room = (limit - 1) * 2
    kept = text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore")
    at_word = kept.rsplit(None, 1)[0] if kept.split() else kept
    return (at_word if len(at_word) > len(kept) // 2 else kept).rstrip() + ELLIPSIS


def _read(answer: httpx.Response) -> Delivery:
    status = answer.status_code
    body = _body(answer)
    reason = f"HTTP {status}"
    if status == 200 and body.get("ok") is True:
        return Delivery(Outcome.SENT)
    if status == 429:
        asked = (body.get("parameters") or {}).get("retry_after") or answer.headers.get("Retry-After")
        return Delivery(Outcome.LATER, reason, _seconds(asked))
    if status == 403:
        return Delivery(Outcome.CLOSED, reason)
    if 400 <= status < 500:
        return Delivery(Outcome.REFUSED, f"{reason} {str(body.get('description') or '')[:120]}".strip())
    return Delivery(Outcome.LATER, reason)


def _seconds(asked: Any) -> float:
    try:
        return max(float(asked), 1.0)
    except (TypeError, ValueError):
        return RETRY_AFTER_UNKNOWN


def _body(answer: httpx.Response) -> dict[str, Any]:
    try:
        body = answer.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
