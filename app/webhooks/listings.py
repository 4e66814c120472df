"""Webhooks and their deliveries, as data."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import contains_eager, joinedload

from app.kernel.actor import Actor
from app.kernel.db import session
from app.kernel.filters import Choice, Option, Period, Typed
from app.kernel.listing import Column, Kind, Listing
from app.kernel.outbox import PROGRESS_LABELS, Progress
from app.kernel.scope import visible
from app.webhooks.models import Webhook, WebhookDelivery
from app.webhooks.queries import event_word

ON, FAILING, OFF = "on", "failing", "off"
STANDINGS = {ON: _("Active"), FAILING: _("Active, failing"), OFF: _("Switched off")}
TONES = {
    Progress.WAITING: "warning",
    Progress.SENDING: "info",
    Progress.SENT: "success",
    Progress.STUCK: "danger",
    Progress.GIVEN_UP: "secondary",
}


def _standing(hook: Webhook) -> tuple[str, str]:
    if not hook.active:
        return str(STANDINGS[OFF]), "danger" if hook.stopped else "secondary"
    return (str(STANDINGS[FAILING]), "warning") if hook.failing_since else (str(STANDINGS[ON]), "success")


def _stands(value: str) -> ColumnElement[bool]:
    if value == OFF:
        return ~Webhook.active
    return Webhook.active & (Webhook.failing_since.is_not(None) if value == FAILING else Webhook.failing_since.is_(None))


def _progress(row: WebhookDelivery) -> tuple[str, str]:
    progress = Progress(row.progress)
    return str(PROGRESS_LABELS[progress]), TONES[progress]


def _webhooks(actor: Actor) -> Sequence[Option]:
    found = session().execute(select(Webhook.id, Webhook.name).where(visible(Webhook, actor)).order_by(Webhook.name))
    return [(pk, name) for pk, name in found]


def _maker(hook: Webhook) -> Any:
    return hook.maker.get_full_name() if hook.maker else "–"


WEBHOOKS = Listing(
    Webhook,
    columns=(
        Column("name", _("Name"), sort=Webhook.name, primary=True),
        Column("place", _("Address"), sort=Webhook.url),
        Column("events", _("Events"), lambda hook: len(hook.events), kind=Kind.NUMBER),
        Column("standing", _("Status"), _standing, sort=(Webhook.active, Webhook.failing_since), kind=Kind.BADGE),
        Column("maker", _("Made by"), _maker),
        Column("created", _("Made"), "created_at", sort=Webhook.created_at, kind=Kind.DATETIME),
    ),
    filters=(
        Typed((Webhook.name, Webhook.url)),
        Choice("standing", _("Status"), _("All"), lambda actor: [(key, str(label)) for key, label in STANDINGS.items()], _stands),
    ),
    default_sort="name",
    options=(joinedload(Webhook.maker),),
    empty_title=_("No webhook yet"),
    empty_text=_("A webhook tells another system at once what happens here."),
)

WEBHOOK = (
    Column("name", _("Name")),
    Column("url", _("Address")),
    Column("standing", _("Status"), _standing, kind=Kind.BADGE),
    Column("stopped", _("Why it was switched off"), lambda hook: hook.why_stopped or "–"),
    Column("failing_since", _("Failing since"), kind=Kind.DATETIME),
    Column("events", _("Events"), lambda hook: sorted(event_word(key) for key in hook.events), kind=Kind.LINES),
    Column("previous_until", _("The old secret signs too until"), kind=Kind.DATETIME),
    Column("maker", _("Made by"), _maker),
    Column("created", _("Made"), "created_at", kind=Kind.DATETIME),
)

DELIVERIES = Listing(
    WebhookDelivery,
    columns=(
        Column("event", _("Event"), lambda row: event_word(row.event), sort=WebhookDelivery.event, primary=True),
        Column("webhook", _("Webhook"), "webhook.name", sort=Webhook.name),
        Column("progress", _("Status"), _progress, sort=WebhookDelivery.progress, kind=Kind.BADGE),
        Column("status", _("Answer"), sort=WebhookDelivery.status, kind=Kind.NUMBER),
        Column("attempts", _("Attempts"), sort=WebhookDelivery.attempts, kind=Kind.NUMBER),
        Column("reason", _("Cause"), lambda row: row.why or "–"),
        Column("created", _("Since"), "created_at", sort=WebhookDelivery.created_at, kind=Kind.DATETIME),
        Column("sent", _("Sent"), "sent_at", sort=WebhookDelivery.sent_at, kind=Kind.DATETIME),
    ),
    filters=(
        Typed((WebhookDelivery.event, WebhookDelivery.key)),
        Choice("webhook", _("Webhook"), _("All"), _webhooks, lambda value: WebhookDelivery.webhook_id == int(value)),
        Choice(
            "progress",
            _("Status"),
            _("All statuses"),
            lambda actor: [(progress.value, str(label)) for progress, label in PROGRESS_LABELS.items()],
            lambda value: WebhookDelivery.progress == value,
        ),
        Period("created", _("Since"), WebhookDelivery.created_at),
    ),
    default_sort="-created",
    joins=(WebhookDelivery.webhook,),
    options=(contains_eager(WebhookDelivery.webhook),),
    page_sizes=(25, 50, 100),
    empty_title=_("Nothing has been sent yet"),
    empty_text=_("What happens in the portal appears here as soon as a webhook wants it."),
)

DELIVERY = (
    Column("event", _("Event"), lambda row: event_word(row.event)),
    Column("key", _("Id of the delivery"), copy="key"),
    Column("webhook", _("Webhook"), "webhook.name"),
    Column("progress", _("Status"), _progress, kind=Kind.BADGE),
    Column("status", _("Answer"), lambda row: f"HTTP {row.status}" if row.status else "–"),
    Column("reason", _("Cause"), lambda row: row.why or "–"),
    Column("attempts", _("Attempts"), kind=Kind.NUMBER),
    Column("created", _("Since"), "created_at", kind=Kind.DATETIME),
    Column("tried", _("Last tried"), "tried_at", kind=Kind.DATETIME),
    Column("due", _("Next try"), lambda row: row.due_at if row.progress == Progress.WAITING.value else None, kind=Kind.DATETIME),
    Column("sent", _("Sent"), "sent_at", kind=Kind.DATETIME),
)
