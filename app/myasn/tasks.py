"""What the worker does for packages: records that stood before their type went to MyASN."""

from app.kernel.queue import background
from app.myasn.services import follow_forgotten


@background("myasn.follow_forgotten", every_minutes=60)
def open_forgotten() -> None:
    """A portion at a time; nearly always there are none."""
    follow_forgotten()
