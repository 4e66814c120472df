"""The audit trail: one row for every event, chained and append-only. It has no foreign keys, because it outlives what it speaks of."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.chain import Chained
from app.kernel.db import Model, UtcDateTime, append_only
from app.kernel.roles import Reach, Role
from app.kernel.scope import Scope

LABEL_LENGTH = 300


class AuditEntry(Chained, Model):
    """Who did what to which record, when, in which role and from where; `data` holds before, after and note, without secrets."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_subject", "subject_type", "subject_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, nullable=False, index=True)
    event: Mapped[str] = mapped_column(String(80), nullable=False, index=True)
    event_id: Mapped[str] = mapped_column(String(32), nullable=False, unique=True)
    user_id: Mapped[int | None] = mapped_column(Integer, index=True)
    actor_name: Mapped[str] = mapped_column(String(200), nullable=False)
    role: Mapped[str] = mapped_column(String(32), nullable=False)
    address: Mapped[str | None] = mapped_column(String(64))
    subject_type: Mapped[str | None] = mapped_column(String(64))
    subject_id: Mapped[int | None] = mapped_column(Integer)
    subject_label: Mapped[str] = mapped_column(String(LABEL_LENGTH), nullable=False)
    unit_id: Mapped[int | None] = mapped_column(Integer, index=True)
    data: Mapped[dict[str, Any]] = mapped_column(JSON, nullable=False)

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(unit=cls.unit_id, readers={Role.AUDITOR: Reach.ALL, Role.BKPSDM_ADMIN: Reach.ALL, Role.SYSTEM: Reach.ALL})

    @property
    def summary(self) -> str:
        return f"{self.event} · {self.subject_label}"

    def __repr__(self) -> str:
        return self.summary


append_only(AuditEntry.__table__)
