"""The worker's part: send what waits, and forget what is old."""

from time import monotonic

from app.kernel.queue import background, run_soon
from app.webhooks.services import WebhookOutbox, forget_deliveries

SEND = "webhooks.send"
SEND_SECONDS = 20.0


@background(SEND, every_minutes=1)
def send_waiting() -> None:
    """Drain the deliveries: after every commit that wrote one, and each minute for what failed, was left, or belonged to a dead worker."""
    began = monotonic()
    WebhookOutbox().drain(SEND_SECONDS)
    if monotonic() - began >= SEND_SECONDS:
        # More may wait: let other work pass first.
        run_soon(SEND)


@background("webhooks.sweep", every_minutes=60)
def sweep_deliveries() -> None:
    """Let go of deliveries that came to an end long enough ago."""
    forget_deliveries()


def wake_webhooks() -> None:
    """Have the deliveries sent now."""
    run_soon(SEND)
