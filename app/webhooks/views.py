"""The screens of webhooks: who is told of what, the secret this once, what was sent and what came of it."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from app.kernel.actor import Actor, current_actor
from app.kernel.crud import MenuItem, PortalModelView, Related, next_url
from app.kernel.outbox import Progress
from app.kernel.routes import route
from app.webhooks import services
from app.webhooks.forms import WebhookForm
from app.webhooks.listings import DELIVERIES, DELIVERY, WEBHOOK, WEBHOOKS
from app.webhooks.models import Webhook, WebhookDelivery
from app.webhooks.queries import event_groups
from app.webhooks.tasks import wake_webhooks


class WebhookView(PortalModelView):
    """Webhooks, for BKPSDM admins and the superuser."""

    route_base, title, model = "/webhooks", lazy_gettext("Webhooks"), Webhook
    form_title = lazy_gettext("Webhook")
    listing, detail = WEBHOOKS, WEBHOOK
    related = (Related("WebhookDeliveryView", WebhookDelivery.webhook_id, lazy_gettext("Latest deliveries")),)
    add_form = edit_form = WebhookForm
    deletable = True
    exportable = False
    list_template, show_template = "webhooks/list.html", "webhooks/show.html"

    def prepare(self, actor: Actor, form: Any, record: Any | None) -> None:
        form.events.choices = dict(event_groups(actor))

    def create(self, actor: Actor, form: Any) -> services.Made:
        return services.add_webhook(actor, form.content(), form.submission_key)

    def answer_added(self, record: services.Made) -> Any:
        """The page that shows the secret, and nothing else ever will; a page that was sent twice has shown it."""
        return self._secret(record, str(self.added)) if record.secret else redirect(self.own_url(record.webhook.id))

    def change(self, actor: Actor, record: Any, form: Any) -> Any:
        return services.change_webhook(actor, record.id, form.content(), form.version.data or "")

    def remove(self, actor: Actor, record: Any) -> None:
        services.remove_webhook(actor, record.id)

    def show_context(self, actor: Actor, record: Any) -> dict[str, Any]:
        return {"deliveries_url": url_for("WebhookDeliveryView.list", webhook=record.id)}

    @route("/<int:pk>/secret", "POST")
    def secret(self, pk: int) -> str:
        """Another secret, shown this once."""
        return self._secret(
            services.renew_secret(current_actor(), pk), _("The secret has been renewed. The old one signs too for 24 hours.")
        )

    @route("/<int:pk>/test", "POST")
    def test(self, pk: int) -> Response:
        services.send_test(current_actor(), pk)
        wake_webhooks()
        flash(_("A test is on its way. What came of it stands below the latest deliveries."), "success")
        return redirect(self.own_url(pk))

    def _secret(self, made: services.Made, done: str) -> str:
        hook = made.webhook
        return self._page("webhooks/secret.html", self.record_title(hook), secret=made.secret, done=done, show_url=self.own_url(hook.id))


class WebhookDeliveryView(PortalModelView):
    """What was sent to whom, and what came of it."""

    route_base, title, model = "/webhook-deliveries", lazy_gettext("Deliveries"), WebhookDelivery
    listing, detail = DELIVERIES, DELIVERY
    exportable = False
    show_template = "webhooks/delivery.html"

    def menus(self, actor: Actor, records: Sequence[Any], back: str) -> dict[int, tuple[MenuItem, ...]]:
        may = self.may("again")
        again = {record.id for record in records if may and record.progress != Progress.SENDING.value}
        menus = super().menus(actor, records, back)
        return {pk: (*menu, self._again(pk, back)) if pk in again else menu for pk, menu in menus.items()}

    @route("/<int:pk>/again", "POST")
    def again(self, pk: int) -> Response:
        services.send_again(current_actor(), pk)
        wake_webhooks()
        flash(_("The delivery is sent again, under the same id."), "success")
        return redirect(next_url(self.list_url()))

    def _again(self, pk: int, back: str) -> MenuItem:
        return MenuItem(_("Send again"), url_for(f"{self.endpoint}.again", pk=pk, next=back), "arrow-clockwise", post=True)
