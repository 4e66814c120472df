"""The only clock of the portal: aware UTC instants, and the calendar day in the agency's time zone.

Tests and the demo set it with `at(...)`; nothing else in the portal asks the operating system for the time.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from flask import Flask, current_app, g, has_app_context

DEFAULT_ZONE = "Asia/Jakarta"
ZONE_OF = "portal_zone"

_frozen: ContextVar[datetime | None] = ContextVar("frozen_clock", default=None)


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _frozen.get() or datetime.now(UTC)


def zone() -> ZoneInfo:
    """The agency's time zone, as its settings name it; asked once a request and day, since every date on a page asks."""
    ask = current_app.extensions.get(ZONE_OF) if has_app_context() else None
    if ask is None:
        return ZoneInfo(DEFAULT_ZONE)
    day = now().date()
    known: tuple[date, ZoneInfo] | None = g.get(ZONE_OF)
    if known is None or known[0] != day:
        known = (day, ZoneInfo(ask()))
        setattr(g, ZONE_OF, known)
    return known[1]


def forget_zone() -> None:
    """The settings have changed: the zone is asked for anew."""
    g.pop(ZONE_OF, None)


def define_zone(app: Flask, ask: Callable[[], str]) -> None:
    """Say who knows the name of the zone in `app`; the settings that do are dated and need this clock themselves."""
    app.extensions[ZONE_OF] = ask


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
