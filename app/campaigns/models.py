"""A campaign, its questions, and each person's part in it; the database holds "one part per person and campaign"."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    and_,
    false,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.campaigns.rules import PERSON, Standing, Task, days_of, is_over, tasks_of, unpack
from app.campaigns.workflow import CAMPAIGN_FLOW, CLOSED, DELETED, OPEN, SHOWN
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.approval import Flowing, state_check
from app.kernel.db import Model, Stamped, UtcDateTime
from app.kernel.questionnaire.models import Asked, question_checks
from app.kernel.roles import Reach, Role
from app.kernel.scope import Scope
from app.organisation.models import OfEmployee

READERS = {
    Role.EMPLOYEE: Reach.AUDIENCE,
    Role.SUPERVISOR: Reach.AUDIENCE,
    Role.OPD_ADMIN: Reach.AUDIENCE,
    Role.BKPSDM_ADMIN: Reach.ALL,
    Role.AUDITOR: Reach.ALL,
    Role.SYSTEM: Reach.ALL,
}


class Campaign(Flowing, Stamped, Model):
    """Read the guide, check your data, fill in the questionnaire (B1). Both deadlines are days, included to their last second.

    `audience_opds`, `audience_jobs`, `audience_webinars` and `audience_nips` hold what was chosen (",3,7,"), "" meaning no restriction; `remind_days` "7,3,1".
    `audience_present`: of the webinars only those who were present. `asks_photo`: nobody confirms his data without a photo.
    """

    __tablename__ = "campaign"
    __workflow__ = CAMPAIGN_FLOW
    __table_args__ = (state_check(CAMPAIGN_FLOW), CheckConstraint("survey_closes_on >= data_closes_on", name="deadlines"))

    title: Mapped[str] = mapped_column(String(200), nullable=False)
    guide: Mapped[str] = mapped_column(Text, nullable=False)
    audience_opds: Mapped[str] = mapped_column(Text, nullable=False, default="")
    audience_jobs: Mapped[str] = mapped_column(String(200), nullable=False, default="")
    audience_nips: Mapped[str] = mapped_column(Text, nullable=False, default="")
    audience_webinars: Mapped[str] = mapped_column(Text, nullable=False, default="")
    audience_present: Mapped[bool] = mapped_column(Boolean, nullable=False, default=False)
    asks_photo: Mapped[bool] = mapped_column(Boolean, nullable=False, default=False)
    data_closes_on: Mapped[date] = mapped_column(Date, nullable=False, index=True)
    survey_closes_on: Mapped[date] = mapped_column(Date, nullable=False, index=True)
    remind_days: Mapped[str] = mapped_column(String(40), nullable=False, default="")
    source: Mapped[str] = mapped_column(String(200), nullable=False)

    questions: Mapped[list["CampaignQuestion"]] = relationship(
        back_populates="campaign", order_by="(CampaignQuestion.position, CampaignQuestion.id)", viewonly=True
    )

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(readers=READERS, audience=_shown_to, where=cls.state != DELETED.key)

    @property
    def summary(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state == OPEN.key

    @property
    def takes_data(self) -> bool:
        """Whether data may be confirmed now: open, and not past the last second of the day."""
        return self.is_open and not is_over(self.data_closes_on, clock.today())

    @property
    def takes_answers(self) -> bool:
        return self.is_open and not is_over(self.survey_closes_on, clock.today())

    @property
    def opd_ids(self) -> list[int]:
        return [int(part) for part in unpack(self.audience_opds)]

    @property
    def job_types(self) -> list[str]:
        return unpack(self.audience_jobs)

    @property
    def webinar_ids(self) -> list[int]:
        return [int(part) for part in unpack(self.audience_webinars)]

    @property
    def nips(self) -> str:
        return "\n".join(unpack(self.audience_nips))

    @property
    def reminders(self) -> tuple[int, ...]:
        return days_of(self.remind_days)

    def __repr__(self) -> str:
        return self.summary


class CampaignQuestion(Asked, Stamped, Model):
    """A question of the questionnaire."""

    __tablename__ = "campaign_question"
    __table_args__ = question_checks()

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), nullable=False, index=True)

    campaign: Mapped[Campaign] = relationship(lazy="joined", back_populates="questions")

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(readers={Role.BKPSDM_ADMIN: Reach.ALL, Role.AUDITOR: Reach.ALL, Role.SYSTEM: Reach.ALL})


class Participation(OfEmployee, Stamped, Model):
    """A person's part in a campaign. `data` are the fields as they stood when they were confirmed or deemed valid, with the statement or the source that says so.

    `data_by` is who says that they are right: "person" or "deadline" (B7); `reminded_for` the deadline he was last reminded of, `reminded_days` before it.
    """

    __tablename__ = "participation"
    __table_args__ = (
        UniqueConstraint("campaign_id", "employee_id"),
        CheckConstraint("data_by IN ('person', 'deadline')", name="data_by"),
        CheckConstraint("(data_by IS NULL) = (data_at IS NULL)", name="data_at"),
        CheckConstraint("(answers IS NULL) = (answered_at IS NULL)", name="answers"),
        CheckConstraint(f"standing IN ({', '.join(repr(each.value) for each in Standing)})", name="standing"),
        CheckConstraint("(standing = 'deemed') = (data_by IS NOT NULL AND data_by = 'deadline')", name="deemed"),
        CheckConstraint("standing <> 'done' OR (data_by IS NOT NULL AND data_by = 'person')", name="done"),
        Index("ix_participation_campaign_standing", "campaign_id", "standing"),
    )

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), nullable=False)
    standing: Mapped[str] = mapped_column(String(16), nullable=False)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    guide_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    data_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    data_by: Mapped[str | None] = mapped_column(String(16))
    data: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    statement: Mapped[str | None] = mapped_column(Text)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answers: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    reminded_for: Mapped[date | None] = mapped_column(Date)
    reminded_days: Mapped[int | None] = mapped_column(Integer)

    campaign: Mapped[Campaign] = relationship(lazy="joined")

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(owner=cls.employee_id, unit=cls.unit_id)

    @property
    def summary(self) -> str:
        return self.campaign.title

    @property
    def standing_now(self) -> Standing:
        return Standing(self.standing)

    @property
    def confirmed(self) -> bool:
        """Whether the person himself confirmed his data."""
        return self.data_by == PERSON

    def is_done(self, task: Task) -> bool:
        moment = {Task.GUIDE: self.guide_at, Task.DATA: self.data_at, Task.SURVEY: self.answered_at}[task]
        return moment is not None

    @property
    def tasks(self) -> tuple[Task, ...]:
        return tasks_of(bool(self.campaign.questions))

    @property
    def left(self) -> tuple[Task, ...]:
        """What the person can still do and has not done."""
        possible = {Task.GUIDE: self.campaign.takes_data, Task.DATA: self.campaign.takes_data, Task.SURVEY: self.campaign.takes_answers}
        return tuple(task for task in self.tasks if possible[task] and not self.is_done(task))

    def __repr__(self) -> str:
        return self.summary


SHOWN_KEYS = tuple(state.key for state in SHOWN)
CLOSED_KEY = CLOSED.key


def _shown_to(actor: Actor, role: Role) -> ColumnElement[bool]:
    """What was opened: to those who look after others all of it, to an employee what he takes part in."""
    opened = Campaign.state.in_(SHOWN_KEYS)
    if role in (Role.OPD_ADMIN, Role.SUPERVISOR):
        return opened
    if actor.employee_id is None:
        return false()
    mine = select(Participation.campaign_id).where(Participation.employee_id == actor.employee_id).correlate(None)
    return and_(opened, Campaign.id.in_(mine))
