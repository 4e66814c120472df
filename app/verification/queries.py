"""The queue of an officer, one after the other, and what should make him look twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from app.documents.models import Document, referring
from app.kernel.actor import Actor
from app.kernel.db import Model, session
from app.kernel.inbox import waits_for_me
from app.kernel.listing import Listing, ListState
from app.kernel.scope import visible
from app.organisation.models import OfEmployee
from app.verification.models import Numbered, Verified

MOST_TWINS = 5


@dataclass(frozen=True)
class Place:
    """Where a record stands in the officer's queue: `number` of `total` (0 if it waits no longer), and the ids before and behind it."""

    number: int
    total: int
    previous: int | None = None
    next: int | None = None


def queue_length(listing: Listing, actor: Actor, state: ListState) -> int:
    """How many records of the list, as it is filtered, wait for this person."""
    return session().scalar(select(func.count()).select_from(_queue(listing, actor, state).subquery())) or 0


def first_waiting(listing: Listing, actor: Actor, state: ListState) -> int | None:
    """The one that has waited longest."""
    return _first(_queue(listing, actor, state), listing.model)


def place_of(listing: Listing, actor: Actor, state: ListState, record: Verified) -> Place:
    """Where `record` stands among those of the filtered list that wait for this person, the oldest first."""
    model, waiting = listing.model, _queue(listing, actor, state)
    total = queue_length(listing, actor, state)
    if session().scalar(waiting.where(model.id == record.id)) is None:
        return Place(0, total, next=_first(waiting, model))
    earlier, later = _beside(model, record)
    number = 1 + (session().scalar(select(func.count()).select_from(waiting.where(earlier).subquery())) or 0)
    before = session().scalar(waiting.where(earlier).order_by(None).order_by(model.state_since.desc(), model.id.desc()).limit(1))
    return Place(number, total, before, _first(waiting.where(later), model))


def same_files(actor: Actor, record: Verified) -> Sequence[Any]:
    """Other people's and other records whose file is byte for byte one of this record's, as far as the actor sees them; at most MOST_TWINS."""
    marks = [document.sha256 for document in record.proofs]
    mine = [document.id for document in record.proofs]
    copies = session().scalars(select(Document.id).where(Document.sha256.in_(marks), Document.id.not_in(mine))).all() if marks else ()
    found: list[Any] = []
    model: Any
    for model, column in referring() if copies else ():
        if issubclass(model, OfEmployee):
            twins = select(model).where(column.in_(copies), visible(model, actor)).order_by(model.id).limit(MOST_TWINS)
            found += session().scalars(twins.options(joinedload(model.employee)))
    return found[:MOST_TWINS]


def same_number(actor: Actor, record: Any) -> Sequence[Any]:
    """Other records of every kind with the same number, however it is punctuated, as far as the actor sees them: this person's first, at most MOST_TWINS."""
    found: list[Any] = []
    for model in _numbered() if record.number_key else ():
        mine = model.employee_id == record.employee_id
        query = (
            select(model)
            .where(model.number_key == record.number_key, model.employee_id.is_not(None), visible(model, actor))
            .options(joinedload(model.employee))
        )
        others = query.where(model.id != record.id) if isinstance(record, model) else query
        found += session().scalars(others.order_by(mine.desc(), model.id).limit(MOST_TWINS))
    return sorted(found, key=lambda other: bool(other.employee_id != record.employee_id))[:MOST_TWINS]


def _numbered() -> list[type[Any]]:
    """The models whose papers have numbers, those of every feature."""
    found = [mapper.class_ for mapper in Model.registry.mappers if issubclass(mapper.class_, Numbered)]
    return sorted(found, key=lambda model: str(model.__tablename__))


def _queue(listing: Listing, actor: Actor, state: ListState) -> Select[Any]:
    return listing.ids(actor, state, waits_for_me(listing.model, actor))


def _first(waiting: Select[Any], model: type[Any]) -> int | None:
    found: int | None = session().scalar(waiting.order_by(None).order_by(model.state_since, model.id).limit(1))
    return found


def _beside(model: type[Any], record: Verified) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The criteria for what waits longer than `record`, and for what came after it."""
    same = model.state_since == record.state_since
    earlier = or_(model.state_since < record.state_since, and_(same, model.id < record.id))
    later = or_(model.state_since > record.state_since, and_(same, model.id > record.id))
    return earlier, later
