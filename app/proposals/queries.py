"""Reading proposals: the ranking of what people want (P33), the hand-typed titles still to be merged, and the choices of the filters."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, Select, String, case, cast, distinct, func, literal, select
from sqlalchemy.orm import aliased

from app.kernel.actor import Actor
from app.kernel.db import session
from app.kernel.scope import visible
from app.organisation.models import Unit
from app.organisation.rules import JobType
from app.proposals.models import Proposal
from app.proposals.rules import Source
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
class RecapFilter:
    """Which proposals are counted; None means all."""

    period: str | None = None
    opd_id: int | None = None
    job_type: str | None = None
    state: str | None = None


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


def recap(actor: Actor, by: Dimension, chosen: RecapFilter) -> list[Rank]:
    """The ranking within the actor's scope, most wanted first; equal counts share a place."""
    key, label = _keys(by)
    query = _counted(select(key.label("key"), func.min(label).label("label")), actor, chosen).group_by(key)
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
    return session().scalars(select(Proposal.period).where(visible(Proposal, actor)).distinct().order_by(Proposal.period.desc())).all()


def recommendations(actor: Actor) -> Sequence[str]:
    """The recommendations written on proposals the actor sees, for the filter "Pilih Rekomendasi" (P28)."""
    query = select(Proposal.recommendation).where(visible(Proposal, actor), Proposal.recommendation.is_not(None))
    return [text for text in session().scalars(query.distinct().order_by(Proposal.recommendation).limit(200)) if text]


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


def _counted(query: Select[Any], actor: Actor, chosen: RecapFilter) -> Select[Any]:
    query = query.select_from(Proposal).join(Unit, Proposal.unit_id == Unit.id).outerjoin(Opd, Opd.id == Unit.opd_id).outerjoin(Training)
    criteria: list[ColumnElement[bool]] = [visible(Proposal, actor)]
    if chosen.period:
        criteria.append(Proposal.period == chosen.period)
    if chosen.opd_id:
        criteria.append(Unit.opd_id == chosen.opd_id)
    if chosen.job_type:
        criteria.append(Proposal.job_type == chosen.job_type)
    if chosen.state:
        criteria.append(Proposal.state == chosen.state)
    return query.where(*criteria)
