"""A package for MyASN: one approved record on its way into the national system."""

from datetime import date, datetime

from sqlalchemy import Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.approval import Flowing, state_check
from app.kernel.db import Model, Stamped, UtcDateTime
from app.kernel.scope import Scope
from app.myasn.workflow import MYASN_FLOW, WITHDRAWN
from app.organisation.models import OfEmployee

OPEN = text(f"state <> '{WITHDRAWN.key}'")


class Package(OfEmployee, Flowing, Stamped, Model):
    """It stands for the record (`subject_type` its table, `subject_id` its id) from its approval until that is cancelled; what is approved anew is a new package.

    A withdrawn one stays readable as it was last: `kept` holds the values of its fields as JSON.

    While it is on its way its unit is that of its person; once MyASN has approved it, it stays with the unit he had then.

    `title`, `number` and `day` are those of the record, which is locked while it is approved. `sent_*` and `accepted_*` are the marks that hold now.
    """

    __tablename__ = "myasn_package"
    __workflow__ = MYASN_FLOW
    __table_args__ = (
        state_check(MYASN_FLOW),
        Index("uq_myasn_package_subject", "subject_type", "subject_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
    )

    subject_type: Mapped[str] = mapped_column(String(64))
    subject_id: Mapped[int] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(String(300))
    number: Mapped[str] = mapped_column(String(100))
    day: Mapped[date] = mapped_column(index=True)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_by: Mapped[str | None] = mapped_column(String(200))
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    accepted_by: Mapped[str | None] = mapped_column(String(200))
    kept: Mapped[str | None] = mapped_column(Text)

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(owner=cls.employee_id, unit=cls.unit_id)

    @property
    def is_open(self) -> bool:
        """Whether its record stands here."""
        return self.state != WITHDRAWN.key

    @property
    def summary(self) -> str:
        return self.title
