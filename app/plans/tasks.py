"""Reminding of plans that are not sent, 14, 3 and 1 days before the portal locks (T36). The lock itself needs no job: it is asked at every act."""

from sqlalchemy.exc import IntegrityError

from app.kernel import clock
from app.kernel.actor import system_actor
from app.kernel.queue import background
from app.plans.queries import open_years, to_remind
from app.plans.rules import reminder_due
from app.plans.services import remind

REMIND = "plans.remind"
AT_ONCE = 500


@background(REMIND, every_minutes=10)
def remind_unsent() -> None:
    """The next people who are to be told; each in a transaction of his own, so that a stop in between tells nobody twice."""
    for year in open_years():
        days = reminder_due(clock.today(), year.closes_on)
        for employee_id in to_remind(year, days, AT_ONCE) if days is not None else ():
            try:
                remind(system_actor(), year, employee_id, days or 0)
            except IntegrityError:
                continue  # another worker was faster
