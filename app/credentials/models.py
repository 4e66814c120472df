"""A course somebody took, and a certification he holds: what they share stands once, each adds its own columns (S12, S15)."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, Integer, Numeric, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from app.credentials.rules import BACK, FRONT
from app.credentials.workflow import CERTIFICATION_FLOW, COURSE_FLOW
from app.documents.models import Document, document_column
from app.kernel.approval import state_check
from app.kernel.db import Model
from app.reference.queries import code, label
from app.reference.rules import CodeList
from app.verification.models import MayBeBrought, Numbered, Verified, proof_check
from app.verification.rules import file_name


class Credential(MayBeBrought, Numbered, Verified):
    """Mixin of what courses and certifications share."""

    classification: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(200))
    organiser: Mapped[str] = mapped_column(String(200))
    number: Mapped[str] = mapped_column(String(100))

    @declared_attr
    def certificate_id(cls) -> Mapped[int | None]:
        column: Mapped[int | None] = document_column(nullable=True)
        return column

    @declared_attr
    def certificate(cls) -> Mapped[Document | None]:
        return relationship()

    @property
    def classification_label(self) -> str:
        return label(CodeList.JOB_FAMILY, self.classification)

    @property
    def summary(self) -> str:
        return self.name

    @property
    def proof_day(self) -> date:
        """The day by which the proof is called."""
        raise TypeError(f"{type(self).__name__} says no day")

    @property
    def file_name(self) -> str:
        """How the proof is called when it is fetched (S16)."""
        return file_name(self.proof_day, self.number, self.name)


class Course(Credential, Model):
    """A course, seminar, workshop or the like (jenisDiklat) of `jp` hours of 45 minutes; it counts for the year of its last day."""

    __tablename__ = "course"
    __workflow__ = COURSE_FLOW
    __table_args__ = (
        state_check(COURSE_FLOW),
        CheckConstraint("ends_on >= begins_on", name="days"),
        CheckConstraint("jp > 0", name="jp"),
        proof_check("certificate_id"),
    )

    course_form: Mapped[str] = mapped_column(String(32), index=True)
    course_kind: Mapped[str | None] = mapped_column(String(32))
    year: Mapped[int] = mapped_column(Integer)
    begins_on: Mapped[date]
    ends_on: Mapped[date]
    jp: Mapped[Decimal] = mapped_column(Numeric(6, 2))

    @property
    def course_form_label(self) -> str:
        return label(CodeList.COURSE_FORM, self.course_form)

    @property
    def course_kind_label(self) -> str:
        return label(CodeList.COURSE_KIND, self.course_kind)

    @property
    def is_classical(self) -> bool:
        return held_in_class(self.course_form)

    @property
    def proof_day(self) -> date:
        return self.begins_on


class Certification(Credential, Model):
    """A certified competence with its validity; `organiser` is the certifying body, `reminded_at` the last mark (days before the end) its owner was told of."""

    __tablename__ = "certification"
    __workflow__ = CERTIFICATION_FLOW
    __table_args__ = (
        state_check(CERTIFICATION_FLOW),
        CheckConstraint("valid_until >= valid_from", name="validity"),
        proof_check("certificate_id"),
    )

    certified_on: Mapped[date]
    valid_from: Mapped[date]
    valid_until: Mapped[date] = mapped_column(index=True)
    front_title: Mapped[str | None] = mapped_column(String(60))
    back_title: Mapped[str | None] = mapped_column(String(60))
    reminded_at: Mapped[int | None] = mapped_column(Integer)

    @property
    def title_places(self) -> list[str]:
        """Where the certification puts a title."""
        return [place for place, title in ((FRONT, self.front_title), (BACK, self.back_title)) if title]

    @property
    def proof_day(self) -> date:
        return self.certified_on


def held_in_class(course_form: str | None) -> bool:
    """Whether the day's limit of JP binds a course of this form; for hours that were converted it only warns (standards 3)."""
    found: Any = code(CodeList.COURSE_FORM, course_form)
    return found is None or found.data.get("nonklasikal") is not True
