"""Deliveries on their way out, over the kernel's outbox: signed, sent to a judged address, tried again with growing waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager

from app.kernel import clock
from app.kernel.actor import system_actor
from app.kernel.db import session
from app.kernel.events import Event, publish
from app.kernel.held import renew
from app.kernel.outbox import Delivery, Outbox, Outcome
from app.kernel.outgoing import OutgoingError, Place, fetch
from app.webhooks.models import Webhook, WebhookDelivery
from app.webhooks.queries import HELD
from app.webhooks.rules import (
    FAILED_FOR_DAYS,
    FAILING_FOR,
    GONE,
    MOST_BYTES,
    NO_WAY,
    PAUSE_SECONDS,
    SECONDS,
    TEST,
    WAITS,
    headers_of,
    judge,
    places,
)
from app.webhooks.services.sealing import SECRETS


@dataclass(frozen=True)
class Call:
    """One delivery as it is sent. `once`: a test, which is not tried again."""

    url: str
    key: str
    body: bytes
    secrets: tuple[str, ...]
    once: bool


class WebhookOutbox(Outbox[WebhookDelivery, Call]):
    """The deliveries of all webhooks. One that fails holds up its own for a moment, and nobody else's."""

    model = WebhookDelivery
    loads = (contains_eager(WebhookDelivery.webhook),)
    waits = WAITS
    no_way = NO_WAY

    def candidates(self) -> Select[WebhookDelivery]:
        return select(WebhookDelivery).join(WebhookDelivery.webhook)

    def gates(self) -> Sequence[Any]:
        return (Webhook.next_at,)

    def pack(self, row: WebhookDelivery, now: datetime) -> Call | None:
        """The call with every secret that holds now; a webhook that is switched off gets its tests only."""
        hook, once = row.webhook, row.event == TEST
        sealed = [hook.sealed_secret]
        if hook.sealed_previous and hook.previous_until and hook.previous_until > now:
            sealed.append(hook.sealed_previous)
        secrets = tuple(secret for each in sealed if (secret := SECRETS.open(each)))
        if not secrets or not (hook.active or once):
            return None
        return Call(hook.url, row.key, row.body.encode(), secrets, once)

    def send(self, parcel: Call) -> Delivery:
        headers = headers_of(parcel.secrets, parcel.key, int(clock.now().timestamp()), parcel.body)
        try:
            answer = fetch(
                "POST", parcel.url, headers=headers, body=parcel.body, allow=allowed_places(), seconds=SECONDS, most_bytes=MOST_BYTES
            )
        except OutgoingError as error:
            came = Delivery(Outcome.LATER, error.reason)
        else:
            came = judge(answer.status, answer.headers)
        if parcel.once and came.outcome is not Outcome.SENT:
            return Delivery(Outcome.REFUSED, came.reason, status=came.status)
        return came

    def settled(self, row: WebhookDelivery, parcel: Call, delivery: Delivery, now: datetime) -> None:
        row.status, row.tried_at = delivery.status, now
        # Its key stays free for others: an event that wants to write a delivery does not wait for this.
        hook = session().get_one(Webhook, row.webhook_id, populate_existing=True, with_for_update={"key_share": True})
        if delivery.outcome is Outcome.SENT:
            hook.failing_since = hook.next_at = None
        elif delivery.outcome is Outcome.CLOSED:
            _switch_off(hook, GONE)
        elif delivery.outcome is Outcome.LATER:
            hook.failing_since = hook.failing_since or now
            hook.next_at = now + timedelta(seconds=PAUSE_SECONDS)
            if now - hook.failing_since >= FAILING_FOR:
                _switch_off(hook, FAILED_FOR_DAYS)


def allowed_places() -> frozenset[Place]:
    """Where webhooks may lead besides the world, as the environment says."""
    config = current_app.config
    return frozenset(places(config["WEBHOOK_ALLOW_PRIVATE"], config["WEBHOOK_ALLOW_LOOPBACK"]))


def _switch_off(hook: Webhook, reason: str) -> None:
    """The portal's own act; who made the webhook is told by a notice of this event."""
    if not hook.active:
        return
    hook.active, hook.stopped, hook.version = False, reason, hook.version + 1
    renew(HELD)
    publish(Event("webhook.disable", system_actor(), hook, {"before": {"active": True}, "after": {"active": False}, "reason": reason}))
