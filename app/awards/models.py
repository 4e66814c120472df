"""An award somebody was given (S21 to S24), and how long every PNS has served."""

from datetime import date

from sqlalchemy import CheckConstraint, Integer, String, and_, func, select
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from app.awards.rules import FIRST_YEAR, LAST_YEAR, service_began
from app.awards.workflow import AWARD_FLOW
from app.documents.models import Document, document_column
from app.kernel.approval import state_check
from app.kernel.db import Model
from app.kernel.scope import Scope
from app.organisation.models import Employee, Unit
from app.organisation.rules import EmployeeStatus
from app.reference.queries import label
from app.reference.rules import CodeList
from app.verification.models import MayBeBrought, Numbered, Verified, proof_check
from app.verification.rules import file_name
from app.verification.workflow import Stage


class Award(MayBeBrought, Numbered, Verified, Model):
    """`scale`, `award_group` and `award_kind` are codes; `number` and `decree_on` are the decree's."""

    __tablename__ = "award"
    __workflow__ = AWARD_FLOW
    __table_args__ = (
        state_check(AWARD_FLOW),
        CheckConstraint(f"year BETWEEN {FIRST_YEAR} AND {LAST_YEAR}", name="year"),
        proof_check("certificate_id"),
    )

    scale: Mapped[str] = mapped_column(String(32))
    award_group: Mapped[str] = mapped_column(String(32))
    award_kind: Mapped[str] = mapped_column(String(32), index=True)
    year: Mapped[int] = mapped_column(Integer)
    number: Mapped[str | None] = mapped_column(String(100))
    decree_on: Mapped[date]
    granted_by: Mapped[str | None] = mapped_column(String(200))
    certificate_id: Mapped[int | None] = document_column(nullable=True)

    certificate: Mapped[Document | None] = relationship()

    @property
    def scale_label(self) -> str:
        return label(CodeList.AWARD_SCALE, self.scale)

    @property
    def award_group_label(self) -> str:
        return label(CodeList.AWARD_GROUP, self.award_group)

    @property
    def award_kind_label(self) -> str:
        return label(CodeList.AWARD_KIND, self.award_kind)

    @property
    def summary(self) -> str:
        return f"{self.award_kind_label}, {self.year}"

    @property
    def file_name(self) -> str:
        """How the proof is called when it is fetched, as every certificate (S16)."""
        return file_name(self.decree_on, self.number or "-", self.award_kind_label)


FIRST_OF_MONTH, MONTHS = 9, 6
"""Where a NIP holds year and month of appointment, counted from one."""
UNDECIDED = (Stage.WAITING.value, Stage.RETURNED.value)

_services = (
    select(
        Employee.id.label("id"),
        Employee.id.label("employee_id"),
        Employee.unit_id.label("unit_id"),
        Employee.nip.label("nip"),
        func.substr(Employee.nip, FIRST_OF_MONTH, MONTHS, type_=String).label("began"),
    )
    .where(Employee.employee_status == EmployeeStatus.PNS.value, func.substr(Employee.nip, 13, 2, type_=String).between("01", "12"))
    .subquery("long_service")
)


class LongService(Model):
    """Every PNS with the month his service began in, as his NIP holds it ("200603"); read-only. `entries` are his awards that are not decided yet."""

    __tablename__ = "long_service"
    __table__ = _services
    __mapper_args__ = {"primary_key": [_services.c.id]}

    id: Mapped[int]
    employee_id: Mapped[int]
    unit_id: Mapped[int]
    nip: Mapped[str]
    began: Mapped[str]

    employee: Mapped[Employee] = relationship(
        primaryjoin=lambda: LongService.employee_id == Employee.id,
        foreign_keys=lambda: LongService.employee_id,
        viewonly=True,
        lazy="raise_on_sql",
    )
    unit: Mapped[Unit] = relationship(
        primaryjoin=lambda: LongService.unit_id == Unit.id, foreign_keys=lambda: LongService.unit_id, viewonly=True, lazy="raise_on_sql"
    )

    entries: Mapped[list[Award]] = relationship(
        primaryjoin=lambda: and_(LongService.employee_id == foreign(Award.employee_id), Award.state.in_(UNDECIDED)),
        viewonly=True,
        lazy="raise_on_sql",
    )

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(owner=cls.employee_id, unit=cls.unit_id)

    @property
    def began_on(self) -> date | None:
        return service_began(self.nip)

    @property
    def summary(self) -> str:
        return str(self.employee.full_name)
