"""Perlu Tindakan: everything that waits for this person over all flows, oldest first. New flows appear here by having states with `waits_for`.

Records without a flow that somebody has to do something with appear by a `Duty`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeAlias

from flask import current_app
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString
from sqlalchemy import ColumnElement, Date, Select, and_, bindparam, case, false, func, literal, or_, select, union_all
from werkzeug.exceptions import BadRequest

from app.kernel import clock, richtext
from app.kernel.actor import Actor
from app.kernel.approval import Flowing, StepHistory
from app.kernel.columns import Badge
from app.kernel.db import Model, session
from app.kernel.errors import Text
from app.kernel.filters import FilterField, midnight
from app.kernel.roles import Reach, Role
from app.kernel.scope import scope_of, visible, within


class Age(StrEnum):
    """Since when a record has waited, in days of the calendar."""

    TODAY = "today"
    THREE_DAYS = "3-days"
    WEEK = "7-days"
    OLDER = "older"

    @property
    def label(self) -> LazyString:
        return AGES[self][0]

    def holds(self, since: Any) -> ColumnElement[bool]:
        """The criterion on the column `since`."""
        _label, youngest, oldest = AGES[self]
        today = clock.today()
        parts = []
        if youngest is not None:
            parts.append(since < midnight(today - timedelta(days=youngest)))
        if oldest is not None:
            parts.append(since >= midnight(today - timedelta(days=oldest)))
        return and_(*parts)


AGES: dict[Age, tuple[LazyString, int | None, int | None]] = {
    Age.TODAY: (_("Since today"), None, 0),
    Age.THREE_DAYS: (_("1 to 3 days"), 0, 3),
    Age.WEEK: (_("4 to 7 days"), 3, 7),
    Age.OLDER: (_("More than 7 days"), 7, None),
}
"""The label, how many days ago its last day ended, and how many days ago its first began."""

MINE, PEOPLE = "mine", "people"
LONGEST_REASON = 160
Criterion: TypeAlias = Callable[[type[Any], Actor], ColumnElement[bool]]
Counted: TypeAlias = Callable[[type[Any]], tuple[ColumnElement[Any], ...]]


@dataclass(frozen=True)
class Waiting:
    """One record whose next move is this person's, waiting `since` then, with what it is and how it stands; `reason` is what was said when it came to him."""

    record: Any
    since: datetime
    kind: Text
    badge: Badge
    reason: str = ""


@dataclass(frozen=True)
class Duty:
    """Records without a flow that wait for people of `role` all the same: which for whom (TODAY is the day it is asked on), since which day (a column), how one stands.

    `act` is what there is to do, on the record's own form.
    """

    model: type[Any]
    title: Text
    role: Role
    waits: Callable[[Actor], ColumnElement[bool]]
    since: Any
    badge: Callable[[Any], Badge]
    act: Text


TODAY = bindparam("today", callable_=clock.today, type_=Date)
"""The day on which a statement is run, whenever it was put together."""


@dataclass(frozen=True)
class Waits:
    """The filter of a list by whose move it is: mine, mine since a given age, or (for supervisors) my people's. The first page's numbers open lists with it."""

    model: type[Any]
    key: str = "waiting"

    @property
    def label(self) -> str:
        return str(_("Waiting"))

    @property
    def names(self) -> tuple[str, ...]:
        return (self.key,)

    def criteria(self, actor: Actor, typed: Mapping[str, str]) -> Sequence[ColumnElement[bool]]:
        value = typed[self.key]
        if not value:
            return []
        if value not in dict(self._options(actor)):
            raise BadRequest
        if value == PEOPLE:
            return [waits_for_my_people(self.model, actor)]
        mine = waits_for_me(self.model, actor)
        return [mine] if value == MINE else [mine, Age(value).holds(self.model.state_since)]

    def fields(self, actor: Actor, typed: Mapping[str, str]) -> Sequence[FilterField]:
        value, options = typed[self.key], self._options(actor)
        if not options:
            return []
        return [FilterField(self.key, "select", str(self.label), value, dict(options).get(value, ""), options, str(_("Everything")))]

    def _options(self, actor: Actor) -> tuple[tuple[str, str], ...]:
        """None for those who are waited for as owners only: their list is short."""
        mine = ((MINE, str(_("Waiting for you"))), *((age.value, str(_("Waiting for you: %(age)s", age=age.label))) for age in Age))
        people = ((PEOPLE, str(_("Waiting for your subordinates"))),)
        decides = any(state.waits_for and state.waits_for[0] in actor.roles - {Role.EMPLOYEE} for state in self.model.__workflow__.states)
        return (mine if decides else ()) + (people if actor.has(Role.SUPERVISOR) else ())


def flow_models() -> list[type[Any]]:
    """Every model with a flow, by table name."""
    found = (mapper.class_ for mapper in Model.registry.mappers if issubclass(mapper.class_, Flowing))
    return sorted(found, key=lambda model: model.__tablename__)


def add_duty(duty: Duty) -> None:
    """Let records of `duty.model` appear among what waits."""
    current_app.extensions.setdefault(DUTIES, {})[duty.model] = duty


def duty_of(model: type[Any]) -> Duty | None:
    """How records of this model wait, where they have no flow."""
    duties: Mapping[type[Any], Duty] = current_app.extensions.get(DUTIES, {})
    return duties.get(model)


def waits_for_me(model: type[Any], actor: Actor) -> ColumnElement[bool]:
    """The criterion for the rows of `model` whose next move is the actor's; never his own record to decide on (X6)."""
    duty = duty_of(model)
    if duty is not None:
        return and_(visible(model, actor), duty.waits(actor))
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


def waits_for_my_people(model: type[Any], actor: Actor) -> ColumnElement[bool]:
    """The criterion for the rows of `model` whose next move is that of one of the supervisor's people."""
    keys = [state.key for state in model.__workflow__.states if state.waits_for and state.waits_for[0] is Role.EMPLOYEE]
    return and_(visible(model, actor), model.state.in_(keys), within(model, actor, Role.SUPERVISOR, Reach.SUBORDINATES))


def counts(actor: Actor) -> dict[type[Any], int]:
    """How many rows of each flow or duty wait for the actor; those without any are left out. One query."""
    return frame_counts(actor)[0]


def count_beside(name: str, build: Callable[[Actor], Select[Any]]) -> None:
    """Let `frame_counts` also tell the number that the statement of `build(actor)` selects: what every page shows is asked in one query."""
    current_app.extensions.setdefault(BESIDE, {})[name] = build


def count_in_menu(entry: str, build: Callable[[Actor], Select[Any]]) -> None:
    """Show the number that the statement of `build(actor)` selects behind the menu entry of this name: "Verifikasi (3)" (T3)."""
    count_beside(f"{IN_MENU}{entry}", build)


def counted_in_menu(beside: Mapping[str, int]) -> dict[str, int]:
    """Those of the numbers that belong to menu entries, by the entry's name; none where nothing waits."""
    return {name.removeprefix(IN_MENU): number for name, number in beside.items() if name.startswith(IN_MENU) and number}


def frame_counts(actor: Actor) -> tuple[dict[type[Any], int], dict[str, int]]:
    """What every page counts, in one query: the same as `counts`, and the numbers of other features by their names."""
    models, beside = [*_models_for(actor), *(duty.model for duty in _duties_for(actor))], current_app.extensions.get(BESIDE, {})
    if not models and not beside:
        return {}, {}
    key = (actor.user_id, actor.employee_id, actor.assignments, *models, *beside)
    statement = _statements.get(key)
    if statement is None:
        if len(_statements) >= MOST_STATEMENTS:
            _statements.clear()
        others = [build(actor).add_columns(literal(-1 - place)) for place, build in enumerate(beside.values())]
        mine = [
            select(func.count(), literal(place)).select_from(model).where(waits_for_me(model, actor)) for place, model in enumerate(models)
        ]
        statement = _statements[key] = union_all(*mine, *others)
    numbers = {place: number for number, place in session().execute(statement)}
    return (
        {model: number for place, model in enumerate(models) if (number := numbers[place])},
        {name: numbers[-1 - place] for place, name in enumerate(beside)},
    )


BESIDE, IN_MENU, DUTIES = "portal_counts", "menu:", "portal_duties"
_statements: dict[Any, Any] = {}
MOST_STATEMENTS = 500
"""People whose statement is kept, so that it is not put together anew for each of their pages; what it means depends on who asks and not on when."""


def ages(actor: Actor) -> dict[type[Any], dict[Age, int]]:
    """How many rows of each flow wait for the actor since when, for every flow in which he is ever waited for. One query."""
    tallied = _tally(actor, _models_for(actor), waits_for_me, lambda model: tuple(case((age.holds(model.state_since), 1)) for age in Age))
    return {model: dict(zip(Age, numbers, strict=True)) for model, numbers in tallied.items()}


def counts_of_my_people(actor: Actor) -> dict[type[Any], int]:
    """How many rows of each flow wait for the people of this supervisor; flows without any are left out. One query."""
    found = _tally(actor, flow_models(), waits_for_my_people, lambda model: (literal(1),)) if actor.has(Role.SUPERVISOR) else {}
    return {model: numbers[0] for model, numbers in found.items() if numbers[0]}


def waiting(actor: Actor, limit: int = 100) -> list[Waiting]:
    """The oldest `limit` records that wait for the actor. The queries of `oldest_waiting`, and one for each model found."""
    oldest = oldest_waiting(actor, limit)
    records: dict[tuple[type[Any], int], Any] = {}
    for model in {model for model, *_rest in oldest}:
        pks = [pk for found, pk, *_rest in oldest if found is model]
        records |= {(model, record.id): record for record in session().scalars(select(model).where(model.id.in_(pks)))}
    return [_waiting(records[model, pk], since, reason) for model, pk, since, reason in oldest if (model, pk) in records]


def oldest_waiting(actor: Actor, limit: int) -> list[tuple[type[Any], int, datetime, str]]:
    """The same as (model, id, since when, why), the reason in plain words and cut short. One query over all flows, and one for each duty."""
    found = _oldest_in_flows(actor, limit)
    for duty in _duties_for(actor):
        pk = duty.model.id
        query = select(pk, duty.since).where(waits_for_me(duty.model, actor)).order_by(duty.since, pk).limit(limit)
        found += [(duty.model, row[0], midnight(row[1]), "") for row in session().execute(query)]
    return sorted(found, key=lambda each: each[2])[:limit]


def _oldest_in_flows(actor: Actor, limit: int) -> list[tuple[type[Any], int, datetime, str]]:
    models = _models_for(actor)
    oldest = [
        select(literal(place).label("place"), model.id.label("pk"), model.state_since.label("since"))
        .where(waits_for_me(model, actor))
        .order_by(model.state_since, model.id)
        .limit(limit)
        .subquery()
        for place, model in enumerate(models)
    ]
    if not oldest:
        return []
    together = union_all(*(select(each.c.place, each.c.pk, each.c.since) for each in oldest)).subquery()
    order = (together.c.since, together.c.place, together.c.pk)
    tables = case({place: model.__tablename__ for place, model in enumerate(models)}, value=together.c.place)
    stage = select(StepHistory.note).where(StepHistory.subject_type == tables, StepHistory.subject_id == together.c.pk)
    note = stage.order_by(StepHistory.position.desc()).limit(1).scalar_subquery()
    rows = session().execute(select(together.c.place, together.c.pk, together.c.since, note).order_by(*order).limit(limit))
    return [(models[place], pk, since, _shortened(said)) for place, pk, since, said in rows]


def _waiting(record: Any, since: datetime, reason: str) -> Waiting:
    duty = duty_of(type(record))
    if duty is not None:
        return Waiting(record, since, duty.title, duty.badge(record))
    state = record.state_now
    return Waiting(record, since, record.__workflow__.title, Badge(str(state.label), str(state.tone)), reason)


def _shortened(note: str | None) -> str:
    text = richtext.plain(note)
    return text if len(text) <= LONGEST_REASON else f"{text[:LONGEST_REASON].rstrip()}…"


def _tally(actor: Actor, models: Sequence[type[Any]], criterion: Criterion, counted: Counted) -> dict[type[Any], tuple[int, ...]]:
    """For each of `models`, how many of the rows that meet `criterion` have each of `counted(model)`."""
    if not models:
        return {}
    queries = [
        select(literal(place).label("place"), *(func.count(each).label(f"n{number}") for number, each in enumerate(counted(model))))
        .select_from(model)
        .where(criterion(model, actor))
        for place, model in enumerate(models)
    ]
    return {models[row[0]]: tuple(row[1:]) for row in session().execute(union_all(*queries))}


def _models_for(actor: Actor) -> list[type[Any]]:
    """The flows in which one of the actor's roles is ever waited for; the others cost nothing."""
    return [model for model in flow_models() if _ever_waits(model, actor)]


def _duties_for(actor: Actor) -> list[Duty]:
    duties: Mapping[type[Any], Duty] = current_app.extensions.get(DUTIES, {})
    return [duty for duty in duties.values() if actor.has(duty.role)]


def _ever_waits(model: type[Any], actor: Actor) -> bool:
    return any(state.waits_for and actor.has(state.waits_for[0]) for state in model.__workflow__.states)
