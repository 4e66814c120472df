"""A proposal: one person asks for one training; the database itself holds "once per period" (P18)."""

from datetime import date

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.approval import Flowing, state_check
from app.kernel.db import Model, Stamped
from app.kernel.scope import Scope
from app.organisation.models import Employee, Unit
from app.proposals.rules import Source
from app.proposals.workflow import DELETED, PROPOSAL_FLOW
from app.reference.models import Training

ONCE = text(f"state <> '{DELETED.key}'")


class Proposal(Flowing, Stamped, Model):
    """`unit_id` and `job_type` are those of the day it was made; `manual_title` keeps what was typed even after it was merged into a catalogue entry (P33)."""

    __tablename__ = "proposal"
    __workflow__ = PROPOSAL_FLOW
    __table_args__ = (
        state_check(PROPOSAL_FLOW),
        CheckConstraint(f"source IN ('{Source.CATALOGUE}', '{Source.MANUAL}')", name="source"),
        CheckConstraint(f"source <> '{Source.CATALOGUE}' OR (training_id IS NOT NULL AND manual_title IS NULL)", name="catalogue"),
        CheckConstraint(f"source <> '{Source.MANUAL}' OR manual_title IS NOT NULL", name="manual"),
        Index("uq_proposal_employee_period", "employee_id", "period", unique=True, sqlite_where=ONCE, postgresql_where=ONCE),
    )

    number: Mapped[str] = mapped_column(String(40), nullable=False, unique=True)
    employee_id: Mapped[int] = mapped_column(Integer, ForeignKey("employee.id"), nullable=False, index=True)
    unit_id: Mapped[int] = mapped_column(Integer, ForeignKey("unit.id"), nullable=False, index=True)
    job_type: Mapped[str] = mapped_column(String(32), nullable=False)
    period: Mapped[str] = mapped_column(String(16), nullable=False, index=True)
    proposed_on: Mapped[date] = mapped_column(Date, nullable=False, index=True)
    source: Mapped[str] = mapped_column(String(16), nullable=False)
    training_id: Mapped[int | None] = mapped_column(Integer, ForeignKey("training.id"), index=True)
    manual_title: Mapped[str | None] = mapped_column(String(200))
    manual_key: Mapped[str | None] = mapped_column(String(200), index=True)
    recommendation: Mapped[str | None] = mapped_column(Text)

    employee: Mapped[Employee] = relationship(lazy="raise_on_sql")
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    training: Mapped[Training | None] = relationship(lazy="joined")

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(owner=cls.employee_id, unit=cls.unit_id, where=cls.state != DELETED.key)

    @property
    def title(self) -> str:
        """The training as the person asked for it."""
        return self.manual_title or (self.training.title if self.training else "")

    @property
    def summary(self) -> str:
        return f"{self.number} · {self.title}"

    def __repr__(self) -> str:
        return self.number
