"""Webhooks: other systems are told of events as they happen, signed, through the outbox.

A subscription names an address and the events it wants; each event then writes a delivery in its own transaction, and the worker sends it.
"""

from typing import Any

from flask_babel import lazy_gettext as _

from app.kernel.access import Grant
from app.kernel.roles import Role
from app.webhooks import listeners as listeners  # every event
from app.webhooks.views import WebhookDeliveryView, WebhookView

USES: tuple[str, ...] = ()
ADMINISTRATORS = (Role.BKPSDM_ADMIN, Role.SUPERUSER)
GRANTS = (
    Grant("WebhookView", ("can_list", "can_show", "can_add", "can_edit", "can_delete", "can_secret", "can_test"), ADMINISTRATORS),
    Grant("WebhookDeliveryView", ("can_list", "can_show", "can_again"), ADMINISTRATORS),
)


def register(appbuilder: Any) -> None:
    """The deliveries are reached from the webhooks."""
    appbuilder.add_view(
        WebhookView, "Webhooks", label=_("Webhooks"), icon="bezier2", category="Administration", category_label=_("Administration")
    )
    appbuilder.add_view_no_menu(WebhookDeliveryView)
