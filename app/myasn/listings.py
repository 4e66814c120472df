"""The list of packages: what is approved here, and how far each record is on its way to MyASN."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import or_

from app.kernel.actor import Actor
from app.kernel.filters import Choice, Option
from app.kernel.formats import format_datetime
from app.kernel.inbox import Waits
from app.kernel.listing import Column, Kind, Listing
from app.kernel.recap import Recap
from app.kernel.roles import Role
from app.myasn.kinds import KINDS
from app.myasn.models import Package
from app.myasn.queries import recap
from app.myasn.workflow import WITHDRAWN
from app.organisation.listings import personal_listing
from app.organisation.queries import active


def kind_options(actor: Actor) -> Sequence[Option]:
    """The record types, as the lists of the portal call them."""
    return [(key, str(kind.label)) for key, kind in KINDS.items()]


def _mark(at: str, by: str) -> Any:
    """When a mark was set, and below it by whom."""

    def lines(package: Package) -> tuple[str, ...]:
        moment = getattr(package, at)
        return (format_datetime(moment), getattr(package, by) or "") if moment else ()

    return lines


KIND = Choice("kind", _("Kind of record"), _("All kinds"), kind_options, lambda value: Package.subject_type == value)

SERVING, LEFT = "active", "left"
SERVICE_FILTER = Choice(
    "serving",
    _("In service or not"),
    _("All"),
    lambda actor: [(SERVING, str(_("Employees in service"))), (LEFT, str(_("Employees no longer in service")))],
    lambda value: active() if value == SERVING else ~active(),
    roles=(Role.SUPERVISOR, Role.OPD_ADMIN, Role.BKPSDM_ADMIN, Role.AUDITOR),
)
"""The recapitulation counts those in service; BKPSDM finds here what others left behind."""

_packages = personal_listing(
    Package,
    columns=(
        Column("kind", _("Kind of record"), lambda package: str(KINDS[package.subject_type].label), sort=Package.subject_type),
        Column("title", _("Name of the record"), sort=Package.title, width=44, primary=True),
        Column("number", _("Number"), sort=Package.number, screen=False, width=30),
        Column("day", _("Date"), sort=Package.day, kind=Kind.DATE),
        Column("sent", _("Marked as sent"), _mark("sent_at", "sent_by"), sort=Package.sent_at, kind=Kind.LINES, width=30),
        Column(
            "accepted", _("Marked as approved"), _mark("accepted_at", "accepted_by"), sort=Package.accepted_at, kind=Kind.LINES, width=30
        ),
    ),
    filters=(KIND, SERVICE_FILTER),
    where=lambda actor: or_(Package.state != WITHDRAWN.key, Package.sent_at.is_not(None)),
    default_sort="-day",
    empty_title=_("Nothing is ready for MyASN yet"),
    empty_text=_("What BKPSDM has approved stands here, ready to be copied into MyASN."),
)
PACKAGES = replace(_packages, filters=tuple(each for each in _packages.filters if not isinstance(each, Waits)))
"""Nobody waits for a package: whoever enters it in MyASN does so in his own time. Of those withdrawn it lists what stands in MyASN still."""

RECAP_COLUMNS = (
    Column("opd", _("OPD"), width=48, primary=True),
    Column("approved", _("Approved here"), kind=Kind.NUMBER, width=20, cls="num"),
    Column("sent", _("Sent"), kind=Kind.NUMBER, width=20, cls="num"),
    Column("accepted", _("Approved in MyASN"), kind=Kind.NUMBER, width=20, cls="num"),
    Column("ready", _("Still to send"), kind=Kind.NUMBER, width=20, cls="num"),
)
RECAP = Recap(
    _("MyASN recap"),
    lambda: RECAP_COLUMNS,
    lambda actor, state: recap(actor, state.value(KIND.key)),
    Listing(Package, columns=(), filters=(KIND,)),
)
