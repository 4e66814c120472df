"""The table of retention as the agency keeps it."""

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.audit.words import field_word
from app.kernel.db import Model, Stamped, UtcDateTime
from app.kernel.scope import Scope
from app.privacy.models import OFFICERS
from app.privacy.retention import KINDS, Ending, Kind


class RetentionRule(Stamped, Model):
    """One kind of data, how many months after which event it ends, and how. It runs only as it stood when somebody confirmed it."""

    __tablename__ = "retention_rule"
    __table_args__ = (
        CheckConstraint("months BETWEEN 1 AND 1200", name="months"),
        CheckConstraint(f"action IN ({', '.join(repr(each.value) for each in Ending)})", name="action"),
    )

    kind: Mapped[str] = mapped_column(String(32), nullable=False, unique=True)
    since: Mapped[str] = mapped_column(String(32), nullable=False)
    months: Mapped[int] = mapped_column(Integer, nullable=False)
    action: Mapped[str] = mapped_column(String(16), nullable=False)
    active: Mapped[bool] = mapped_column(Boolean, nullable=False, default=True)
    basis: Mapped[str] = mapped_column(Text, nullable=False)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_by: Mapped[str | None] = mapped_column(String(200))
    last_run_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_count: Mapped[int | None] = mapped_column(Integer)

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(readers=OFFICERS)

    @property
    def kind_now(self) -> Kind:
        return KINDS[self.kind]

    @property
    def since_label(self) -> str:
        return field_word(self.since)

    @property
    def action_label(self) -> str:
        return str(Ending(self.action).label)

    @property
    def runs(self) -> bool:
        """Whether the nightly job takes it up."""
        return self.active and self.confirmed_at is not None

    @property
    def summary(self) -> str:
        return str(self.kind_now.label)
