"""What the worker does for activities."""

from app.kernel.queue import background
from app.realisations.services import remind_of_reports

REMIND = "realisations.remind"


@background(REMIND, every_minutes=30)
def remind() -> None:
    """Reports whose period is over, and reports that are late: each told once, however often this runs."""
    remind_of_reports()
