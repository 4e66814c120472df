"""Reading packages: the record behind each, what it is in the web service's fields, and how many of an OPD are on which part of the way."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import aliased, joinedload

from app.certificates.workflow import VALID
from app.kernel.actor import Actor
from app.kernel.db import session
from app.kernel.errors import Conflict, Missing
from app.kernel.scope import fetch, visible
from app.myasn.kinds import KINDS, RecordKind, Service
from app.myasn.models import Package
from app.myasn.rules import card_text, national_value, value_of
from app.myasn.workflow import ACCEPTED, READY, SENT, WITHDRAWN
from app.organisation.models import Employee, Unit
from app.organisation.queries import active
from app.verification.workflow import Stage

AT_ONCE = 500
IS_OPEN = Package.state != WITHDRAWN.key
STANDING = (Stage.APPROVED.value, VALID.key)
"""The states in which a record can count; the record itself has the last word."""


@dataclass(frozen=True)
class OpdRow:
    """One OPD: how many records are approved here, and how far they are on their way to MyASN."""

    opd_id: int
    opd: str
    ready: int
    sent_only: int
    accepted: int

    @property
    def approved(self) -> int:
        """Approved here: all packages."""
        return self.ready + self.sent_only + self.accepted

    @property
    def sent(self) -> int:
        """Sent, whether MyASN has approved it or not."""
        return self.sent_only + self.accepted


def package_of(actor: Actor, kind: str, subject_id: int) -> Package:
    """The package of a record that the actor may see, the last of several. Raises Missing."""
    query = select(Package.id).where(_stands_for(kind, subject_id), visible(Package, actor))
    pk = session().scalar(query.order_by(Package.id.desc()).limit(1))
    found: Package = fetch(Package, actor, pk or 0)
    return found


def open_package(kind: str, subject_id: int) -> Package | None:
    """The package of a record for the portal itself; None while the record is not approved."""
    return session().scalar(select(Package).where(_stands_for(kind, subject_id), IS_OPEN))


def card_of(package: Package, record: Any) -> list[tuple[str, str, str]]:
    """(name in MyASN, label, value) of each field of its card; of a withdrawn package as they were last."""
    kind = KINDS[package.subject_type]
    kept = json.loads(package.kept) if package.kept else []
    values = kept if len(kept) == len(kind.card) else card_values(kind, record)
    return [(field.name, str(field.label), value) for field, value in zip(kind.card, values, strict=True)]


def card_values(kind: RecordKind, record: Any) -> list[str]:
    """The values of the card, as MyASN writes them."""
    return [card_text(value_of(record, field.value)) for field in kind.card]


def next_card(package: Package, record: Any) -> int | None:
    """The id of the open package that stands in the place of a withdrawn one: of the same record, or of the one that replaced it."""
    kind = KINDS[package.subject_type]
    for pk in (record.id, kind.successor(record)):
        if pk is not None and (found := open_package(kind.key, pk)) is not None:
            return found.id
    return None


def unpacked(kind: RecordKind, most: int) -> Sequence[Any]:
    """Records of this type that stand but have no open package, at most `most`; `state` is asked, as `counts` does."""
    model = kind.model
    packed = select(Package.subject_id).where(Package.subject_type == kind.key, IS_OPEN)
    query = (
        select(model)
        .where(model.state.in_(STANDING), model.id.not_in(packed), model.employee_id.is_not(None))
        .order_by(model.id)
        .limit(most)
    )
    return [record for record in session().scalars(query) if record.counts]


def record_of(package: Package) -> Any:
    """The record behind a package somebody has been let see. Raises Missing for a type that no longer goes to MyASN."""
    for _package, record in records_of([package]):
        return record
    raise Missing


def records_of(packages: Sequence[Package]) -> Iterator[tuple[Package, Any]]:
    """Each package with its record, in their order; one query for each type."""
    found: dict[tuple[str, int], Any] = {}
    for key, kind in KINDS.items():
        if ids := [package.subject_id for package in packages if package.subject_type == key]:
            model = kind.model
            rows = session().scalars(select(model).where(model.id.in_(ids)).options(joinedload(model.employee)))
            found |= {(key, row.id): row for row in rows}
    for package in packages:
        if (record := found.get((package.subject_type, package.subject_id))) is not None:
            yield package, record


def refuse_withdrawn(package: Package) -> None:
    """Raises Conflict for what no longer stands here: nobody hands it over (L39)."""
    if not package.is_open:
        raise Conflict(_("It was taken back here and no longer counts, so that there is nothing to send."))


def national_row(kind: RecordKind, record: Any) -> dict[str, Any]:
    """The record under the web service's names, as JSON."""
    return {field.name: national_value(field, record) for field in (kind.service_of(record) if kind.others else kind).fields}


def national_rows(kind: RecordKind, packages: Iterable[Package], service: Service | None = None) -> Iterator[dict[str, Any]]:
    """The records of these packages as `national_pairs` answers them."""
    return (row for _package, row in national_pairs(kind, packages, service))


def national_pairs(
    kind: RecordKind, packages: Iterable[Package], service: Service | None = None
) -> Iterator[tuple[Package, dict[str, Any]]]:
    """Of these packages of one type those whose records stand and hold (L39), with `service` those saved there, each with its record in the national names.

    They are read in parts, so that memory stays flat.
    """
    rows = (package for package in packages if package.is_open)
    while part := list(islice(rows, AT_ONCE)):
        found = list(records_of(part))
        problems = kind.problems([record for _package, record in found])
        here = [each for each in found if not kind.others or service is None or kind.service_of(each[1]) == service]
        yield from ((package, national_row(kind, record)) for package, record in here if record.id not in problems)


def recap(actor: Actor, kind: str) -> list[OpdRow]:
    """By OPD, of one type or ("") of all, the packages of active people; the OPD with the most still to send first.

    What is still on its way counts where its person is now, what MyASN has approved where he was then.
    """
    opd = aliased(Unit)
    query = (
        select(opd.id, opd.name, Package.state, func.count())
        .select_from(Package)
        .join(Employee, Employee.id == Package.employee_id)
        .join(Unit, Unit.id == Package.unit_id)
        .join(opd, opd.id == func.coalesce(Unit.opd_id, Unit.id))
        .where(visible(Package, actor), active(), IS_OPEN, Package.subject_type == kind if kind else true())
        .group_by(opd.id, opd.name, Package.state)
    )
    found: dict[tuple[int, str], dict[str, int]] = {}
    for pk, name, state, count in session().execute(query):
        found.setdefault((pk, name), {})[state] = count
    rows = [
        OpdRow(pk, name, states.get(READY.key, 0), states.get(SENT.key, 0), states.get(ACCEPTED.key, 0))
        for (pk, name), states in found.items()
    ]
    return sorted(rows, key=lambda row: (-row.ready, row.opd))


def counts_by_kind(actor: Actor, criteria: Sequence[ColumnElement[bool]], joins: Sequence[Any]) -> dict[str, int]:
    """How many open packages of each type the actor sees under the criteria of a list; `joins` are the relations they reach through."""
    query = select(Package.subject_type, func.count()).where(visible(Package, actor), IS_OPEN, *criteria).group_by(Package.subject_type)
    for join in joins:
        query = query.outerjoin(join)
    return {row[0]: row[1] for row in session().execute(query)}


def counts_by_service(
    actor: Actor, kind: RecordKind, total: int, criteria: Sequence[ColumnElement[bool]], joins: Sequence[Any]
) -> list[tuple[Service, int]]:
    """Each address of a type with how many of its `total` open packages are saved there."""
    first, *others = kind.services
    found = []
    for service in others:
        there = select(kind.model.id).where(kind.model.course_form.in_(service.forms))
        found.append(
            (
                service,
                counts_by_kind(actor, [*criteria, Package.subject_type == kind.key, Package.subject_id.in_(there)], joins).get(kind.key, 0),
            )
        )
    return [(first, total - sum(number for _service, number in found)), *found]


def _stands_for(kind: str, subject_id: int) -> ColumnElement[bool]:
    return (Package.subject_type == kind) & (Package.subject_id == subject_id)
