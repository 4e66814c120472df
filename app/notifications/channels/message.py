"""What goes out and what came of it: the words every channel shares."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Channel(StrEnum):
    """Where a person may be told. In-app is guaranteed and cannot be switched off."""

    IN_APP = "in_app"
    TELEGRAM = "telegram"
    EMAIL = "email"


class Outcome(StrEnum):
    """What the other side said: sent, try later, refused for good, or the person closed this channel."""

    SENT = "sent"
    LATER = "later"
    REFUSED = "refused"
    CLOSED = "closed"


@dataclass(frozen=True)
class Message:
    """One message to one address, already in the reader's language. `key` is the same at every try."""

    address: str
    title: str
    text: str
    link: str
    key: str


@dataclass(frozen=True)
class Delivery:
    """The outcome, its reason for the administrator (never a secret, never an address), and seconds to wait if told."""

    outcome: Outcome
    reason: str = ""
    retry_after: float | None = None


class Sender(Protocol):
    """A channel that leaves the portal."""

    def send(self, message: Message) -> Delivery: ...
