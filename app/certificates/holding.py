"""Whose certificate it is: an employee with his unit, or a guest of another agency; and all of him that is printed."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.certificates.models import Certificate
from app.certificates.occasions import Names, source_of
from app.certificates.queries import last_correction
from app.kernel.db import session
from app.kernel.errors import Conflict
from app.organisation.models import Employee, Unit

ON_PAPER = "id"
"""Certificates are Indonesian, whoever issues them."""


@dataclass(frozen=True)
class Holder:
    """Exactly one of `employee_id` and `guest_id` is there."""

    names: Names
    nip: str
    rank: str
    job_title: str
    unit: str
    employee_id: int | None = None
    unit_id: int | None = None
    guest_id: int | None = None


def employee_holder(kind: str, pk: int, person: Employee, wish: Names | None = None) -> Holder:
    """An employee under the names he wished for, else those he gave for the occasion, else those of his record."""
    own = Names(person.front_title, person.name, person.back_title)
    names = wish or source_of(kind).names(pk, person.id) or own
    with force_locale(ON_PAPER):
        return Holder(names, person.nip, person.rank_label or "", person.job_title, person.opd.name, person.id, person.unit_id)


def guest_holder(kind: str, pk: int, guest_id: int) -> Holder:
    """A guest as he gave his name for the occasion. Raises Missing."""
    known, _facts = source_of(kind).guest(pk, guest_id)
    return Holder(known.names, known.nip, "", known.job_title, known.institution, guest_id=guest_id)


def holder_of(old: Certificate) -> Holder:
    """That of a certificate as he is now, under the names of the last accepted correction. Raises Conflict, Missing."""
    kind, pk = old.occasion_kind, old.occasion_id
    if old.employee_id is None:
        return guest_holder(kind, pk, old.guest_id or 0)
    wish = last_correction(old)
    person = locked([old.employee_id])[old.employee_id]
    return employee_holder(kind, pk, person, Names(wish.front_title, wish.name, wish.back_title) if wish else None)


def locked(employee_ids: Sequence[int]) -> dict[int, Employee]:
    """The people by id, kept from a second certificate until the transaction ends; in the order of their ids, so that two batches never wait for each other."""
    query = (
        select(Employee).where(Employee.id.in_(employee_ids)).options(joinedload(Employee.unit).joinedload(Unit.opd)).order_by(Employee.id)
    )
    query = query.with_for_update(key_share=True, of=Employee).execution_options(populate_existing=True)
    found = {person.id: person for person in session().scalars(query)}
    if set(employee_ids) - found.keys():
        raise Conflict(_("This person is no longer in the personnel data."))
    return found
