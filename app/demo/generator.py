"""The whole demo agency drawn from one seed, without a database: the same seed and the same day give the same agency, to the last digit."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from random import Random

from app.demo.offices import read_offices
from app.demo.people import draw_people
from app.demo.plan import DEMO_DAY, Agency, Cast, PersonPlan, TestPlan, UnitPlan
from app.demo.posts import ADMIN_OFFICE, CAST_JOBS, STAFF_OFFICE, fill_posts
from app.demo.tables.wishes import RECOMMENDATIONS
from app.demo.ways import WayPlanner
from app.organisation.rules import EmployeeStatus, JobType

SEED, EMPLOYEES, PROPOSALS = 20261120, 600, 260
TESTED = {JobType.JPT_PRATAMA: 0.95, JobType.ADMINISTRATOR: 0.6, JobType.PENGAWAS: 0.35, JobType.FUNGSIONAL: 0.1, JobType.PELAKSANA: 0.05}
"""The share of each type of job that took a competence test."""
SESSIONS_BACK = (40, 200, 390, 560, 800, 1010)
"""The sessions of Uji Kompetensi, in days before today."""


def generate_agency(seed: int = SEED, employees: int = EMPLOYEES, proposals: int = PROPOSALS, today: date = DEMO_DAY) -> Agency:
    """Draw the agency; `today` places the proposals (this year and last) and the tests, the people do not depend on it. Raises ValueError if there are too few."""
    units, people, admins, cast = _draw_people(seed, employees)
    rng = Random(seed + 1)
    tests = _draw_tests(rng, people, cast, today)
    bkpsdm = _bkpsdm_admins(people, cast)
    acts = WayPlanner(rng, people, tests, admins, bkpsdm, cast, today).plan(proposals)
    return Agency(units, people, tests, acts, admins, bkpsdm, (cast.auditor,), cast)


@cache
def cast_of(seed: int = SEED, employees: int = EMPLOYEES) -> tuple[tuple[str, PersonPlan], ...]:
    """Who signs in on the first page: (part, person), in the order of `Cast`; drawn once per process."""
    _units, people, _admins, cast = _draw_people(seed, employees)
    by_nip = {person.nip: person for person in people}
    return tuple((part, by_nip[getattr(cast, part)]) for part in Cast.__dataclass_fields__)


def _draw_people(seed: int, employees: int) -> tuple[tuple[UnitPlan, ...], tuple[PersonPlan, ...], dict[str, str], Cast]:
    rng = Random(seed)
    units = read_offices()
    people = draw_people(rng, seed, fill_posts(rng, units, employees), units)
    offices = {unit.code: unit.opd for unit in units if unit.name == ADMIN_OFFICE}
    admins = {offices[person.leads]: person.nip for person in people if person.leads in offices}
    return units, people, admins, _choose_cast(units, people, admins)


def _choose_cast(units: Sequence[UnitPlan], people: Sequence[PersonPlan], admins: dict[str, str]) -> Cast:
    offices = {unit.code: unit for unit in units}

    def holder(office: str, title: str) -> PersonPlan:
        return next(person for person in people if offices[person.unit].name == office and person.job_title == title)

    employee, bkpsdm, auditor = (holder(office, title) for office, title, _field in CAST_JOBS)
    if employee.supervisor is None:
        raise ValueError("the employee on the first page has no supervisor")
    return Cast(employee.nip, employee.supervisor, admins[employee.opd], bkpsdm.nip, auditor.nip)


def _bkpsdm_admins(people: Sequence[PersonPlan], cast: Cast) -> tuple[str, ...]:
    """The one of the cast, and the head of the division for competence development."""
    division = next(person for person in people if person.job_title == f"Kepala {STAFF_OFFICE}")
    return (cast.bkpsdm_admin, division.nip)


def _draw_tests(rng: Random, people: Sequence[PersonPlan], cast: Cast, today: date) -> tuple[TestPlan, ...]:
    """Results of those tested, in the order of the sessions. The first test of the employee on the first page is in force, so that his form shows the field (P12)."""
    tests = []
    for person in people:
        chosen = person.nip == cast.employee
        if not chosen and (person.status is not EmployeeStatus.PNS or rng.random() >= TESTED[person.job_type]):
            continue
        day = today - timedelta(days=SESSIONS_BACK[3] if chosen else rng.choice(SESSIONS_BACK))
        day -= timedelta(days=max(0, day.weekday() - 4))
        score = Decimal(rng.randint(6200, 9650)) / 100
        potential = rng.randint(1, 3)
        performance = 3 if score >= 85 else 2 if score >= 72 else 1
        recommendation = RECOMMENDATIONS[0] if chosen else rng.choice(RECOMMENDATIONS)
        tests.append(
            TestPlan(person.nip, day, score, (potential - 1) * 3 + performance, recommendation if chosen or rng.random() < 0.9 else None)
        )
    return tuple(sorted(tests, key=lambda test: test.taken_on))
