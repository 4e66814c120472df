"""REST: /api/v1/ip-asn/, the people within one's sight; of one of them the estimate with its reasons. It is only read."""

from collections.abc import Callable
from typing import Any

from flask import g
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from app.ipasn.listings import RECAP
from app.ipasn.parameters import weights, weights_since
from app.ipasn.queries import facts_of
from app.ipasn.rules import Estimate, estimate
from app.kernel.api import PortalModelApi
from app.kernel.crud import PortalModelView
from app.kernel.listing import Column, Kind
from app.organisation.listings import PEOPLE
from app.organisation.models import Employee

DIMENSIONS = {
    "qualification": _("Qualification"),
    "competence": _("Competence"),
    "performance": _("Performance"),
    "discipline": _("Discipline"),
}


def _estimated(person: Employee) -> Estimate:
    """Counted once for all that is answered of him."""
    known: dict[int, Estimate] = g.setdefault("ip_asn", {})
    if person.id not in known:
        known[person.id] = estimate(facts_of(person), weights())
    return known[person.id]


def _points(key: str) -> Callable[[Employee], Any]:
    return lambda person: next(each.points for each in _estimated(person).dimensions if each.key == key)


def _category(person: Employee) -> str:
    found = _estimated(person)
    return str(found.category.label) if found.complete else gettext("not complete")


def _reasons(person: Employee) -> tuple[str, ...]:
    return tuple(f"{part.label}: {part.why}" for dimension in _estimated(person).dimensions for part in dimension.parts)


ESTIMATE = (
    *(Column(key, label, _points(key), kind=Kind.NUMBER) for key, label in DIMENSIONS.items()),
    Column("total", _("IP ASN (estimate)"), lambda person: _estimated(person).total, kind=Kind.NUMBER),
    Column("category", _("Category"), _category),
    Column("reasons", _("Why"), _reasons, kind=Kind.LINES),
    Column("weights_since", _("Weights in force since"), lambda person: weights_since(), kind=Kind.DATE),
)


class IpAsnRows(PortalModelView):
    """People as rows of the API; they read their estimate on a page of its own."""

    title, model, listing, detail = _("IP ASN (estimate)"), Employee, PEOPLE, ESTIMATE
    exportable = stands_for_records = False


class IpAsnApi(PortalModelApi):
    """The estimate of each person, an estimate as on the screen: BKN's value is the official one."""

    resource_name, view, keys, recap = "ip-asn", IpAsnRows, ("unit_id",), RECAP
