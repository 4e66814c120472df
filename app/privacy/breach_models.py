"""The register of breaches, and whom each concerns."""

from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import Boolean, ColumnElement, ForeignKey, String, Text, UniqueConstraint, and_, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.campaigns.rules import unpack
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.approval import Flowing, state_check
from app.kernel.columns import Badge
from app.kernel.db import Model, Stamped, UtcDateTime
from app.kernel.roles import Reach, Role
from app.kernel.scope import Scope
from app.organisation.models import OfEmployee
from app.privacy.breach_workflow import BREACH_FLOW
from app.privacy.models import OFFICERS


class Breach(Flowing, Stamped, Model):
    """What the law wants told (Ps. 46): which data, when and how, what is done about it; until `due_at`, 72 hours after it was discovered.

    `audience_*` say whom it concerns until they are told; from then on BreachPerson does.
    """

    __tablename__ = "breach"
    __workflow__ = BREACH_FLOW
    __table_args__ = (state_check(BREACH_FLOW),)

    title: Mapped[str] = mapped_column(String(200), nullable=False)
    discovered_at: Mapped[datetime] = mapped_column(UtcDateTime, nullable=False)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, nullable=False, index=True)
    exposed: Mapped[str] = mapped_column(Text, nullable=False)
    happened: Mapped[str] = mapped_column(Text, nullable=False)
    handling: Mapped[str] = mapped_column(Text, nullable=False)
    audience_all: Mapped[bool] = mapped_column(Boolean, nullable=False, default=False)
    audience_opds: Mapped[str] = mapped_column(Text, nullable=False, default="")
    audience_nips: Mapped[str] = mapped_column(Text, nullable=False, default="")
    notified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    escalated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(readers=OFFICERS)

    @property
    def summary(self) -> str:
        return self.title

    @property
    def opd_ids(self) -> list[int]:
        return [int(part) for part in unpack(self.audience_opds)]

    @property
    def nips(self) -> str:
        return "\n".join(unpack(self.audience_nips))

    @property
    def clock_now(self) -> Badge:
        """How the 72 hours stand."""
        if self.notified_at is not None:
            return Badge(_("Told in time"), "success") if self.notified_at <= self.due_at else Badge(_("Told too late"), "danger")
        left = self.due_at - clock.now()
        if left <= timedelta(0):
            return Badge(_("Overdue"), "danger")
        return Badge(_("%(count)s hours left", count=-(-left // timedelta(hours=1))), "warning")


class BreachPerson(OfEmployee, Stamped, Model):
    """Somebody whose data were exposed; he reads his letter once he was told."""

    __tablename__ = "breach_person"
    __restrictable__ = False
    __table_args__ = (UniqueConstraint("breach_id", "employee_id"),)

    breach_id: Mapped[int] = mapped_column(ForeignKey("breach.id"), nullable=False)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)

    breach: Mapped[Breach] = relationship(lazy="joined")

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(owner=cls.employee_id, unit=cls.unit_id, readers={Role.EMPLOYEE: Reach.AUDIENCE, **OFFICERS}, audience=_told)

    @property
    def summary(self) -> str:
        return self.breach.title


def _told(actor: Actor, role: Role) -> ColumnElement[bool]:
    if actor.employee_id is None:
        return false()
    return and_(BreachPerson.employee_id == actor.employee_id, BreachPerson.told_at.is_not(None))
