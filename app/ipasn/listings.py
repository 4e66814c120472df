"""The recapitulation of the estimate by OPD as data: of the competence dimension, which is what the portal knows of everybody."""

from decimal import Decimal

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from app.ipasn.parameters import weights
from app.ipasn.queries import competence_by_opd
from app.ipasn.rules import COMPONENTS, Group
from app.kernel.formats import format_number
from app.kernel.listing import Column, Kind, Listing
from app.kernel.recap import Recap
from app.organisation.models import Employee


def most_competence() -> Decimal:
    """What the dimension can come to, in points."""
    rules = weights()
    return max(sum((rules.competence[group, each] for each in COMPONENTS[group]), Decimal()) for group in Group)


def _columns() -> tuple[Column, ...]:
    average = _("Average competence (of %(most)s)", most=LazyString(lambda: format_number(most_competence())))
    return (
        Column("opd", _("OPD"), width=48, primary=True),
        Column("people", _("Employees"), kind=Kind.NUMBER, cls="num"),
        Column("average", average, kind=Kind.NUMBER, width=30, cls="num"),
    )


RECAP = Recap(
    _("IP ASN by OPD (estimate)"), _columns, lambda actor, state: competence_by_opd(actor, weights()), Listing(Employee, columns=())
)
