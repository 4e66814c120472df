"""From an event to its deliveries: one row for each webhook that wants it, in the event's own transaction."""

from typing import Any

from flask import current_app
from sqlalchemy import select

from app.kernel import clock
from app.kernel.api import resources
from app.kernel.approval import Flowing
from app.kernel.db import insert_into, session, transaction
from app.kernel.events import Event
from app.kernel.outbox import Progress
from app.kernel.restriction import is_usable
from app.webhooks.models import Webhook, WebhookDelivery
from app.webhooks.queries import wanting
from app.webhooks.rules import body_of, subject_of


def tell_webhooks(event: Event) -> int:
    """Write what this event's webhooks are to be sent; returns how many rows. Doing it twice for one event changes nothing.

    Of records of people whose data are restricted nothing is sent.
    """
    wanted = wanting(event.key)
    if not wanted or not is_usable(event.subject):
        return 0
    with transaction() as current:
        # Held by their keys, so that none is deleted before this is committed: what somebody does must not fail for a webhook.
        there = select(Webhook.id).where(Webhook.id.in_(wanted), Webhook.active).with_for_update(read=True, key_share=True)
        rows = [delivery_row(pk, event.key, f"{event.id}-{pk}", _body(event)) for pk in current.scalars(there)]
        return write_rows(rows)


def delivery_row(webhook_id: int, event: str, key: str, body: str) -> dict[str, Any]:
    """A delivery that waits to go out."""
    now = clock.now()
    waiting = {"progress": Progress.WAITING.value, "attempts": 0, "reason": "", "created_at": now, "due_at": now}
    return waiting | {"webhook_id": webhook_id, "event": event, "key": key, "body": body}


def write_rows(rows: list[dict[str, Any]]) -> int:
    """Write deliveries that are not there yet; returns how many."""
    if not rows:
        return 0
    new_ones = insert_into(WebhookDelivery).on_conflict_do_nothing().values(rows)
    return len(session().execute(new_ones.returning(WebhookDelivery.id)).all())


def _body(event: Event) -> str:
    moved = None
    if isinstance(event.subject, Flowing) and "to" in event.data:
        before = event.data.get("from")
        moved = (str(before) if before else None, str(event.data["to"]))
    return body_of(event.key, event.id, event.at, subject_of(event.subject_type, event.subject_id, _address(event), moved))


def _address(event: Event) -> str | None:
    """Where the API answers with the record; None for what the API does not have."""
    found = next((each for each in resources(current_app.appbuilder) if each.model.__tablename__ == event.subject_type), None)  # type: ignore[attr-defined]
    if found is None or event.subject_id is None:
        return None
    return f"{current_app.config['PORTAL_URL'].rstrip('/')}/api/v1/{found.resource_name}/{event.subject_id}"
