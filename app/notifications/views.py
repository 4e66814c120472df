"""Pages: what I was told, how I want to be told, my Telegram, and for the administrator what did not get through."""

from collections.abc import Iterator, Sequence
from hmac import compare_digest
from typing import Any

import segno
from flask import abort, current_app, flash, jsonify, redirect, request, url_for
from flask_appbuilder import BaseView
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.routing import BuildError
from werkzeug.wrappers import Response

from app.kernel.actor import Actor, current_actor
from app.kernel.crud import MenuItem, PortalModelView, next_url
from app.kernel.formats import format_datetime
from app.kernel.listing import ListState, Page
from app.kernel.outbox import PROGRESS_LABELS
from app.kernel.routes import route
from app.notifications.channels import Channel, switched_on
from app.notifications.channels.telegram import read_update
from app.notifications.listings import OUTBOX
from app.notifications.models import Notification, OutboxMessage
from app.notifications.queries import choices_of, count_by_progress, notifications_of, page_of, telegram_link_of
from app.notifications.rules import CHANNEL_LABELS, PAIRING_MINUTES
from app.notifications.services.outbox import give_up_message, retry_message
from app.notifications.services.pairing import begin_pairing, hear_update, unlink_telegram
from app.notifications.services.reading import choose_channels, mark_all_read, mark_read
from app.notifications.tasks import wake_outbox, wake_pairing


class NoticePage(BaseView):
    """What these pages share: values every template of the feature uses."""

    def page(self, template: str, title: str, **values: Any) -> str:
        shown = {"format_datetime": format_datetime, "channel_labels": CHANNEL_LABELS, **values}
        return str(self.render_template(f"notifications/{template}.html", title=title, **shown))


class NotificationView(NoticePage):
    """Pemberitahuan: the guaranteed channel."""

    route_base = "/notifications"
    default_view = "list"

    @route("/")
    def list(self) -> str:
        """Unread ones first."""
        page = page_of(notifications_of(current_actor()), request.args.get("page", 1, int))
        return self.page("list", _("Notifications"), page=page, page_url=lambda number: url_for("NotificationView.list", page=number))

    @route("/<int:pk>/open")
    def open(self, pk: int) -> Response:
        """Where links in Telegram and e-mail lead: mark it read and go to its record."""
        return redirect(_record_url(mark_read(current_actor(), pk)))

    @route("/<int:pk>/read", "POST")
    def read(self, pk: int) -> Response:
        mark_read(current_actor(), pk)
        return redirect(url_for("NotificationView.list"))

    @route("/read", "POST")
    def read_all(self) -> Response:
        mark_all_read(current_actor())
        flash(_("All notifications are marked as read."), "success")
        return redirect(url_for("NotificationView.list"))


class NotificationSettingsView(NoticePage):
    """Pengaturan Pemberitahuan: which channel for which kind; in-app stays on."""

    route_base = "/notifications/settings"
    default_view = "show"

    @route("/")
    def show(self) -> str:
        actor = current_actor()
        return self.page(
            "settings",
            _("Notification settings"),
            breadcrumb=_crumbs(_("Notification settings")),
            choices=choices_of(actor),
            channels=_offered(),
            link=telegram_link_of(actor),
        )

    @route("/", "POST")
    def save(self) -> Response:
        ticked = [value.rpartition(":") for value in request.form.getlist("wanted")]
        known = {channel.value for channel in Channel}
        choose_channels(current_actor(), [(kind, Channel(channel)) for kind, _colon, channel in ticked if channel in known])
        flash(_("Your choice has been saved."), "success")
        return redirect(url_for("NotificationSettingsView.show"))


class TelegramView(NoticePage):
    """Hubungkan Telegram (G13)."""

    route_base = "/notifications/telegram"
    default_view = "show"

    @route("/")
    def show(self) -> str:
        return self._telegram()

    @route("/connect", "POST")
    def connect(self) -> str:
        """Draw a token and show it, this once."""
        if Channel.TELEGRAM not in switched_on(current_app.config):
            abort(404)
        token = begin_pairing(current_actor())
        wake_pairing()
        bot = current_app.config.get("TELEGRAM_BOT_NAME") or ""
        url = f"https://t.me/{bot}?start={token}" if bot else ""
        return self._telegram(token=token, bot=bot, deep_link=url, qr=segno.make(url).svg_data_uri(scale=5, light="#fff") if url else "")

    @route("/disconnect", "POST")
    def disconnect(self) -> Response:
        if unlink_telegram(current_actor()):
            flash(_("Telegram is disconnected. You will find all notices here in the portal."), "success")
        return redirect(url_for("TelegramView.show"))

    def _telegram(self, **pairing: Any) -> str:
        return self.page(
            "telegram",
            _("Connect Telegram"),
            breadcrumb=_crumbs(_("Connect Telegram")),
            on=Channel.TELEGRAM in switched_on(current_app.config),
            link=telegram_link_of(current_actor()),
            minutes=PAIRING_MINUTES,
            **pairing,
        )


class OutboxView(PortalModelView):
    """What did not get through, with its reason; for BKPSDM admins and the superuser."""

    route_base, title, model = "/outbox", lazy_gettext("Messages not delivered"), OutboxMessage
    listing = OUTBOX
    list_template = "notifications/outbox.html"
    exportable = False

    def record_title(self, record: Any) -> str:
        return str(record.person.get_full_name())

    def list_context(self, actor: Actor, state: ListState, page: Page) -> dict[str, Any]:
        return {"counts": count_by_progress(actor), "progress_labels": PROGRESS_LABELS}

    def menus(self, actor: Actor, records: Sequence[Any], back: str) -> dict[int, tuple[MenuItem, ...]]:
        return {record.id: tuple(self._decisions(record.id, back)) for record in records}

    @route("/<int:pk>/retry", "POST")
    def retry(self, pk: int) -> Response:
        retry_message(current_actor(), pk)
        wake_outbox()
        flash(_("The message will be sent again."), "success")
        return redirect(next_url(self.list_url()))

    @route("/<int:pk>/give-up", "POST")
    def give_up(self, pk: int) -> Response:
        give_up_message(current_actor(), pk)
        flash(_("The message will not be sent any more. The person can still read the notice in the portal."), "success")
        return redirect(next_url(self.list_url()))

    def _decisions(self, pk: int, back: str) -> Iterator[MenuItem]:
        if self.may("retry"):
            yield MenuItem(_("Send again"), url_for(f"{self.endpoint}.retry", pk=pk, next=back), "arrow-clockwise", post=True)
        if self.may("give_up"):
            yield MenuItem(_("Give up"), url_for(f"{self.endpoint}.give_up", pk=pk, next=back), "x-lg", "danger", post=True)


def telegram_hook() -> Response:
    """Telegram's webhook, instead of polling, where the portal is reachable from outside; anyone without the secret header sees a 404.

    The answer to the chat travels in the response itself. Set the webhook with max_connections=1, so that updates come in order.
    """
    secret = current_app.config.get("TELEGRAM_WEBHOOK_SECRET") or ""
    given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
    if not secret or not compare_digest(secret.encode(), given.encode()):
        abort(404)
    update = request.get_json(silent=True)
    if not isinstance(update, dict):
        abort(400)
    reply = hear_update(read_update(update))
    return jsonify({"method": "sendMessage", "chat_id": reply.chat_id, "text": reply.text} if reply else {})


def _record_url(notification: Notification) -> str:
    """The page of the record, or the list if the notice has none (or its feature is gone)."""
    if notification.endpoint:
        try:
            return url_for(notification.endpoint, pk=notification.subject_id)
        except BuildError:
            return url_for("NotificationView.list")
    return url_for("NotificationView.list")


def _offered() -> list[Channel]:
    on = switched_on(current_app.config)
    return [channel for channel in Channel if channel in on]


def _crumbs(here: str) -> list[tuple[str, str | None]]:
    return [(_("Notifications"), url_for("NotificationView.list")), (here, None)]
