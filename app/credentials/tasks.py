"""What the worker does for credentials."""

from app.credentials.services import remind_of_ends
from app.kernel.queue import background


@background("credentials.remind", every_minutes=60)
def remind() -> None:
    """Certifications whose end is near: told once at each mark, however often this runs."""
    remind_of_ends()
