"""A stored document, and how a record refers to one."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, and_, exists, true
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.db import Model, Stamped, UtcDateTime
from app.kernel.roles import SIGNED_IN, Reach
from app.kernel.scope import Scope


class Document(Stamped, Model):
    """One uploaded file. Until a record refers to it, it is its uploader's alone; then whoever sees the record reads it (`queries.find_document`).

    `size` is in bytes; `original_size` is what was sent, if it was made smaller; `kept_at` is when a form last held on to it.
    """

    __tablename__ = "document"
    __table_args__ = (CheckConstraint("size > 0", name="size"),)

    kind: Mapped[str] = mapped_column(String(64), nullable=False)
    name: Mapped[str] = mapped_column(String(120), nullable=False)
    media_type: Mapped[str] = mapped_column(String(40), nullable=False)
    size: Mapped[int] = mapped_column(Integer, nullable=False)
    original_size: Mapped[int | None] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64), nullable=False, index=True)
    key: Mapped[str] = mapped_column(String(64), nullable=False, unique=True)
    user_id: Mapped[int] = mapped_column(Integer, nullable=False, index=True)
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime, nullable=False, default=clock.now, index=True)

    @classmethod
    def __scope__(cls) -> Scope:
        """The loose ones, for their uploader."""
        return Scope(user=cls.user_id, readers=dict.fromkeys(SIGNED_IN, Reach.OWN), where=loose())

    @property
    def summary(self) -> str:
        return self.name


def document_column(*, nullable: bool = False) -> Any:
    """The column by which a record refers to its document: `certificate_id: Mapped[int] = document_column()`. One document belongs to one record."""
    return mapped_column(ForeignKey("document.id"), unique=True, nullable=nullable)


def referring() -> Iterator[tuple[type[Any], Any]]:
    """Every (model, column) that refers to documents."""
    for mapper in Model.registry.mappers:
        for column in mapper.columns:
            if any(key.column.table is Document.__table__ for key in column.foreign_keys):
                yield mapper.class_, getattr(mapper.class_, mapper.get_property_by_column(column).key)


def loose() -> Any:
    """The criterion for documents that no record refers to."""
    return and_(true(), *(~exists().where(column == Document.id) for _model, column in referring()))
