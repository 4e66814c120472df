"""What did not get through, as data."""

from collections.abc import Sequence

from flask_appbuilder.security.sqla.models import User
from flask_babel import lazy_gettext as _
from sqlalchemy.orm import contains_eager, joinedload

from app.kernel.actor import Actor
from app.kernel.filters import Choice, Option, Period, Typed
from app.kernel.listing import Column, Kind, Listing
from app.kernel.outbox import PROGRESS_LABELS, Progress
from app.notifications.channels import Channel
from app.notifications.models import OutboxMessage
from app.notifications.queries import not_through
from app.notifications.rules import CHANNEL_LABELS


def _progress(message: OutboxMessage) -> tuple[str, str]:
    stuck = message.progress == Progress.STUCK.value
    return str(PROGRESS_LABELS[Progress(message.progress)]), "danger" if stuck else "warning"


def _channels(actor: Actor) -> Sequence[Option]:
    return [(channel.value, str(CHANNEL_LABELS[channel])) for channel in Channel if channel is not Channel.IN_APP]


def _standings(actor: Actor) -> Sequence[Option]:
    return [(progress.value, str(PROGRESS_LABELS[progress])) for progress in (Progress.STUCK, Progress.WAITING)]


OUTBOX = Listing(
    OutboxMessage,
    columns=(
        Column("person", _("Person"), lambda row: row.person.get_full_name(), sort=User.first_name, primary=True),
        Column("title", _("Notice"), "notification.outside_text"),
        Column("channel", _("Channel"), lambda row: CHANNEL_LABELS[Channel(row.channel)], sort=OutboxMessage.channel),
        Column("progress", _("Status"), _progress, sort=OutboxMessage.progress, kind=Kind.BADGE),
        Column("reason", _("Cause"), lambda row: row.why or "–", sort=OutboxMessage.reason),
        Column("attempts", _("Attempts"), sort=OutboxMessage.attempts, kind=Kind.NUMBER),
        Column("created", _("Since"), "created_at", sort=OutboxMessage.created_at, kind=Kind.DATETIME),
    ),
    filters=(
        Typed((User.first_name, User.last_name, OutboxMessage.reason)),
        Choice("channel", _("Channel"), _("All"), _channels, lambda value: OutboxMessage.channel == value),
        Choice("progress", _("Status"), _("All statuses"), _standings, lambda value: OutboxMessage.progress == value),
        Period("created", _("Since"), OutboxMessage.created_at),
    ),
    default_sort="created",
    joins=(OutboxMessage.person,),
    options=(contains_eager(OutboxMessage.person), joinedload(OutboxMessage.notification)),
    where=not_through,
    page_sizes=(25, 50, 100),
    empty_title=_("Everything has been delivered"),
    empty_text=_("Messages that cannot be sent appear here with their reason."),
)
"""Stuck, or waiting for more than an hour; oldest first."""
