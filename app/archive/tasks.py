"""What the worker does for the archive: scores that no single event told of."""

from app.archive.services import compute_due, compute_everybody
from app.kernel.queue import background

COMPUTE_ALL = "archive.compute_everybody"


@background(COMPUTE_ALL)
def compute_all() -> None:
    """After a change of categories, documents or labels."""
    compute_everybody()


@background("archive.compute_due", every_minutes=60)
def compute_old() -> None:
    """Scores that are missing or older than a day."""
    compute_due()
