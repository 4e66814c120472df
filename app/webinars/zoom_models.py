"""Who was seen in Zoom at a webinar, by its participant report. Evidence beside the portal's own lists, never a list itself."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.approval import Flowing, state_check
from app.kernel.db import Model, Stamped, UtcDateTime
from app.kernel.roles import Reach, Role
from app.kernel.scope import Scope
from app.webinars.attendance_models import Attendance
from app.webinars.models import Registration, Webinar
from app.webinars.zoom_rules import FoundBy
from app.webinars.zoom_workflow import STRANGER, ZOOM_FLOW


class ZoomPerson(Flowing, Stamped, Model):
    """Somebody in the report, once however often he came back. `registration_id` is the guess until it is confirmed; only then the row is
    that employee's. `period` are pairs of instants without overlaps.
    """

    __tablename__ = "zoom_person"
    __workflow__ = ZOOM_FLOW
    __table_args__ = (
        state_check(ZOOM_FLOW),
        CheckConstraint(f"source IS NULL OR source IN ({', '.join(repr(each.value) for each in FoundBy)})", name="source"),
        UniqueConstraint("webinar_id", "key"),
    )

    webinar_id: Mapped[int] = mapped_column(ForeignKey("webinar.id"), nullable=False)
    key: Mapped[str] = mapped_column(String(260), nullable=False)
    name: Mapped[str] = mapped_column(String(200), nullable=False)
    email: Mapped[str | None] = mapped_column(String(254))
    period: Mapped[list[Any]] = mapped_column(JSON, nullable=False)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime, nullable=False)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime, nullable=False)
    minutes: Mapped[int] = mapped_column(Integer, nullable=False)
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id"), index=True)
    likeness: Mapped[int | None] = mapped_column(Integer)
    source: Mapped[str | None] = mapped_column(String(8))
    employee_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"), index=True)

    webinar: Mapped[Webinar] = relationship(lazy="joined")
    registration: Mapped[Registration | None] = relationship(lazy="select")
    attendances: Mapped[list[Attendance]] = relationship(
        primaryjoin="foreign(Attendance.registration_id) == ZoomPerson.registration_id", viewonly=True, order_by=Attendance.session_id
    )

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(readers=dict.fromkeys((Role.BKPSDM_ADMIN, Role.AUDITOR, Role.SYSTEM), Reach.ALL))

    @property
    def matched(self) -> Registration | None:
        """Whom the guess or the organiser names; nobody once he was set aside."""
        return self.registration if self.state != STRANGER.key else None

    @property
    def summary(self) -> str:
        return f"{self.name} · {self.webinar.title}"
