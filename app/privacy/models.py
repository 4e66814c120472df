"""What people ask about their data, and what they agree to."""

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, Integer, Select, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.approval import Flowing, state_check
from app.kernel.db import Model, Stamped, UtcDateTime, append_only
from app.kernel.roles import SIGNED_IN, Reach, Role
from app.kernel.scope import Scope
from app.organisation.models import OfEmployee
from app.privacy.rules import Purpose, Wish
from app.privacy.workflow import GRANTED, REQUEST_FLOW

READERS = {Role.EMPLOYEE: Reach.OWN, Role.BKPSDM_ADMIN: Reach.ALL, Role.AUDITOR: Reach.ALL, Role.SYSTEM: Reach.ALL}

OFFICERS = {Role.BKPSDM_ADMIN: Reach.ALL, Role.AUDITOR: Reach.ALL, Role.SYSTEM: Reach.ALL}
"""Who reads the registers: those who keep them, and those who check."""


class DataRequest(OfEmployee, Flowing, Stamped, Model):
    """One request, to be answered until `due_at`. Its owner and BKPSDM read it, not his superiors."""

    __tablename__ = "data_request"
    __workflow__ = REQUEST_FLOW
    __restrictable__ = False
    __table_args__ = (state_check(REQUEST_FLOW), CheckConstraint(f"kind IN ({', '.join(repr(wish.value) for wish in Wish)})", name="kind"))

    kind: Mapped[str] = mapped_column(String(16), nullable=False)
    wish: Mapped[str] = mapped_column(Text, nullable=False)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, nullable=False, index=True)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    escalated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(owner=cls.employee_id, unit=cls.unit_id, readers=READERS)

    @property
    def kind_label(self) -> str:
        return str(Wish(self.kind).label)

    @property
    def summary(self) -> str:
        return self.kind_label


def restricted_people() -> Select[int]:
    """The ids of employees whose data are restricted now: granted, and not closed yet."""
    return select(DataRequest.employee_id).where(DataRequest.kind == Wish.RESTRICTION.value, DataRequest.state == GRANTED.key)


class Consent(Model):
    """One line of the log: on this moment the person gave or withdrew his consent to a purpose, in the words of `version`. Never changed."""

    __tablename__ = "consent"
    __table_args__ = (CheckConstraint(f"purpose IN ({', '.join(repr(each.value) for each in Purpose)})", name="purpose"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    user_id: Mapped[int] = mapped_column(Integer, nullable=False, index=True)
    purpose: Mapped[str] = mapped_column(String(16), nullable=False)
    version: Mapped[str] = mapped_column(String(16), nullable=False)
    given: Mapped[bool] = mapped_column(Boolean, nullable=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime, nullable=False)

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(user=cls.user_id, readers=dict.fromkeys(SIGNED_IN, Reach.OWN))

    @property
    def purpose_now(self) -> Purpose:
        return Purpose(self.purpose)


append_only(Consent.__table__)


class ProcessingActivity(Stamped, Model):
    """One row of the register of processing (Ps. 31): what is done with whose data, for what, by which law, and how long."""

    __tablename__ = "processing_activity"

    name: Mapped[str] = mapped_column(String(200), nullable=False, unique=True)
    purpose: Mapped[str] = mapped_column(Text, nullable=False)
    basis: Mapped[str] = mapped_column(Text, nullable=False)
    people: Mapped[str] = mapped_column(Text, nullable=False)
    data_kinds: Mapped[str] = mapped_column(Text, nullable=False)
    receivers: Mapped[str] = mapped_column(Text, nullable=False)
    retention: Mapped[str] = mapped_column(Text, nullable=False)
    security: Mapped[str] = mapped_column(Text, nullable=False)

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(readers=OFFICERS)

    @property
    def summary(self) -> str:
        return self.name
