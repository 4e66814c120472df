"""What people do to plans besides taking steps: plan a training, change it, copy last year's. And what the portal does: keep the window, freeze, remind."""

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.approval import edit, once, start
from app.kernel.db import session, transaction
from app.kernel.errors import Conflict, Denied, Invalid, Missing
from app.kernel.events import Event, publish
from app.kernel.formats import format_long_date
from app.kernel.roles import Role
from app.kernel.scope import fetch
from app.organisation.models import Employee, Unit
from app.organisation.queries import decider_for, employee_of
from app.plans.extension_queries import last_day, window_for
from app.plans.models import PlanReminder, PlanRow, PlanYear
from app.plans.queries import (
    YearValue,
    form_rule,
    level_gaps,
    performance_bands,
    plan_of,
    required_level,
    rows_to_copy,
    standard_of,
)
from app.plans.rules import Path, Window, a_year_later, band_of, convert_jp
from app.plans.services.days import check_room, what_is_full
from app.reference.models import Training
from app.reference.queries import label
from app.reference.rules import CodeList

COPIED = (
    "development_path",
    "form",
    "training_id",
    "subject",
    "study_programme",
    "study_level",
    "organiser",
    "jp",
    "cost",
    "fund",
    "reason",
)


def plan_training(actor: Actor, values: Mapping[str, Any], submission: str | None = None, *, settled: bool = True) -> PlanRow:
    """Put a training into the actor's own plan. Raises Denied, Invalid, and Conflict when the year is not open.

    Not `settled` yet are rows of a page that are written one after the other: who writes them asks for room when all of them stand.
    """

    def make() -> PlanRow:
        row = start(actor, PlanRow(**PlanRow.owned_by(actor), **check_row(actor, values)))
        if settled:
            check_room(row)
        return row

    return once(actor, submission, PlanRow, make)


def change_training(actor: Actor, pk: int, values: Mapping[str, Any], version: int, *, settled: bool = True) -> PlanRow:
    """Write other values into a row that was not sent, or was returned. Raises Conflict when the state, the version or the window has moved on; Invalid."""
    with transaction():
        before: PlanRow = fetch(PlanRow, actor, pk)
        changed: PlanRow = edit(actor, PlanRow, pk, check_row(actor, values, before), version)
        if settled:
            check_room(changed)
        return changed


def copy_last_year(actor: Actor, plan_year_id: int) -> list[PlanRow]:
    """Put what the actor planned for the year before into his plan, a year later and as drafts. Raises Conflict, Denied.

    What stands there already is left out, and what finds no room on its days.
    """
    if not actor.has(Role.EMPLOYEE) or actor.employee_id is None:
        raise Denied
    with transaction():
        year: PlanYear = fetch(PlanYear, actor, plan_year_id, lock=True)
        check_open(year, actor.employee_id)
        plan_of(actor.employee_id, year.id, lock=True)  # before the person, as everywhere
        owned = PlanRow.owned_by(actor)
        target = YearValue(year.id, year.year, year.opens_on, year.closes_on)
        made = []
        for row in rows_to_copy(actor, target):
            days = {"begins_on": a_year_later(row.begins_on), "ends_on": a_year_later(row.ends_on)}
            copied = PlanRow(plan_year_id=year.id, **owned, **days, **{name: getattr(row, name) for name in COPIED})
            if not what_is_full(copied):
                made.append(start(actor, copied))
        return made


def check_open(year: PlanYear, employee_id: int | None) -> None:
    """Raises Conflict, with the day in words, unless this person may write his plan of the year now (T36)."""
    closes_on = last_day(year, employee_id)
    window = window_for(year, employee_id)
    if window is Window.EARLY:
        raise Conflict(_("The plan of %(year)s opens on %(day)s.", year=year.year, day=format_long_date(year.opens_on)))
    if window is Window.LOCKED:
        raise Conflict(_("The plan of %(year)s is locked since the end of %(day)s.", year=year.year, day=format_long_date(closes_on)))


def route_to_decider(row: PlanRow) -> None:
    """Put down who decides on a row that is sent: nobody but the direct supervisor, or for the head of a unit without one the head above (T23, X6).

    Raises Conflict where the portal knows nobody who could.
    """
    person = session().get_one(Employee, row.employee_id)
    decider = decider_for(person)
    if decider is None:
        raise Conflict(_("Your personnel record names no direct supervisor. Ask the admin of your OPD to enter him, then send the plan."))
    row.decider_id = None if person.supervisor_id is not None else decider.id
    row.escalated_to_id = row.nudged_on = row.escalated_on = None


def freeze(row: PlanRow, decided_by: str, in_place_of: str | None) -> dict[str, Any]:
    """The person, his job with its standard, what he said of himself, every label of the row, and who decided in whose place, as they are now."""
    plan = plan_of(row.employee_id, row.plan_year_id)
    person = session().get_one(Employee, row.employee_id)
    unit = session().get_one(Unit, row.unit_id)
    supervisor = decider_for(person)
    return {
        "name": person.full_name,
        "nip": person.nip,
        "job_title": person.job_title,
        "job_type": person.job_type,
        "job_level": person.job_level,
        "required_level": required_level(person),
        "standard": [asdict(each) for each in level_gaps(standard_of(person), plan.levels if plan else {})],
        "performance": str(plan.performance.normalize()) if plan and plan.performance is not None else None,
        "performance_band": band_of(plan.performance, performance_bands()) if plan and plan.performance is not None else None,
        "unit": unit.name,
        "opd": (unit.opd or unit).name,
        "supervisor": supervisor.full_name if supervisor else None,
        "form": label(CodeList.DEVELOPMENT_FORM, row.form),
        "fund": label(CodeList.FUND_SOURCE, row.fund),
        "training": row.training.title if row.training else None,
        "decided_by": decided_by,
        "in_place_of": in_place_of,
    }


def remind(actor: Actor, year: YearValue, employee_id: int, days: int) -> None:
    """Tell a person that his plan is not sent and how long it can be; once, because the row that says so is unique."""
    with transaction() as current:
        reminder = PlanReminder(plan_year_id=year.id, employee_id=employee_id, closes_on=year.closes_on, days=days)
        current.add(reminder)
        current.flush()
        data = {"year": year.year, "days": (year.closes_on - clock.today()).days, "closes_on": year.closes_on.isoformat()}
        publish(Event("plan_reminder.create", actor, reminder, data))


def check_row(actor: Actor, values: Mapping[str, Any], before: PlanRow | None = None) -> dict[str, Any]:
    """What was typed as column values; an empty JP becomes what the form is worth. Raises Invalid with every field that is wrong."""
    wrong: dict[str, Any] = {}
    rule = form_rule(values["form"])
    begins, ends, year = values["begins_on"], values["ends_on"], _year(actor, values["plan_year_id"])
    if year is None:
        wrong["plan_year_id"] = _("Choose the year of the plan.")
    if rule is None:
        wrong["form"] = _("Choose a form of development from the list.")
    if ends < begins:
        wrong["ends_on"] = _("The end comes before the beginning.")
    elif year is not None and year.year not in (begins.year, ends.year):
        wrong["begins_on"] = _("The training must lie in the year %(year)s.", year=year.year)
    if values.get("training_id") is not None and not _is_training(actor, values["training_id"]):
        wrong["training_id"] = _("Choose a training from the list.")
    jp = values.get("jp")
    if rule is not None and "ends_on" not in wrong:
        jp = convert_jp(rule.counting, rule.worth, begins, ends) if jp is None else jp
        if jp is None:
            wrong["jp"] = _("Write the JP of the programme: this form has no fixed number.")
    study = rule is not None and rule.path is Path.STUDY
    kept = {name: " ".join(str(values.get(name) or "").split()) or None for name in ("study_programme", "study_level")}
    for name in kept:
        if study and not kept[name]:
            wrong[name] = _("A study assignment needs this.")
    if wrong or rule is None:
        raise Invalid(fields=wrong)
    taken = {name: values[name] for name in ("plan_year_id", "form", "begins_on", "ends_on", "fund")}
    texts = {name: " ".join(str(values[name]).split()) for name in ("subject", "organiser")}
    texts["reason"] = str(values["reason"]).strip()
    more = {"development_path": rule.path.value, "training_id": values.get("training_id"), "jp": jp, "cost": values["cost"] or Decimal(0)}
    return taken | texts | more | (kept if study else dict.fromkeys(kept))


def supervisor_of(actor: Actor) -> Employee | None:
    """The direct supervisor who will decide on the actor's plan."""
    person = employee_of(actor)
    return decider_for(person) if person else None


def _year(actor: Actor, pk: int | None) -> PlanYear | None:
    try:
        year: PlanYear | None = fetch(PlanYear, actor, pk) if pk is not None else None
    except Missing:
        return None
    return year


def _is_training(actor: Actor, pk: int) -> bool:
    try:
        fetch(Training, actor, pk)
    except Missing:
        return False
    return True
