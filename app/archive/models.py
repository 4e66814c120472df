"""A document of somebody's digital archive, and everybody's score as it was last computed, so that a list of the whole agency costs one query."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Integer, Numeric, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.archive.workflow import ARCHIVE_FLOW
from app.documents.models import Document, document_column
from app.kernel.approval import state_check
from app.kernel.db import Model, Stamped, UtcDateTime
from app.kernel.scope import Scope
from app.organisation.models import Employee, Unit
from app.reference.queries import code, label
from app.reference.rules import CodeList
from app.verification.models import Numbered, Verified
from app.verification.rules import file_name


class ArchiveDocument(Numbered, Verified, Model):
    """One uploaded document: `document_type` is a code of "dokumen_arsip", `detail` what tells it from others of its type (III/b, a position, a school)."""

    __tablename__ = "archive_document"
    __workflow__ = ARCHIVE_FLOW
    __table_args__ = (state_check(ARCHIVE_FLOW),)

    document_type: Mapped[str] = mapped_column(String(32), index=True)
    detail: Mapped[str | None] = mapped_column(String(200))
    number: Mapped[str] = mapped_column(String(100))
    issued_on: Mapped[date]
    file_id: Mapped[int] = document_column()

    file: Mapped[Document] = relationship()

    @property
    def type_label(self) -> str:
        return label(CodeList.ARCHIVE_DOCUMENT, self.document_type)

    @property
    def category_label(self) -> str:
        found = code(CodeList.ARCHIVE_DOCUMENT, self.document_type)
        return label(CodeList.ARCHIVE_CATEGORY, str(found.data.get("kategori") or "")) if found else ""

    @property
    def summary(self) -> str:
        return f"{self.type_label}: {self.detail}" if self.detail else self.type_label

    @property
    def file_name(self) -> str:
        """How the file is called when it is fetched, as other proofs are (S16)."""
        return file_name(self.issued_on, self.number, self.summary)


class ArchiveScore(Stamped, Model):
    """The score of one person as of `computed_at`: points with two decimals, the code of its label, and how many documents are missing or wait for verification."""

    __tablename__ = "archive_score"
    __table_args__ = (
        CheckConstraint("points >= 0 AND main >= 0 AND conditional >= 0", name="points"),
        CheckConstraint("missing >= 0 AND waiting >= 0", name="numbers"),
    )

    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id", ondelete="CASCADE"), nullable=False, unique=True)
    points: Mapped[Decimal] = mapped_column(Numeric(6, 2), nullable=False, index=True)
    main: Mapped[Decimal] = mapped_column(Numeric(6, 2), nullable=False)
    conditional: Mapped[Decimal] = mapped_column(Numeric(6, 2), nullable=False)
    level: Mapped[str] = mapped_column(String(32), nullable=False, index=True)
    missing: Mapped[int] = mapped_column(Integer, nullable=False)
    waiting: Mapped[int] = mapped_column(Integer, nullable=False)
    computed_at: Mapped[datetime] = mapped_column(UtcDateTime, nullable=False, index=True)


_standings = (
    select(
        Employee.id.label("id"),
        Employee.id.label("employee_id"),
        Employee.unit_id.label("unit_id"),
        ArchiveScore.points.label("points"),
        ArchiveScore.main.label("main"),
        ArchiveScore.conditional.label("conditional"),
        ArchiveScore.level.label("level"),
        ArchiveScore.missing.label("missing"),
        ArchiveScore.waiting.label("waiting"),
        ArchiveScore.computed_at.label("computed_at"),
    )
    .select_from(Employee)
    .outerjoin(ArchiveScore, ArchiveScore.employee_id == Employee.id)
    .subquery("archive_standing")
)


class ArchiveStanding(Model):
    """Everybody with his score, those without one included; read-only. It stands with the unit of today, whatever the score was computed in."""

    __tablename__ = "archive_standing"
    __table__ = _standings
    __mapper_args__ = {"primary_key": [_standings.c.id]}

    id: Mapped[int]
    employee_id: Mapped[int]
    unit_id: Mapped[int]
    points: Mapped[Decimal | None]
    main: Mapped[Decimal | None]
    conditional: Mapped[Decimal | None]
    level: Mapped[str | None]
    missing: Mapped[int | None]
    waiting: Mapped[int | None]
    computed_at: Mapped[datetime | None]

    employee: Mapped[Employee] = relationship(
        primaryjoin=lambda: ArchiveStanding.employee_id == Employee.id,
        foreign_keys=lambda: ArchiveStanding.employee_id,
        viewonly=True,
        lazy="raise_on_sql",
    )
    unit: Mapped[Unit] = relationship(
        primaryjoin=lambda: ArchiveStanding.unit_id == Unit.id,
        foreign_keys=lambda: ArchiveStanding.unit_id,
        viewonly=True,
        lazy="raise_on_sql",
    )

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(owner=cls.employee_id, unit=cls.unit_id)

    @property
    def level_label(self) -> str:
        return label(CodeList.ARCHIVE_LEVEL, self.level)
