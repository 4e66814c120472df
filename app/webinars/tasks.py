"""What the worker does for webinars."""

from app.kernel.queue import background
from app.webinars.services import keep_time
from app.webinars.services import remind as remind_people


@background("webinars.keep_time", every_minutes=1)
def start_and_finish() -> None:
    """Webinars begin and end at their time, whether or not anybody presses a button."""
    keep_time()


@background("webinars.remind", every_minutes=5)
def remind() -> None:
    """A day and an hour before, each once, however often this runs."""
    remind_people()
