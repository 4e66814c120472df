"""Perlu Tindakan: everything that waits for this person over all flows, oldest first. New flows appear here by having states with `waits_for`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select

from app.kernel.actor import Actor
from app.kernel.approval import Flowing
from app.kernel.db import Model, session
from app.kernel.roles import Role
from app.kernel.scope import scope_of, visible, within


@dataclass(frozen=True)
class Waiting:
    """One record whose next move is this person's, waiting `since` then."""

    record: Any
    since: datetime


def flow_models() -> list[type[Any]]:
    """Every model with a flow, by table name."""
    found = (mapper.class_ for mapper in Model.registry.mappers if issubclass(mapper.class_, Flowing))
    return sorted(found, key=lambda model: model.__tablename__)


def waits_for_me(model: type[Any], actor: Actor) -> ColumnElement[bool]:
    """The criterion for the rows of `model` whose next move is the actor's; never his own record to decide on (X6)."""
    scope = scope_of(model)
    parts = []
    for state in model.__workflow__.states:
        if state.waits_for is None or not actor.has(state.waits_for[0]):
            continue
        role, reach = state.waits_for
        part = and_(model.state == state.key, within(model, actor, role, reach))
        if role is not Role.EMPLOYEE and scope is not None and scope.owner is not None and actor.employee_id is not None:
            part = and_(part, scope.owner != actor.employee_id)
        parts.append(part)
    return and_(visible(model, actor), or_(false(), *parts))


def counts(actor: Actor) -> dict[type[Any], int]:
    """How many rows of each flow wait for the actor; flows without any are left out."""
    found = {
        model: session().scalar(select(func.count()).select_from(model).where(waits_for_me(model, actor))) or 0
        for model in _models_for(actor)
    }
    return {model: number for model, number in found.items() if number}


def waiting(actor: Actor, limit: int = 100) -> list[Waiting]:
    """The oldest `limit` records over all flows that wait for the actor."""
    rows = [
        Waiting(record, record.state_since)
        for model in _models_for(actor)
        for record in session().scalars(select(model).where(waits_for_me(model, actor)).order_by(model.state_since, model.id).limit(limit))
    ]
    return sorted(rows, key=lambda row: row.since)[:limit]


def _models_for(actor: Actor) -> Iterator[type[Any]]:
    """The flows in which one of the actor's roles is ever waited for; the others cost no query."""
    for model in flow_models():
        if any(state.waits_for and actor.has(state.waits_for[0]) for state in model.__workflow__.states):
            yield model
