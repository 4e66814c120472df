"""Webhooks, and every delivery to one: a row that is written in the transaction of its event."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from flask_appbuilder.security.sqla.models import User
from flask_babel import gettext
from sqlalchemy import JSON, Boolean, CheckConstraint, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.db import Model, Stamped, UtcDateTime
from app.kernel.outbox import LONGEST_REASON, Leaving, leaving_rules
from app.kernel.roles import Reach, Role
from app.kernel.scope import Scope
from app.webhooks.rules import LONGEST_NAME, LONGEST_URL

READERS = {Role.BKPSDM_ADMIN: Reach.ALL, Role.SUPERUSER: Reach.ALL}


class Webhook(Stamped, Model):
    """An address of another system and the events it wants. The secret is kept sealed, because it must sign; after a change the old one signs too for a while.

    `stopped` is why the portal itself switched it off; nothing goes out before `next_at`; `failing_since` is when the first failure came after the last success.
    """

    __tablename__ = "webhook"
    __table_args__ = (
        CheckConstraint("NOT active OR stopped = ''", name="stopped"),
        CheckConstraint("(sealed_previous IS NULL) = (previous_until IS NULL)", name="previous"),
    )

    name: Mapped[str] = mapped_column(String(LONGEST_NAME), unique=True, nullable=False)
    url: Mapped[str] = mapped_column(String(LONGEST_URL), nullable=False)
    events: Mapped[list[str]] = mapped_column(JSON, nullable=False)
    active: Mapped[bool] = mapped_column(Boolean, nullable=False, default=True)
    version: Mapped[int] = mapped_column(Integer, nullable=False, default=1)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id", ondelete="SET NULL"), index=True)
    sealed_secret: Mapped[str] = mapped_column(String(255), nullable=False)
    sealed_previous: Mapped[str | None] = mapped_column(String(255))
    previous_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failing_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    next_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stopped: Mapped[str] = mapped_column(String(LONGEST_REASON), nullable=False, default="")

    maker: Mapped[Any] = relationship(User, foreign_keys=[made_by], viewonly=True)

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(user=cls.made_by, readers=READERS)

    @property
    def summary(self) -> str:
        return self.name

    @property
    def place(self) -> str:
        """The address without its path, which may hold a key of the receiver's."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.hostname or ''}"

    @property
    def why_stopped(self) -> str:
        """In the reader's language."""
        return str(gettext(self.stopped)) if self.stopped else ""


class WebhookDelivery(Leaving, Model):
    """One event on its way to one webhook. `key` is the id that the receiver sees at every try; `body` is sent as it stands; `status` is the last answer's."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (*leaving_rules("webhook_delivery"), Index("ix_webhook_delivery_created_at", "created_at"))

    webhook_id: Mapped[int] = mapped_column(ForeignKey("webhook.id", ondelete="CASCADE"), nullable=False, index=True)
    event: Mapped[str] = mapped_column(String(80), nullable=False)
    body: Mapped[str] = mapped_column(Text, nullable=False)
    status: Mapped[int | None] = mapped_column(Integer)
    tried_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    webhook: Mapped[Webhook] = relationship(Webhook)

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(readers=READERS)

    @property
    def summary(self) -> str:
        return f"{self.event} → {self.webhook.name}"
