"""A photo that somebody uploaded of himself. The earlier ones stay: they are his history, and what was printed is found again."""

from sqlalchemy import JSON, CheckConstraint, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.approval import Flowing, state_check
from app.kernel.db import Model, Stamped
from app.kernel.roles import Reach, Role
from app.kernel.scope import Scope
from app.organisation.models import OfEmployee
from app.photos.workflow import PHOTO_FLOW

READERS = {Role.EMPLOYEE: Reach.OWN, Role.OPD_ADMIN: Reach.OPD, Role.BKPSDM_ADMIN: Reach.ALL, Role.SYSTEM: Reach.ALL}
"""Stricter than other records (standards 14): neither supervisors nor auditors see faces."""


class Photo(OfEmployee, Flowing, Stamped, Model):
    """The clean JPEG stands in the storage under `file_key`: upright, without metadata. `doubts` are the checks (`rules.Check`) that the machine did not pass."""

    __tablename__ = "photo"
    __workflow__ = PHOTO_FLOW
    __table_args__ = (state_check(PHOTO_FLOW), CheckConstraint("width > 0 AND height > 0", name="measures"))

    file_key: Mapped[str] = mapped_column(String(64), nullable=False, unique=True)
    sha256: Mapped[str] = mapped_column(String(64), nullable=False)
    size: Mapped[int] = mapped_column(Integer, nullable=False)
    width: Mapped[int] = mapped_column(Integer, nullable=False)
    height: Mapped[int] = mapped_column(Integer, nullable=False)
    doubts: Mapped[list[str]] = mapped_column(JSON, nullable=False)

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(owner=cls.employee_id, unit=cls.unit_id, readers=READERS)

    @property
    def digest(self) -> str:
        """The part of its address that changes with the picture (B32)."""
        return self.sha256[:16]

    @property
    def summary(self) -> str:
        return f"{self.__workflow__.title} {self.created_at:%d/%m/%Y}"

    def __repr__(self) -> str:
        return f"{self.__tablename__} {self.id}"
