"""Reading campaigns: who is meant, who is done by OPD, what one has left, what the worker has to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased, lazyload, selectinload

from app.campaigns.models import CLOSED_KEY, Campaign, CampaignQuestion, Participation
from app.campaigns.rules import Standing, percent, unpack
from app.campaigns.workflow import DRAFT, OPEN
from app.kernel.actor import Actor
from app.kernel.db import session
from app.kernel.held import held
from app.kernel.questionnaire.rules import Question, Result, results
from app.kernel.restriction import not_restricted
from app.kernel.scope import visible
from app.organisation.models import Employee, Unit
from app.organisation.queries import active
from app.webinars.attendance_queries import people_of

HELD = "campaigns"
"""Every event of a campaign renews this."""


# --- Who is meant, and who is done ------------------------------------------------------------------------------------------


def meant(campaign: Campaign) -> ColumnElement[bool]:
    """The active people a campaign is for: those of its list of NIP, else of the chosen OPDs (with all below), job types and webinars."""
    if nips := unpack(campaign.audience_nips):
        return and_(active(), Employee.nip.in_(nips))
    parts = [active()]
    if campaign.opd_ids:
        parts.append(Employee.unit_id.in_(select(Unit.id).where(or_(Unit.opd_id.in_(campaign.opd_ids), Unit.id.in_(campaign.opd_ids)))))
    if campaign.job_types:
        parts.append(Employee.job_type.in_(campaign.job_types))
    if campaign.webinar_ids:
        parts.append(Employee.id.in_(people_of(campaign.webinar_ids, present=campaign.audience_present)))
    return and_(*parts)


def unknown_nips(nips: Sequence[str]) -> list[str]:
    """Those of the list that no active person has."""
    known = set(session().scalars(select(Employee.nip).where(active(), Employee.nip.in_(nips))))
    return [nip for nip in nips if nip not in known]


def count_meant(campaign: Campaign) -> int:
    return session().scalar(select(func.count()).select_from(Employee).where(meant(campaign))) or 0


@dataclass(frozen=True)
class Counted:
    """People of a campaign by standing; `opd` is "" for all within one's sight."""

    opd: str
    opd_id: int | None
    open: int
    done: int
    deemed: int
    unanswered: int

    @property
    def total(self) -> int:
        return self.open + self.done + self.deemed + self.unanswered

    @property
    def percent(self) -> int:
        """How many did all of it themselves."""
        return percent(self.done, self.total)


def count_by_opd(actor: Actor, campaign_id: int) -> tuple[Counted, Sequence[Counted]]:
    """All within the actor's sight, and by OPD with those that lag most first; one query."""
    opd = aliased(Unit)
    name = func.coalesce(opd.name, Unit.name)
    query = (
        select(opd.id, name, Participation.standing, func.count())
        .select_from(Participation)
        .join(Unit, Participation.unit_id == Unit.id)
        .outerjoin(opd, Unit.opd_id == opd.id)
        .where(visible(Participation, actor), Participation.campaign_id == campaign_id)
        .group_by(opd.id, name, Participation.standing)
    )
    found: dict[tuple[int | None, str], dict[str, int]] = {}
    for opd_id, label, standing, number in session().execute(query):
        found.setdefault((opd_id, label), {})[standing] = number
    rows = [_counted(label, opd_id, numbers) for (opd_id, label), numbers in found.items()]
    rows.sort(key=lambda row: (row.percent, -row.total, row.opd))
    whole = {each.value: sum(numbers.get(each.value, 0) for numbers in found.values()) for each in Standing}
    return _counted("", None, whole), rows


def progress_of(actor: Actor) -> list[tuple[Campaign, Counted]]:
    """Every open campaign with those of it whom the actor looks after, himself left out; two queries."""
    if not open_ids():
        return []
    query = (
        select(Participation.campaign_id, Participation.standing, func.count())
        .where(
            visible(Participation, actor), Participation.campaign_id.in_(open_ids()), Participation.employee_id != (actor.employee_id or 0)
        )
        .group_by(Participation.campaign_id, Participation.standing)
    )
    numbers: dict[int, dict[str, int]] = {}
    for campaign_id, standing, number in session().execute(query):
        numbers.setdefault(campaign_id, {})[standing] = number
    if not numbers:
        return []
    campaigns = session().scalars(select(Campaign).where(Campaign.id.in_(numbers)).order_by(Campaign.data_closes_on, Campaign.id))
    return [(campaign, _counted("", None, numbers[campaign.id])) for campaign in campaigns]


def _counted(opd: str, opd_id: int | None, numbers: dict[str, int]) -> Counted:
    open_, done, deemed, unanswered = (numbers.get(each.value, 0) for each in Standing)
    return Counted(opd, opd_id, open_, done, deemed, unanswered)


# --- One's own --------------------------------------------------------------------------------------------------------------


def own_open(actor: Actor) -> Sequence[Participation]:
    """What the person still has to do, the nearest deadline first."""
    if actor.employee_id is None or not open_ids():
        return []
    query = (
        select(Participation)
        .join(Participation.campaign)
        .where(Participation.employee_id == actor.employee_id, Campaign.state == OPEN.key, Participation.standing != Standing.DONE.value)
        .options(selectinload(Participation.campaign).selectinload(Campaign.questions).lazyload(CampaignQuestion.campaign))
        .order_by(Campaign.data_closes_on, Campaign.id)
    )
    return [each for each in session().scalars(query) if each.left]


def open_ids() -> tuple[int, ...]:
    """The open campaigns; asked on every first page, and mostly there are none."""
    return held(HELD, lambda: tuple(session().scalars(select(Campaign.id).where(Campaign.state == OPEN.key))))


def questions_of(campaign_id: int) -> list[Question]:
    """The questionnaire in its order."""
    query = select(CampaignQuestion).where(CampaignQuestion.campaign_id == campaign_id).options(lazyload(CampaignQuestion.campaign))
    return [row.asked for row in session().scalars(query.order_by(CampaignQuestion.position, CampaignQuestion.id))]


def campaign_options(actor: Actor) -> list[tuple[int, str]]:
    """(id, title) of the campaigns the actor sees, the latest first; for filters."""
    query = select(Campaign.id, Campaign.title).where(visible(Campaign, actor))
    return [(row.id, row.title) for row in session().execute(query.order_by(Campaign.id.desc()).limit(200))]


def draft_options(actor: Actor) -> list[tuple[int, str]]:
    """(id, title) of the drafts, whose questions may be written."""
    query = select(Campaign.id, Campaign.title).where(visible(Campaign, actor), Campaign.state == DRAFT.key)
    return [(row.id, row.title) for row in session().execute(query.order_by(Campaign.id.desc()))]


def results_of(actor: Actor, campaign_id: int) -> list[Result]:
    """The answers of a questionnaire without names, as far as the actor sees the people."""
    questions = questions_of(campaign_id)
    if not questions:
        return []
    query = select(Participation.answers).where(
        visible(Participation, actor), Participation.campaign_id == campaign_id, Participation.answered_at.is_not(None)
    )
    answers = session().scalars(query.order_by(Participation.answered_at.desc())).all()
    return results(questions, answers)


# --- For the worker ---------------------------------------------------------------------------------------------------------


def to_tell(most: int) -> Sequence[int]:
    """People of open campaigns who were not told yet."""
    query = select(Participation.id).join(Participation.campaign).where(Participation.told_at.is_(None), Campaign.state == OPEN.key)
    return session().scalars(query.order_by(Participation.id).limit(most)).all()


def to_deem(today: date, most: int) -> Sequence[int]:
    """People who have not confirmed their data until the last second of the last day, or or the close; never the restricted."""
    late = or_(Campaign.state == CLOSED_KEY, and_(Campaign.state == OPEN.key, Campaign.data_closes_on < today))
    query = (
        select(Participation.id)
        .join(Participation.campaign)
        .where(Participation.data_by.is_(None), late, not_restricted(Participation.employee_id))
    )
    return session().scalars(query.order_by(Participation.id).limit(most)).all()


def to_close(today: date) -> Sequence[int]:
    """Open campaigns whose last deadline is past and in which nobody waits to be deemed valid."""
    undecided = Participation.data_by.is_(None), not_restricted(Participation.employee_id)
    waiting = select(Participation.id).where(Participation.campaign_id == Campaign.id, *undecided).exists()
    query = select(Campaign.id).where(Campaign.state == OPEN.key, Campaign.survey_closes_on < today, ~waiting)
    return session().scalars(query).all()


def open_campaigns() -> Sequence[Campaign]:
    return session().scalars(select(Campaign).where(Campaign.state == OPEN.key).options(selectinload(Campaign.questions))).all()


def to_remind(campaign: Campaign, *, of_data: bool, days: int, most: int) -> Sequence[int]:
    """People who were told of it, have this left, and were not reminded of this deadline at `days` before it or later."""
    closes_on = campaign.data_closes_on if of_data else campaign.survey_closes_on
    missing = Participation.data_by.is_(None) if of_data else and_(Participation.data_by.is_not(None), Participation.answered_at.is_(None))
    query = select(Participation.id).where(
        Participation.campaign_id == campaign.id,
        Participation.told_at.is_not(None),
        missing,
        or_(Participation.reminded_for.is_(None), Participation.reminded_for != closes_on, Participation.reminded_days > days),
    )
    return session().scalars(query.order_by(Participation.id).limit(most)).all()
