"""The tree: add, change, move, merge, close and delete units, and say who leads them. Only BKPSDM changes it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.approval import content
from app.kernel.db import session, transaction
from app.kernel.errors import Conflict, Denied, Invalid
from app.kernel.events import Event, publish
from app.kernel.roles import Role
from app.kernel.scope import fetch
from app.organisation.models import Employee, Unit, UnitHead
from app.organisation.rules import UnitKind, fits_below
from app.organisation.services.postings import keep_postings
from app.reference.rules import in_force

EDITORS = (Role.BKPSDM_ADMIN, Role.SUPERUSER, Role.SYSTEM)
COLUMNS = ("code", "name", "kind", "parent_id", "valid_from", "valid_to")


def add_unit(actor: Actor, *, code: str, name: str, kind: UnitKind, parent_id: int | None = None, valid_from: date | None = None) -> Unit:
    """Add a unit below `parent_id` (None for the agency itself); raises Invalid for a wrong place in the tree or a code in use."""
    _may_edit(actor)
    with transaction() as current:
        lock_tree(current)
        unit = Unit(
            code=code.strip(),
            name=" ".join(name.split()),
            kind=UnitKind(kind).value,
            parent_id=parent_id,
            path="",
            valid_from=valid_from or clock.today(),
            version=1,
        )
        parent = _check(unit)
        if parent is not None and parent.valid_to is not None and parent.valid_to < clock.today():
            raise Invalid(fields={"parent_id": _("This unit is closed.")})
        current.add(unit)
        current.flush()
        _place(unit, parent)
        current.flush()
        publish(Event("unit.add", actor, unit, {"after": content(unit)}))
        return unit


def change_unit(actor: Actor, pk: int | str, changes: Mapping[str, Any], version: int) -> Unit:
    """Change code, name, kind, place or period of a unit; below a new parent its whole subtree goes with it.

    Raises Invalid, or Conflict if somebody changed it since `version`.
    """
    _may_edit(actor)
    with transaction() as current:
        lock_tree(current)
        unit: Unit = fetch(Unit, actor, pk, lock=True)
        if unit.version != version:
            raise Conflict
        before = content(unit)
        for column in COLUMNS:
            setattr(unit, column, changes.get(column, getattr(unit, column)))
        unit.code, unit.name, unit.kind = unit.code.strip(), " ".join(unit.name.split()), UnitKind(unit.kind).value
        with current.no_autoflush:
            parent = _check(unit)
            _check_period(unit)
            if unit.valid_to is not None and unit.valid_to < clock.today():
                _refuse_if_used(unit, _open_children(unit, unit.valid_to))
        if content(unit) == before:
            return unit
        unit.version += 1
        _move_subtree(current, unit, parent)
        current.flush()
        publish(Event("unit.change", actor, unit, {"before": before, "after": content(unit)}))
        return unit


def close_unit(actor: Actor, pk: int | str, last_day: date | None = None) -> Unit:
    """Let the unit end on `last_day` (yesterday, so that it is closed now); raises Conflict while open units or people stand in it."""
    _may_edit(actor)
    with transaction() as current:
        lock_tree(current)
        unit: Unit = fetch(Unit, actor, pk, lock=True)
        day = _last_day(unit, last_day)
        _refuse_if_used(unit, _open_children(unit, day))
        before = content(unit)
        unit.valid_to = day
        unit.version += 1
        current.flush()
        publish(Event("unit.close", actor, unit, {"before": before, "after": content(unit)}))
        return unit


def merge_unit(actor: Actor, pk: int | str, into_pk: int | str, last_day: date | None = None) -> Unit:
    """Let the unit go up in another: its people and the units below it belong to `into` from the day after `last_day` (yesterday) on, it is closed.

    What was decided stays with the old unit, what still waits goes along. Raises Invalid (fields into_id, last_day) or Conflict.
    """
    _may_edit(actor)
    with transaction() as current:
        lock_tree(current)
        unit: Unit = fetch(Unit, actor, pk, lock=True)
        into: Unit = fetch(Unit, actor, into_pk, lock=True)
        day = _last_day(unit, last_day)
        _check_successor(unit, into, day)
        before = content(unit)
        children = current.scalars(_open_children(unit, day).with_only_columns(Unit)).all()
        for child in children:
            if not fits_below(UnitKind(child.kind), UnitKind(into.kind)):
                raise Invalid(fields={"into_id": _("“%(child)s” could not stand below this kind of unit.", child=child.name)})
            child.parent_id, child.version = into.id, child.version + 1
            _move_subtree(current, child, into)
        current.flush()
        people = current.scalars(select(Employee.id).where(Employee.unit_id == unit.id)).all()
        moving = update(Employee).where(Employee.unit_id == unit.id).values(unit_id=into.id, version=Employee.version + 1)
        current.execute(moving.execution_options(synchronize_session=False))
        current.execute(delete(UnitHead).where(UnitHead.unit_id == unit.id))
        followed = keep_postings(Employee.unit_id == into.id, day + timedelta(days=1)) if people else {}
        unit.valid_to, unit.merged_into_id, unit.version = day, into.id, unit.version + 1
        current.flush()
        moved = {"people": len(people), "units": [child.id for child in children], "followed": followed}
        publish(Event("unit.merge", actor, unit, {"before": before, "after": content(unit)} | moved))
        return unit


def delete_unit(actor: Actor, pk: int | str) -> None:
    """Remove a unit that nothing depends on; raises Conflict saying what does (G11)."""
    _may_edit(actor)
    name = ""
    try:
        with transaction() as current:
            unit: Unit = fetch(Unit, actor, pk, lock=True)
            name = unit.name
            _refuse_if_used(unit, select(Unit.id).where(Unit.parent_id == unit.id))
            publish(Event("unit.delete", actor, unit, {"before": content(unit)}))
            current.delete(unit)
            current.flush()
    except IntegrityError:
        raise Conflict(_("“%(name)s” cannot be deleted: roles or other records refer to it. Close it instead.", name=name)) from None


def set_head(actor: Actor, unit_pk: int | str, employee_pk: int | str | None) -> None:
    """Say who leads a unit; None for nobody."""
    _may_edit(actor)
    with transaction() as current:
        unit: Unit = fetch(Unit, actor, unit_pk, lock=True)
        head = current.scalar(select(UnitHead).where(UnitHead.unit_id == unit.id))
        before = head.employee_id if head else None
        if str(before) == str(employee_pk):
            return
        after = fetch(Employee, actor, employee_pk).id if employee_pk is not None else None
        if head is None:
            current.add(UnitHead(unit_id=unit.id, employee_id=after))
        elif after is None:
            current.delete(head)
        else:
            head.employee_id = after
        current.flush()
        publish(Event("unit.head", actor, unit, {"before": {"employee_id": before}, "after": {"employee_id": after}}))


def lock_tree(current: Session) -> None:
    """Let changes of the hierarchy wait for each other: two moves at once could close a circle that neither sees, a new unit get the place its parent just left."""
    current.execute(select(Unit.id).where(Unit.kind == UnitKind.AGENCY.value).with_for_update())


def _may_edit(actor: Actor) -> None:
    if not actor.has(*EDITORS):
        raise Denied


def _check(unit: Unit) -> Unit | None:
    """The parent, if `unit` may stand below it as it is."""
    if not unit.code:
        raise Invalid(fields={"code": _("The code is needed.")})
    if not unit.name:
        raise Invalid(fields={"name": _("The name is needed.")})
    if session().scalar(select(Unit.id).where(Unit.code == unit.code, Unit.id != (unit.id or 0))):
        raise Invalid(fields={"code": _("Another unit has this code.")})
    parent = session().get(Unit, unit.parent_id) if unit.parent_id is not None else None
    if not fits_below(UnitKind(unit.kind), UnitKind(parent.kind) if parent else None):
        raise Invalid(fields={"parent_id": _("The agency is the root, an OPD stands directly below it, every other unit below an OPD.")})
    if unit.kind == UnitKind.AGENCY and session().scalar(
        select(Unit.id).where(Unit.kind == UnitKind.AGENCY.value, Unit.id != (unit.id or 0))
    ):
        raise Invalid(fields={"kind": _("There is one agency already.")})
    if parent is not None and unit.path and parent.path.startswith(unit.path):
        names = " → ".join([*_names(unit, parent), unit.name])
        raise Invalid(fields={"parent_id": _("This would close a circle: %(names)s.", names=names)})
    return parent


def _last_day(unit: Unit, day: date | None) -> date:
    """The day a closing unit ends: yesterday unless said otherwise, so that it is closed now; for a unit of today, today."""
    last = day or max(clock.today() - timedelta(days=1), unit.valid_from)
    if last < unit.valid_from:
        raise Invalid(fields={"last_day": _("The end comes before the beginning.")})
    if last > clock.today():
        raise Invalid(fields={"last_day": _("This day is still to come.")})
    return last


def _check_successor(unit: Unit, into: Unit, day: date) -> None:
    if unit.kind == UnitKind.AGENCY.value or unit.valid_to is not None:
        raise Conflict(_("“%(name)s” cannot be merged: it is the agency itself or already closed.", name=unit.name))
    if into.path.startswith(unit.path):
        raise Invalid(fields={"into_id": _("A unit cannot go up in itself or in one below it.")})
    # Also tomorrow: an end in the past must not lead people into a unit that has been closed since.
    if not all(in_force(into.valid_from, into.valid_to, last + timedelta(days=1)) for last in (day, clock.today())):
        raise Invalid(fields={"into_id": _("This unit is closed.")})


def _names(top: Unit, bottom: Unit) -> list[str]:
    """The names from `top` down to `bottom`."""
    ids = [int(part) for part in bottom.path.strip("/").split("/")]
    below = ids[ids.index(top.id) :]
    names = {unit.id: unit.name for unit in session().scalars(select(Unit).where(Unit.id.in_(below)))}
    return [names[pk] for pk in below]


def _check_period(unit: Unit) -> None:
    if unit.valid_to is not None and unit.valid_to < unit.valid_from:
        raise Invalid(fields={"valid_to": _("The end comes before the beginning.")})


def _place(unit: Unit, parent: Unit | None) -> None:
    unit.path = f"{parent.path if parent else '/'}{unit.id}/"
    unit.opd_id = unit.id if unit.kind == UnitKind.OPD else parent.opd_id if parent else None


def _move_subtree(current: Session, unit: Unit, parent: Unit | None) -> None:
    """Give the unit and everything below it their new path and OPD; refuses a kind that its children cannot stand under."""
    below = current.scalars(
        select(Unit).where(Unit.path.startswith(unit.path, autoescape=True), Unit.id != unit.id).with_for_update()
    ).all()
    for child in below:
        if child.parent_id == unit.id and not fits_below(UnitKind(child.kind), UnitKind(unit.kind)):
            raise Invalid(fields={"kind": _("“%(child)s” could not stand below this kind of unit.", child=child.name)})
    old_path = unit.path
    _place(unit, parent)
    for child in below:
        child.path = unit.path + child.path.removeprefix(old_path)
        if child.kind != UnitKind.OPD:
            child.opd_id = unit.opd_id


def _open_children(unit: Unit, day: date) -> Any:
    return select(Unit.id).where(Unit.parent_id == unit.id, or_(Unit.valid_to.is_(None), Unit.valid_to > day))


def _refuse_if_used(unit: Unit, children: Any) -> None:
    units = session().scalar(select(func.count()).select_from(children.subquery())) or 0
    people = session().scalar(select(func.count()).select_from(Employee).where(Employee.unit_id == unit.id)) or 0
    parts = []
    if units:
        parts.append(ngettext("%(num)s unit", "%(num)s units", units))
    if people:
        parts.append(ngettext("%(num)s employee", "%(num)s employees", people))
    if parts:
        raise Conflict(_("“%(name)s” still has: %(what)s. Move them first.", name=unit.name, what=", ".join(parts)))
