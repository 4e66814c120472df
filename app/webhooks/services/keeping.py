"""Making, changing and ending webhooks, their secrets, and deliveries by hand. The secret itself stands in no event."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from flask_babel import gettext as _
from sqlalchemy import delete, func, select

from app.kernel import clock, settings
from app.kernel.actor import Actor
from app.kernel.approval import once
from app.kernel.db import session, transaction
from app.kernel.errors import Conflict, Invalid
from app.kernel.events import Event, publish
from app.kernel.held import renew
from app.kernel.outbox import Progress
from app.kernel.outgoing import OutgoingError, check_url
from app.kernel.scope import fetch
from app.webhooks.models import Webhook, WebhookDelivery
from app.webhooks.parameters import KEEP_DAYS
from app.webhooks.queries import HELD
from app.webhooks.rules import OLD_SECRET_HOLDS, TEST, body_of, make_secret
from app.webhooks.services.delivering import allowed_places
from app.webhooks.services.sealing import SECRETS
from app.webhooks.services.telling import delivery_row, write_rows

DONE = (Progress.SENT.value, Progress.STUCK.value, Progress.GIVEN_UP.value)
LOOK_UP_SECONDS = 5.0


@dataclass(frozen=True)
class Made:
    """A new webhook and its secret; None where the same page had made it before."""

    webhook: Webhook
    secret: str | None


def add_webhook(actor: Actor, values: Mapping[str, Any], submission: str | None = None) -> Made:
    """A new webhook of the actor's; its secret is answered this once. Raises Invalid beside the field."""
    _check_url(values["url"])
    drawn: list[str] = []

    def make() -> Webhook:
        _check_name(values["name"], 0)
        drawn.append(make_secret())
        hook = Webhook(**values, version=1, made_by=actor.user_id, sealed_secret=SECRETS.close(drawn[0]), stopped="")
        session().add(hook)
        session().flush()
        renew(HELD)
        publish(Event("webhook.add", actor, hook, {"after": _told(hook)}))
        return hook

    hook = once(actor, submission, Webhook, make)
    return Made(hook, drawn[0] if drawn and SECRETS.open(hook.sealed_secret) == drawn[0] else None)


def change_webhook(actor: Actor, pk: int, values: Mapping[str, Any], version: str) -> Webhook:
    """Write name, address, events and whether it is on; switching it on forgets why it was off. Raises Missing, Conflict, Invalid."""
    _check_url(values["url"])
    with transaction() as current:
        hook: Webhook = fetch(Webhook, actor, pk, lock=True)
        _check_name(values["name"], hook.id)
        if str(hook.version) != version:
            raise Conflict
        before = _told(hook)
        if values["active"] and (not hook.active or values["url"] != hook.url):
            hook.stopped, hook.failing_since, hook.next_at = "", None, None
        for name, value in values.items():
            setattr(hook, name, value)
        hook.version += 1
        current.flush()
        renew(HELD)
        publish(Event("webhook.change", actor, hook, {"before": before, "after": _told(hook)}))
        return hook


def remove_webhook(actor: Actor, pk: int) -> None:
    """Delete a webhook with its deliveries. Raises Missing."""
    with transaction() as current:
        hook: Webhook = fetch(Webhook, actor, pk)
        # First its deliveries, as a worker that holds one then asks for the webhook.
        current.execute(delete(WebhookDelivery).where(WebhookDelivery.webhook_id == hook.id))
        publish(Event("webhook.delete", actor, hook, {"before": _told(hook)}))
        current.delete(hook)
        renew(HELD)


def renew_secret(actor: Actor, pk: int) -> Made:
    """Draw another secret, answered this once; the old one signs too for a day. Raises Missing."""
    with transaction():
        hook: Webhook = fetch(Webhook, actor, pk, lock=True)
        secret = make_secret()
        hook.sealed_previous, hook.previous_until = hook.sealed_secret, clock.now() + OLD_SECRET_HOLDS
        hook.sealed_secret = SECRETS.close(secret)
        publish(Event("webhook.secret", actor, hook))
        return Made(hook, secret)


def send_test(actor: Actor, pk: int) -> None:
    """Write a delivery that says nothing but that it is a test. Raises Missing."""
    with transaction():
        hook: Webhook = fetch(Webhook, actor, pk, lock=True)
        event_id = uuid4().hex
        hook.next_at = None
        write_rows([delivery_row(hook.id, TEST, f"{event_id}-{hook.id}", body_of(TEST, event_id, clock.now(), {"subject": None}))])
        publish(Event("webhook.test", actor, hook))


def send_again(actor: Actor, pk: int) -> WebhookDelivery:
    """Let a delivery go out again, at once, under its old id. Raises Missing; Conflict while it is being sent, or its webhook is switched off."""
    with transaction() as current:
        row: WebhookDelivery = fetch(WebhookDelivery, actor, pk, lock=True)
        if row.progress == Progress.SENDING.value:
            raise Conflict(_("This delivery is being sent right now."))
        hook = current.get_one(Webhook, row.webhook_id, populate_existing=True, with_for_update={"key_share": True})
        if not hook.active and row.event != TEST:
            raise Conflict(_("The webhook is switched off. Switch it on first."))
        before = row.progress
        row.start_over()
        hook.next_at = None
        publish(Event("webhook_delivery.retry", actor, row, {"before": {"progress": before}, "after": {"progress": row.progress}}))
        return row


def forget_deliveries() -> int:
    """Delete what has come to an end and is older than the agency keeps it; returns how many."""
    until = clock.now() - timedelta(days=settings.get(KEEP_DAYS))
    with transaction() as current:
        old = delete(WebhookDelivery).where(WebhookDelivery.progress.in_(DONE), WebhookDelivery.created_at < until)
        return int(current.execute(old.execution_options(synchronize_session=False)).rowcount)  # type: ignore[attr-defined]


def _check_url(url: str) -> None:
    """Outside any transaction: a look-up may take its time."""
    try:
        check_url(url, allow=allowed_places(), seconds=LOOK_UP_SECONDS)
    except OutgoingError as error:
        raise Invalid(fields={"url": error.message}) from None


def _check_name(name: str, pk: int) -> None:
    """Ask before the database refuses, so that the message stands at its field."""
    if session().scalar(select(func.count()).select_from(Webhook).where(Webhook.name == name, Webhook.id != pk)):
        raise Invalid(fields={"name": _("This is already used by another entry.")})


def _told(hook: Webhook) -> dict[str, Any]:
    """What the audit trail keeps: the address without its path, which may hold a key of the receiver's."""
    return {"name": hook.name, "url": hook.place, "events": sorted(hook.events), "active": hook.active}
