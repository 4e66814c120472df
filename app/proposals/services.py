"""What people do to proposals besides taking steps: propose, change, and merge hand-typed titles into the catalogue."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app.kernel import clock, settings
from app.kernel.actor import Actor
from app.kernel.approval import edit, once, start
from app.kernel.db import transaction
from app.kernel.errors import Denied, Invalid, Missing
from app.kernel.events import Event, publish
from app.kernel.numbering import next_number, write_number
from app.kernel.roles import Role
from app.kernel.scope import fetch
from app.organisation.models import Employee
from app.organisation.queries import latest_competence_test
from app.proposals.models import Proposal
from app.proposals.parameters import NUMBER_PATTERN, PERIOD
from app.proposals.rules import PeriodKind, Source, normalise_title, period_of
from app.reference.models import Training

SERIES = "proposal"


@dataclass(frozen=True)
class Wish:
    """What is asked for: `training_id` from the catalogue or `manual_title`, the day, and the recommendation of those who were tested (P12)."""

    source: Source
    training_id: int | None
    manual_title: str | None
    proposed_on: date
    recommendation: str | None = None


def propose(actor: Actor, employee_id: int, wish: Wish, submission: str | None = None) -> Proposal:
    """Make a proposal for `employee_id` (own, or anyone's for the BKPSDM admin, P29). Raises Denied, Missing, Invalid.

    One per employee and period, held by the database (P18); sending the same page twice gives the first proposal (G5).
    """

    def make() -> Proposal:
        employee = fetch(Employee, actor, employee_id)
        if not employee.is_active:
            raise Invalid(fields={"employee_id": _("Only an active employee may propose.")})
        values = check_wish(actor, employee, wish)
        number = write_number(settings.get(NUMBER_PATTERN), next_number(SERIES, wish.proposed_on.year), wish.proposed_on)
        return start(
            actor, Proposal(number=number, employee_id=employee.id, unit_id=employee.unit_id, job_type=employee.job_type, **values)
        )

    try:
        return once(actor, submission, Proposal, make)
    except IntegrityError as error:
        raise _second_of_period(error) from error


def change_proposal(actor: Actor, pk: int, wish: Wish, version: int) -> Proposal:
    """Write another wish into the proposal; a returned or rejected one goes back to the queue (P21). Raises Conflict when the state or `version` has moved on."""
    try:
        with transaction():
            proposal = fetch(Proposal, actor, pk)
            changed: Proposal = edit(
                actor, Proposal, pk, check_wish(actor, fetch(Employee, actor, proposal.employee_id), wish, proposal), version
            )
            return changed
    except IntegrityError as error:
        raise _second_of_period(error) from error


def merge_titles(actor: Actor, manual_key: str, training_id: int) -> int:
    """Count every hand-typed title with this key as the catalogue entry; what people typed stays (P33). Returns the number of proposals; for the BKPSDM admin."""
    if not actor.has(Role.BKPSDM_ADMIN):
        raise Denied
    with transaction() as current:
        training = fetch(Training, actor, training_id)
        typed = select(Proposal.id).where(Proposal.manual_key == manual_key, Proposal.source == Source.MANUAL)
        pks = list(current.scalars(typed.with_for_update()))
        if not pks:
            raise Missing
        current.execute(update(Proposal).where(Proposal.id.in_(pks)).values(training_id=training.id))
        publish(Event("training.merge", actor, training, {"manual_key": manual_key, "proposals": pks, "training": training.title}))
        return len(pks)


def may_recommend(employee: Employee) -> bool:
    """True if the field "Rekomendasi Dari Hasil Talentpool" belongs on this person's form: a competence test with a value that is still valid (P5, P12)."""
    return latest_competence_test(employee.id) is not None


def check_wish(actor: Actor, employee: Employee, wish: Wish, before: Proposal | None = None) -> dict[str, Any]:
    """The wish as column values; raises Invalid with every field that is wrong."""
    wrong: dict[str, str] = {}
    title = (wish.manual_title or "").strip()
    if wish.source is Source.CATALOGUE:
        training = _offered(actor, wish, before)
        if training is None:
            wrong["training_id"] = _("Choose a training from the list.")
        values: dict[str, Any] = {"training_id": training.id if training else None, "manual_title": None, "manual_key": None}
    else:
        if not normalise_title(title) and not title:
            wrong["manual_title"] = _("Write the training you propose.")
        elif len(title) > 200:
            wrong["manual_title"] = _("At most %(count)s characters.", count=200)
        merged = before.training_id if before and before.manual_title == title else None
        values = {"training_id": merged, "manual_title": title, "manual_key": normalise_title(title) or title.lower()}
    kind, today = PeriodKind(settings.get(PERIOD)), clock.today()
    period = period_of(wish.proposed_on, kind)
    if wish.proposed_on > today:
        wrong["proposed_on"] = _("The date of the proposal cannot lie in the future.")
    elif not actor.has(Role.BKPSDM_ADMIN) and period not in (period_of(today, kind), before.period if before else ""):
        wrong["proposed_on"] = _("The date must lie in the present period.")
    recommendation = (wish.recommendation or "").strip() or None
    if not may_recommend(employee):
        recommendation = before.recommendation if before else None
    if wrong:
        raise Invalid(fields=wrong)
    return values | {"source": wish.source.value, "proposed_on": wish.proposed_on, "period": period, "recommendation": recommendation}


def _offered(actor: Actor, wish: Wish, before: Proposal | None) -> Training | None:
    """The catalogue entry if it may be chosen today; one chosen earlier stays possible after it was retired."""
    if wish.training_id is None:
        return None
    try:
        training: Training = fetch(Training, actor, wish.training_id)
    except Missing:
        return None
    today = clock.today()
    current = training.valid_from <= today and (training.valid_to is None or training.valid_to >= today)
    return training if current or (before is not None and before.training_id == training.id) else None


def _second_of_period(error: IntegrityError) -> Exception:
    if "uq_proposal_employee_period" in str(error.orig) or "proposal.employee_id, proposal.period" in str(error.orig):
        return Invalid(fields={"proposed_on": _("Only 1 (one) training proposal per period is possible.")})
    return error
