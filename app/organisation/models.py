"""The agency's tree, its people, and their competence tests.

And what "my OPD" and "my subordinates" mean in SQL for every other feature.
"""

from datetime import date
from decimal import Decimal
from typing import Any, cast

from flask_babel import gettext as _
from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Integer,
    Numeric,
    String,
    Text,
    UniqueConstraint,
    and_,
    false,
    inspect,
    or_,
    select,
    text,
    true,
)
from sqlalchemy.orm import Mapped, aliased, declared_attr, mapped_column, relationship

from app.kernel.actor import Actor, Assignment
from app.kernel.db import Model, Stamped
from app.kernel.errors import Denied, Invalid
from app.kernel.roles import Reach, Role
from app.kernel.scope import EVERYONE, Scope, define_reach, fetch, scope_of
from app.kernel.trigrams import find_by_trigrams
from app.organisation.rules import EmployeeStatus, JobType, Sex, UnitKind, format_birth, full_name, select_label
from app.reference import queries as reference
from app.reference.rules import CodeList


def _one_of(column: str, values: type[Any]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(repr(value.value) for value in values)})", name=column)


class Unit(Stamped, Model):
    """A node of the tree agency > OPD (induk satker) > satker. `path` is '/1/5/23/' with the unit's own id last.

    `opd_id` its OPD, for an OPD itself. A unit that was merged into another is closed and names its successor.
    """

    __tablename__ = "unit"
    __table_args__ = (
        _one_of("kind", UnitKind),
        CheckConstraint("(kind = 'instansi') = (parent_id IS NULL)", name="root"),
        CheckConstraint("parent_id IS NULL OR parent_id <> id", name="parent"),
        CheckConstraint("kind = 'instansi' OR opd_id IS NOT NULL OR path = ''", name="opd"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="period"),
        CheckConstraint("merged_into_id IS NULL OR (merged_into_id <> id AND valid_to IS NOT NULL)", name="merged"),
        Index(
            "uq_unit_one_agency", "kind", unique=True, sqlite_where=text("kind = 'instansi'"), postgresql_where=text("kind = 'instansi'")
        ),
        Index("ix_unit_path", "path", postgresql_ops={"path": "text_pattern_ops"}),
    )

    code: Mapped[str] = mapped_column(String(32), nullable=False, unique=True)
    name: Mapped[str] = mapped_column(String(200), nullable=False)
    kind: Mapped[str] = mapped_column(String(32), nullable=False)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    opd_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    path: Mapped[str] = mapped_column(String(200), nullable=False, default="")
    valid_from: Mapped[date] = mapped_column(Date, nullable=False)
    valid_to: Mapped[date | None] = mapped_column(Date)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    version: Mapped[int] = mapped_column(Integer, nullable=False, default=1)

    parent: Mapped["Unit | None"] = relationship(remote_side="Unit.id", foreign_keys="Unit.parent_id", viewonly=True)
    opd: Mapped["Unit | None"] = relationship(remote_side="Unit.id", foreign_keys="Unit.opd_id", viewonly=True)
    merged_into: Mapped["Unit | None"] = relationship(remote_side="Unit.id", foreign_keys="Unit.merged_into_id", viewonly=True)
    headship: Mapped["UnitHead | None"] = relationship(back_populates="unit", viewonly=True)

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(readers=EVERYONE)

    @property
    def kind_label(self) -> str:
        return str(UnitKind(self.kind).label)

    @property
    def depth(self) -> int:
        """0 for the agency, 1 for an OPD."""
        return self.path.count("/") - 2

    def __repr__(self) -> str:
        return self.name


class Employee(Stamped, Model):
    """A person of the agency with the fields of B8 to B19. Coded columns hold codes of `reference`; the labels are properties."""

    __tablename__ = "employee"
    __table_args__ = (
        CheckConstraint("length(nip) = 18", name="nip"),
        _one_of("sex", Sex),
        _one_of("employee_status", EmployeeStatus),
        _one_of("job_type", JobType),
        CheckConstraint("supervisor_id IS NULL OR supervisor_id <> id", name="supervisor"),
        *(Index(f"ix_employee_{name}_name", name, "name") for name in ("job_type", "employee_status", "legal_position")),
    )

    nip: Mapped[str] = mapped_column(String(18), nullable=False, unique=True)
    front_title: Mapped[str | None] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(150), nullable=False, index=True)
    back_title: Mapped[str | None] = mapped_column(String(100))
    birth_place: Mapped[str] = mapped_column(String(100), nullable=False)
    birth_date: Mapped[date] = mapped_column(Date, nullable=False)
    sex: Mapped[str] = mapped_column(String(1), nullable=False)
    religion: Mapped[str | None] = mapped_column(String(32))
    employee_status: Mapped[str] = mapped_column(String(32), nullable=False)
    legal_position: Mapped[str] = mapped_column(String(32), nullable=False, default="01")
    ended_on: Mapped[date | None] = mapped_column(Date)
    job_title: Mapped[str] = mapped_column(String(200), nullable=False)
    job_type: Mapped[str] = mapped_column(String(32), nullable=False)
    job_level: Mapped[str | None] = mapped_column(String(32))
    rank_code: Mapped[str | None] = mapped_column(String(32))
    email_official: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(16))
    agency_origin: Mapped[str | None] = mapped_column(String(200))
    office_address: Mapped[str | None] = mapped_column(String(300))
    joined: Mapped[date | None] = mapped_column(Date)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), nullable=False, index=True)
    supervisor_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), unique=True)
    version: Mapped[int] = mapped_column(Integer, nullable=False, default=1)

    unit: Mapped[Unit] = relationship()
    supervisor: Mapped["Employee | None"] = relationship(remote_side="Employee.id")

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(owner=cls.id, unit=cls.unit_id)

    @property
    def full_name(self) -> str:
        return full_name(self.front_title, self.name, self.back_title)

    @property
    def select_label(self) -> str:
        return select_label(self.nip, self.front_title, self.name, self.back_title)

    @property
    def birth(self) -> str:
        return format_birth(self.birth_place, self.birth_date)

    @property
    def opd(self) -> Unit:
        """The OPD the person belongs to; the agency itself for those who stand above all OPDs."""
        return self.unit.opd or self.unit

    @property
    def is_active(self) -> bool:
        """Whether his kedudukan hukum lets him ask for anything (standards 2)."""
        return any(row.code == self.legal_position and row.data.get("aktif") is True for row in reference.codes(CodeList.LEGAL_POSITION))

    @property
    def status_label(self) -> str:
        return str(EmployeeStatus(self.employee_status).label)

    @property
    def sex_label(self) -> str:
        return str(Sex(self.sex).label)

    @property
    def job_type_label(self) -> str:
        return str(JobType(self.job_type).label)

    @property
    def job_level_label(self) -> str:
        return reference.label(CodeList.JOB_LEVEL, self.job_level)

    @property
    def religion_label(self) -> str:
        return reference.label(CodeList.RELIGION, self.religion)

    @property
    def legal_position_label(self) -> str:
        return reference.label(CodeList.LEGAL_POSITION, self.legal_position)

    @property
    def rank_list(self) -> CodeList:
        """The list `rank_code` belongs to: PNS and PPPK have their own."""
        return CodeList.GOLONGAN_PNS if EmployeeStatus(self.employee_status).kind == "PNS" else CodeList.GOLONGAN_PPPK

    @property
    def rank_label(self) -> str:
        """'Penata Muda (III/a)', or 'IX' for PPPK, who have no pangkat."""
        row = reference.code(self.rank_list, self.rank_code)
        if row is None:
            return self.rank_code or ""
        return f"{row.data['pangkat']} ({row.label})" if "pangkat" in row.data else row.label

    def __repr__(self) -> str:
        return self.full_name


find_by_trigrams(Employee, "name", "nip")


class UnitHead(Stamped, Model):
    """Who leads a unit; one person may lead two for a while (Plt)."""

    __tablename__ = "unit_head"

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), nullable=False, unique=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), nullable=False, index=True)

    employee: Mapped[Employee] = relationship()
    unit: Mapped[Unit] = relationship(back_populates="headship", viewonly=True)


OPEN = text("until IS NULL")


class Posting(Stamped, Model):
    """Where a person belonged from day `since` to day `until` (open: until now); written with every change of his unit."""

    __tablename__ = "posting"
    __table_args__ = (
        CheckConstraint("until IS NULL OR until >= since", name="period"),
        Index("uq_posting_open", "employee_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
    )

    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id", ondelete="CASCADE"), nullable=False, index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), nullable=False, index=True)
    since: Mapped[date] = mapped_column(Date, nullable=False)
    until: Mapped[date | None] = mapped_column(Date)

    employee: Mapped[Employee] = relationship()
    unit: Mapped[Unit] = relationship()

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(owner=cls.employee_id, unit=cls.unit_id)


class CompetenceTest(Stamped, Model):
    """A result of Uji Kompetensi (P5, P12). Confidential: the owner, his direct supervisor and BKPSDM read it, nobody else.

    `score` is the JPM in percent.
    """

    __tablename__ = "competence_test"
    __table_args__ = (
        UniqueConstraint("employee_id", "taken_on"),
        CheckConstraint("score >= 0 AND score <= 150", name="score"),
        CheckConstraint("box IS NULL OR (box >= 1 AND box <= 9)", name="box"),
        CheckConstraint("valid_until >= taken_on", name="period"),
    )

    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), nullable=False)
    taken_on: Mapped[date] = mapped_column(Date, nullable=False)
    score: Mapped[Decimal] = mapped_column(Numeric(5, 2), nullable=False)
    box: Mapped[int | None] = mapped_column(Integer)
    recommendation: Mapped[str | None] = mapped_column(Text)
    valid_until: Mapped[date] = mapped_column(Date, nullable=False)

    employee: Mapped[Employee] = relationship()

    @classmethod
    def __scope__(cls) -> Scope:
        readers = {Role.EMPLOYEE: Reach.OWN, Role.SUPERVISOR: Reach.SUBORDINATES, Role.BKPSDM_ADMIN: Reach.ALL, Role.SYSTEM: Reach.ALL}
        return Scope(owner=cls.employee_id, readers=readers)

    @property
    def summary(self) -> str:
        """Whose and of when, never the result: the audit trail names records by it."""
        return f"{self.employee.full_name} · {self.taken_on:%d/%m/%Y}"


class OfEmployee:
    """Mixin of a record that belongs to a person: he owns it, and it stays with the unit he was in when it was made. Read by those who read about people."""

    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)

    @declared_attr
    def employee(cls) -> Mapped[Employee]:
        return relationship(lazy="raise_on_sql")

    @declared_attr
    def unit(cls) -> Mapped[Unit]:
        return relationship(lazy="raise_on_sql")

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(owner=cls.employee_id, unit=cls.unit_id)

    @classmethod
    def owned_by(cls, actor: Actor) -> dict[str, Any]:
        """The columns that make a new record the actor's own. Raises Denied for somebody without a personnel record, Invalid for one no longer in service."""
        if actor.employee_id is None:
            raise Denied
        employee: Employee = fetch(Employee, actor, actor.employee_id)
        if not employee.is_active:
            raise Invalid(_("Only an active employee may do this."))
        return {"employee_id": employee.id, "unit_id": employee.unit_id}


class OfParticipant(OfEmployee):
    """Mixin of what belongs to an employee with his unit, or to a guest of another agency, who has neither; the rest of the record says who he is."""

    employee_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"), index=True)  # type: ignore[assignment]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)  # type: ignore[assignment]


_UNIT, _PERSON = aliased(Unit), aliased(Employee)
"""Made once: an alias costs more than the criterion it stands in."""


def _in_opd(scope: Scope, actor: Actor, role: Role) -> ColumnElement[bool]:
    """Rows whose unit stands in the subtree of a unit the role was given for; a role given without a unit covers the agency."""
    if scope.unit is None:
        return false()
    assignments = [each for each in actor.given(role) if each.in_place_of is None]
    if any(assignment.unit_id is None for assignment in assignments):
        return true()
    own = _below(scope, [assignment.unit_path for assignment in assignments if assignment.unit_path])
    return or_(own, *(_in_place(scope, actor, each) for each in actor.given(role) if each.in_place_of)) if actor.places else own


def _below(scope: Scope, paths: list[str]) -> ColumnElement[bool]:
    if not paths:
        return false()
    within = or_(*(_UNIT.path.startswith(path, autoescape=True) for path in paths))
    return cast(ColumnElement[bool], scope.unit.in_(select(_UNIT.id).where(within).correlate(None)))


def _in_place(scope: Scope, actor: Actor, each: Assignment) -> ColumnElement[bool]:
    """What is held for somebody else covers his OPD without the rows of either of the two."""
    found = _below(scope, [each.unit_path]) if each.unit_path else false()
    kept = [pk for pk in (each.in_place_of.employee_id if each.in_place_of else None, actor.employee_id) if pk is not None]
    return and_(found, scope.owner.not_in(kept)) if scope.owner is not None else found


def _subordinate(scope: Scope, actor: Actor, role: Role) -> ColumnElement[bool]:
    """Rows of those whose direct supervisor the actor is, and rows in which he stands in for him."""
    seats = actor.seats(role)
    if scope.owner is None or actor.employee_id is None or not seats:
        return false()
    direct: ColumnElement[bool] = scope.owner.in_(select(_PERSON.id).where(_PERSON.supervisor_id.in_(seats)).correlate(None))
    found = or_(direct, *(column.in_(seats) for column in scope.stand_ins)) if scope.stand_ins else direct
    return and_(found, scope.owner != actor.employee_id) if actor.places else found


def _holds(record: Any, name: str, model: type[Any]) -> bool:
    """Whether the record was read together with what its `name`_id refers to, and is as it was read."""
    state = inspect(record)
    relation = state.mapper.relationships.get(name)
    fitting = relation is not None and relation.mapper.class_ is model and [each.name for each in relation.local_columns] == [f"{name}_id"]
    return fitting and name not in state.unloaded and not state.modified and getattr(record, name) is not None


def _is_in_opd(record: Any, actor: Actor, role: Role) -> bool | None:
    """The same of a record of somebody that was read with its unit."""
    if not _holds(record, "unit", Unit):
        return None
    scope = scope_of(type(record))
    owner = getattr(record, scope.owner.key) if scope is not None and scope.owner is not None else None
    fitting = [
        each
        for each in actor.given(role)
        if each.in_place_of is None or owner is None or owner not in (each.in_place_of.employee_id, actor.employee_id)
    ]
    return any(
        (each.unit_id is None and each.in_place_of is None) or (each.unit_path is not None and record.unit.path.startswith(each.unit_path))
        for each in fitting
    )


def _is_subordinate(record: Any, actor: Actor, role: Role) -> bool | None:
    """The same of a record of somebody that was read with him."""
    if not _holds(record, "employee", Employee):
        return None
    if actor.employee_id is None:
        return False
    scope = scope_of(type(record))
    stand_ins = [getattr(record, column.key) for column in scope.stand_ins] if scope else []
    found = not {record.employee.supervisor_id, *stand_ins}.isdisjoint(actor.seats(role))
    return found and not (actor.places and record.employee_id == actor.employee_id)


define_reach(Reach.OPD, _in_opd, _is_in_opd)
define_reach(Reach.SUBORDINATES, _subordinate, _is_subordinate)
