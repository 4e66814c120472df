"""What the worker does for documents."""

from app.documents.services import sweep
from app.kernel.queue import background


@background("documents.sweep", every_minutes=60)
def sweep_documents() -> None:
    """Let go of uploads nobody used."""
    sweep()
