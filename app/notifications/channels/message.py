"""What goes out and what came of it: the words every channel shares."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from app.kernel.outbox import Delivery


class Channel(StrEnum):
    """Where a person may be told. In-app is guaranteed and cannot be switched off."""

    IN_APP = "in_app"
    TELEGRAM = "telegram"
    EMAIL = "email"


@dataclass(frozen=True)
class Message:
    """One message to one address, already in the reader's language. `key` is the same at every try."""

    address: str
    title: str
    text: str
    link: str
    key: str


class Sender(Protocol):
    """A channel that leaves the portal."""

    def send(self, message: Message) -> Delivery: ...
