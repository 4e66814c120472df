"""What is wrong in the personnel data, as a table: each anomaly is a criterion in SQL, so that counts, lists, exports and the scope are the portal's own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString
from sqlalchemy import ColumnElement, Integer, String, and_, case, cast, exists, extract, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.db import session
from app.kernel.scope import visible
from app.organisation.models import Employee, Unit, UnitHead
from app.organisation.queries import active, active_positions, reachable_units
from app.organisation.rules import Sex, UnitKind


@dataclass(frozen=True)
class Anomaly:
    """One kind of mistake: `criterion()` finds its rows of `model`, `mend` says what to do."""

    key: str
    title: LazyString
    mend: LazyString
    model: type[Any]
    criterion: Callable[[], ColumnElement[bool]]

    def rows(self, actor: Actor) -> ColumnElement[bool]:
        """The criterion inside what the actor may see and put right."""
        seen = visible(self.model, actor)
        return and_(seen, reachable_units(actor), self.criterion()) if self.model is Unit else and_(seen, self.criterion())


def counts(actor: Actor) -> dict[str, int]:
    """How many rows of each anomaly the actor sees."""
    return {each.key: session().scalar(select(func.count()).select_from(each.model).where(each.rows(actor))) or 0 for each in ANOMALIES}


def circling() -> frozenset[int]:
    """The ids of people who are, at some distance, their own supervisor. Only supervisors can be: the others are left out from the start."""
    above = aliased(Employee)
    query = select(Employee.id, Employee.supervisor_id).where(
        Employee.supervisor_id.is_not(None), exists(select(above.id).where(above.supervisor_id == Employee.id))
    )
    boss: dict[int, int] = {row.id: row.supervisor_id for row in session().execute(query)}
    settled: set[int] = set()
    found: set[int] = set()
    for start in boss:
        way: list[int] = []
        at: int | None = start
        while at in boss and at not in settled:
            settled.add(at)
            way.append(at)
            at = boss[at]
        if at in way:
            found.update(way[way.index(at) :])
    return frozenset(found)


def _in_force(unit: Any) -> ColumnElement[bool]:
    today = clock.today()
    return and_(unit.valid_from <= today, or_(unit.valid_to.is_(None), unit.valid_to >= today))


def _birth_differs() -> ColumnElement[bool]:
    day = extract("year", Employee.birth_date) * 10000 + extract("month", Employee.birth_date) * 100 + extract("day", Employee.birth_date)
    return func.substr(Employee.nip, 1, 8) != cast(cast(day, Integer), String)


def _sex_differs() -> ColumnElement[bool]:
    return func.substr(Employee.nip, 15, 1) != case((Employee.sex == Sex.MALE.value, "1"), else_="2")


def _twice() -> ColumnElement[bool]:
    other = aliased(Employee)
    same = (func.lower(other.name), other.birth_date)
    return tuple_(func.lower(Employee.name), Employee.birth_date).in_(select(*same).group_by(*same).having(func.count() > 1))


def _headless() -> ColumnElement[bool]:
    return and_(_in_force(Unit), Unit.id.not_in(select(UnitHead.unit_id)))


def _unsupervised() -> ColumnElement[bool]:
    """Nobody stands above the head of the agency."""
    top = select(UnitHead.employee_id).join(Unit, Unit.id == UnitHead.unit_id).where(Unit.kind == UnitKind.AGENCY.value)
    return and_(Employee.supervisor_id.is_(None), active(), Employee.id.not_in(top))


def _supervisor_gone() -> ColumnElement[bool]:
    boss = aliased(Employee)
    return and_(active(), Employee.supervisor_id.in_(select(boss.id).where(boss.legal_position.not_in(active_positions()))))


def _unit_closed() -> ColumnElement[bool]:
    unit = aliased(Unit)
    return and_(active(), Employee.unit_id.in_(select(unit.id).where(unit.valid_to < clock.today())))


ANOMALIES = (
    Anomaly(
        "nip-birth",
        _("NIP and date of birth differ"),
        _("Compare with the decree of appointment, then correct the date of birth or the NIP."),
        Employee,
        _birth_differs,
    ),
    Anomaly("nip-sex", _("NIP and sex differ"), _("Compare with the decree of appointment, then correct the sex."), Employee, _sex_differs),
    Anomaly(
        "duplicates",
        _("Same name and date of birth"),
        _("Probably one person entered twice, for example under an old and a new NIP. Keep one, let the other leave service."),
        Employee,
        _twice,
    ),
    Anomaly(
        "no-supervisor",
        _("Without direct supervisor"),
        _("Nobody can verify what these people plan. Choose their direct supervisor."),
        Employee,
        _unsupervised,
    ),
    Anomaly(
        "supervisor-gone",
        _("Supervisor no longer in service"),
        _("The direct supervisor has left or is suspended. Choose another."),
        Employee,
        _supervisor_gone,
    ),
    Anomaly(
        "circles",
        _("Supervisors in a circle"),
        _("These people are each other's supervisor at some distance. Correct one of them and the circle is open."),
        Employee,
        lambda: Employee.id.in_(circling()),
    ),
    Anomaly(
        "closed-unit", _("In a closed unit"), _("The unit has ended. Move these people to the one that took over."), Employee, _unit_closed
    ),
    Anomaly("headless", _("Units without head"), _("Say who leads the unit, also for a while (Plt)."), Unit, _headless),
)
"""Every anomaly the portal looks for; a new one is a row here."""
