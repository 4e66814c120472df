"""The supervisor's side: the dialogue he records before he decides (T15), and what the portal does when nobody decides for too long."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from app.kernel import clock, settings
from app.kernel.actor import Actor
from app.kernel.approval import content, once
from app.kernel.db import session, transaction
from app.kernel.errors import Denied, Invalid, Missing
from app.kernel.events import Event, publish
from app.kernel.roles import Role
from app.kernel.scope import fetch
from app.organisation.models import Employee
from app.organisation.queries import decider_for
from app.plans.models import PlanDialogue, PlanRow, PlanYear
from app.plans.parameters import DIALOGUE_NEEDED
from app.plans.queries import decides_for, has_dialogue
from app.plans.workflow import SENT


def record_dialogue(actor: Actor, values: Mapping[str, Any], submission: str | None = None) -> PlanDialogue:
    """Keep when the actor spoke with one of his people about the plan of a year, and what they found. Raises Denied, Invalid."""
    if not actor.has(Role.SUPERVISOR) or actor.employee_id is None:
        raise Denied
    wrong: dict[str, Any] = {}
    person = session().get(Employee, values["employee_id"]) if values.get("employee_id") else None
    if person is None or not decides_for(actor, person.id):
        wrong["employee_id"] = _("Choose one of your direct subordinates.")
    if values["held_on"] > clock.today():
        wrong["held_on"] = _("The dialogue cannot lie in the future.")
    try:
        year: PlanYear | None = fetch(PlanYear, actor, values.get("plan_year_id") or 0)
    except Missing:
        year, wrong["plan_year_id"] = None, _("Choose the year of the plan.")
    notes = str(values.get("notes") or "").strip()
    if not notes:
        wrong["notes"] = _("Write down what you found together.")
    if wrong or person is None or year is None:
        raise Invalid(fields=wrong)
    owner, led_by = person, actor.employee_id

    def make() -> PlanDialogue:
        dialogue = PlanDialogue(
            employee_id=owner.id,
            unit_id=owner.unit_id,
            plan_year_id=year.id,
            led_by_id=led_by,
            in_place_of=_seat(actor, owner.id),
            held_on=values["held_on"],
            notes=notes,
        )
        session().add(dialogue)
        session().flush()
        publish(Event("plan_dialogue.create", actor, dialogue, {"after": content(dialogue)}))
        return dialogue

    return once(actor, submission, PlanDialogue, make)


def _seat(actor: Actor, employee_id: int) -> str | None:
    """In whose place the actor speaks with this person; None where he does so in his own right."""
    if decides_for(actor.as_seat(None), employee_id):
        return None
    return next((str(place) for place in actor.places if decides_for(actor.as_seat(place), employee_id)), None)


def check_dialogue(row: PlanRow) -> None:
    """Raises Invalid, naming the person, where the agency asks for a dialogue and none is recorded for him and this year (T15)."""
    if settings.get(DIALOGUE_NEEDED) and not has_dialogue(row.employee_id, row.plan_year_id):
        name = session().get_one(Employee, row.employee_id).full_name
        year = session().get_one(PlanYear, row.plan_year_id).year
        text = _("First record the dialogue with %(name)s about the plan of %(year)s, then decide.", name=name, year=year)
        raise Invalid(text)


def nudge(actor: Actor, pk: int) -> bool:
    """Remind those who decide on a row that still waits; once for each sending."""
    with transaction():
        row: PlanRow = fetch(PlanRow, actor, pk, lock=True)
        if row.state != SENT.key or row.nudged_on is not None:
            return False
        row.nudged_on = clock.today()
        session().flush()
        publish(Event("plan_row.nudge", actor, row, {"days": (row.nudged_on - clock.local(row.state_since).date()).days}))
        return True


def escalate(actor: Actor, pk: int) -> bool:
    """Hand a row that still waits to the supervisor of who should have decided; he too may decide from then on. Without one the row stays where it is."""
    with transaction():
        row: PlanRow = fetch(PlanRow, actor, pk, lock=True)
        if row.state != SENT.key or row.escalated_on is not None:
            return False
        row.escalated_on = clock.today()
        late = session().get(Employee, row.decider_id) if row.decider_id else decider_for(session().get_one(Employee, row.employee_id))
        following = decider_for(late) if late is not None else None
        row.escalated_to_id = following.id if following is not None and following.id != row.employee_id else None
        session().flush()
        if row.escalated_to_id is not None:
            publish(Event("plan_row.escalate", actor, row, {"after": {"escalated_to_id": row.escalated_to_id}}))
        return row.escalated_to_id is not None
