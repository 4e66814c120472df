"""Reading proposals: the ranking of what people want (P33), the hand-typed titles still to be merged, and the choices of the filters."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, Select, String, case, cast, distinct, extract, func, literal, select, union_all
from sqlalchemy.orm import aliased

from app.kernel import clock, settings
from app.kernel.actor import Actor
from app.kernel.db import asked_once, session
from app.kernel.roles import Role
from app.kernel.scope import visible
from app.organisation.models import Employee, Unit
from app.organisation.queries import active
from app.organisation.rules import JobType
from app.proposals.models import Proposal
from app.proposals.parameters import PERIOD
from app.proposals.rules import PeriodKind, Source, period_of
from app.proposals.workflow import APPROVED
from app.reference.models import Training

Opd = aliased(Unit)


class Dimension(StrEnum):
    """What the ranking counts by."""

    TRAINING = "training"
    OPD = "opd"
    JOB_TYPE = "job_type"
    PERIOD = "period"

    @property
    def label(self) -> Any:
        return DIMENSION_LABELS[self]


DIMENSION_LABELS = {
    Dimension.TRAINING: _("Training"),
    Dimension.OPD: _("OPD"),
    Dimension.JOB_TYPE: _("Job type"),
    Dimension.PERIOD: _("Period"),
}


@dataclass(frozen=True)
class Rank:
    """One line of the ranking: `count` proposals, from `opds` different OPDs, `approved` of them approved; `catalogued` is False for a hand-typed title."""

    place: int
    label: str
    count: int
    opds: int
    approved: int
    catalogued: bool = True
    manual_key: str | None = None


@dataclass(frozen=True)
class ManualTitle:
    """Hand-typed titles that mean the same: the key they share, how they were written, and how often."""

    key: str
    spellings: tuple[str, ...]
    count: int


def recap(actor: Actor, by: Dimension, criteria: Iterable[ColumnElement[bool]] = ()) -> list[Rank]:
    """The ranking of what `criteria` leave within the actor's scope, most wanted first; equal counts share a place. They may ask of Proposal and its Unit."""
    key, label = _keys(by)
    query = _counted(select(key.label("key"), func.min(label).label("label")), actor, criteria).group_by(key)
    query = query.add_columns(
        func.count().label("number"),
        func.count(distinct(Unit.opd_id)).label("opds"),
        func.sum(case((Proposal.state == APPROVED.key, 1), else_=0)).label("approved"),
        func.min(Proposal.training_id).label("training_id"),
        func.min(Proposal.manual_key).label("manual_key"),
    )
    rows = session().execute(query.order_by(func.count().desc(), func.min(label))).all()
    ranks: list[Rank] = []
    for index, row in enumerate(rows):
        place = ranks[-1].place if ranks and ranks[-1].count == row.number else index + 1
        typed = by is Dimension.TRAINING and row.training_id is None
        name = str(JobType(row.label).label) if by is Dimension.JOB_TYPE else str(row.label)
        ranks.append(Rank(place, name, row.number, row.opds, row.approved, not typed, row.manual_key if typed else None))
    return ranks


def manual_titles(actor: Actor) -> list[ManualTitle]:
    """Hand-typed titles that no catalogue entry stands for yet, most frequent first."""
    query = (
        select(Proposal.manual_key, Proposal.manual_title, func.count())
        .where(visible(Proposal, actor), Proposal.source == Source.MANUAL, Proposal.training_id.is_(None))
        .group_by(Proposal.manual_key, Proposal.manual_title)
        .order_by(Proposal.manual_key, func.count().desc(), Proposal.manual_title)
    )
    groups: dict[str, list[tuple[str, int]]] = {}
    for key, title, count in session().execute(query):
        groups.setdefault(key or "", []).append((title or "", count))
    found = [ManualTitle(key, tuple(title for title, _count in rows), sum(count for _title, count in rows)) for key, rows in groups.items()]
    return sorted(found, key=lambda group: (-group.count, group.key))


def periods(actor: Actor) -> Sequence[str]:
    """The periods in which the actor sees proposals, newest first."""
    return sorted(_written(actor)[0], reverse=True)


def recommendations(actor: Actor) -> Sequence[str]:
    """The recommendations written on proposals the actor sees, for the filter "Pilih Rekomendasi" (P28)."""
    return sorted(_written(actor)[1])


def _written(actor: Actor) -> tuple[list[str], list[str]]:
    """Periods and recommendations of what the actor sees, in one query: the list offers both as filters."""

    def ask() -> tuple[list[str], list[str]]:
        seen = visible(Proposal, actor)
        periods = select(literal(0), Proposal.period).where(seen).distinct().subquery()
        words = select(literal(1), Proposal.recommendation).where(seen, Proposal.recommendation.is_not(None)).distinct()
        found = session().execute(union_all(select(periods), select(words.order_by(Proposal.recommendation).limit(200).subquery()))).all()
        return [text for kind, text in found if kind == 0], [text for kind, text in found if kind == 1 and text]

    return asked_once(("written in proposals", actor), ask)


def newest_own(actor: Actor, most: int) -> Sequence[Proposal]:
    """The person's own proposals, the newest first."""
    query = select(Proposal).where(visible(Proposal, actor), Proposal.employee_id == actor.employee_id)
    return session().scalars(query.order_by(Proposal.proposed_on.desc(), Proposal.id.desc()).limit(most)).all()


def may_propose(actor: Actor) -> bool:
    """True if the person himself may make a proposal today: he is active, and has none of the present period (P18)."""
    if not actor.has(Role.EMPLOYEE) or actor.employee_id is None:
        return False
    period = period_of(clock.today(), PeriodKind(settings.get(PERIOD)))
    made = select(Proposal.id).where(visible(Proposal, actor), Proposal.employee_id == actor.employee_id, Proposal.period == period)
    person = select(Employee.id).where(Employee.id == actor.employee_id, active(), ~made.exists())
    return session().scalar(person) is not None


def months(actor: Actor, year: int) -> dict[tuple[int, str], int]:
    """How many proposals of `year` the actor sees, by (month, state)."""
    month = extract("month", Proposal.proposed_on)
    query = select(month, Proposal.state, func.count()).where(
        visible(Proposal, actor), Proposal.proposed_on.between(date(year, 1, 1), date(year, 12, 31))
    )
    return {(int(number), state): count for number, state, count in session().execute(query.group_by(month, Proposal.state))}


def _keys(by: Dimension) -> tuple[Any, Any]:
    """What rows are grouped by, and how a group is called."""
    match by:
        case Dimension.TRAINING:
            typed = literal("typed:", literal_execute=True) + Proposal.manual_key
            catalogued = literal("entry:", literal_execute=True) + cast(Proposal.training_id, String)
            return case((Proposal.training_id.is_(None), typed), else_=catalogued), func.coalesce(Training.title, Proposal.manual_title)
        case Dimension.OPD:
            return Unit.opd_id, Opd.name
        case Dimension.JOB_TYPE:
            return Proposal.job_type, Proposal.job_type
        case Dimension.PERIOD:
            return Proposal.period, Proposal.period


def _counted(query: Select[Any], actor: Actor, criteria: Iterable[ColumnElement[bool]]) -> Select[Any]:
    query = query.select_from(Proposal).join(Unit, Proposal.unit_id == Unit.id).outerjoin(Opd, Opd.id == Unit.opd_id).outerjoin(Training)
    return query.where(visible(Proposal, actor), *criteria)
