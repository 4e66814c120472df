"""Templates, BKPSDM's own events with their participants, issued certificates and requests for their correction."""

import json
from datetime import date, datetime

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.certificates.parameters import COURSE_FORM
from app.certificates.signing import Signature, signature_in
from app.certificates.workflow import ASKED, CERTIFICATE_FLOW, CORRECTION_FLOW, EVENT_FLOW, VALID
from app.documents.models import Document, document_column
from app.kernel import settings
from app.kernel.approval import Flowing, state_check
from app.kernel.db import Model, Stamped, UtcDateTime
from app.kernel.roles import Reach, Role
from app.kernel.scope import Scope
from app.organisation.models import OfEmployee, OfParticipant
from app.organisation.rules import full_name
from app.reference.queries import label
from app.reference.rules import CodeList
from app.verification.models import Numbered
from app.verification.rules import file_name

OFFICERS = {Role.BKPSDM_ADMIN: Reach.ALL, Role.AUDITOR: Reach.ALL, Role.SYSTEM: Reach.ALL}
IS_VALID, IS_ASKED = text(f"state = '{VALID.key}'"), text(f"state = '{ASKED.key}'")


class CertificateTemplate(Stamped, Model):
    """How certificates look: texts, pictures, and places in millimetres from the top left corner of a landscape A4. What is empty comes from the agency's settings."""

    __tablename__ = "certificate_template"
    __table_args__ = (CheckConstraint("(photo_x IS NULL) = (photo_at IS NULL)", name="photo"),)

    name: Mapped[str] = mapped_column(String(100), nullable=False, unique=True)
    heading: Mapped[str] = mapped_column(String(60), nullable=False)
    opening: Mapped[str] = mapped_column(String(100), nullable=False)
    body: Mapped[str] = mapped_column(Text, nullable=False)
    colour: Mapped[str] = mapped_column(String(7), nullable=False)
    signatory_title: Mapped[str | None] = mapped_column(String(200))
    signatory_name: Mapped[str | None] = mapped_column(String(200))
    signatory_rank: Mapped[str | None] = mapped_column(String(100))
    signatory_nip: Mapped[str | None] = mapped_column(String(18))
    background_id: Mapped[int | None] = document_column(nullable=True)
    logo_id: Mapped[int | None] = document_column(nullable=True)
    signature_id: Mapped[int | None] = document_column(nullable=True)
    heading_at: Mapped[int] = mapped_column(Integer, nullable=False)
    name_at: Mapped[int] = mapped_column(Integer, nullable=False)
    body_at: Mapped[int] = mapped_column(Integer, nullable=False)
    signature_x: Mapped[int] = mapped_column(Integer, nullable=False)
    signature_at: Mapped[int] = mapped_column(Integer, nullable=False)
    qr_x: Mapped[int] = mapped_column(Integer, nullable=False)
    qr_at: Mapped[int] = mapped_column(Integer, nullable=False)
    photo_x: Mapped[int | None] = mapped_column(Integer)
    photo_at: Mapped[int | None] = mapped_column(Integer)
    outlined: Mapped[bool] = mapped_column(Boolean, nullable=False)

    background: Mapped[Document | None] = relationship(foreign_keys=background_id)
    logo: Mapped[Document | None] = relationship(foreign_keys=logo_id)
    signature: Mapped[Document | None] = relationship(foreign_keys=signature_id)

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(readers=OFFICERS)

    @property
    def summary(self) -> str:
        return self.name

    def __repr__(self) -> str:
        return self.name


class LearningEvent(Flowing, Stamped, Model):
    """An event that BKPSDM enters itself. `outline` is page 2, a line each; without a template the agency's default is used."""

    __tablename__ = "learning_event"
    __workflow__ = EVENT_FLOW
    __table_args__ = (
        state_check(EVENT_FLOW),
        CheckConstraint("ends_on >= begins_on", name="days"),
        CheckConstraint("jp >= 0 AND jp <= 999", name="jp"),
    )

    title: Mapped[str] = mapped_column(String(300), nullable=False)
    begins_on: Mapped[date] = mapped_column(Date, nullable=False, index=True)
    ends_on: Mapped[date] = mapped_column(Date, nullable=False)
    jp: Mapped[int] = mapped_column(Integer, nullable=False)
    organiser: Mapped[str] = mapped_column(String(200), nullable=False)
    place: Mapped[str] = mapped_column(String(200), nullable=False)
    outline: Mapped[str | None] = mapped_column(Text)
    template_id: Mapped[int | None] = mapped_column(ForeignKey("certificate_template.id"), index=True)

    template: Mapped[CertificateTemplate | None] = relationship(lazy="joined")

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(readers=OFFICERS)

    @property
    def summary(self) -> str:
        return self.title

    def __repr__(self) -> str:
        return self.title


class Participant(OfEmployee, Stamped, Model):
    """Somebody on the list of an event: once his attendance is validated with the others', a certificate is due to him."""

    __tablename__ = "event_participant"
    __table_args__ = (UniqueConstraint("event_id", "employee_id"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("learning_event.id"), nullable=False)

    event: Mapped[LearningEvent] = relationship(lazy="raise_on_sql")

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(owner=cls.employee_id, unit=cls.unit_id, readers=OFFICERS)

    @property
    def summary(self) -> str:
        return self.employee.full_name


class Certificate(Numbered, OfParticipant, Flowing, Stamped, Model):
    """What was issued: never changed again but for its state. `frozen_data` is all that was printed, as JSON; the file stands in the storage under `file_key`.

    A revision keeps the number of the certificate it `replaces`. `code` is the end of the public address,
    `downloaded_at` when its holder first took the file. That of a guest names him by `guest_id`, the number its occasion gave him.
    """

    __tablename__ = "certificate"
    __workflow__ = CERTIFICATE_FLOW
    __table_args__ = (
        state_check(CERTIFICATE_FLOW),
        UniqueConstraint("number", "revision"),
        CheckConstraint("revision >= 0", name="revision"),
        CheckConstraint("(employee_id IS NULL) = (guest_id IS NOT NULL) AND (employee_id IS NULL) = (unit_id IS NULL)", name="guest"),
        Index(
            "uq_certificate_occasion_guest",
            "occasion_kind",
            "occasion_id",
            "guest_id",
            unique=True,
            sqlite_where=IS_VALID,
            postgresql_where=IS_VALID,
        ),
        Index(
            "uq_certificate_occasion",
            "occasion_kind",
            "occasion_id",
            "employee_id",
            unique=True,
            sqlite_where=IS_VALID,
            postgresql_where=IS_VALID,
        ),
    )

    guest_id: Mapped[int | None] = mapped_column(Integer)
    number: Mapped[str] = mapped_column(String(100), nullable=False)
    revision: Mapped[int] = mapped_column(Integer, nullable=False)
    code: Mapped[str] = mapped_column(String(16), nullable=False, unique=True)
    occasion_kind: Mapped[str] = mapped_column(String(32), nullable=False)
    occasion_id: Mapped[int] = mapped_column(Integer, nullable=False)
    printed_name: Mapped[str] = mapped_column(String(320), nullable=False)
    nip: Mapped[str] = mapped_column(String(18), nullable=False)
    title: Mapped[str] = mapped_column(String(300), nullable=False)
    begins_on: Mapped[date] = mapped_column(Date, nullable=False)
    ends_on: Mapped[date] = mapped_column(Date, nullable=False)
    jp: Mapped[int] = mapped_column(Integer, nullable=False)
    issued_on: Mapped[date] = mapped_column(Date, nullable=False, index=True)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"), unique=True)
    frozen_data: Mapped[str] = mapped_column(Text, nullable=False)
    frozen_sha256: Mapped[str] = mapped_column(String(64), nullable=False)
    file_key: Mapped[str] = mapped_column(String(64), nullable=False, unique=True)
    file_sha256: Mapped[str] = mapped_column(String(64), nullable=False, index=True)
    file_size: Mapped[int] = mapped_column(Integer, nullable=False)
    downloaded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def full_number(self) -> str:
        """The number with its revision, where there is one."""
        return f"{self.number} (Rev. {self.revision})" if self.revision else self.number

    @property
    def counts(self) -> bool:
        """Whether it is a training record of an employee today; a revoked or replaced one, or a guest's, enters no sum, no archive and no export (L39)."""
        return self.state == VALID.key and self.employee_id is not None

    @property
    def unit_name(self) -> str:
        """The OPD or institution as printed."""
        return str(json.loads(self.frozen_data).get("unit") or "")

    @property
    def organiser(self) -> str:
        """As printed."""
        return str(json.loads(self.frozen_data).get("organiser") or "")

    @property
    def place(self) -> str:
        """As printed."""
        return str(json.loads(self.frozen_data).get("place") or "")

    @property
    def signature(self) -> Signature:
        """What its file was signed with."""
        return signature_in(json.loads(self.frozen_data))

    @property
    def year(self) -> int:
        return self.begins_on.year

    @property
    def course_form(self) -> str:
        """The code of SIASN's jenisDiklat under which the agency enters its own certificates."""
        return str(settings.get(COURSE_FORM))

    @property
    def course_form_label(self) -> str:
        return label(CodeList.COURSE_FORM, self.course_form)

    @property
    def file_name(self) -> str:
        """How the file is called on its way to MyASN (S16)."""
        return file_name(self.begins_on, self.number, self.title)

    @property
    def summary(self) -> str:
        return f"{self.full_number} · {self.title}"

    def __repr__(self) -> str:
        return self.full_number


class Correction(OfEmployee, Flowing, Stamped, Model):
    """A holder asks for other names on his certificate, or says what else is wrong (L31)."""

    __tablename__ = "certificate_correction"
    __workflow__ = CORRECTION_FLOW
    __table_args__ = (
        state_check(CORRECTION_FLOW),
        Index("uq_certificate_correction_about", "about_id", unique=True, sqlite_where=IS_ASKED, postgresql_where=IS_ASKED),
    )

    about_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), nullable=False, index=True)
    front_title: Mapped[str | None] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(150), nullable=False)
    back_title: Mapped[str | None] = mapped_column(String(100))
    wish: Mapped[str] = mapped_column(String(1000), nullable=False)

    about: Mapped[Certificate] = relationship(lazy="joined")

    @property
    def printed_name(self) -> str:
        """The name as it should be printed."""
        return full_name(self.front_title, self.name, self.back_title)

    @property
    def summary(self) -> str:
        return f"{self.about.full_number} · {self.printed_name}"


__all__ = ["Certificate", "CertificateTemplate", "Correction", "LearningEvent", "Participant"]
