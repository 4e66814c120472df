"""The book of hours of learning: one line per record, and each person's sums of a year beside them, so that a list of the whole agency costs one query."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    Date,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    Select,
    String,
    UniqueConstraint,
    false,
    func,
    literal,
    select,
)
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship
from sqlalchemy.sql.visitors import replacement_traverse
from sqlalchemy.types import TypeDecorator

from app.kernel.db import Model, Stamped
from app.kernel.scope import Scope
from app.ledger.rules import FIRST_YEAR, LAST_YEAR, LineKind
from app.organisation.models import Employee, Unit


class Jp(TypeDecorator[Decimal]):
    """JP kept as whole hundredths: sums in SQL are exact on every database."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> int | None:
        return int(Decimal(value).scaleb(2)) if value is not None else None

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        return Decimal(value).scaleb(-2) if value is not None else None


class JpLine(Stamped, Model):
    """What one record adds to the book of its person; `subject_type` and `subject_id` name the record. The person's supervisor and OPD of today read it."""

    __tablename__ = "jp_line"
    __table_args__ = (
        UniqueConstraint("subject_type", "subject_id"),
        CheckConstraint("ends_on >= begins_on", name="period"),
        CheckConstraint(f"begins_on >= '{FIRST_YEAR}-01-01' AND ends_on <= '{LAST_YEAR}-12-31'", name="years"),
        CheckConstraint("jp > 0", name="jp"),
        CheckConstraint("NOT (counted AND returned)", name="returned"),
        CheckConstraint(f"kind IN ({', '.join(repr(kind.value) for kind in LineKind)})", name="kind"),
        Index("ix_jp_line_employee_id_ends_on", "employee_id", "ends_on"),
    )

    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), nullable=False)
    begins_on: Mapped[date] = mapped_column(Date, nullable=False)
    ends_on: Mapped[date] = mapped_column(Date, nullable=False)
    jp: Mapped[Decimal] = mapped_column(Jp, nullable=False)
    counted: Mapped[bool] = mapped_column(nullable=False)
    returned: Mapped[bool] = mapped_column(nullable=False, default=False, server_default=false())
    subject_type: Mapped[str] = mapped_column(String(64), nullable=False)
    subject_id: Mapped[int] = mapped_column(Integer, nullable=False)
    title: Mapped[str] = mapped_column(String(300), nullable=False)
    kind: Mapped[str] = mapped_column(String(16), nullable=False)

    employee: Mapped[Employee] = relationship(lazy="raise_on_sql")

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(owner=cls.employee_id, unit=cls.unit_id)

    @property
    def kind_label(self) -> str:
        return str(LineKind(self.kind).label)

    @property
    def summary(self) -> str:
        return self.title


JpLine.unit_id = column_property(select(Employee.unit_id).where(Employee.id == JpLine.employee_id).correlate(JpLine).scalar_subquery())


class JpYear(Stamped, Model):
    """The sums of a person's lines of one year, `counted` and `pending` (sent and not decided yet); written with every line, absent where there is none."""

    __tablename__ = "jp_year"
    __table_args__ = (
        UniqueConstraint("year", "employee_id"),
        CheckConstraint(f"year BETWEEN {FIRST_YEAR} AND {LAST_YEAR}", name="year"),
        CheckConstraint("counted >= 0 AND pending >= 0 AND counted + pending > 0", name="sums"),
    )

    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), nullable=False, index=True)
    year: Mapped[int] = mapped_column(Integer, nullable=False)
    counted: Mapped[Decimal] = mapped_column(Jp, nullable=False)
    pending: Mapped[Decimal] = mapped_column(Jp, nullable=False)


ID_STEP, ID_YEAR = 1000, 1900


def book_id(employee_id: int, year: int) -> int:
    """The number of a person's book of a year, as addresses carry it."""
    return employee_id * ID_STEP + year - ID_YEAR


def of_book_id(pk: int) -> tuple[int, int]:
    """(employee_id, year) of a book's number."""
    return pk // ID_STEP, pk % ID_STEP + ID_YEAR


_years = select(literal(FIRST_YEAR).label("year")).cte("every_year", recursive=True)
_years = _years.union_all(select(_years.c.year + 1).where(_years.c.year < LAST_YEAR))
_parts: dict[str, ColumnElement[Any]] = {
    "id": Employee.id * ID_STEP + _years.c.year - ID_YEAR,
    "employee_id": Employee.__table__.c.id,
    "unit_id": Employee.__table__.c.unit_id,
    "year": _years.c.year,
    "counted": func.coalesce(JpYear.counted, literal(Decimal(), Jp)),
    "pending": func.coalesce(JpYear.pending, literal(Decimal(), Jp)),
}


def _of_everybody(*columns: Any) -> Select[Any]:
    query = select(*columns).select_from(Employee).join(_years, literal(True))
    return query.outerjoin(JpYear, (JpYear.employee_id == Employee.id) & (JpYear.year == _years.c.year))


_books = _of_everybody(*(part.label(name) for name, part in _parts.items())).subquery("jp_book")


def people_of_books(criteria: Iterable[Any], order: Iterable[Any] = ()) -> Select[Any]:
    """The ids of the people whose books meet `criteria` on JpBook, Employee and Unit, in `order`: the same rows, but with every person looked up once.

    A query of books beside their people looks each person up twice; over a whole agency that is most of what it costs.
    """
    query = _of_everybody(Employee.id).outerjoin(Unit, Unit.id == Employee.unit_id)
    return query.where(*map(_plain, criteria)).order_by(*map(_plain, order))


def _plain(expression: Any) -> Any:
    """`expression` with the columns of the book replaced by what they stand for."""
    return replacement_traverse(expression, {}, _part_of)


def _part_of(element: Any, **_more: Any) -> Any:
    return _parts[element.name] if getattr(getattr(element, "table", None), "name", None) == "jp_book" else None


class JpBook(Model):
    """Every person's book of every year, those without a line included; read-only, and always asked for one year."""

    __tablename__ = "jp_book"
    __table__ = _books
    __mapper_args__ = {"primary_key": [_books.c.id]}

    id: Mapped[int]
    employee_id: Mapped[int]
    unit_id: Mapped[int]
    year: Mapped[int]
    counted: Mapped[Decimal]
    pending: Mapped[Decimal]

    employee: Mapped[Employee] = relationship(
        primaryjoin=lambda: JpBook.employee_id == Employee.id, foreign_keys=lambda: JpBook.employee_id, viewonly=True, lazy="raise_on_sql"
    )
    unit: Mapped[Unit] = relationship(
        primaryjoin=lambda: JpBook.unit_id == Unit.id, foreign_keys=lambda: JpBook.unit_id, viewonly=True, lazy="raise_on_sql"
    )

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(owner=cls.employee_id, unit=cls.unit_id)
