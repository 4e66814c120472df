"""Sessions of a webinar with their attendance window, and who was there; the database itself holds "one attendance per person and session" (G5)."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import JSON, Boolean, CheckConstraint, ColumnElement, ForeignKey, Integer, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.actor import Actor
from app.kernel.approval import Flowing, state_check
from app.kernel.db import Model, Stamped, UtcDateTime
from app.kernel.questionnaire.models import Asked, question_checks
from app.kernel.roles import Reach, Role
from app.kernel.scope import Scope, visible
from app.organisation.models import OfParticipant
from app.webinars.attendance_rules import Opening
from app.webinars.attendance_workflow import ATTENDANCE_FLOW
from app.webinars.models import READERS, Registration, Webinar
from app.webinars.workflow import RUNNING


class WebinarSession(Stamped, Model):
    """A part of a webinar with an attendance list of its own. Every webinar has one at least; who is to be certified attends all that are `required`."""

    __tablename__ = "webinar_session"
    __table_args__ = (
        UniqueConstraint("webinar_id", "number"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("jp IS NULL OR (jp >= 0 AND jp <= 99)", name="jp"),
        CheckConstraint("closed_at IS NULL OR (opened_at IS NOT NULL AND closed_at >= opened_at)", name="opening"),
    )

    webinar_id: Mapped[int] = mapped_column(ForeignKey("webinar.id"), nullable=False)
    number: Mapped[int] = mapped_column(Integer, nullable=False)
    title: Mapped[str | None] = mapped_column(String(100))
    required: Mapped[bool] = mapped_column(Boolean, nullable=False, default=True)
    jp: Mapped[int | None] = mapped_column(Integer)
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    webinar: Mapped[Webinar] = relationship(lazy="joined")

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(readers=READERS, audience=_of_visible_webinars)

    @property
    def opening(self) -> Opening:
        """When attendance is recorded."""
        return Opening(self.opened_at, self.closed_at, self.webinar.state == RUNNING.key)

    @property
    def name(self) -> str:
        """ "Session 2: Practice"; without a title its number only."""
        words = _("Session %(number)s", number=self.number)
        return f"{words}: {self.title}" if self.title else words

    @property
    def summary(self) -> str:
        return f"{self.webinar.title} · {self.name}"

    def __repr__(self) -> str:
        return self.summary


class WebinarQuestion(Asked, Stamped, Model):
    """What is asked of everybody who records his attendance of a session (L23)."""

    __tablename__ = "webinar_question"
    __table_args__ = question_checks()

    session_id: Mapped[int] = mapped_column(ForeignKey("webinar_session.id"), nullable=False, index=True)

    session: Mapped[WebinarSession] = relationship(lazy="joined")

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(readers={Role.BKPSDM_ADMIN: Reach.ALL, Role.AUDITOR: Reach.ALL, Role.SYSTEM: Reach.ALL})


class Attendance(OfParticipant, Flowing, Stamped, Model):
    """That a registered person was at a session. Evidence, nothing more: `drift` is how many steps the code was
    away, `device` the disguise of the browser it came from. `answers` by the number of the question.
    """

    __tablename__ = "attendance"
    __workflow__ = ATTENDANCE_FLOW
    __table_args__ = (
        state_check(ATTENDANCE_FLOW),
        UniqueConstraint("session_id", "employee_id"),
        UniqueConstraint("session_id", "registration_id"),
    )

    session_id: Mapped[int] = mapped_column(ForeignKey("webinar_session.id"), nullable=False)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), nullable=False, index=True)
    drift: Mapped[int | None] = mapped_column(Integer)
    device: Mapped[str | None] = mapped_column(String(64), index=True)
    answers: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    session: Mapped[WebinarSession] = relationship(lazy="joined")
    registration: Mapped[Registration] = relationship(lazy="select")

    @property
    def summary(self) -> str:
        return f"{self.session.summary} · {self.registration.told_name}"


def _of_visible_webinars(actor: Actor, _role: Role) -> ColumnElement[bool]:
    return WebinarSession.webinar_id.in_(select(Webinar.id).where(visible(Webinar, actor)))
