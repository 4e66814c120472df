"""Reminding BKPSDM of requests on which nobody decides."""

from datetime import timedelta

from app.kernel import clock, settings
from app.kernel.actor import system_actor
from app.kernel.queue import background
from app.recommendations.parameters import REMIND_DAYS
from app.recommendations.queries import waiting_since
from app.recommendations.services import remind

FOLLOW = "recommendations.follow_up"
AT_ONCE = 500


@background(FOLLOW, every_minutes=30)
def follow_up() -> None:
    """What waits longer than the agency wants; each request in a transaction of its own."""
    for pk in waiting_since(clock.today() - timedelta(days=settings.get(REMIND_DAYS)), AT_ONCE):
        remind(system_actor(), pk)
