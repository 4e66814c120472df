"""What the worker does for campaigns. The deadline itself needs no job: it is asked at every act."""

from app.campaigns.services import keep_deadlines, remind, tell
from app.kernel.queue import background


@background("campaigns.tell", every_minutes=1)
def tell_people() -> None:
    """Everybody who is meant and was not told, also who came later."""
    tell()


@background("campaigns.deadlines", every_minutes=1)
def deem_and_close() -> None:
    """After 23:59:59 of the last day: what was not confirmed is deemed valid, and the campaign closes."""
    keep_deadlines()


@background("campaigns.remind", every_minutes=10)
def remind_people() -> None:
    """Some days before each deadline, each once, however often this runs."""
    remind()
