"""Every event passes here once, inside its own transaction; what people are told stands or falls with it."""

from flask import current_app

from app.kernel.db import after_commit, unit_of_work
from app.kernel.events import Event, listens
from app.notifications.channels import switched_on
from app.notifications.services.telling import tell_people
from app.notifications.tasks import wake_outbox


@listens("*")
def tell_of_event(event: Event) -> None:
    """Write the rows of this event, and wake the worker once after the commit, however many events it holds."""
    leaving = tell_people(event, switched_on(current_app.config))
    if leaving and wake_outbox not in unit_of_work().after_commit:
        after_commit(wake_outbox)
