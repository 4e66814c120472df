"""The people: BKPSDM adds and changes them, an OPD admin changes those of his OPD, everybody his own contact data.

All problems of a form are found in one go, each under its field. A supervisor is never one's own subordinate, at any distance.
"""

from collections.abc import Collection, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.kernel import clock, settings
from app.kernel.actor import Actor
from app.kernel.approval import content
from app.kernel.db import session, transaction
from app.kernel.errors import Conflict, Denied, Invalid, Missing
from app.kernel.events import Event, publish
from app.kernel.roles import Role
from app.kernel.scope import fetch
from app.organisation import rules
from app.organisation.models import CompetenceTest, Employee, Unit, UnitHead
from app.organisation.parameters import EMAIL_DOMAINS
from app.organisation.queries import ending_positions, may_change
from app.organisation.services.checking import COLUMNS, CONTACT, Period, checked, circle_refused, find_circle
from app.organisation.services.postings import keep_postings
from app.organisation.services.units import lock_tree
from app.reference import queries as reference
from app.reference.rules import CodeList

WHOLE_AGENCY = (Role.BKPSDM_ADMIN, Role.SYSTEM)
ACCOUNT_KEEPERS = (Role.BKPSDM_ADMIN, Role.SUPERUSER, Role.SYSTEM)


def add_employee(actor: Actor, **values: Any) -> Employee:
    """Add a person (keywords as in COLUMNS); birth date, sex and TMT come from the NIP where not given.

    Raises Invalid with one message per field.
    """
    if not actor.has(*WHOLE_AGENCY):
        raise Denied
    with transaction() as current:
        employee = Employee(legal_position="01", version=1)
        _write(actor, employee, values)
        current.add(employee)
        current.flush()
        keep_postings(Employee.id == employee.id)
        publish(Event("employee.add", actor, employee, {"after": content(employee)}))
        return employee


def change_employee(actor: Actor, pk: int | str, changes: Mapping[str, Any], version: int) -> Employee:
    """Change a person in the actor's reach; raises Conflict if somebody did so since `version`, Invalid with one message per field."""
    return _change(actor, pk, changes, "employee.change", version)


def move_employee(actor: Actor, pk: int | str, unit_id: int) -> Employee:
    """Let the person belong to another unit."""
    return _change(actor, pk, {"unit_id": unit_id}, "employee.move")


def set_supervisor(actor: Actor, pk: int | str, supervisor_id: int | None) -> Employee:
    """Say who the direct supervisor is; raises Invalid naming the circle if it would close one."""
    return _change(actor, pk, {"supervisor_id": supervisor_id}, "employee.supervisor")


def change_own(actor: Actor, changes: Mapping[str, Any], version: int, columns: Collection[str] = CONTACT) -> Employee:
    """Everybody's own data, as far as they are his to change: `columns`, by default official address, phone and office address (B16, B18, B19)."""
    if actor.employee_id is None:
        raise Denied
    with transaction() as current:
        employee: Employee = fetch(Employee, actor, actor.employee_id, lock=True)
        if employee.version != version:
            raise Conflict
        return _save(actor, current, employee, {name: changes[name] for name in columns if name in changes}, "employee.contact")


def judge_changes(employee: Employee, changes: Mapping[str, Any]) -> dict[str, Any]:
    """`changes` as they would be saved, nothing being written; raises Invalid with every problem they have of their own."""
    before = {name: getattr(employee, name) for name in ("id", *COLUMNS)}
    new, problems = checked(before, changes, _Asked())
    if own := {name: message for name, message in problems.items() if name in changes}:
        raise Invalid(fields=own)
    return {name: new[name] for name in changes}


def link_account(actor: Actor, employee_pk: int, user_id: int | None) -> Employee:
    """Say which account the person signs in with; the database refuses one account for two people."""
    if not actor.has(*ACCOUNT_KEEPERS):
        raise Denied
    with transaction() as current:
        employee = current.get(Employee, employee_pk, with_for_update=True)
        if employee is None:
            raise Missing
        before, employee.user_id = employee.user_id, user_id
        current.flush()
        publish(Event("employee.account", actor, employee, {"before": {"user_id": before}, "after": {"user_id": user_id}}))
        return employee


def delete_employee(actor: Actor, pk: int | str) -> None:
    """Remove a person nothing refers to, entered by mistake; raises Conflict saying what does (G11)."""
    if not actor.has(*WHOLE_AGENCY):
        raise Denied
    name = ""
    try:
        with transaction() as current:
            employee: Employee = fetch(Employee, actor, pk, lock=True)
            name = employee.full_name
            _refuse_if_used(employee)
            publish(Event("employee.delete", actor, employee, {"before": content(employee)}))
            current.delete(employee)
            current.flush()
    except IntegrityError:
        raise Conflict(
            _("“%(name)s” cannot be deleted: other records belong to this person. Change the legal position instead.", name=name)
        ) from None


def _change(actor: Actor, pk: int | str, changes: Mapping[str, Any], key: str, version: int | None = None) -> Employee:
    with transaction() as current:
        if "supervisor_id" in changes:
            lock_tree(current)
        employee: Employee = fetch(Employee, actor, pk, lock=True)
        everywhere = actor.has(*WHOLE_AGENCY)
        if not may_change(actor, employee):
            raise Denied
        if version is not None and employee.version != version:
            raise Conflict
        if not everywhere and changes.get("nip", employee.nip) != employee.nip:
            raise Invalid(fields={"nip": _("Only BKPSDM corrects a NIP.")})
        _save(actor, current, employee, changes, key)
        if not may_change(actor, employee):
            raise Invalid(fields={"unit_id": _("This unit is not one of your OPD.")})
        return employee


def _save(actor: Actor, current: Any, employee: Employee, changes: Mapping[str, Any], key: str) -> Employee:
    before = content(employee)
    with current.no_autoflush:
        _write(actor, employee, changes)
    after = content(employee)
    changed = [name for name in after if after[name] != before[name]]
    if changed:
        employee.version += 1
        current.flush()
        data: dict[str, Any] = {
            "before": {name: before[name] for name in changed},
            "after": {name: after[name] for name in changed},
        }
        if "unit_id" in changed and (followed := keep_postings(Employee.id == employee.id)):
            data["followed"] = followed
        publish(Event(key, actor, employee, data))
    return employee


def _write(actor: Actor, employee: Employee, changes: Mapping[str, Any]) -> None:
    """Put tidied `changes` on the employee; raises Invalid with every problem."""
    if unknown := sorted(set(changes) - set(COLUMNS)):
        raise TypeError(f"unknown columns of Employee: {', '.join(unknown)}")
    before = {name: getattr(employee, name) for name in ("id", *COLUMNS)}
    new, problems = checked(before, changes, _Asked())
    problems.catch(_check_supervisor, actor, employee, new)
    if problems:
        raise Invalid(fields=problems)
    for name, value in new.items():
        setattr(employee, name, value)


class _Asked:
    """The facts, each asked of the database when it is needed."""

    def __init__(self) -> None:
        self.today, self.domains = clock.today(), settings.get(EMAIL_DOMAINS).split()

    def holder(self, nip: str) -> int | None:
        return session().scalar(select(Employee.id).where(Employee.nip == nip))

    def in_force(self, code_list: CodeList) -> frozenset[str]:
        return frozenset(row.code for row in reference.codes(code_list))

    def ends_service(self, position: str) -> bool:
        return position in ending_positions()

    def ever(self, code_list: CodeList, code: str) -> bool:
        return reference.code(code_list, code) is not None

    def unit(self, pk: int) -> Period | None:
        unit = session().get(Unit, pk)
        return (unit.valid_from, unit.valid_to) if unit is not None else None


def _check_supervisor(actor: Actor, employee: Employee, new: dict[str, Any]) -> None:
    supervisor_id = new.get("supervisor_id", employee.supervisor_id)
    if supervisor_id is None or supervisor_id == employee.supervisor_id:
        return
    try:
        person: Employee = fetch(Employee, actor, supervisor_id)
    except Missing:
        raise Invalid(fields={"supervisor_id": _("Choose a person you can see.")}) from None
    people: dict[int, Employee] = {}

    def above(pk: int) -> int | None:
        people[pk] = person if person.id == pk else session().get_one(Employee, pk)
        return people[pk].supervisor_id

    circle = find_circle(employee.id, supervisor_id, above)
    if circle is not None:
        own = rules.full_name(employee.front_title, new.get("name") or employee.name or "", employee.back_title)
        raise circle_refused([own, *(people[pk].full_name for pk in circle), own])


def _refuse_if_used(employee: Employee) -> None:
    def count(model: Any, column: Any) -> int:
        return session().scalar(select(func.count()).select_from(model).where(column == employee.id)) or 0

    people, units, tests = (
        count(Employee, Employee.supervisor_id),
        count(UnitHead, UnitHead.employee_id),
        count(CompetenceTest, CompetenceTest.employee_id),
    )
    reasons = []
    if people:
        reasons.append(ngettext("supervisor of %(num)s employee", "supervisor of %(num)s employees", people))
    if units:
        reasons.append(ngettext("head of %(num)s unit", "head of %(num)s units", units))
    if tests:
        reasons.append(ngettext("%(num)s competence test", "%(num)s competence tests", tests))
    if employee.user_id is not None:
        reasons.append(_("an account"))
    if reasons:
        raise Conflict(_("“%(name)s” cannot be deleted: %(reasons)s.", name=employee.full_name, reasons=", ".join(reasons)))
