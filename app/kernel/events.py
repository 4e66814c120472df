"""What happened, under one dotted key (`proposal.forward`): audit, notifications and later webhooks hear the same event, inside the transaction that made it true."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fnmatch import fnmatchcase
from typing import Any
from uuid import uuid4

from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.db import unit_of_work


@dataclass(frozen=True)
class Event:
    """`subject` is the record it happened to (a model instance with an id); `data` is JSON-safe: before, after, note, role."""

    key: str
    actor: Actor
    subject: Any = None
    data: Mapping[str, Any] = field(default_factory=dict)
    at: datetime = field(default_factory=clock.now)
    id: str = field(default_factory=lambda: uuid4().hex)

    @property
    def subject_type(self) -> str | None:
        return getattr(self.subject, "__tablename__", None)

    @property
    def subject_id(self) -> int | None:
        return getattr(self.subject, "id", None)


Listener = Callable[[Event], None]
_listeners: list[tuple[str, Listener]] = []


def listens(pattern: str) -> Callable[[Listener], Listener]:
    """Decorator: call the function for every event whose key matches `pattern` (`proposal.*`, `*`)."""

    def register(listener: Listener) -> Listener:
        if (pattern, listener) not in _listeners:
            _listeners.append((pattern, listener))
        return listener

    return register


def publish(event: Event) -> None:
    """Tell every listener. Needs an open transaction: a listener that refuses (raises) undoes what it heard of."""
    unit_of_work()
    for pattern, listener in _listeners:
        if fnmatchcase(event.key, pattern):
            listener(event)
