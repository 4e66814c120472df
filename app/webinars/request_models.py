"""What people ask of the organiser about attendance; the database holds "one open request of a kind per person and session"."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.approval import Flowing, state_check
from app.kernel.db import Model, Stamped
from app.organisation.models import OfEmployee
from app.organisation.rules import full_name
from app.webinars.attendance_models import WebinarSession
from app.webinars.models import Registration
from app.webinars.request_rules import RequestKind
from app.webinars.request_workflow import ASKED, REQUEST_FLOW

IS_ASKED = text(f"state = '{ASKED.key}'")


class AttendanceRequest(OfEmployee, Flowing, Stamped, Model):
    """A late attendance with its reason, or other names than those of the registration; `name` is empty for a late one."""

    __tablename__ = "attendance_request"
    __workflow__ = REQUEST_FLOW
    __table_args__ = (
        state_check(REQUEST_FLOW),
        CheckConstraint(f"kind IN ({', '.join(repr(each.value) for each in RequestKind)})", name="kind"),
        CheckConstraint("(kind = 'names') = (name IS NOT NULL)", name="name"),
        Index(
            "uq_attendance_request_open",
            "session_id",
            "employee_id",
            "kind",
            unique=True,
            sqlite_where=IS_ASKED,
            postgresql_where=IS_ASKED,
        ),
    )

    session_id: Mapped[int] = mapped_column(ForeignKey("webinar_session.id"), nullable=False)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), nullable=False, index=True)
    kind: Mapped[str] = mapped_column(String(8), nullable=False)
    front_title: Mapped[str | None] = mapped_column(String(60))
    name: Mapped[str | None] = mapped_column(String(150))
    back_title: Mapped[str | None] = mapped_column(String(100))
    reason: Mapped[str] = mapped_column(String(1000), nullable=False)

    session: Mapped[WebinarSession] = relationship(lazy="joined")
    registration: Mapped[Registration] = relationship(lazy="select")

    @property
    def kind_label(self) -> str:
        return str(RequestKind(self.kind).label)

    @property
    def wished_name(self) -> str:
        """The name as it should be printed; "" for a late attendance."""
        return full_name(self.front_title, self.name, self.back_title) if self.name else ""

    @property
    def summary(self) -> str:
        return f"{self.kind_label} · {self.session.summary}"
