"""The people: BKPSDM adds and changes them, an OPD admin changes those of his OPD, everybody his own contact data.

All problems of a form are found in one go, each under its field. A supervisor is never one's own subordinate, at any distance.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.kernel import clock, settings
from app.kernel.actor import Actor
from app.kernel.approval import content
from app.kernel.db import session, transaction
from app.kernel.errors import Conflict, Denied, Invalid, Missing, Text
from app.kernel.events import Event, publish
from app.kernel.roles import Role
from app.kernel.scope import fetch
from app.organisation import rules
from app.organisation.models import CompetenceTest, Employee, Unit, UnitHead
from app.organisation.parameters import EMAIL_DOMAINS
from app.organisation.queries import may_change
from app.organisation.rules import EmployeeStatus, JobType, Sex
from app.organisation.services.units import lock_tree
from app.reference import queries as reference
from app.reference.rules import CodeList, in_force

WHOLE_AGENCY = (Role.BKPSDM_ADMIN, Role.SYSTEM)
ACCOUNT_KEEPERS = (Role.BKPSDM_ADMIN, Role.SUPERUSER, Role.SYSTEM)
CONTACT = ("email_official", "phone", "office_address")
REQUIRED = ("birth_place", "job_title")
LENGTHS = {
    "front_title": 60,
    "name": 150,
    "back_title": 100,
    "birth_place": 100,
    "job_title": 200,
    "agency_origin": 200,
    "office_address": 300,
}
COLUMNS = (
    *("nip", "front_title", "name", "back_title", "birth_place", "birth_date", "sex", "religion"),
    *("employee_status", "legal_position", "job_title", "job_type", "job_level", "rank_code"),
    *CONTACT,
    *("agency_origin", "joined", "unit_id", "supervisor_id"),
)


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


def change_own_contact(actor: Actor, changes: Mapping[str, Any], version: int) -> Employee:
    """Everybody's own official address, phone and office address (B16, B18, B19)."""
    if actor.employee_id is None:
        raise Denied
    with transaction() as current:
        employee: Employee = fetch(Employee, actor, actor.employee_id, lock=True)
        if employee.version != version:
            raise Conflict
        return _save(actor, current, employee, {name: changes[name] for name in CONTACT if name in changes}, "employee.contact")


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
        publish(
            Event(
                key, actor, employee, {"before": {name: before[name] for name in changed}, "after": {name: after[name] for name in changed}}
            )
        )
    return employee


def _write(actor: Actor, employee: Employee, changes: Mapping[str, Any]) -> None:
    """Put tidied `changes` on the employee; raises Invalid with every problem."""
    if unknown := sorted(set(changes) - set(COLUMNS)):
        raise TypeError(f"unknown columns of Employee: {', '.join(unknown)}")
    new, problems = dict(changes), _Problems()
    nip = problems.catch(_checked_nip, employee, new.get("nip", employee.nip) or "")
    if nip is not None:
        new["nip"] = nip.value
        new["birth_date"] = new.get("birth_date") or employee.birth_date or nip.birth_date
        new["sex"] = new.get("sex") or employee.sex or nip.sex.value
        if employee.joined is None and new.get("joined") is None and nip.appointed_month:
            new["joined"] = date(nip.appointed_year, nip.appointed_month, 1)
    new["name"] = problems.catch(rules.tidy_name, new.get("name", employee.name) or "")
    for name in ("front_title", "back_title"):
        new[name] = rules.tidy_titles(new.get(name, getattr(employee, name)))
    for name in ("birth_place", "job_title", "agency_origin", "office_address"):
        new[name] = " ".join((new.get(name, getattr(employee, name)) or "").split()) or None
        if new[name] is None and name in REQUIRED:
            problems[name] = _("This is needed.")
    if "phone" in new:
        new["phone"] = problems.catch(rules.tidy_phone, new["phone"])
    if "email_official" in new and new["email_official"] != employee.email_official:
        new["email_official"] = problems.catch(rules.tidy_official_email, new["email_official"], settings.get(EMAIL_DOMAINS).split())
    for name, longest in LENGTHS.items():
        if len(new.get(name) or "") > longest:
            problems[name] = _("At most %(count)s characters.", count=longest)
    _check_choices(employee, new, nip, problems)
    problems.catch(_check_unit, employee, new)
    problems.catch(_check_supervisor, actor, employee, new)
    if problems:
        raise Invalid(fields=problems)
    for name, value in new.items():
        setattr(employee, name, value)


class _Problems(dict[str, Text]):
    """Field -> message, filled by calls that may refuse."""

    def catch(self, check: Callable[..., Any], *args: Any) -> Any:
        try:
            return check(*args)
        except Invalid as refusal:
            self.update(refusal.fields)
            return None


def _checked_nip(employee: Employee, text: str) -> rules.Nip:
    nip = rules.parse_nip(text, clock.today())
    if nip.value != employee.nip and session().scalar(
        select(Employee.id).where(Employee.nip == nip.value, Employee.id != (employee.id or 0))
    ):
        raise Invalid(fields={"nip": _("An employee with this NIP is already registered.")})
    return nip


def _check_choices(employee: Employee, new: dict[str, Any], nip: rules.Nip | None, problems: _Problems) -> None:
    for name, enum in (("sex", Sex), ("employee_status", EmployeeStatus), ("job_type", JobType)):
        value = new.get(name, getattr(employee, name))
        if value in [each.value for each in enum]:
            new[name] = enum(value).value
        elif name != "sex" or nip is not None:
            problems[name] = _("Choose one of the list.")
    status = new.get("employee_status")
    if nip is not None and "employee_status" not in problems:
        problems.catch(rules.check_status, nip, EmployeeStatus(new["employee_status"]))
    if new.get("job_type") != JobType.FUNGSIONAL.value:
        new["job_level"] = None
    ranks = CodeList.GOLONGAN_PNS if status in (EmployeeStatus.PNS, EmployeeStatus.CPNS) else CodeList.GOLONGAN_PPPK
    lists = {"religion": CodeList.RELIGION, "legal_position": CodeList.LEGAL_POSITION, "job_level": CodeList.JOB_LEVEL, "rank_code": ranks}
    for name, code_list in lists.items():
        value, old = new.get(name, getattr(employee, name)) or None, getattr(employee, name)
        new[name] = value
        known = value in [row.code for row in reference.codes(code_list)] or (value == old and reference.code(code_list, value) is not None)
        if (value is None and name == "legal_position") or (value is not None and not known):
            problems[name] = _("Choose one of the list.")


def _check_unit(employee: Employee, new: dict[str, Any]) -> None:
    unit_id = new.get("unit_id", employee.unit_id)
    unit = session().get(Unit, unit_id) if unit_id is not None else None
    if unit is None:
        raise Invalid(fields={"unit_id": _("Choose the unit.")})
    if unit_id != employee.unit_id and not in_force(unit.valid_from, unit.valid_to, clock.today()):
        raise Invalid(fields={"unit_id": _("This unit is closed.")})


def _check_supervisor(actor: Actor, employee: Employee, new: dict[str, Any]) -> None:
    supervisor_id = new.get("supervisor_id", employee.supervisor_id)
    if supervisor_id is None or supervisor_id == employee.supervisor_id:
        return
    try:
        person: Employee | None = fetch(Employee, actor, supervisor_id)
    except Missing:
        raise Invalid(fields={"supervisor_id": _("Choose a person you can see.")}) from None
    names = [rules.full_name(employee.front_title, new.get("name") or employee.name or "", employee.back_title)]
    start = names[0]
    while person is not None:
        if person.id == employee.id:
            raise Invalid(fields={"supervisor_id": _("This would close a circle: %(names)s.", names=" → ".join([*names, start]))})
        names.append(person.full_name)
        person = session().get(Employee, person.supervisor_id) if person.supervisor_id is not None else None


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
