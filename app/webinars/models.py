"""Series, webinars and registrations; the database itself holds "one registration per person and webinar" (L12)."""

from datetime import datetime

from flask_babel import gettext
from sqlalchemy import (
    Boolean,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    and_,
    cast,
    false,
    func,
    literal,
    or_,
    select,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.actor import Actor
from app.kernel.approval import Flowing, state_check
from app.kernel.db import Model, Stamped, UtcDateTime
from app.kernel.roles import Reach, Role
from app.kernel.scope import EVERYONE, Scope
from app.organisation.models import Employee, OfParticipant, Unit
from app.organisation.rules import full_name
from app.webinars.rules import GONE, Window, unpack_choices, write_meeting_id
from app.webinars.workflow import DELETED, REGISTRATION_FLOW, SHOWN, WEBINAR_FLOW, WITHDRAWN

STANDS = text(f"state <> '{WITHDRAWN.key}'")
GUEST_STANDS = text(f"guest AND email <> '{GONE}' AND state <> '{WITHDRAWN.key}'")
READERS = {
    Role.EMPLOYEE: Reach.AUDIENCE,
    Role.SUPERVISOR: Reach.AUDIENCE,
    Role.OPD_ADMIN: Reach.AUDIENCE,
    Role.BKPSDM_ADMIN: Reach.ALL,
    Role.AUDITOR: Reach.ALL,
    Role.SYSTEM: Reach.ALL,
}


class WebinarSeries(Stamped, Model):
    """A numbered series (L2). `code` is the end of its short public address /w/<code>, which never changes with its webinars (L4)."""

    __tablename__ = "webinar_series"
    __table_args__ = (CheckConstraint("number > 0", name="number"),)

    number: Mapped[int] = mapped_column(Integer, nullable=False, unique=True)
    title: Mapped[str] = mapped_column(String(200), nullable=False)
    code: Mapped[str] = mapped_column(String(20), nullable=False, unique=True)
    about: Mapped[str | None] = mapped_column(Text)

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(readers=EVERYONE)

    @property
    def summary(self) -> str:
        return f"{self.title} · {self.number}"

    def __repr__(self) -> str:
        return self.summary


class Webinar(Flowing, Stamped, Model):
    """`audience_opds` and `audience_jobs` hold the chosen ids and job types (",3,7,"), "" meaning everybody; `materials` a link a line.
    `message` is what people read once their attendance is recorded (L25), empty for the portal's own sentence; `outline` is page 2 of the
    certificate, a line each, empty for the titles of the sessions.
    """

    __tablename__ = "webinar"
    __workflow__ = WEBINAR_FLOW
    __table_args__ = (
        state_check(WEBINAR_FLOW),
        CheckConstraint("ends_at > starts_at", name="period"),
        CheckConstraint("capacity IS NULL OR capacity > 0", name="capacity"),
        CheckConstraint("jp >= 0 AND jp <= 99", name="jp"),
        CheckConstraint("opens_at IS NULL OR closes_at IS NULL OR closes_at > opens_at", name="window"),
        CheckConstraint("meeting_id IS NULL OR length(meeting_id) BETWEEN 9 AND 11", name="meeting_id"),
    )

    series_id: Mapped[int] = mapped_column(ForeignKey("webinar_series.id"), nullable=False, index=True)
    title: Mapped[str] = mapped_column(String(200), nullable=False)
    topic: Mapped[str | None] = mapped_column(Text)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime, nullable=False, index=True)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime, nullable=False)
    organiser: Mapped[str] = mapped_column(String(200), nullable=False)
    speakers: Mapped[str | None] = mapped_column(Text)
    jp: Mapped[int] = mapped_column(Integer, nullable=False)
    capacity: Mapped[int | None] = mapped_column(Integer)
    audience_opds: Mapped[str] = mapped_column(Text, nullable=False, default="")
    audience_jobs: Mapped[str] = mapped_column(String(200), nullable=False, default="")
    guests: Mapped[bool] = mapped_column(Boolean, nullable=False, default=False)
    opens_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    join_url: Mapped[str | None] = mapped_column(String(1000))
    meeting_id: Mapped[str | None] = mapped_column(String(11))
    passcode: Mapped[str | None] = mapped_column(String(50))
    materials: Mapped[str | None] = mapped_column(Text)
    requirements: Mapped[str | None] = mapped_column(Text)
    message: Mapped[str | None] = mapped_column(Text)
    outline: Mapped[str | None] = mapped_column(Text)
    template_id: Mapped[int | None] = mapped_column(ForeignKey("certificate_template.id"), index=True)
    reminded_day_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reminded_hour_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    series: Mapped[WebinarSeries] = relationship(lazy="joined")

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(readers=READERS, audience=_meant_for, where=cls.state != DELETED.key)

    @property
    def summary(self) -> str:
        return self.title

    @property
    def meeting_number(self) -> str:
        """956 4304 9530 (L16)."""
        return write_meeting_id(self.meeting_id)

    @property
    def window(self) -> Window:
        """When one may register."""
        return Window(self.opens_at, self.closes_at, self.ends_at)

    @property
    def opd_ids(self) -> list[int]:
        return [int(part) for part in unpack_choices(self.audience_opds)]

    @property
    def job_types(self) -> list[str]:
        return unpack_choices(self.audience_jobs)

    def __repr__(self) -> str:
        return self.summary


class Registration(OfParticipant, Flowing, Stamped, Model):
    """Somebody's registration, with everything as the certificate will print it (L7): later changes of his record do not reach it.

    A guest has no record: what he typed stands here alone, `unit_name` being his institution, and `consented_at` when he agreed to its use.
    """

    __tablename__ = "registration"
    __workflow__ = REGISTRATION_FLOW
    __table_args__ = (
        state_check(REGISTRATION_FLOW),
        Index("uq_registration_webinar_employee", "webinar_id", "employee_id", unique=True, sqlite_where=STANDS, postgresql_where=STANDS),
        Index(
            "uq_registration_webinar_guest", "webinar_id", "email", unique=True, sqlite_where=GUEST_STANDS, postgresql_where=GUEST_STANDS
        ),
        CheckConstraint("guest = (employee_id IS NULL) AND guest = (unit_id IS NULL) AND guest = (consented_at IS NOT NULL)", name="guest"),
        Index("ix_registration_webinar_state", "webinar_id", "state"),
    )

    webinar_id: Mapped[int] = mapped_column(ForeignKey("webinar.id"), nullable=False)
    name: Mapped[str] = mapped_column(String(150), nullable=False)
    front_title: Mapped[str | None] = mapped_column(String(60))
    back_title: Mapped[str | None] = mapped_column(String(100))
    nip: Mapped[str] = mapped_column(String(18), nullable=False)
    unit_name: Mapped[str] = mapped_column(String(200), nullable=False)
    job_title: Mapped[str] = mapped_column(String(200), nullable=False)
    email: Mapped[str] = mapped_column(String(254), nullable=False)
    guest: Mapped[bool] = mapped_column(Boolean, nullable=False, default=False)
    consented_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    webinar: Mapped[Webinar] = relationship(lazy="joined")

    @property
    def printed_name(self) -> str:
        """The name as the certificate prints it."""
        return full_name(self.front_title, self.name, self.back_title)

    @property
    def told_name(self) -> str:
        """What the trail keeps for good: of a guest, whose data go one day, the number of his registration only."""
        return gettext("guest no. %(number)s", number=self.id) if self.guest else self.printed_name

    @property
    def summary(self) -> str:
        return f"{self.webinar.title} · {self.told_name}"


def _meant_for(actor: Actor, role: Role) -> ColumnElement[bool]:
    """What is published: to OPD admins all of it, to others what they are meant for or have registered for."""
    published = Webinar.state.in_([state.key for state in SHOWN])
    if role is Role.OPD_ADMIN:
        return published
    if actor.employee_id is None:
        return false()
    person = select(Employee.job_type).where(Employee.id == actor.employee_id).correlate(None).scalar_subquery()
    opd = select(cast(Unit.opd_id, String)).join(Employee, Employee.unit_id == Unit.id).where(Employee.id == actor.employee_id)
    mine = select(Registration.webinar_id).where(Registration.employee_id == actor.employee_id).correlate(None)
    meant = and_(
        or_(Webinar.audience_opds == "", Webinar.audience_opds.contains(_marked(opd.correlate(None).scalar_subquery()))),
        or_(Webinar.audience_jobs == "", Webinar.audience_jobs.contains(_marked(person))),
    )
    return and_(published, or_(meant, Webinar.id.in_(mine)))


def _marked(value: ColumnElement[str]) -> ColumnElement[str]:
    """ ",3,", as a chosen one stands in the text."""
    return literal(",") + func.coalesce(value, "-") + literal(",")
