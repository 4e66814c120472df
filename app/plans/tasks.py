"""Reminding of plans that are not sent, 14, 3 and 1 days before the portal locks for whom it locks (T36), and of those nobody decides on.

The lock itself needs no job: it is asked at every act.
"""

from datetime import timedelta

from sqlalchemy.exc import IntegrityError

from app.kernel import clock, settings
from app.kernel.actor import system_actor
from app.kernel.queue import background
from app.plans.extension_queries import has_until, last_days
from app.plans.models import PlanRow
from app.plans.parameters import ESCALATE_DAYS, NUDGE_DAYS
from app.plans.queries import plan_years, to_remind, waiting_since
from app.plans.rules import reminder_due
from app.plans.services import escalate, nudge, remind

REMIND, FOLLOW = "plans.remind", "plans.follow_up"
AT_ONCE = 500


@background(REMIND, every_minutes=10)
def remind_unsent() -> None:
    """The next people who are to be told; each in a transaction of his own, so that a stop in between tells nobody twice."""
    today = clock.today()
    for known in plan_years():
        for day in last_days(known) if known.opens_on <= today else ():
            year, days = known._replace(closes_on=day), reminder_due(today, day)
            for employee_id in to_remind(year, has_until(known, day), days, AT_ONCE) if days is not None else ():
                try:
                    remind(system_actor(), year, employee_id, days or 0)
                except IntegrityError:
                    continue  # another worker was faster


@background(FOLLOW, every_minutes=30)
def follow_up() -> None:
    """What waits too long: who should decide is reminded, then it goes to the next supervisor too; each row in a transaction of its own."""
    today, actor = clock.today(), system_actor()
    for pk in waiting_since(today - timedelta(days=settings.get(NUDGE_DAYS)), told=PlanRow.nudged_on, most=AT_ONCE):
        nudge(actor, pk)
    for pk in waiting_since(today - timedelta(days=settings.get(ESCALATE_DAYS)), told=PlanRow.escalated_on, most=AT_ONCE):
        escalate(actor, pk)
