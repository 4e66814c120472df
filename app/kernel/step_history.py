"""The history of a record as rows: written by `approval` alone, append-only and chained."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.chain import Chained
from app.kernel.db import Model, UtcDateTime, append_only


class StepHistory(Chained, Model):
    """One stage of a record: who, in which role, when, from where to where, and why. Append-only and chained."""

    __tablename__ = "step_history"
    __table_args__ = (Index("ix_step_history_subject", "subject_type", "subject_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    subject_type: Mapped[str] = mapped_column(String(64), nullable=False)
    subject_id: Mapped[int] = mapped_column(Integer, nullable=False)
    step: Mapped[str] = mapped_column(String(32), nullable=False)
    from_state: Mapped[str | None] = mapped_column(String(32))
    to_state: Mapped[str] = mapped_column(String(32), nullable=False)
    user_id: Mapped[int | None] = mapped_column(Integer)
    actor_name: Mapped[str] = mapped_column(String(200), nullable=False)
    role: Mapped[str] = mapped_column(String(32), nullable=False)
    in_place_of: Mapped[str | None] = mapped_column(String(220))
    note: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime, nullable=False)

    def chain_content(self) -> dict[str, Any]:
        """Rows from before anybody could act for another keep their digest: an empty `in_place_of` is not part of it."""
        content = super().chain_content()
        return content if content["in_place_of"] is not None else {key: value for key, value in content.items() if key != "in_place_of"}


append_only(StepHistory.__table__)
