"""The plan of a year as a whole: it comes with its first row, follows its rows, is written on one page and sent with everything that is drafted (T10, T11)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.kernel import clock
from app.kernel.actor import Actor, system_actor
from app.kernel.approval import edit, start, take_step
from app.kernel.db import session, transaction
from app.kernel.errors import Conflict, Denied, Invalid
from app.kernel.roles import Role
from app.kernel.scope import fetch
from app.organisation.models import Employee
from app.plans.models import Plan, PlanRow, PlanYear
from app.plans.queries import competences, plan_of
from app.plans.rules import place_of_plan
from app.plans.services.days import check_room
from app.plans.services.rows import change_training, check_open, plan_training
from app.plans.workflow import DELETE, DELETED, DRAFT, FOLLOWING, RETURNED, SEND, SUBMIT, SUBMITTED


@dataclass
class WrittenRow:
    """One block of the page: a new row (`pk` None, sent under `submission`) or one that stands already in `version`; `wrong` takes what is refused in it."""

    pk: int | None
    version: int
    submission: str | None
    values: Mapping[str, Any]
    wrong: Invalid | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Profile:
    """What a person says of himself (T7, T8): the value of his last SKP, and his level by competence. `seen` is the version of the plan his page showed."""

    performance: Decimal | None
    levels: Mapping[str, int]
    seen: int


def ensure_plan(actor: Actor, employee_id: int, plan_year_id: int) -> Plan:
    """The plan of the person for the year, made now if this is its first row. Two first rows at once make one plan."""
    found = plan_of(employee_id, plan_year_id)
    if found is not None:
        return found
    # Weaker than FOR UPDATE: rows that only refer to the person need not wait.
    session().execute(select(Employee.id).where(Employee.id == employee_id).with_for_update(key_share=True))
    return plan_of(employee_id, plan_year_id) or start(actor, Plan(plan_year_id=plan_year_id, **Plan.owned_by(actor)))


def follow(row: PlanRow, *, sent: bool = False) -> None:
    """Bring the plan of a row that has just moved to where its rows stand; a row that was `sent` only ever brings it forward."""
    plan = plan_of(row.employee_id, row.plan_year_id, lock=True)
    if plan is None:
        return
    session().flush()
    states = select(PlanRow.state).where(
        PlanRow.employee_id == row.employee_id, PlanRow.plan_year_id == row.plan_year_id, PlanRow.state != DELETED.key
    )
    target = place_of_plan(set(session().scalars(states)))
    if target != plan.state and (not sent or target == SUBMITTED.key):
        take_step(system_actor(), Plan, plan.id, FOLLOWING[target])


def send_rows(actor: Actor, plan: Plan) -> None:
    """Send every row of the plan that its owner has not sent; raises Conflict when there is none, and with the words of a row that cannot be sent."""
    waiting = select(PlanRow.id).where(
        PlanRow.employee_id == plan.employee_id, PlanRow.plan_year_id == plan.plan_year_id, PlanRow.state.in_((DRAFT.key, RETURNED.key))
    )
    # A row that somebody sends or deletes at this moment is locked: it is on its way already.
    pks = session().scalars(waiting.order_by(PlanRow.id).with_for_update(skip_locked=True)).all()
    if not pks:
        raise Conflict(_("Everything in this plan has been sent already."))
    for pk in pks:
        take_step(actor, PlanRow, pk, SEND.key)


def agree(row: PlanRow) -> None:
    """Whoever sends a row agrees to the terms (T11), and has said of himself what his supervisor decides by (T7, T8); alone or with the plan.

    Raises Conflict unless he said how his performance was valued, and chose a level of each competence.
    """
    plan = plan_of(row.employee_id, row.plan_year_id)
    if plan is None or plan.performance is None or any(each.code not in plan.levels for each in competences()):
        raise Conflict(_("Fill in the performance value and a level of each competence first, then submit the plan."))
    plan.agreed_at = clock.now()


def write_profile(actor: Actor, plan: Plan, profile: Profile) -> None:
    """Write what the owner says of himself; raises Conflict where he has written something else since his page was made."""
    changes = {"performance": profile.performance, "levels": dict(profile.levels)}
    stands = (plan.performance, plan.levels)
    if stands == tuple(changes.values()):
        return
    if plan.version != profile.seen and stands != (None, {}):
        raise Conflict(_("The standard of the job or the performance value has been changed elsewhere. Look at them and save again."))
    edit(actor, Plan, plan.id, changes, plan.version)


def write_plan(
    actor: Actor,
    plan_year_id: int,
    rows: Sequence[WrittenRow],
    gone: Collection[int],
    profile: Profile | None = None,
    *,
    send: bool = False,
) -> Plan:
    """Write every block of the page and delete the rows that were taken off it; with `send` the plan is sent. All of it or nothing.

    Raises Invalid after each wrong block holds its own refusal, Conflict when year, row or plan have moved on, Denied.
    """
    if not actor.has(Role.EMPLOYEE) or actor.employee_id is None:
        raise Denied
    with transaction():
        year: PlanYear = fetch(PlanYear, actor, plan_year_id)
        check_open(year, actor.employee_id)
        plan = ensure_plan(actor, actor.employee_id, year.id)
        if profile is not None:
            write_profile(actor, plan, profile)
        for pk in sorted(gone):
            take_step(actor, PlanRow, pk, DELETE.key)
        written = [(row, _write(actor, year, row)) for row in rows]
        for row, record in written:
            _settle(row, record)
        if any(row.wrong for row in rows):
            raise Invalid(_("Some trainings are not complete yet; what is missing stands beside them."))
        if send:
            take_step(actor, Plan, plan.id, SUBMIT.key)
        return plan


def _write(actor: Actor, year: PlanYear, row: WrittenRow) -> PlanRow | None:
    values = dict(row.values) | {"plan_year_id": year.id}
    try:
        if row.pk is None:
            return plan_training(actor, values, row.submission, settled=False)
        return change_training(actor, row.pk, values, row.version, settled=False)
    except Invalid as refusal:
        row.wrong = refusal
        return None


def _settle(row: WrittenRow, record: PlanRow | None) -> None:
    """The days are asked once all rows stand, so that two of them may change places."""
    try:
        if record is not None:
            check_room(record)
    except Invalid as refusal:
        row.wrong = refusal
