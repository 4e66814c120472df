"""Units and people for tests: an agency in one call, valid synthetic NIPs, actors in every role.

>>> opd = make_opd()
>>> person = make_employee(unit=opd)
>>> propose(employee_actor(person), ...)
"""

from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from sqlalchemy import select

from app.kernel import clock
from app.kernel.actor import Actor, Assignment, system_actor
from app.kernel.db import session
from app.kernel.roles import Role
from app.organisation import queries, services
from app.organisation.models import CompetenceTest, Employee, Unit
from app.organisation.rules import EmployeeStatus, JobType, UnitKind
from app.reference.services import seed_reference

_numbers = count(1)
FIRST_BIRTH = date(1970, 1, 1)
CONSONANTS = "bcdfghjklmnpqrstvwxz"  # no vowel, so that no name reads like an English word


def make_nip(number: int, *, pppk: bool = False, female: bool = False) -> str:
    """A valid NIP no two numbers below 5,000 share; nobody's real one: the serial begins at 900."""
    birth = FIRST_BIRTH + timedelta(days=number)
    appointed = f"{birth.year + 25}{'21' if pppk else '03'}"
    return f"{birth:%Y%m%d}{appointed}{2 if female else 1}{900 + number % 100}"


def make_agency() -> Unit:
    """The root of the tree, with the code lists seeded; made once per database."""
    found = queries.agency()
    if found is not None:
        return found
    seed_reference(system_actor())
    return services.add_unit(system_actor(), code="0", name="Pemerintah Kota Contoh", kind=UnitKind.AGENCY, valid_from=date(2000, 1, 1))


def make_unit(parent: Unit | None = None, kind: UnitKind = UnitKind.DIVISION, name: str | None = None) -> Unit:
    """A unit below `parent`, by default below a new OPD."""
    number = next(_numbers)
    above = parent or make_opd()
    return services.add_unit(
        system_actor(), code=f"U{number}", name=name or f"Bidang {number}", kind=kind, parent_id=above.id, valid_from=date(2000, 1, 1)
    )


def make_opd(name: str | None = None) -> Unit:
    """An OPD below the agency."""
    return make_unit(make_agency(), UnitKind.OPD, name or f"Dinas {next(_numbers)}")


def make_employee(unit: Unit | None = None, *, supervisor: Employee | None = None, **values: Any) -> Employee:
    """A person of `unit` (a new OPD by default); every column may be given."""
    number = next(_numbers)
    home = unit or make_opd()
    given = {
        "nip": make_nip(number),
        "name": f"Pegawai {'BCDFGHJKLM'[number % 10]}{CONSONANTS[number // 10 % len(CONSONANTS)]}",
        "birth_place": "Contoh",
        "employee_status": EmployeeStatus.PNS.value,
        "job_title": "Analis Sumber Daya Manusia Aparatur",
        "job_type": JobType.PELAKSANA.value,
        "rank_code": "31",
        "unit_id": home.id,
        "supervisor_id": supervisor.id if supervisor else None,
    }
    return services.add_employee(system_actor(), **(given | values))


def make_test_result(
    employee: Employee, taken_on: date | None = None, score: str = "82.50", recommendation: str = "VISIONARY LEADERSHIP"
) -> CompetenceTest:
    """A competence test, taken yesterday unless said otherwise."""
    day = taken_on or clock.today() - timedelta(days=1)
    return services.record_competence_test(
        system_actor(), employee.id, taken_on=day, score=Decimal(score), box=8, recommendation=recommendation
    )


def employee_actor(employee: Employee, user_id: int | None = None) -> Actor:
    """The person acting for himself, and as supervisor if he has subordinates."""
    roles = [Assignment(Role.EMPLOYEE)]
    if session().scalar(select(Employee.id).where(Employee.supervisor_id == employee.id).limit(1)):
        roles.append(Assignment(Role.SUPERVISOR))
    return Actor(user_id=user_id or employee.user_id, name=employee.full_name, employee_id=employee.id, assignments=tuple(roles))


def opd_admin_actor(unit: Unit, employee: Employee | None = None, user_id: int | None = None) -> Actor:
    """An OPD admin of the subtree of `unit`."""
    assignments = [Assignment(Role.OPD_ADMIN, unit.id, unit.path)]
    if employee is not None:
        assignments.append(Assignment(Role.EMPLOYEE))
    name = employee.full_name if employee else f"Admin {unit.name}"
    return Actor(user_id=user_id, name=name, employee_id=employee.id if employee else None, assignments=tuple(assignments))


def role_actor(role: Role, user_id: int | None = None) -> Actor:
    """Somebody of the agency without a personnel record: BKPSDM admin, auditor, superuser."""
    return Actor(user_id=user_id, name=f"Orang {role.value}", assignments=(Assignment(role),))
