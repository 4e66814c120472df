"""What the two lists of team works show and filter by: the employee's own (S37), and the officer's (S41, S42)."""

from dataclasses import replace
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement
from sqlalchemy.orm import contains_eager

from app.kernel.actor import Actor
from app.kernel.filters import Choice, Option, Typed
from app.kernel.flow_views import state_column
from app.kernel.formats import format_datetime
from app.kernel.inbox import Waits
from app.kernel.listing import Column, Kind, Listing
from app.organisation import queries as organisation
from app.organisation.models import Employee, Unit
from app.teamwork.models import TeamWork
from app.teamwork.rules import Coverage, LinkState, Seat, Validity
from app.teamwork.workflow import APPROVED, UNAPPROVED


def _link(record: TeamWork) -> tuple[str, str]:
    """The address, and what the portal found behind it and when."""
    return (record.proof_url, link_note(record))


def link_note(record: TeamWork) -> str:
    """ "opens · 21/11/2026 09.51 WIB", as the portal itself saw it."""
    if record.link_state is None:
        return gettext("Link not checked yet")
    found = LinkState(record.link_state).label
    return gettext("Link check: %(found)s · %(time)s", found=found, time=format_datetime(record.link_checked_at))


LETTER_ON = Column("letter_on", _("Decree date"), sort=TeamWork.letter_on, kind=Kind.DATE)
VALIDITY = Column("validity", _("Decree status"), lambda row: Validity(row.validity).label)
NAME = Column("name", _("Team name"), sort=TeamWork.name, primary=True, width=48)
COVERAGE = Column("coverage", _("Coverage"), lambda row: Coverage(row.coverage).short)
SEAT = Column("seat", _("Seat"), lambda row: Seat(row.seat).label)
NOTE = Column("note", _("Note"), kind=Kind.HTML, width=36)
CODE = Column("code", _("Activity code"), sort=TeamWork.code, screen=False, copy="code")
LINK = Column("proof_url", _("URL of the proof"), _link, kind=Kind.LINK, width=40)

MINE = Listing(
    TeamWork,
    columns=(LETTER_ON, VALIDITY, NAME, COVERAGE, SEAT, replace(state_column(TeamWork), sort=None), NOTE, CODE),
    filters=(Typed((TeamWork.name, TeamWork.code), placeholder=_("Search…"), label=_("Search")),),
    default_sort="-letter_on",
    where=lambda actor: TeamWork.employee_id == actor.employee_id,
    joins=(TeamWork.employee, TeamWork.unit),
    options=(contains_eager(TeamWork.employee), contains_eager(TeamWork.unit).joinedload(Unit.opd)),
    empty_title=_("No team work yet"),
    empty_text=_("Fill in the form and press Save; your personnel officer sees it at once."),
)
"""Everything of one's own, whatever else one may see."""

ALL_OF_STATE = {"approved": APPROVED, "proposed": UNAPPROVED}


def _states(actor: Actor) -> list[Option]:
    return [("approved", _("Approved")), ("proposed", _("Proposed"))]


def _chosen_unit(actor: Actor, value: str) -> list[Option]:
    return [(unit.id, unit.name) for unit in organisation.units_by_id(actor, [int(value)])] if value.isdecimal() else []


def _below(value: str) -> ColumnElement[bool]:
    """The unit and everything below it."""
    criterion: ColumnElement[bool] = Unit.path.contains(f"/{int(value)}/")
    return criterion


def _opd(record: Any) -> str:
    return str((record.unit.opd or record.unit).name)


PERSON = (
    Column("nip", _("NIP"), "employee.nip", sort=Employee.nip, kind=Kind.NIP, copy="employee.nip"),
    Column("person", _("Name"), "employee.full_name", sort=Employee.name, width=34),
)

APPROVALS = Listing(
    TeamWork,
    columns=(
        LETTER_ON,
        VALIDITY,
        *PERSON,
        NAME,
        COVERAGE,
        SEAT,
        LINK,
        state_column(TeamWork),
        Column("note", _("Note"), kind=Kind.HTML, width=36, screen=False),
        CODE,
        Column("link_check", _("Link check"), link_note, screen=False, width=36),
        Column("opd", _("Parent unit"), _opd, screen=False, width=36),
        Column("unit", _("Work unit"), "unit.name", screen=False, width=36),
    ),
    filters=(
        Choice("opd", _("Parent unit"), _("All OPDs"), organisation.opd_options, lambda value: Unit.opd_id == int(value)),
        Choice("unit", _("Work unit"), _("All units"), _chosen_unit, _below, search=organisation.search_units_of, depends="opd"),
        Choice("state", _("Status"), _("All"), _states, lambda value: TeamWork.state == ALL_OF_STATE[value].key),
        Typed((TeamWork.name, TeamWork.code, Employee.name, Employee.nip), label=_("Search"), placeholder=_("Name, NIP or team…")),
        Waits(TeamWork),
    ),
    default_sort="-letter_on",
    joins=(TeamWork.employee, TeamWork.unit),
    options=(contains_eager(TeamWork.employee), contains_eager(TeamWork.unit).joinedload(Unit.opd)),
    page_sizes=(10, 5, 25, 50, 100),
    empty_title=_("No team work yet"),
    empty_text=_("Nobody of this choice has entered a team work."),
    require_click=True,
)

DETAIL = (
    CODE,
    Column("person", _("Name"), "employee.full_name"),
    Column("nip", _("NIP"), "employee.nip", kind=Kind.NIP, copy="employee.nip"),
    Column("unit", _("Work unit"), "unit.name"),
    Column("opd", _("Parent unit"), _opd),
    Column("letter_on", _("Date of the decree/letter of assignment"), kind=Kind.DATE),
    Column("validity", _("Status of the decree"), lambda row: Validity(row.validity).label),
    Column("name", _("Name of the team/assignment")),
    Column("coverage", _("Coverage"), lambda row: Coverage(row.coverage).label),
    SEAT,
    LINK,
    state_column(TeamWork),
    NOTE,
)
