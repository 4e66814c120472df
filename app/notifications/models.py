"""Notices that people read, messages that must leave, and the ways to reach a person."""

from datetime import datetime
from typing import Any

from flask_appbuilder.security.sqla.models import User
from flask_babel import gettext
from sqlalchemy import JSON, BigInteger, Boolean, CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.db import Model, Stamped, UtcDateTime
from app.kernel.outbox import Leaving, leaving_rules
from app.kernel.roles import SIGNED_IN, Reach, Role
from app.kernel.scope import Scope
from app.notifications.channels.message import Channel

ONLY_MINE = dict.fromkeys(SIGNED_IN, Reach.OWN)
CHANNEL_KEYS = ", ".join(repr(channel.value) for channel in Channel)


class Notification(Stamped, Model):
    """One notice to one person, in-app: written in the transaction of its event, so it is never lost. Words are msgid and params."""

    __tablename__ = "notification"
    __table_args__ = (
        UniqueConstraint("event_id", "user_id"),
        Index("ix_notification_unread", "user_id", "read_at"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id", ondelete="CASCADE"), nullable=False)
    event_id: Mapped[str] = mapped_column(String(32), nullable=False)
    kind: Mapped[str] = mapped_column(String(120), nullable=False)
    title: Mapped[str] = mapped_column(Text, nullable=False)
    body: Mapped[str] = mapped_column(Text, nullable=False, default="")
    outside: Mapped[str] = mapped_column(Text, nullable=False, default="")
    params: Mapped[dict[str, Any]] = mapped_column(JSON, nullable=False, default=dict)
    endpoint: Mapped[str] = mapped_column(String(120), nullable=False, default="")
    subject_id: Mapped[int | None] = mapped_column(Integer)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(user=cls.user_id, readers=ONLY_MINE)

    @property
    def heading(self) -> str:
        """The title in the reader's language."""
        return gettext(self.title, **self.params)

    @property
    def text(self) -> str:
        """The body in the reader's language, or ""."""
        return gettext(self.body, **self.params) if self.body else ""

    @property
    def outside_text(self) -> str:
        """What may leave the portal, in the reader's language; it has no placeholders (G9, G13)."""
        return gettext(self.outside)


class OutboxMessage(Leaving, Model):
    """One message to one person by one channel. `key` is the idempotency key (event, person, channel)."""

    __tablename__ = "outbox"
    __table_args__ = (*leaving_rules("outbox"), CheckConstraint(f"channel IN ({CHANNEL_KEYS})", name="channel"))

    notification_id: Mapped[int] = mapped_column(ForeignKey("notification.id", ondelete="CASCADE"), nullable=False, index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id", ondelete="CASCADE"), nullable=False, index=True)
    channel: Mapped[str] = mapped_column(String(16), nullable=False)

    notification: Mapped[Notification] = relationship(Notification)
    person: Mapped[Any] = relationship(User, foreign_keys=[user_id], viewonly=True)

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(readers={Role.BKPSDM_ADMIN: Reach.ALL, Role.SUPERUSER: Reach.ALL})


class ChannelChoice(Model):
    """A person's own choice of a channel for one kind of notice; without a row the notice's default holds. In-app has no row."""

    __tablename__ = "channel_choice"
    __table_args__ = (
        UniqueConstraint("user_id", "kind", "channel"),
        CheckConstraint(f"channel IN ({CHANNEL_KEYS}) AND channel <> '{Channel.IN_APP.value}'", name="channel"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id", ondelete="CASCADE"), nullable=False)
    kind: Mapped[str] = mapped_column(String(120), nullable=False)
    channel: Mapped[str] = mapped_column(String(16), nullable=False)
    wanted: Mapped[bool] = mapped_column(Boolean, nullable=False)


class TelegramLink(Stamped, Model):
    """A person's Telegram chat, with his consent and its time. Unlinking takes the chat away and keeps the times as proof."""

    __tablename__ = "telegram_link"
    __table_args__ = (CheckConstraint("NOT active OR chat_id IS NOT NULL", name="active_chat"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id", ondelete="CASCADE"), unique=True, nullable=False)
    chat_id: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    active: Mapped[bool] = mapped_column(Boolean, nullable=False, default=True)
    consent_at: Mapped[datetime] = mapped_column(UtcDateTime, nullable=False)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    next_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(user=cls.user_id, readers=ONLY_MINE)


class TelegramPairing(Stamped, Model):
    """A one-use token on its way through a person's phone; only its hash is kept (G13)."""

    __tablename__ = "telegram_pairing"

    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id", ondelete="CASCADE"), nullable=False, index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True, nullable=False)
    consent_at: Mapped[datetime] = mapped_column(UtcDateTime, nullable=False)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, nullable=False)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ChannelGate(Model):
    """One row per channel, shared by all workers: when the next message may go, who listens to the bot, and up to which update."""

    __tablename__ = "channel_gate"

    channel: Mapped[str] = mapped_column(String(16), primary_key=True)
    next_at: Mapped[datetime] = mapped_column(UtcDateTime, nullable=False)
    listening_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    offset: Mapped[int] = mapped_column(BigInteger, nullable=False, default=0)
    heard_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
