"""What is due by the table of retention: counted, shown, confirmed, and ended by night."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from flask_babel import gettext as _
from sqlalchemy import JSON, ColumnElement, Table, Text, and_, delete, false, func, literal, or_, select, true, union_all, update
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import Session, aliased

from app.kernel import clock
from app.kernel.actor import Actor, system_actor
from app.kernel.crud.plain import change_record, version_of
from app.kernel.db import UtcDateTime, metadata, session, transaction
from app.kernel.errors import Conflict, Invalid
from app.kernel.events import Event, publish
from app.kernel.filters import midnight
from app.kernel.scope import fetch
from app.organisation.models import Employee
from app.organisation.queries import ending_positions
from app.privacy.retention import KINDS, Ending
from app.privacy.retention_models import RetentionRule
from app.privacy.rules import EMPLOYEE, owner_columns

AT_ONCE, PORTIONS = 500, 40
"""Rows of one transaction, and transactions of one night for each kind."""
SHOWN = 50
RESTS_UNTIL = 1
"""The hour after midnight from which the job runs."""


@dataclass(frozen=True)
class DueRow:
    """A row whose time is over: its number, whose it is, and since when its time counts."""

    id: str
    person: str
    since: Any


def missing_rules() -> Sequence[RetentionRule]:
    """The kinds that the agency's table does not have yet, as they begin; nothing ends before somebody has confirmed it."""
    present = set(session().scalars(select(RetentionRule.kind)))
    return [
        RetentionRule(kind=key, since=kind.since[0], months=kind.months, action=kind.endings[0].value, active=True, basis=kind.basis)
        for key, kind in KINDS.items()
        if key not in present
    ]


def change_rule(actor: Actor, pk: int, values: Mapping[str, Any], version: str) -> RetentionRule:
    """Write a rule otherwise; it waits to be confirmed anew. Raises Missing, Conflict, Invalid."""
    with transaction():
        rule: RetentionRule = fetch(RetentionRule, actor, pk)
        kind, wrong = rule.kind_now, {}
        if values["since"] not in kind.since:
            wrong["since"] = _("This kind of data does not know that event.")
        if values["action"] not in kind.endings:
            wrong["action"] = _("This kind of data does not end that way.")
        if wrong:
            raise Invalid(fields=wrong)
        changed = any(getattr(rule, name) != value for name, value in values.items())
        unconfirmed = {"confirmed_at": None, "confirmed_by": None} if changed else {}
        return change_record(actor, RetentionRule, pk, {**values, **unconfirmed}, version)


def confirm_rule(actor: Actor, pk: int, version: str) -> RetentionRule:
    """Let the rule run from now on as it stands. Raises Missing, or Conflict for one that was changed since it was shown or is switched off."""
    with transaction() as current:
        rule: RetentionRule = fetch(RetentionRule, actor, pk, lock=True)
        if version_of(rule) != version or not rule.active:
            raise Conflict
        rule.confirmed_at, rule.confirmed_by = clock.now(), actor.name
        current.flush()
        publish(Event("retention_rule.confirm", actor, rule, {"count": count_due([rule])[rule.id]}))
        return rule


def due(rule: RetentionRule) -> ColumnElement[bool]:
    """The criterion for the rows whose time is over by the rule as it stands."""
    kind, table = rule.kind_now, _table(rule)
    last = months_before(clock.today(), rule.months)
    parts = [_left_before(rule, last) if kind.of_leavers else _before(table.c[rule.since], last)]
    if kind.rests_in:
        name, values = kind.rests_in
        parts.append(table.c[name].in_(values))
    if rule.action == Ending.ANONYMISE:
        parts.append(or_(*(_still_holds(table.c[name], value) for name, value in kind.blank.items())))
    return and_(*parts)


def count_due(rules: Sequence[RetentionRule]) -> dict[int, int]:
    """How many rows are due by each rule, by its id. One query."""
    if not rules:
        return {}
    counts = [
        select(literal(rule.id).label("rule"), func.count().label("rows")).select_from(_table(rule)).where(due(rule)) for rule in rules
    ]
    return {row[0]: row[1] for row in session().execute(union_all(*counts))}


def first_due(rule: RetentionRule) -> list[DueRow]:
    """The oldest rows that are due, with the names of their people."""
    table = _table(rule)
    owners = owner_columns(table)
    name, kind = owners[0] if owners else ("", "")
    person = aliased(Employee)
    whose = table.c[name] if name else literal(None)
    link = person.id if kind == EMPLOYEE else person.user_id
    since = person.ended_on if rule.kind_now.of_leavers else table.c[rule.since]
    query = select(_key(table), person, since).select_from(table).outerjoin(person, link == whose)
    rows = session().execute(query.where(due(rule)).order_by(since, _key(table)).limit(SHOWN))
    return [DueRow(str(pk), owner.full_name if owner else "–", day) for pk, owner, day in rows]


def run_due() -> int:
    """End what is due by every confirmed rule that has not run today; returns how many rows."""
    if clock.local(clock.now()).hour < RESTS_UNTIL:
        return 0
    today = midnight(clock.today())
    query = select(RetentionRule.id).where(
        RetentionRule.active,
        RetentionRule.confirmed_at.is_not(None),
        or_(RetentionRule.last_run_at.is_(None), RetentionRule.last_run_at < today),
    )
    return sum(run_rule(pk) for pk in session().scalars(query.order_by(RetentionRule.id)).all())


def run_rule(pk: int) -> int:
    """End what is due by one rule, portion by portion, each in a transaction of its own with its line in the trail; returns how many rows."""
    ended = 0
    for _portion in range(PORTIONS):
        with transaction() as current:
            rule = current.scalar(select(RetentionRule).where(RetentionRule.id == pk).with_for_update())
            if rule is None or not rule.runs:
                break
            count = _end_portion(current, rule)
            ended += count
            rule.last_run_at, rule.last_count = clock.now(), ended
            if count:
                publish(Event("retention_rule.run", system_actor(), rule, {"count": count, "action": rule.action}))
        if count < AT_ONCE:
            break
    return ended


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or its last."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < 1:
        return date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _end_portion(current: Session, rule: RetentionRule) -> int:
    kind, table = rule.kind_now, _table(rule)
    key = _key(table)
    order = key if kind.of_leavers else table.c[rule.since]
    pks = current.scalars(select(key).where(due(rule)).order_by(order, key).limit(AT_ONCE)).all()
    if not pks:
        return 0
    if rule.action == Ending.ANONYMISE:
        current.execute(update(table).where(key.in_(pks)).values(dict(kind.blank)))
        for each in (KINDS[name] for name in kind.along):
            theirs = metadata.tables[each.table]
            current.execute(update(theirs).where(theirs.c.employee_id.in_(pks)).values(dict(each.blank)))
    else:
        for name, column in kind.children:
            child = metadata.tables[name]
            current.execute(delete(child).where(child.c[column].in_(pks)))
        current.execute(delete(table).where(key.in_(pks)))
    return len(pks)


def _before(column: Any, last: date) -> ColumnElement[bool]:
    found: ColumnElement[bool] = column < (midnight(last) if isinstance(column.type, UtcDateTime) else last)
    return found


def _left_before(rule: RetentionRule, last: date) -> ColumnElement[bool]:
    """Rows of people who left the service before that day; for one whose day nobody knows, the later of when the portal had him first and when it had the rule."""
    table, person = _table(rule), aliased(Employee)
    known_since = and_(person.created_at < midnight(last), true() if rule.created_at < midnight(last) else false())
    over = or_(person.ended_on < last, and_(person.ended_on.is_(None), known_since))
    leavers = select(person.id).where(person.legal_position.in_(ending_positions()), over)
    owner = table.c.id if table.name == EMPLOYEE else table.c.employee_id
    return cast(ColumnElement[bool], owner.in_(leavers))


def _still_holds(column: Any, value: Any) -> ColumnElement[bool]:
    """Whether the column holds something else than what anonymising writes."""
    if isinstance(column.type, JSON):
        return and_(column.is_not(None), sql_cast(column, Text).not_in(["{}", "null"]))
    found: ColumnElement[bool] = column.is_not(None) if value is None else column != value
    return found


def _table(rule: RetentionRule) -> Table:
    return metadata.tables[rule.kind_now.table]


def _key(table: Table) -> Any:
    return next(iter(table.primary_key.columns))
