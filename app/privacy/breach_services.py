"""The register of breaches: recorded, reminded of, told to the people it concerns."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, func, literal, or_, select, true
from sqlalchemy.orm import selectinload

from app.campaigns.rules import pack, read_nips, unpack
from app.kernel import clock
from app.kernel.actor import Actor, system_actor
from app.kernel.approval import edit, once, start
from app.kernel.db import insert_into, session, transaction
from app.kernel.errors import Conflict, Invalid
from app.kernel.events import Event, publish
from app.kernel.formats import format_nip
from app.organisation.models import Employee, Unit
from app.privacy.breach_models import Breach, BreachPerson
from app.privacy.rules import ANSWER_WITHIN

AT_ONCE = 200
Values = Mapping[str, Any]


def record_breach(actor: Actor, values: Values, submission: str | None = None) -> Breach:
    """Write a breach down; its 72 hours run from the moment it was discovered. Raises Denied, Invalid."""
    return once(actor, submission, Breach, lambda: start(actor, Breach(**_checked(values))))


def change_breach(actor: Actor, pk: int, values: Values, version: int) -> Breach:
    """Write it otherwise, as long as nobody was told. Raises Denied, Conflict, Invalid."""
    changed: Breach = edit(actor, Breach, pk, _checked(values), version)
    return changed


def concerned(breach: Breach) -> ColumnElement[bool]:
    """The criterion for the people a breach concerns, whether they are still active or not."""
    if breach.audience_all:
        return true()
    in_opds = select(Unit.id).where(or_(Unit.opd_id.in_(breach.opd_ids), Unit.id.in_(breach.opd_ids)))
    return or_(Employee.nip.in_(unpack(breach.audience_nips)), Employee.unit_id.in_(in_opds))


def count_concerned(breach: Breach) -> int:
    return session().scalar(select(func.count()).select_from(Employee).where(concerned(breach))) or 0


def list_people(breach: Breach) -> None:
    """Fix whom it concerns, at the moment they are told. Raises Conflict when that is nobody."""
    if not count_concerned(breach):
        raise Conflict(_("Nobody is named whose data were exposed: say whom it concerns first."))
    breach.notified_at = clock.now()
    columns = ("breach_id", "employee_id", "unit_id", "created_at")
    people = select(literal(breach.id), Employee.id, Employee.unit_id, literal(clock.now(), BreachPerson.created_at.type))
    statement = insert_into(BreachPerson).from_select(columns, people.where(concerned(breach)), include_defaults=False)
    session().execute(statement.on_conflict_do_nothing())


def tell_next() -> int:
    """Tell the next of those who were not told yet; returns how many, so that the worker goes on until there are none."""
    with transaction() as current:
        query = select(BreachPerson).where(BreachPerson.told_at.is_(None)).order_by(BreachPerson.id).limit(AT_ONCE)
        found: Sequence[BreachPerson] = current.scalars(
            query.with_for_update(skip_locked=True, of=BreachPerson).options(selectinload(BreachPerson.employee))
        ).all()
        for person in found:
            person.told_at = clock.now()
        current.flush()
        for person in found:
            publish(Event("breach_person.tell", system_actor(), person))
        return len(found)


def _checked(values: Values) -> dict[str, Any]:
    kept: dict[str, Any] = {name: str(values[name]).strip() for name in ("exposed", "happened", "handling")}
    kept["title"] = " ".join(str(values["title"]).split())
    kept["discovered_at"] = values["discovered_at"]
    kept["due_at"] = values["discovered_at"] + ANSWER_WITHIN
    kept["audience_all"] = bool(values.get("audience_all"))
    kept["audience_opds"] = pack(values.get("opd_ids") or ())
    wrong: dict[str, Any] = {}
    if values["discovered_at"] > clock.now():
        wrong["discovered_at"] = _("This moment has not come yet.")
    nips = read_nips(values.get("nips") or "")
    kept["audience_nips"] = pack(nips)
    if unknown := _unknown(nips):
        shown = ", ".join(format_nip(nip) for nip in unknown[:5])
        wrong["nips"] = _("Nobody here has this NIP (%(count)s in all): %(nips)s", count=len(unknown), nips=shown)
    if wrong:
        raise Invalid(fields=wrong)
    return kept


def _unknown(nips: Sequence[str]) -> list[str]:
    known = set(session().scalars(select(Employee.nip).where(Employee.nip.in_(nips)))) if nips else set()
    return [nip for nip in nips if nip not in known]
