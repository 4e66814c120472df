"""A person's own page: what he has read, and by which channels he wants to be told."""

from collections.abc import Iterable

from sqlalchemy import update

from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.db import insert_into, transaction
from app.kernel.errors import Denied
from app.kernel.events import Event, publish
from app.kernel.scope import fetch, visible
from app.notifications.channels import Channel
from app.notifications.models import ChannelChoice, Notification
from app.notifications.rules import notices_offered


def mark_read(actor: Actor, pk: int) -> Notification:
    """Mark one of the actor's own notifications read; again is no change. Raises Missing."""
    with transaction():
        notification: Notification = fetch(Notification, actor, pk, lock=True)
        if notification.read_at is None:
            notification.read_at = clock.now()
        return notification


def mark_all_read(actor: Actor) -> int:
    """Mark everything unread of the actor read; returns how many there were."""
    with transaction() as current:
        unread = update(Notification).where(Notification.read_at.is_(None), visible(Notification, actor))
        return current.execute(unread.values(read_at=clock.now()).execution_options(synchronize_session=False)).rowcount  # type: ignore[attr-defined]


def choose_channels(actor: Actor, wanted: Iterable[tuple[str, Channel]]) -> None:
    """Store for every kind the actor may receive which channels he wants; `wanted` holds the ticked (kind, channel). In-app stays on."""
    if actor.user_id is None:
        raise Denied
    ticked = {(kind, channel.value) for kind, channel in wanted}
    with transaction() as current:
        for notice in notices_offered(actor.roles, actor.employee_id is not None):
            for channel in notice.channels:
                name = {"user_id": actor.user_id, "kind": notice.kind, "channel": channel.value}
                wanted_now = (notice.kind, channel.value) in ticked
                current.execute(insert_into(ChannelChoice).on_conflict_do_nothing().values(**name, wanted=wanted_now))
                current.execute(update(ChannelChoice).filter_by(**name).values(wanted=wanted_now))
        publish(Event("notification.choose", actor, None, {"after": {"wanted": sorted(f"{kind} {channel}" for kind, channel in ticked)}}))
