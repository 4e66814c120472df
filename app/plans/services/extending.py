"""A later last day for an OPD or a person (T36): an act of BKPSDM, in the trail with its reason."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.approval import content, once
from app.kernel.db import session, transaction
from app.kernel.errors import Denied, Invalid
from app.kernel.events import Event, publish
from app.kernel.roles import Role
from app.plans.models import PlanExtension, PlanYear


def extend_window(actor: Actor, values: Mapping[str, Any], submission: str | None = None) -> PlanExtension:
    """Let one OPD (`unit_id`) or one person (`employee_id`) write until `closes_on`, included. Raises Denied, Invalid."""
    if not actor.has(Role.BKPSDM_ADMIN):
        raise Denied
    wrong: dict[str, Any] = {}
    year = session().get(PlanYear, values.get("plan_year_id") or 0)
    unit_id, employee_id, closes_on = values.get("unit_id"), values.get("employee_id"), values["closes_on"]
    if year is None:
        wrong["plan_year_id"] = _("Choose the year of the plan.")
    elif closes_on <= year.closes_on or closes_on < clock.today():
        wrong["closes_on"] = _("The day must come after the last day of the year's window, and not lie in the past.")
    if (unit_id is None) == (employee_id is None):
        wrong["employee_id"] = _("Choose an OPD or one person, not both.")
    if employee_id is not None and employee_id == actor.employee_id:
        wrong["employee_id"] = _("Nobody extends his own time.")
    reason = str(values.get("reason") or "").strip()
    if not reason:
        wrong["reason"] = _("A reason is required.")
    if wrong or year is None:
        raise Invalid(fields=wrong)

    def make() -> PlanExtension:
        with transaction() as current:
            extension = PlanExtension(plan_year_id=year.id, unit_id=unit_id, employee_id=employee_id, closes_on=closes_on, reason=reason)
            current.add(extension)
            current.flush()
            publish(Event("plan_extension.create", actor, extension, {"after": content(extension)}))
            return extension

    return once(actor, submission, PlanExtension, make)
