"""Results of Uji Kompetensi, entered by BKPSDM (P5, P12)."""

from datetime import date
from decimal import Decimal

from flask_babel import gettext as _
from sqlalchemy import select

from app.kernel import clock, settings
from app.kernel.actor import Actor
from app.kernel.approval import content
from app.kernel.db import transaction
from app.kernel.errors import Denied, Invalid, Text
from app.kernel.events import Event, publish
from app.kernel.roles import Role
from app.kernel.scope import fetch
from app.organisation.models import CompetenceTest, Employee
from app.organisation.parameters import COMPETENCE_YEARS

EDITORS = (Role.BKPSDM_ADMIN, Role.SYSTEM)
HIGHEST = 150


def record_competence_test(
    actor: Actor, employee_pk: int | str, *, taken_on: date, score: Decimal, box: int | None = None, recommendation: str | None = None
) -> CompetenceTest:
    """Enter a result; one of the same day is corrected. `score` is the JPM in percent. The event names no score.

    Results are confidential.
    """
    if not actor.has(*EDITORS):
        raise Denied
    problems = check_result(taken_on, score, box)
    if problems:
        raise Invalid(fields=problems)
    with transaction() as current:
        valid_until = _anniversary(taken_on, settings.get(COMPETENCE_YEARS, taken_on))
        employee: Employee = fetch(Employee, actor, employee_pk, lock=True)
        test = current.scalar(select(CompetenceTest).where(CompetenceTest.employee_id == employee.id, CompetenceTest.taken_on == taken_on))
        key = "competence_test.change" if test else "competence_test.add"
        before = content(test) if test else None
        if test is None:
            test = CompetenceTest(employee_id=employee.id, taken_on=taken_on)
            current.add(test)
        test.score, test.box = score.quantize(Decimal("0.01")), box
        test.recommendation = (recommendation or "").strip() or None
        test.valid_until = valid_until
        current.flush()
        after = content(test)
        if after != before:
            changed = sorted(name for name in after if before is None or after[name] != before[name])
            publish(Event(key, actor, test, {"employee_id": employee.id, "taken_on": taken_on.isoformat(), "changed": changed}))
        return test


def check_result(taken_on: date, score: Decimal | None, box: int | None) -> dict[str, Text]:
    """What is wrong with a result, by field."""
    problems: dict[str, Text] = {}
    if taken_on > clock.today():
        problems["taken_on"] = _("The day lies in the future.")
    if score is None:
        problems["score"] = _("This is needed.")
    elif not 0 <= score <= HIGHEST:
        problems["score"] = _("Between %(least)s and %(most)s.", least=0, most=HIGHEST)
    if box is not None and not 1 <= box <= 9:
        problems["box"] = _("Between %(least)s and %(most)s.", least=1, most=9)
    return problems


def delete_competence_test(actor: Actor, pk: int) -> None:
    """Remove a result that was entered by mistake; the event names no score."""
    if not actor.has(*EDITORS):
        raise Denied
    with transaction() as current:
        test: CompetenceTest = fetch(CompetenceTest, actor, pk, lock=True)
        publish(Event("competence_test.delete", actor, test, {"employee_id": test.employee_id, "taken_on": test.taken_on.isoformat()}))
        current.delete(test)
        current.flush()


def _anniversary(day: date, years: int) -> date:
    """The same day `years` later; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
