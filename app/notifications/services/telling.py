"""From an event to its rows: one notification per person and one outbox message per chosen channel, in the event's own transaction.

Doing it twice for one event changes nothing: (event, person) is unique, and the idempotency key (event, person, channel) too.
"""

from collections.abc import Collection, Iterator
from typing import Any

from app.kernel import clock
from app.kernel.db import insert_into, session, transaction
from app.kernel.events import Event
from app.kernel.outbox import Progress
from app.notifications.channels import Channel
from app.notifications.models import Notification, OutboxMessage
from app.notifications.queries import ways_to_reach, who_is_told
from app.notifications.rules import MAIL_TO, Notice, notices_for, tell_params

ROWS_AT_ONCE = 500


def tell_people(event: Event, channels: Collection[Channel]) -> int:
    """Write everything this event's notices ask for; returns the number of messages waiting to leave by `channels`.

    A person meets one event once: the first notice that names him counts. Who acted is not told of his own act, unless it is about his account.
    """
    told: dict[int, Notice] = {}
    for notice in notices_for(event):
        for user_id in who_is_told(notice.to, event.subject):
            if user_id != event.actor.user_id or notice.of_account:
                told.setdefault(user_id, notice)
    if not told:
        return 0
    with transaction():
        return sum(_write(event, dict(part), channels) for part in _parts(list(told.items())))


def _write(event: Event, told: dict[int, Notice], channels: Collection[Channel]) -> int:
    now = clock.now()
    rows: list[dict[str, Any]] = [
        {
            "created_at": now,
            "user_id": user_id,
            "event_id": event.id,
            "kind": notice.kind,
            "title": notice.title,
            "body": notice.body,
            "outside": notice.leaving,
            "params": tell_params(notice, event),
            "endpoint": notice.opens,
            "subject_id": event.subject_id,
        }
        for user_id, notice in told.items()
    ]
    new_ones = insert_into(Notification).on_conflict_do_nothing().values(rows)
    written = session().execute(new_ones.returning(Notification.id, Notification.user_id)).all()
    ways = ways_to_reach(told, channels)
    for row in rows:
        if Channel.EMAIL in channels and (address := row["params"].get(MAIL_TO)):
            ways[row["user_id"]].addresses[Channel.EMAIL] = address
    messages = [
        {
            "created_at": now,
            "due_at": now,
            "key": f"{event.id}-{user_id}-{channel.value}",
            "notification_id": notification_id,
            "user_id": user_id,
            "channel": channel.value,
            "progress": Progress.WAITING.value,
            "attempts": 0,
            "reason": "",
        }
        for notification_id, user_id in written
        for channel in told[user_id].channels
        if channel in ways[user_id].chosen(told[user_id])
    ]
    if not messages:
        return 0
    return len(session().execute(insert_into(OutboxMessage).on_conflict_do_nothing().values(messages).returning(OutboxMessage.id)).all())


def _parts(people: list[tuple[int, Notice]]) -> Iterator[list[tuple[int, Notice]]]:
    for start in range(0, len(people), ROWS_AT_ONCE):
        yield people[start : start + ROWS_AT_ONCE]
