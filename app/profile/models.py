"""A change of personal data that a person asks for, with the old values beside the new ones."""

from sqlalchemy import JSON, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.documents.models import Document, document_column
from app.kernel.approval import Flowing, state_check
from app.kernel.db import Model, Stamped
from app.kernel.roles import Reach, Role
from app.kernel.scope import Scope
from app.organisation.models import OfEmployee
from app.profile.rules import LABELS
from app.profile.workflow import PROFILE_CHANGE_FLOW, WAITING

READERS = {
    Role.EMPLOYEE: Reach.OWN,
    Role.OPD_ADMIN: Reach.OPD,
    Role.BKPSDM_ADMIN: Reach.ALL,
    Role.AUDITOR: Reach.ALL,
    Role.SYSTEM: Reach.ALL,
}
"""Not the supervisor: he decides nothing here, and the proof is often a certificate of birth or marriage."""
OPEN = text(f"state = '{WAITING.key}'")


class ProfileChange(OfEmployee, Flowing, Stamped, Model):
    """`old_values` and `new_values` hold, by field of `rules.LABELS` and as it is typed, what stood there when it was asked for and what should stand there.

    A person has one open request at a time, by the database's own refusal.
    """

    __tablename__ = "profile_change"
    __workflow__ = PROFILE_CHANGE_FLOW
    __table_args__ = (
        state_check(PROFILE_CHANGE_FLOW),
        Index("uq_profile_change_waiting", "employee_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
    )

    old_values: Mapped[dict[str, str]] = mapped_column(JSON, nullable=False)
    new_values: Mapped[dict[str, str]] = mapped_column(JSON, nullable=False)
    reason: Mapped[str] = mapped_column(Text, nullable=False)
    proof_id: Mapped[int | None] = document_column(nullable=True)

    proof: Mapped[Document | None] = relationship()

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(owner=cls.employee_id, unit=cls.unit_id, readers=READERS)

    @property
    def summary(self) -> str:
        """Which fields it is about, never to what: messages and the trail name it so."""
        return ", ".join(str(LABELS[key]) for key in LABELS if key in self.new_values)

    def __repr__(self) -> str:
        return f"{self.__tablename__} {self.id}"
