"""The only clock of the portal: aware UTC instants, and the calendar day in the agency's time zone.

Tests and the demo set it with `at(...)`; nothing else in the portal asks the operating system for the time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from flask import current_app, has_app_context

DEFAULT_ZONE = "Asia/Jakarta"

_frozen: ContextVar[datetime | None] = ContextVar("frozen_clock", default=None)


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _frozen.get() or datetime.now(UTC)


def zone() -> ZoneInfo:
    """The agency's time zone (setting TIME_ZONE: Asia/Jakarta, Asia/Makassar or Asia/Jayapura)."""
    return ZoneInfo(current_app.config.get("TIME_ZONE", DEFAULT_ZONE) if has_app_context() else DEFAULT_ZONE)


def local(moment: datetime) -> datetime:
    """The same instant on the agency's wall clock."""
    return moment.astimezone(zone())


def today() -> date:
    """The agency's calendar day; deadlines and periods are counted in it."""
    return local(now()).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the portal believe it is `moment` (aware) for the length of the block."""
    if moment.tzinfo is None:
        raise ValueError("the clock takes aware datetimes only")
    token = _frozen.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)
