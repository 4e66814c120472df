"""Everything that writes webhooks and deliveries."""

from app.webhooks.services.delivering import WebhookOutbox
from app.webhooks.services.keeping import (
    Made,
    add_webhook,
    change_webhook,
    forget_deliveries,
    remove_webhook,
    renew_secret,
    send_again,
    send_test,
)
from app.webhooks.services.telling import tell_webhooks

__all__ = [
    "Made",
    "WebhookOutbox",
    "add_webhook",
    "change_webhook",
    "forget_deliveries",
    "remove_webhook",
    "renew_secret",
    "send_again",
    "send_test",
    "tell_webhooks",
]
