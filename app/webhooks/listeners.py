"""Every event passes here once, inside its own transaction: what webhooks are sent stands or falls with it."""

from app.kernel.db import after_commit, unit_of_work
from app.kernel.events import Event, listens
from app.notifications.rules import N_, OWNER, Notice, register_notices
from app.webhooks.services import tell_webhooks
from app.webhooks.tasks import wake_webhooks

register_notices(
    Notice(
        "webhook.disable",
        (OWNER,),
        N_("A webhook of yours was switched off because it takes nothing any more: %(subject)s"),
        outside=N_("A webhook of yours was switched off because it takes nothing any more"),
        opens="WebhookView.show",
    )
)


@listens("*")
def tell_of_event(event: Event) -> None:
    """Write the deliveries of this event, and wake the worker once after the commit."""
    if tell_webhooks(event) and wake_webhooks not in unit_of_work().after_commit:
        after_commit(wake_webhooks)
