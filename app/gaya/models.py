"""A record to try things on: what the wizard of the style guide makes, its maker's own."""

from datetime import date
from decimal import Decimal

from sqlalchemy import Date, Integer, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.documents.models import Document, document_column
from app.kernel.db import Model, Stamped
from app.kernel.roles import SIGNED_IN, Reach
from app.kernel.scope import Scope


class Specimen(Stamped, Model):
    """A course somebody took, invented; `hours` is its length."""

    __tablename__ = "specimen"

    user_id: Mapped[int] = mapped_column(Integer, nullable=False, index=True)
    kind: Mapped[str] = mapped_column(String(32), nullable=False)
    name: Mapped[str] = mapped_column(String(200), nullable=False)
    held_on: Mapped[date] = mapped_column(Date, nullable=False)
    hours: Mapped[Decimal] = mapped_column(Numeric(6, 2), nullable=False)
    certificate_id: Mapped[int] = document_column()

    certificate: Mapped[Document] = relationship()

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(user=cls.user_id, readers=dict.fromkeys(SIGNED_IN, Reach.OWN))

    @property
    def summary(self) -> str:
        return self.name
