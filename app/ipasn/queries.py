"""What the portal knows for the index: the approved JP lines of a person, and the competence dimension of whole OPDs in one query."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select
from sqlalchemy.orm import aliased, joinedload

from app.ipasn.parameters import FULFILLED_JOBS, SEMINAR_YEARS, TECHNICAL_YEARS
from app.ipasn.rules import Component, Facts, Group, Proof, Weights, education_of, fits_level, fulfils_by_job, group_of
from app.kernel import clock, settings
from app.kernel.actor import Actor
from app.kernel.db import session
from app.kernel.scope import fetch, visible
from app.ledger.models import Jp, JpLine
from app.ledger.rules import LineKind
from app.organisation.models import Employee, Unit
from app.organisation.queries import active
from app.organisation.rules import JobType


@dataclass(frozen=True)
class OpdCompetence:
    """The average of one OPD's competence dimension, by the approved lines of the portal."""

    opd_id: int
    opd: str
    people: int
    average: Decimal


def person_of(actor: Actor, employee_id: int) -> Employee:
    """Somebody the actor may see, with unit and OPD; raises Missing."""
    found: Employee = fetch(Employee, actor, employee_id, options=(joinedload(Employee.unit).joinedload(Unit.opd),))
    return found


def facts_of(employee: Employee) -> Facts:
    """What the portal knows of the person today; education is a guess from his titles, performance and discipline are not known."""
    row = session().execute(select(*_known(JpLine)).where(JpLine.employee_id == employee.id, JpLine.counted)).one()
    job, proofs = JobType(employee.job_type), _proofs(employee.id)
    fits, other = fits_level(job, [proof.title for proof in proofs[LineKind.LEADERSHIP]])
    held = [proof for proof in proofs[LineKind.LEADERSHIP] if fits_level(job, [proof.title])[0]]
    deemed = fulfils_by_job(employee.job_title, settings.get(FULFILLED_JOBS))
    by = {Component.LEADERSHIP: held, Component.FUNCTIONAL: proofs[LineKind.FUNCTIONAL], Component.SEMINAR: proofs[LineKind.SEMINAR]}
    return Facts(
        group=group_of(job),
        education=education_of(employee.front_title, employee.back_title),
        leadership=fits,
        leadership_of=other,
        functional=bool(row.functional) or deemed,
        technical_jp=row.technical or Decimal(),
        seminar=bool(row.seminar),
        proofs={component: found[0] for component, found in by.items() if found},
        deemed_by=employee.job_title if deemed else "",
    )


def _proofs(employee_id: int) -> dict[LineKind, list[Proof]]:
    """The person's counted lines that can meet a component by themselves, by kind, the latest first."""
    kinds = (LineKind.LEADERSHIP, LineKind.FUNCTIONAL, LineKind.SEMINAR)
    in_time = or_(JpLine.kind != LineKind.SEMINAR.value, JpLine.ends_on >= _back(settings.get(SEMINAR_YEARS)))
    query = select(JpLine.kind, JpLine.title, JpLine.ends_on).where(
        JpLine.employee_id == employee_id, JpLine.counted, JpLine.kind.in_([kind.value for kind in kinds]), in_time
    )
    found: dict[LineKind, list[Proof]] = {kind: [] for kind in kinds}
    for kind, title, day in session().execute(query.order_by(JpLine.ends_on.desc(), JpLine.id.desc())):
        found[LineKind(kind)].append(Proof(title, day))
    return found


def competence_by_opd(actor: Actor, weights: Weights) -> list[OpdCompetence]:
    """The average competence of the active people the actor sees, OPD by OPD, the lowest first."""
    lines = select(JpLine.employee_id, *_known(JpLine)).where(JpLine.counted).group_by(JpLine.employee_id).subquery("known")
    opd = aliased(Unit)
    # Points in hundredths, so that they are whole numbers.
    points = func.coalesce(_points(lines.c, weights, _of_another_level(actor), _deemed_titles(actor)), 0)
    query = (
        select(opd.id, opd.name, func.count(), func.sum(points))
        .select_from(Employee)
        .join(Unit, Unit.id == Employee.unit_id)
        .join(opd, opd.id == func.coalesce(Unit.opd_id, Unit.id))
        .outerjoin(lines, lines.c.employee_id == Employee.id)
        .where(visible(Employee, actor), active())
        .group_by(opd.id, opd.name)
    )
    rows = [
        OpdCompetence(pk, name, people, (Decimal(int(total)) / 100 / people).quantize(Decimal("0.1"), ROUND_HALF_UP))
        for pk, name, people, total in session().execute(query)
    ]
    return sorted(rows, key=lambda row: (row.average, row.opd))


def _known(line: Any) -> tuple[ColumnElement[Any], ...]:
    """The sums over a person's lines that fill the components, within their windows."""
    technical_from, seminar_from = _back(settings.get(TECHNICAL_YEARS)), _back(settings.get(SEMINAR_YEARS))

    def any_of(criterion: ColumnElement[bool]) -> ColumnElement[int]:
        return func.max(case((criterion, 1), else_=0))

    recent = and_(line.kind == LineKind.TECHNICAL.value, line.ends_on >= technical_from)
    return (
        any_of(line.kind == LineKind.LEADERSHIP.value).label("leadership"),
        any_of(line.kind == LineKind.FUNCTIONAL.value).label("functional"),
        func.sum(case((recent, line.jp), else_=literal(Decimal(), Jp))).label("technical"),
        any_of(and_(line.kind == LineKind.SEMINAR.value, line.ends_on >= seminar_from)).label("seminar"),
    )


def _leadership() -> ColumnElement[bool]:
    """The criterion for the approved lines of leadership trainings."""
    return and_(JpLine.counted, JpLine.kind == LineKind.LEADERSHIP.value)


def _of_another_level(actor: Actor) -> set[int]:
    """Whose leadership trainings are all of another level than the one held; what a name says of its level is no matter of SQL."""
    query = select(Employee.id, Employee.job_type, JpLine.title).join(JpLine, JpLine.employee_id == Employee.id)
    trained: dict[tuple[int, str], list[str]] = {}
    for pk, job, title in session().execute(query.where(visible(Employee, actor), active(), _leadership())):
        trained.setdefault((pk, job), []).append(title)
    return {pk for (pk, job), titles in trained.items() if not fits_level(JobType(job), titles)[0]}


def _deemed_titles(actor: Actor) -> list[str]:
    """The job titles whose functional training is deemed fulfilled, of the people who are asked for one; which those are is no matter of SQL either."""
    functional = Employee.job_type.in_([job.value for job in JobType if group_of(job) is Group.FUNCTIONAL])
    titles = session().scalars(select(Employee.job_title).where(visible(Employee, actor), active(), functional).distinct())
    jobs = settings.get(FULFILLED_JOBS)
    return [title for title in titles if fulfils_by_job(title, jobs)]


def _points(known: Any, weights: Weights, other_level: set[int], deemed: list[str]) -> ColumnElement[int]:
    """The competence dimension in hundredths, as `rules.estimate` counts it.

    `other_level` are those whose leadership training does not count, `deemed` the job titles that need no functional training.
    """
    met = {
        Component.LEADERSHIP: and_(known.leadership == 1, Employee.id.not_in(other_level)),
        Component.FUNCTIONAL: or_(known.functional == 1, Employee.job_title.in_(deemed)),
        Component.TECHNICAL: known.technical >= weights.technical_jp,
        Component.SEMINAR: known.seminar == 1,
    }
    total: ColumnElement[int] = literal(0)
    for (group, component), points in weights.competence.items():
        jobs_of = [job.value for job in JobType if group_of(job) is group]
        total = total + case((and_(Employee.job_type.in_(jobs_of), met[component]), int(points * 100)), else_=0)
    return total


def _back(years: int) -> date:
    """The same day so many years ago; of a 29 February the day before."""
    today = clock.today()
    try:
        return today.replace(year=today.year - years)
    except ValueError:
        return today.replace(year=today.year - years, day=28)
