"""Code rows and catalogue entries, each with the period it is valid in; a retired row stays, because old records refer to it."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Model, Stamped
from app.kernel.scope import EVERYONE, Scope
from app.reference.rules import CodeList


class Code(Stamped, Model):
    """One row of a code list; the same code may return later with another meaning, never in overlapping periods."""

    __tablename__ = "code"
    __table_args__ = (
        UniqueConstraint("code_list", "code", "valid_from"),
        CheckConstraint(f"code_list IN ({', '.join(repr(each.value) for each in CodeList)})", name="code_list"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="period"),
    )

    code_list: Mapped[str] = mapped_column(String(32), nullable=False)
    code: Mapped[str] = mapped_column(String(32), nullable=False)
    label: Mapped[str] = mapped_column(String(200), nullable=False)
    sort: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    valid_from: Mapped[date] = mapped_column(Date, nullable=False)
    valid_to: Mapped[date | None] = mapped_column(Date)
    data: Mapped[dict[str, Any]] = mapped_column(JSON, nullable=False, default=dict)

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(readers=EVERYONE)

    @property
    def list_label(self) -> str:
        return str(CodeList(self.code_list).label)

    def __repr__(self) -> str:
        return self.label


class Training(Stamped, Model):
    """An entry of the catalogue "Jenis Diklat"; `title_key` keeps two spellings of one title from standing side by side.

    `competence` is the code of the competence that it serves, `competence_level` the level to which it leads, 1 to 5; both or neither.
    """

    __tablename__ = "training"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="period"),
        CheckConstraint("(competence IS NULL) = (competence_level IS NULL)", name="competence"),
        CheckConstraint("competence_level BETWEEN 1 AND 5", name="competence_level"),
    )

    title: Mapped[str] = mapped_column(String(200), nullable=False)
    title_key: Mapped[str] = mapped_column(String(200), nullable=False, unique=True)
    competence_kind: Mapped[str] = mapped_column(String(32), nullable=False, index=True)
    competence: Mapped[str | None] = mapped_column(String(32), index=True)
    competence_level: Mapped[int | None] = mapped_column(Integer)
    valid_from: Mapped[date] = mapped_column(Date, nullable=False)
    valid_to: Mapped[date | None] = mapped_column(Date)

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(readers=EVERYONE)

    def __repr__(self) -> str:
        return self.title
