"""The realisation of a planned training, and the reports it asks for."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, Numeric, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.credentials.models import Course
from app.documents.models import Document, document_column
from app.kernel import clock
from app.kernel.approval import Flowing, state_check
from app.kernel.db import Model, Stamped, UtcDateTime
from app.kernel.formats import format_long_date
from app.organisation.models import OfEmployee
from app.plans.models import PlanRow
from app.realisations.rules import Frequency, Mark, mark_on
from app.realisations.workflow import CANCELLED, CLOSED, REALISATION_FLOW, RUNNING

STANDING = text(f"state != '{CANCELLED.key}'")


class Realisation(OfEmployee, Flowing, Stamped, Model):
    """What became of an accepted row of a plan (T25): its true days, place and `cost` (rupiah). One stands for each row; what was called off stands beside it.

    `slots` is how many reports it asks for, `filed` how many are there, `jp` their sum, `next_due_on` the due day of the first that is missing. `course_id` is the
    record of the training history that its last report made.
    """

    __tablename__ = "realisation"
    __workflow__ = REALISATION_FLOW
    __table_args__ = (
        state_check(REALISATION_FLOW),
        CheckConstraint(f"frequency IN ({', '.join(repr(each.value) for each in Frequency)})", name="frequency"),
        CheckConstraint("ends_on >= begins_on", name="period"),
        CheckConstraint("cost >= 0", name="cost"),
        CheckConstraint("jp >= 0", name="jp"),
        CheckConstraint("filed BETWEEN 0 AND slots", name="filed"),
        CheckConstraint(f"state != '{CLOSED.key}' OR filed = slots", name="complete"),
        CheckConstraint("course_id IS NULL OR filed = slots", name="course"),
        Index("uq_realisation_standing", "plan_row_id", unique=True, sqlite_where=STANDING, postgresql_where=STANDING),
    )

    plan_row_id: Mapped[int] = mapped_column(ForeignKey("plan_row.id"), nullable=False, index=True)
    begins_on: Mapped[date] = mapped_column(Date, nullable=False, index=True)
    ends_on: Mapped[date] = mapped_column(Date, nullable=False)
    material: Mapped[str] = mapped_column(Text, nullable=False)
    place: Mapped[str] = mapped_column(String(200), nullable=False)
    cost: Mapped[Decimal] = mapped_column(Numeric(15, 2), nullable=False)
    frequency: Mapped[str] = mapped_column(String(16), nullable=False)
    slots: Mapped[int] = mapped_column(Integer, nullable=False)
    filed: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    jp: Mapped[Decimal] = mapped_column(Numeric(9, 2), nullable=False, default=Decimal(0))
    next_due_on: Mapped[date | None] = mapped_column(Date, index=True)
    course_id: Mapped[int | None] = mapped_column(ForeignKey("course.id"), unique=True)

    plan_row: Mapped[PlanRow] = relationship(lazy="joined")
    course: Mapped[Course | None] = relationship()

    @property
    def summary(self) -> str:
        return self.plan_row.summary

    @property
    def is_overdue(self) -> bool:
        """Whether a report that is missing is late today."""
        return self.state == RUNNING.key and self.next_due_on is not None and self.next_due_on < clock.today()

    def __repr__(self) -> str:
        return self.summary


class ActivityReport(OfEmployee, Stamped, Model):
    """A report that an activity asks for, and what was written into it (T35): learning hours of its period, the certificate if there was one, and what was done.

    `reminded` is 1 once its owner was told that it waits, 2 once he was told that it is late.
    """

    __tablename__ = "activity_report"
    __table_args__ = (
        UniqueConstraint("realisation_id", "number"),
        CheckConstraint("ends_on >= begins_on", name="period"),
        CheckConstraint("jp >= 0", name="jp"),
        CheckConstraint("(filed_at IS NULL) = (jp IS NULL) AND (filed_at IS NULL) = (description IS NULL)", name="filed"),
        CheckConstraint("(certificate_number IS NOT NULL) = with_certificate", name="certificate_number"),
        CheckConstraint("(certificate_id IS NOT NULL) = with_certificate", name="certificate_file"),
        CheckConstraint("filed_at IS NOT NULL OR NOT with_certificate", name="certificate"),
    )

    realisation_id: Mapped[int] = mapped_column(ForeignKey("realisation.id"), nullable=False)
    number: Mapped[int] = mapped_column(Integer, nullable=False)
    begins_on: Mapped[date] = mapped_column(Date, nullable=False)
    ends_on: Mapped[date] = mapped_column(Date, nullable=False)
    due_on: Mapped[date] = mapped_column(Date, nullable=False, index=True)
    jp: Mapped[Decimal | None] = mapped_column(Numeric(6, 2))
    with_certificate: Mapped[bool] = mapped_column(nullable=False, default=False, server_default=false())
    certificate_number: Mapped[str | None] = mapped_column(String(100))
    certificate_id: Mapped[int | None] = document_column(nullable=True)
    description: Mapped[str | None] = mapped_column(Text)
    filed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reminded: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    version: Mapped[int] = mapped_column(Integer, nullable=False, default=1)

    realisation: Mapped[Realisation] = relationship(lazy="joined")
    certificate: Mapped[Document | None] = relationship()

    @property
    def mark(self) -> Mark:
        """Where it stands today."""
        return mark_on(clock.today(), self.begins_on, self.ends_on, self.due_on, self.filed_at is not None)

    @property
    def summary(self) -> str:
        return f"{self.realisation.plan_row.subject} · {format_long_date(self.ends_on)}"

    def __repr__(self) -> str:
        return self.summary
