"""A plan year with its window, the planned trainings of people in it, and the reminders they were sent."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Integer, Numeric, String, Text, UniqueConstraint, and_
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from app.kernel import clock
from app.kernel.approval import Flowing, state_check
from app.kernel.db import Model, Stamped, UtcDateTime
from app.kernel.formats import format_long_date
from app.kernel.scope import EVERYONE, Scope
from app.organisation.models import Employee, OfEmployee, Unit
from app.plans.rules import Path, Window, window_on
from app.plans.workflow import DELETED, PLAN_FLOW, PLAN_ROW_FLOW
from app.reference.models import Training


class PlanYear(Stamped, Model):
    """The year that is planned, and the days on which plans for it may be written, both included (T5, T36)."""

    __tablename__ = "plan_year"
    __table_args__ = (
        CheckConstraint("year BETWEEN 2000 AND 2100", name="year"),
        CheckConstraint("closes_on >= opens_on", name="period"),
    )

    year: Mapped[int] = mapped_column(Integer, nullable=False, unique=True)
    opens_on: Mapped[date] = mapped_column(Date, nullable=False)
    closes_on: Mapped[date] = mapped_column(Date, nullable=False)
    version: Mapped[int] = mapped_column(Integer, nullable=False, default=1)

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(readers=EVERYONE)

    @property
    def window(self) -> Window:
        """Asked anew at every act: nothing has to run at midnight for the lock to hold."""
        return window_on(clock.today(), self.opens_on, self.closes_on)

    @property
    def summary(self) -> str:
        return str(self.year)

    def __repr__(self) -> str:
        return self.summary


class Plan(OfEmployee, Flowing, Stamped, Model):
    """The plan of one person for one year, over its rows: made with the first of them. `agreed_at` is when its owner agreed to the terms last (T11).

    `performance` is the value of the last SKP, 1 to 100 (T8), `levels` the level of each competence that he chose for himself, by its code (T7).
    """

    __tablename__ = "plan"
    __workflow__ = PLAN_FLOW
    __table_args__ = (
        state_check(PLAN_FLOW),
        UniqueConstraint("employee_id", "plan_year_id"),
        CheckConstraint("performance BETWEEN 1 AND 100", name="performance"),
    )

    plan_year_id: Mapped[int] = mapped_column(ForeignKey("plan_year.id"), nullable=False, index=True)
    agreed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    performance: Mapped[Decimal | None] = mapped_column(Numeric(6, 3))
    levels: Mapped[dict[str, int]] = mapped_column(JSON, nullable=False, default=dict, server_default="{}")

    plan_year: Mapped[PlanYear] = relationship(lazy="joined")

    @property
    def summary(self) -> str:
        return str(self.plan_year.year)

    def __repr__(self) -> str:
        return self.summary


class PlanExtension(Stamped, Model):
    """An OPD or one person may write the plan of a year until a later day, included to its last second; why, and by whom, stays in the trail."""

    __tablename__ = "plan_extension"
    __table_args__ = (CheckConstraint("(employee_id IS NULL) <> (unit_id IS NULL)", name="for_whom"),)

    plan_year_id: Mapped[int] = mapped_column(ForeignKey("plan_year.id"), nullable=False, index=True)
    employee_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    closes_on: Mapped[date] = mapped_column(Date, nullable=False)
    reason: Mapped[str] = mapped_column(Text, nullable=False)

    plan_year: Mapped[PlanYear] = relationship(lazy="joined")
    employee: Mapped[Employee | None] = relationship(lazy="joined")
    unit: Mapped[Unit | None] = relationship(lazy="joined")

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(owner=cls.employee_id, unit=cls.unit_id)

    @property
    def whom(self) -> str:
        """The person, or the OPD."""
        return self.employee.full_name if self.employee else self.unit.name if self.unit else ""

    @property
    def summary(self) -> str:
        return f"{self.plan_year.year} · {self.whom}"

    def __repr__(self) -> str:
        return self.summary


class PlanRow(OfEmployee, Flowing, Stamped, Model):
    """One planned training (T10). `jp` hours of 45 minutes, `cost` rupiah; `decision` is what the supervisor wrote last (T17).

    `decider_id` is who decides where the person has no direct supervisor, `escalated_to_id` to whom it went when nobody decided for too long.
    `frozen` keeps the person, his job with its required level and every label as they were when it was accepted; later changes elsewhere leave it alone.
    """

    __tablename__ = "plan_row"
    __workflow__ = PLAN_ROW_FLOW
    __table_args__ = (
        state_check(PLAN_ROW_FLOW),
        CheckConstraint(f"development_path IN ({', '.join(repr(each.value) for each in Path)})", name="development_path"),
        CheckConstraint("ends_on >= begins_on", name="period"),
        CheckConstraint("jp >= 0", name="jp"),
        CheckConstraint("cost >= 0", name="cost"),
        CheckConstraint("(study_programme IS NOT NULL) = (development_path = 'tugas_belajar')", name="study"),
    )

    plan_year_id: Mapped[int] = mapped_column(ForeignKey("plan_year.id"), nullable=False, index=True)
    development_path: Mapped[str] = mapped_column(String(16), nullable=False)
    form: Mapped[str] = mapped_column(String(32), nullable=False)
    training_id: Mapped[int | None] = mapped_column(ForeignKey("training.id"), index=True)
    subject: Mapped[str] = mapped_column(String(300), nullable=False)
    study_programme: Mapped[str | None] = mapped_column(String(200))
    study_level: Mapped[str | None] = mapped_column(String(60))
    organiser: Mapped[str] = mapped_column(String(200), nullable=False)
    begins_on: Mapped[date] = mapped_column(Date, nullable=False, index=True)
    ends_on: Mapped[date] = mapped_column(Date, nullable=False)
    jp: Mapped[Decimal] = mapped_column(Numeric(6, 2), nullable=False)
    cost: Mapped[Decimal] = mapped_column(Numeric(15, 2), nullable=False)
    fund: Mapped[str] = mapped_column(String(32), nullable=False)
    reason: Mapped[str] = mapped_column(Text, nullable=False)
    decision: Mapped[str | None] = mapped_column(Text)
    frozen: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    decider_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"), index=True)
    escalated_to_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"), index=True)
    nudged_on: Mapped[date | None] = mapped_column(Date)
    escalated_on: Mapped[date | None] = mapped_column(Date)

    employee: Mapped[Employee] = relationship(foreign_keys="PlanRow.employee_id", lazy="raise_on_sql")
    plan_year: Mapped[PlanYear] = relationship(lazy="joined")
    training: Mapped[Training | None] = relationship(lazy="joined")
    plan: Mapped[Plan | None] = relationship(
        primaryjoin=lambda: and_(foreign(PlanRow.employee_id) == Plan.employee_id, foreign(PlanRow.plan_year_id) == Plan.plan_year_id),
        viewonly=True,
        lazy="raise_on_sql",
    )
    """What its owner says of himself, for those who read many rows at once."""

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(
            owner=cls.employee_id,
            unit=cls.unit_id,
            where=cls.state != DELETED.key,
            stand_ins=(cls.decider_id, cls.escalated_to_id),
        )

    @property
    def summary(self) -> str:
        return f"{self.plan_year.year} · {self.subject}"

    def __repr__(self) -> str:
        return self.summary


class PlanDialogue(OfEmployee, Stamped, Model):
    """ "Dialog Atasan – Bawahan" (T15): the day on which the supervisor spoke with his subordinate about the gaps and the plan of a year, and what they found.

    It is kept as it was recorded; whoever has to correct it records another. `in_place_of` names the officer for whom `led_by` acted.
    """

    __tablename__ = "plan_dialogue"

    plan_year_id: Mapped[int] = mapped_column(ForeignKey("plan_year.id"), nullable=False, index=True)
    led_by_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), nullable=False, index=True)
    in_place_of: Mapped[str | None] = mapped_column(String(220))
    held_on: Mapped[date] = mapped_column(Date, nullable=False)
    notes: Mapped[str] = mapped_column(Text, nullable=False)

    employee: Mapped[Employee] = relationship(foreign_keys="PlanDialogue.employee_id", lazy="raise_on_sql")
    led_by: Mapped[Employee] = relationship(foreign_keys="PlanDialogue.led_by_id", lazy="joined")
    plan_year: Mapped[PlanYear] = relationship(lazy="joined")

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(owner=cls.employee_id, unit=cls.unit_id, stand_ins=(cls.led_by_id,))

    @property
    def summary(self) -> str:
        return f"{self.plan_year.year} · {format_long_date(self.held_on)}"

    def __repr__(self) -> str:
        return self.summary


class PlanReminder(Stamped, Model):
    """A person was told `days` before the last day `closes_on`: once, and again only after the last day has moved."""

    __tablename__ = "plan_reminder"
    __table_args__ = (
        UniqueConstraint("plan_year_id", "employee_id", "closes_on", "days"),
        CheckConstraint("days > 0", name="days"),
    )

    plan_year_id: Mapped[int] = mapped_column(ForeignKey("plan_year.id", ondelete="CASCADE"), nullable=False)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id", ondelete="CASCADE"), nullable=False, index=True)
    closes_on: Mapped[date] = mapped_column(Date, nullable=False)
    days: Mapped[int] = mapped_column(Integer, nullable=False)

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(owner=cls.employee_id)

    @property
    def summary(self) -> str:
        return str(self.days)
