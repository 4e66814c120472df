"""A request for a recommendation, and the letter that answered it."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, Numeric, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.documents.models import Document, document_column
from app.kernel.approval import Flowing, state_check
from app.kernel.db import Model, Stamped, append_only
from app.kernel.scope import Scope
from app.organisation.models import OfEmployee
from app.plans.models import PlanRow
from app.plans.rules import Path
from app.recommendations.rules import Funding, Verdict
from app.recommendations.workflow import ACCEPTED, DELETED, DRAFT, RECOMMENDATION_FLOW, SENT

LIVING = text(f"state IN ('{DRAFT.key}', '{SENT.key}', '{ACCEPTED.key}')")
"""A planned training has one request that lives; after a refusal another may be asked for."""


class Recommendation(OfEmployee, Flowing, Stamped, Model):
    """A training held outside BKPSDM that an employee asks a recommendation for (T27, T29). `form` is a code of the forms of development, `cost` rupiah.

    `reminded_on` is the day on which BKPSDM was reminded of it since it was sent.
    """

    __tablename__ = "recommendation"
    __workflow__ = RECOMMENDATION_FLOW
    __table_args__ = (
        state_check(RECOMMENDATION_FLOW),
        CheckConstraint(f"development_path IN ('{Path.CLASSICAL.value}', '{Path.NON_CLASSICAL.value}')", name="development_path"),
        CheckConstraint(f"funding IN ({', '.join(repr(each.value) for each in Funding)})", name="funding"),
        CheckConstraint("ends_on >= begins_on", name="period"),
        CheckConstraint("cost >= 0", name="cost"),
        CheckConstraint(f"(funding = '{Funding.NONE.value}') = (cost = 0)", name="paid"),
        Index("uq_recommendation_plan_row", "plan_row_id", unique=True, sqlite_where=LIVING, postgresql_where=LIVING),
    )

    plan_row_id: Mapped[int | None] = mapped_column(ForeignKey("plan_row.id"))
    development_path: Mapped[str] = mapped_column(String(16), nullable=False)
    form: Mapped[str] = mapped_column(String(32), nullable=False)
    subject: Mapped[str] = mapped_column(String(300), nullable=False)
    organiser: Mapped[str] = mapped_column(String(200), nullable=False)
    begins_on: Mapped[date] = mapped_column(Date, nullable=False, index=True)
    ends_on: Mapped[date] = mapped_column(Date, nullable=False)
    cost: Mapped[Decimal] = mapped_column(Numeric(15, 2), nullable=False)
    funding: Mapped[str] = mapped_column(String(16), nullable=False)
    proposal_letter_id: Mapped[int] = document_column()
    call_letter_id: Mapped[int] = document_column()
    reminded_on: Mapped[date | None] = mapped_column(Date)

    plan_row: Mapped[PlanRow | None] = relationship()
    proposal_letter: Mapped[Document] = relationship(foreign_keys=proposal_letter_id)
    call_letter: Mapped[Document] = relationship(foreign_keys=call_letter_id)
    letter: Mapped["RecommendationLetter | None"] = relationship(back_populates="recommendation", viewonly=True)

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(owner=cls.employee_id, unit=cls.unit_id, where=cls.state != DELETED.key)

    @property
    def summary(self) -> str:
        return self.subject

    def __repr__(self) -> str:
        return self.summary


class RecommendationLetter(OfEmployee, Stamped, Model):
    """The letter of a decision: never changed again, by the database's own refusal. `frozen_data` is all that was printed, as JSON; the file stands in the storage.

    `code` is the end of the public address.
    """

    __tablename__ = "recommendation_letter"
    __table_args__ = (CheckConstraint(f"verdict IN ({', '.join(repr(each.value) for each in Verdict)})", name="verdict"),)

    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendation.id"), nullable=False, unique=True)
    number: Mapped[str] = mapped_column(String(100), nullable=False, unique=True)
    code: Mapped[str] = mapped_column(String(16), nullable=False, unique=True)
    verdict: Mapped[str] = mapped_column(String(16), nullable=False)
    printed_name: Mapped[str] = mapped_column(String(320), nullable=False)
    nip: Mapped[str] = mapped_column(String(18), nullable=False)
    subject: Mapped[str] = mapped_column(String(300), nullable=False)
    organiser: Mapped[str] = mapped_column(String(200), nullable=False)
    begins_on: Mapped[date] = mapped_column(Date, nullable=False)
    ends_on: Mapped[date] = mapped_column(Date, nullable=False)
    issued_on: Mapped[date] = mapped_column(Date, nullable=False, index=True)
    frozen_data: Mapped[str] = mapped_column(Text, nullable=False)
    frozen_sha256: Mapped[str] = mapped_column(String(64), nullable=False)
    file_key: Mapped[str] = mapped_column(String(64), nullable=False, unique=True)
    file_sha256: Mapped[str] = mapped_column(String(64), nullable=False)
    file_size: Mapped[int] = mapped_column(Integer, nullable=False)

    recommendation: Mapped[Recommendation] = relationship(back_populates="letter")

    @property
    def summary(self) -> str:
        return f"{self.number} · {self.subject}"

    def __repr__(self) -> str:
        return self.number


append_only(RecommendationLetter.__table__)
