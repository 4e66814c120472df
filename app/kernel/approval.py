"""How a record moves through its flow: the only writer of `state`, and of the history that proves it.

Every step goes the same way, alone or in bulk, from a button, the API or a job: the row is locked inside what the actor sees (404), the step must fit the state
(409, also for the loser of two simultaneous clicks), role and reach must allow it (403), a needed reason must be there (422); then state, history row and event are
one transaction.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, TypeVar

from flask_babel import gettext as _
from sqlalchemy import CheckConstraint, Integer, String, func, select
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from app.kernel import clock, richtext
from app.kernel.actor import Actor, InPlaceOf
from app.kernel.chain import append
from app.kernel.db import UtcDateTime, session, transaction
from app.kernel.errors import Changed, Conflict, Denied, Invalid, Missing, PortalError
from app.kernel.events import Event, publish
from app.kernel.roles import Reach, Role
from app.kernel.scope import fetch, reached, reached_of, scope_of
from app.kernel.step_history import StepHistory as StepHistory
from app.kernel.submissions import Submission as Submission
from app.kernel.submissions import once as once
from app.kernel.submissions import sent_before as sent_before
from app.kernel.workflow import Edit, State, Step, Workflow

REPEAT_SECONDS = 60
ASKED_AT_ONCE = 5_000
CREATE, EDIT, RESUBMIT = "create", "edit", "resubmit"
Record = TypeVar("Record")


class Flowing:
    """Mixin of a record with a flow. The model sets `__workflow__` and `__scope__`, and says in `summary` what it is in one line for inbox and messages.

    A model with constraints of its own repeats `state_check` among them.
    """

    __workflow__: ClassVar[Workflow]
    __tablename__: str

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:
        return (state_check(cls.__workflow__),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    state: Mapped[str] = mapped_column(String(32), nullable=False, index=True)
    state_since: Mapped[datetime] = mapped_column(UtcDateTime, nullable=False)
    version: Mapped[int] = mapped_column(Integer, nullable=False)

    @property
    def state_now(self) -> State:
        """The state as its row of the flow: label and tone."""
        return self.__workflow__.state(self.state)

    @property
    def summary(self) -> str:
        return f"{self.__workflow__.title} {self.id}"


def state_check(flow: Workflow) -> CheckConstraint:
    """The database's own refusal of a state that is not in the flow."""
    return CheckConstraint(f"state IN ({', '.join(repr(key) for key in flow.state_keys)})", name="state")


@dataclass(frozen=True)
class Outcome:
    """What one row of a bulk step came to: `message` says why it was skipped."""

    pk: int
    ok: bool
    label: str
    message: str = ""


def start(actor: Actor, record: Record) -> Record:
    """Put a new record at the start of its flow; raises Denied if the actor may not create it for this owner."""
    with transaction() as current:
        flow = _flow(type(record))
        place(record, flow.initial, version=1)
        current.add(record)
        current.flush()
        found = next(((role, reach) for role, reach in flow.creators if reached(type(record), actor, role, reach, [_pk(record)])), None)
        if found is None:
            raise Denied
        role, seat = found[0], _seat(actor, type(record), *found, record)
        place_of = remember(actor, record, CREATE, None, role, None, seat)
        data = {"role": role.value, **place_of, "to": flow.initial.key, "after": content(record)}
        publish(Event(f"{flow.name}.{CREATE}", actor, record, data))
        return record


Columns = Mapping[str, Any]


def start_own(actor: Actor, model: type[Any], values: Columns | Callable[[Columns], Columns], submission: str | None = None) -> Any:
    """Start a record of `values` that belongs to the actor himself: `model.owned_by(actor)` says by which columns. A second send of the page gets the first's (G5).

    `values` may be a function of these columns, which checks what was typed: it is asked once, where the record is made.
    """

    def make() -> Any:
        owner = model.owned_by(actor)
        return start(actor, model(**owner, **(values(owner) if callable(values) else values)))

    return once(actor, submission, model, make)


def take_step(actor: Actor, model: type[Any], pk: int | str, key: str, note: str | None = None, version: int | None = None) -> Any:
    """Take step `key` on the record `pk`; returns the record. Raises Missing, Conflict, Denied or Invalid, in that order of asking.

    `version` is what the record was when the person looked at it: what was changed since is not decided unseen (Changed).
    """
    with transaction():
        record = fetch(model, actor, pk, lock=True)
        flow = _flow(model)
        if all(step.key != key for step in flow.steps):
            raise Missing
        rows = flow.steps_from(record.state, act=key)
        if not any(actor.has(step.role) for step in rows) and (
            not rows or any(actor.has(step.role) for step in flow.steps if step.key == key)
        ):
            if _is_repeat(actor, record, key, version):
                return record
            raise Conflict(_("This step no longer fits: the status is now “%(state)s”.", state=record.state_now.label))
        step = _allowed(actor, record, rows)
        if version is not None and record.version != version:
            if _is_repeat(actor, record, key, version):
                return record
            raise Changed
        text = _note(step, note)
        before, seat = record.state, _seat(actor, model, step.role, step.reach, record)
        place(record, step.target, version=record.version + 1)
        session().flush()
        place_of = remember(actor, record, key, before, step.role, text, seat)
        data = {"role": step.role.value, **place_of, "from": before, "to": step.target.key, "note": text}
        publish(Event(f"{flow.name}.{key}", actor, record, data))
        return record


def take_steps(
    actor: Actor,
    model: type[Any],
    pks: Iterable[int | str],
    key: str,
    note: str | None = None,
    versions: Mapping[int, int] | None = None,
) -> list[Outcome]:
    """The same as one `take_step` after the other, each in its own transaction; refusals are listed with their reason (G6).

    `versions` says what each record was when it was shown, as far as that is known.
    """
    seen = versions or {}
    return [_outcome(actor, model, pk, key, note, seen.get(pk)) for pk in dict.fromkeys(int(pk) for pk in pks)]


def versions_at(model: type[Any], pks: Sequence[int], moment: datetime) -> dict[int, int]:
    """The version each of these records had then: one less for every stage since. What came in later had none: 0, which nothing is now."""
    found: dict[int, int] = {}
    for start in range(0, len(pks), ASKED_AT_ONCE):
        part = pks[start : start + ASKED_AT_ONCE]
        later = select(StepHistory.subject_id, func.count()).where(
            StepHistory.subject_type == _type(model), StepHistory.subject_id.in_(part), StepHistory.at > moment
        )
        since: dict[int, int] = {row[0]: row[1] for row in session().execute(later.group_by(StepHistory.subject_id))}
        now = session().execute(select(model.id, model.version).where(model.id.in_(part)))
        found |= {pk: max(0, version - since.get(pk, 0)) for pk, version in now}
    return found


def edit(actor: Actor, model: type[Any], pk: int | str, changes: Mapping[str, Any], version: int) -> Any:
    """Write `changes` (attribute -> value) to the record if this person may edit it now and nobody did since `version`; a returned record goes back to the queue."""
    with transaction():
        record = fetch(model, actor, pk, lock=True)
        rule = editing(actor, record)
        if record.version != version:
            raise Conflict
        before = {name: getattr(record, name) for name in changes}
        changed = {name: value for name, value in changes.items() if value != before[name]}
        if not changed and rule.becomes is None:
            return record
        for name, value in changed.items():
            setattr(record, name, value)
        old_state, flow, seat = record.state, _flow(model), _seat(actor, model, rule.role, rule.reach, record)
        key = RESUBMIT if rule.becomes else EDIT
        place(record, rule.becomes or record.state_now, version=record.version + 1)
        session().flush()
        place_of = remember(actor, record, key, old_state, rule.role, None, seat)
        data = {
            "role": rule.role.value,
            **place_of,
            "from": old_state,
            "to": record.state,
            "before": {name: json_safe(before[name]) for name in changed},
            "after": {name: json_safe(value) for name, value in changed.items()},
        }
        publish(Event(f"{flow.name}.{key}", actor, record, data))
        return record


def editing(actor: Actor, record: Any) -> Edit:
    """The row that lets the actor edit the record now. Raises Conflict if only the state forbids it, Denied if it was never his to edit."""
    flow, pks = _flow(type(record)), [_pk(record)]
    for rule in flow.edits_in(record.state):
        if reached(type(record), actor, rule.role, rule.reach, pks):
            return rule
    if any(reached(type(record), actor, rule.role, rule.reach, pks) for rule in flow.edits):
        raise Conflict(_("It can no longer be edited: the status is now “%(state)s”.", state=record.state_now.label))
    raise Denied


def may_edit(actor: Actor, record: Any) -> bool:
    """True if `edit` would let the actor in now."""
    return bool(editable(actor, [record]))


def editable(actor: Actor, records: Sequence[Any]) -> frozenset[int]:
    """The ids of those `records` the actor may edit now."""
    return frozenset(pk for pk, found in possible(actor, records).items() if found.edits)


def open_steps(actor: Actor, records: Sequence[Any]) -> dict[int, tuple[Step, ...]]:
    """For each record the steps this person may take now, in the order of the flow, one per act."""
    return {pk: found.steps for pk, found in possible(actor, records).items()}


@dataclass(frozen=True)
class Possible:
    """What a person may do with a record now."""

    steps: tuple[Step, ...]
    edits: tuple[Edit, ...]


def possible(actor: Actor, records: Sequence[Any]) -> dict[int, Possible]:
    """What this person may do with each of the records; none for a role that reaches all or whose reach the records tell, else one per role for the whole page."""
    if not records:
        return {}
    model = type(records[0])
    flow = _flow(model)
    rows = {_pk(record): (flow.steps_from(record.state), flow.edits_in(record.state)) for record in records}
    pairs = {(row.role, row.reach) for both in rows.values() for part in both for row in part if actor.has(row.role)}
    own = frozenset(_pk(record) for record in records if _is_own(actor, record))
    scope = scope_of(model)
    known = scope is not None and scope.owner is not None
    within = {(role, reach): own if known and reach is Reach.OWN else reached_of(records, actor, role, reach) for role, reach in pairs}
    found: dict[int, Possible] = {}
    for pk, (steps, edits) in rows.items():
        by_act: dict[str, Step] = {}
        for step in steps:
            if pk in within.get((step.role, step.reach), ()) and (step.role is Role.EMPLOYEE or pk not in own):
                by_act.setdefault(step.key, step)
        found[pk] = Possible(tuple(by_act.values()), tuple(edit for edit in edits if pk in within.get((edit.role, edit.reach), ())))
    return found


def history(record: Any) -> Sequence[StepHistory]:
    """Every stage of the record, oldest first (G7)."""
    query = select(StepHistory).where(StepHistory.subject_type == _type(type(record)), StepHistory.subject_id == _pk(record))
    return session().scalars(query.order_by(StepHistory.position)).all()


def last_steps(model: type[Any], pks: Iterable[int]) -> dict[int, StepHistory]:
    """The latest stage of each of these records, by id; one query, for short lists."""
    wanted = list(pks)
    if not wanted:
        return {}
    query = select(StepHistory).where(StepHistory.subject_type == _type(model), StepHistory.subject_id.in_(wanted))
    return {row.subject_id: row for row in session().scalars(query.order_by(StepHistory.position))}


def content(record: Any) -> dict[str, Any]:
    """The record's columns as JSON-safe values, for the audit's before and after."""
    return {column.key: json_safe(getattr(record, column.key)) for column in type(record).__mapper__.column_attrs}


def json_safe(value: Any) -> Any:
    """`value` as JSON knows it: dates in ISO form, decimals and everything unknown as text."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, dict):
        return {str(name): json_safe(part) for name, part in value.items()}
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _allowed(actor: Actor, record: Any, rows: Sequence[Step]) -> Step:
    for step in rows:
        if reached(type(record), actor, step.role, step.reach, [_pk(record)]):
            if step.role is not Role.EMPLOYEE and _is_own(actor, record):
                raise Denied(_("Nobody decides on his own record."))
            return step
    raise Denied


def _is_own(actor: Actor, record: Any) -> bool:
    scope = scope_of(type(record))
    return (
        scope is not None
        and scope.owner is not None
        and actor.employee_id is not None
        and getattr(record, scope.owner.key) == actor.employee_id
    )


def _note(step: Step, note: str | None) -> str | None:
    text = richtext.clean(note)
    words = richtext.plain(text)
    if len(text) > richtext.LONGEST:
        raise Invalid(fields={"note": _("At most %(count)s characters.", count=richtext.LONGEST)})
    if step.needs_note and not words:
        raise Invalid(fields={"note": _("A reason is required.")})
    return text if words else None


def place(record: Any, state: State, version: int) -> None:
    """Put the record into a state; for this module and `brought`."""
    if getattr(record, "state", None) != state.key:
        record.state, record.state_since = state.key, clock.now()
    record.version = version


def remember(
    actor: Actor, record: Any, step: str, before: str | None, role: Role, note: str | None, seat: InPlaceOf | None = None
) -> dict[str, str]:
    """Add a stage to the record's history; for this module and `brought`. Returns what its event says of whom the actor acted for."""
    append(
        StepHistory(
            subject_type=_type(type(record)),
            subject_id=_pk(record),
            step=step,
            from_state=before,
            to_state=record.state,
            user_id=actor.user_id,
            actor_name=actor.name,
            role=role.value,
            in_place_of=str(seat) if seat else None,
            note=note,
            at=clock.now(),
        )
    )
    return {"in_place_of": str(seat)} if seat else {}


def _seat(actor: Actor, model: type[Any], role: Role, reach: Reach, record: Any) -> InPlaceOf | None:
    """In whose place the actor reaches this record; None where he does so in his own right, which comes first."""
    if not actor.places or reached(model, actor.as_seat(None), role, reach, [_pk(record)]):
        return None
    return next((place for place in actor.places if reached(model, actor.as_seat(place), role, reach, [_pk(record)])), None)


def _is_repeat(actor: Actor, record: Any, key: str, version: int | None) -> bool:
    """The same person's second click: his own step brought the record here, so the answer is the first's result (G5).

    From the version he was shown it was this very step, whenever that was: a job that begins anew meets its own rows. Else a moment ago.
    """
    last = next(reversed(history(record)), None)
    if last is None or (last.step, last.user_id, last.to_state) != (key, actor.user_id, record.state):
        return False
    return record.version == version + 1 if version is not None else clock.now() - last.at < timedelta(seconds=REPEAT_SECONDS)


def _outcome(actor: Actor, model: type[Any], pk: int, key: str, note: str | None, version: int | None) -> Outcome:
    try:
        record = take_step(actor, model, pk, key, note, version)
    except PortalError as refusal:
        seen = _label(actor, model, pk)
        reason = next(iter(refusal.fields.values()), refusal.message) if isinstance(refusal, Invalid) else refusal.message
        return Outcome(pk, False, seen, str(reason))
    return Outcome(pk, True, record.summary)


def _label(actor: Actor, model: type[Any], pk: int) -> str:
    try:
        return str(fetch(model, actor, pk).summary)
    except Missing:
        return f"#{pk}"


def _flow(model: type[Any]) -> Workflow:
    flow: Workflow = model.__workflow__
    return flow


def _type(model: type[Any]) -> str:
    name: str = model.__tablename__
    return name


def _pk(record: Any) -> int:
    pk: int = record.id
    return pk
