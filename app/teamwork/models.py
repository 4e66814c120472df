"""A team work: one person's seat in one team or assignment, with the letter that proves it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Date, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.approval import Flowing, state_check
from app.kernel.db import Model, Stamped, UtcDateTime
from app.kernel.scope import Scope
from app.organisation.models import OfEmployee
from app.teamwork.rules import Coverage, LinkState, Seat, Validity
from app.teamwork.workflow import DELETED, TEAM_WORK_FLOW


def _one_of(column: str, values: type[Any]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(repr(value.value) for value in values)})", name=column)


class TeamWork(OfEmployee, Flowing, Stamped, Model):
    """`code` is the activity code, never given twice; `note` is what the officer wrote last (S38); `link_state` what the portal found behind `proof_url`."""

    __tablename__ = "team_work"
    __workflow__ = TEAM_WORK_FLOW
    __table_args__ = (
        state_check(TEAM_WORK_FLOW),
        _one_of("validity", Validity),
        _one_of("coverage", Coverage),
        _one_of("seat", Seat),
        _one_of("link_state", LinkState),
        CheckConstraint("(link_state IS NULL) = (link_checked_at IS NULL)", name="link_checked"),
        CheckConstraint("link_tries >= 0", name="link_tries"),
    )

    code: Mapped[str] = mapped_column(String(20), nullable=False, unique=True)
    letter_on: Mapped[date] = mapped_column(Date, nullable=False, index=True)
    validity: Mapped[str] = mapped_column(String(16), nullable=False)
    name: Mapped[str] = mapped_column(String(300), nullable=False)
    coverage: Mapped[str] = mapped_column(String(16), nullable=False)
    seat: Mapped[str] = mapped_column(String(16), nullable=False)
    proof_url: Mapped[str] = mapped_column(String(1000), nullable=False)
    note: Mapped[str | None] = mapped_column(Text)
    link_state: Mapped[str | None] = mapped_column(String(16))
    link_checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    link_tries: Mapped[int] = mapped_column(Integer, nullable=False, default=0)

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(owner=cls.employee_id, unit=cls.unit_id, where=cls.state != DELETED.key)

    @property
    def summary(self) -> str:
        return f"{self.code} · {self.name}"

    def __repr__(self) -> str:
        return self.code
