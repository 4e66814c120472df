"""Where people belonged, with dates. A record that is decided stays with the unit it was made in; one that is still pending goes with its person."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, insert, or_, select, update

from app.kernel import clock
from app.kernel.db import session
from app.kernel.inbox import flow_models
from app.organisation.models import Employee, Posting


def keep_postings(people: ColumnElement[bool], since: date | None = None) -> dict[str, int]:
    """Write down that the `people` (a criterion on Employee) belong to the units they have now, from `since` (today) on; their pending records follow.

    Returns how many pending records followed, by table. Call it after the change has been flushed, inside its transaction.
    """
    day = since or clock.today()
    query = (
        select(Employee.id, Employee.unit_id, Posting.id)
        .outerjoin(Posting, (Posting.employee_id == Employee.id) & Posting.until.is_(None))
        .where(people, or_(Posting.id.is_(None), Posting.unit_id != Employee.unit_id))
    )
    rows = session().execute(query).all()
    movers = [pk for pk, _unit, posting in rows if posting is not None]
    for chunk in _chunks(movers):
        # Moved twice in one day: the first place was a mistake, not a posting.
        _write(chunk, Posting.since >= day, unit_id=_home(Posting.employee_id))
        _write(chunk, Posting.unit_id != _home(Posting.employee_id), until=day - timedelta(days=1))
    standing: set[int] = set()
    for chunk in _chunks(movers):
        standing.update(session().scalars(select(Posting.employee_id).where(Posting.employee_id.in_(chunk), Posting.until.is_(None))))
    new = [{"employee_id": pk, "unit_id": unit, "since": day, "created_at": clock.now()} for pk, unit, _old in rows if pk not in standing]
    if new:
        session().execute(insert(Posting), new)
    return _follow(movers)


def follow_reopened(record: Any, before: str) -> None:
    """Let a record that was settled in the state `before` and is pending again go to the unit its person belongs to by now."""
    flow = type(record).__workflow__
    if flow.state(before).pending or not record.state_now.pending or type(record) not in _models_of_people():
        return
    home = session().scalar(select(Employee.unit_id).where(Employee.id == record.employee_id))
    if home is not None and record.unit_id != home:
        record.unit_id = home
        session().flush()
        session().expire(record)


def _home(employee_id: Any) -> Any:
    """The unit the person belongs to now, as an expression."""
    return select(Employee.unit_id).where(Employee.id == employee_id).scalar_subquery()


def _write(people: Sequence[int], which: ColumnElement[bool], **values: Any) -> None:
    query = update(Posting).where(Posting.employee_id.in_(people), Posting.until.is_(None), which)
    session().execute(query.values(**values).execution_options(synchronize_session=False))


def _follow(people: Sequence[int]) -> dict[str, int]:
    """Let the records that are still pending go to the unit their person belongs to now."""
    followed: dict[str, int] = {}
    for model in _models_of_people():
        pending = [state.key for state in model.__workflow__.states if state.pending]
        home = _home(model.employee_id)
        for chunk in _chunks(people):
            query = update(model).where(model.employee_id.in_(chunk), model.state.in_(pending), model.unit_id != home).values(unit_id=home)
            count = session().execute(query.execution_options(synchronize_session=False)).rowcount  # type: ignore[attr-defined]
            if count:
                followed[model.__tablename__] = followed.get(model.__tablename__, 0) + count
    if followed:
        session().expire_all()
    return followed


def _models_of_people() -> list[Any]:
    """Every record type with a flow that belongs to a person and a unit."""
    return [model for model in flow_models() if {"employee_id", "unit_id"} <= set(model.__mapper__.columns.keys())]


def _chunks(ids: Sequence[int], size: int = 500) -> Iterator[Sequence[int]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))
