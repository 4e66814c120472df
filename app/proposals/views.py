"""The screens of proposals: list, form, steps and history come from the kernel; here stands what is particular to SIIP-ASN (P3 to P32)."""

from dataclasses import replace
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, true
from sqlalchemy.orm import aliased, contains_eager, joinedload
from wtforms.fields.choices import SelectChoice

from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.errors import Invalid
from app.kernel.filters import Choice, Period, Typed
from app.kernel.flow_views import WorkflowView, state_column
from app.kernel.inbox import Waits
from app.kernel.listing import Column, Kind, Listing
from app.kernel.roles import Role
from app.kernel.scope import fetch
from app.organisation.models import Employee, Unit
from app.organisation.queries import find_employee, opd_options
from app.proposals.forms import ProposalForm
from app.proposals.models import Proposal
from app.proposals.queries import may_propose, periods, recommendations
from app.proposals.rules import Source
from app.proposals.services import change_proposal, may_recommend, propose
from app.proposals.workflow import PROPOSAL_FLOW, REJECTED, REVISED, SUBMITTED
from app.reference.models import Training
from app.reference.queries import training_groups

ALL, AT_OPD = "all", "at_opd"
ACROSS = (Role.BKPSDM_ADMIN, Role.AUDITOR)
OFFICERS = (Role.OPD_ADMIN, *ACROSS)
Opd = aliased(Unit)


def _person(proposal: Proposal) -> tuple[str, ...]:
    """The stacked cell "Pegawai" of P15."""
    person = proposal.employee
    return (
        person.full_name,
        _("NIP: %(nip)s", nip=person.nip),
        _("Position: %(job)s", job=person.job_title),
        _("OPD: %(opd)s", opd=(proposal.unit.opd or proposal.unit).name),
    )


def _person_with(nip: str) -> int | None:
    """The person of a NIP typed where no script runs; whether the actor sees him, `fetch` asks."""
    found = find_employee("".join(nip.split())) if nip.strip() else None
    return found.id if found else None


def _state_options(actor: Actor) -> list[tuple[str, str]]:
    states = [(state.key, str(state.label)) for state in PROPOSAL_FLOW.states if not state.hidden]
    at_opd = [(AT_OPD, _("Still at the OPD"))] if actor.has(Role.OPD_ADMIN) else []
    return [*at_opd, *states, (ALL, _("All statuses"))]


def _state_default(actor: Actor) -> str:
    """An OPD admin's list is his desk: what he has forwarded has left it (P25)."""
    return AT_OPD if actor.has(Role.OPD_ADMIN) and not actor.has(Role.BKPSDM_ADMIN) else ALL


def _in_state(value: str) -> ColumnElement[bool]:
    if value == ALL:
        return true()
    keys = (SUBMITTED.key, REVISED.key, REJECTED.key) if value == AT_OPD else (value,)
    return Proposal.state.in_(keys)


PROPOSALS = Listing(
    Proposal,
    columns=(
        Column(
            "person",
            lazy_gettext("Employee"),
            _person,
            sort=Employee.name,
            kind=Kind.LINES,
            primary=True,
            export=False,
            copy="employee.nip",
            copy_label=lazy_gettext("NIP"),
        ),
        Column("name", lazy_gettext("Name"), "employee.full_name", screen=False, width=34),
        Column("nip", lazy_gettext("NIP"), "employee.nip", kind=Kind.NIP, screen=False, copy="employee.nip"),
        Column("job", lazy_gettext("Position"), "employee.job_title", screen=False, width=34),
        Column("opd", lazy_gettext("OPD"), lambda proposal: (proposal.unit.opd or proposal.unit).name, screen=False, width=34),
        Column("recommendation", lazy_gettext("Recommendation"), sort=Proposal.recommendation),
        Column("title", lazy_gettext("Proposed training"), width=44),
        Column("proposed_on", lazy_gettext("Date of proposal"), sort=Proposal.proposed_on, kind=Kind.DATE),
        replace(state_column(Proposal), width=16),
        Column("number", lazy_gettext("Number"), sort=Proposal.number, screen=False, width=20, copy="number"),
    ),
    filters=(
        Typed((Employee.name, Employee.nip, Proposal.manual_title, Training.title, Proposal.number, Proposal.recommendation)),
        Choice(
            "opd", lazy_gettext("OPD"), lazy_gettext("Choose an OPD"), opd_options, lambda value: Unit.opd_id == int(value), roles=ACROSS
        ),
        Choice(
            "recommendation",
            lazy_gettext("Recommendation"),
            lazy_gettext("Choose a recommendation"),
            lambda actor: [(text, text) for text in recommendations(actor)],
            lambda value: Proposal.recommendation == value,
            roles=OFFICERS,
        ),
        Choice("state", lazy_gettext("Status"), "", _state_options, _in_state, default=_state_default, everything=ALL),
        Waits(Proposal),
        Choice(
            "period",
            lazy_gettext("Period"),
            lazy_gettext("All periods"),
            lambda actor: [(period, period) for period in periods(actor)],
            lambda value: Proposal.period == value,
        ),
        Period("proposed", lazy_gettext("Date of proposal"), Proposal.proposed_on, roles=OFFICERS),
    ),
    default_sort="-proposed_on",
    joins=(Proposal.employee, Proposal.unit, Proposal.training),
    options=(
        contains_eager(Proposal.employee),
        contains_eager(Proposal.unit).joinedload(Unit.opd),
        contains_eager(Proposal.training),
    ),
    empty_title=lazy_gettext("No proposals yet"),
    empty_text=lazy_gettext("Propose the training you need; your OPD admin sees it at once."),
)


class ProposalView(WorkflowView):
    """ "Individual Plan" of SIIP-ASN: the employee's own, the OPD's, or everybody's proposals, by who asks."""

    route_base = "/proposals"
    title = lazy_gettext("SIIP ASN")
    form_title = lazy_gettext("SIIP ASN form")
    export_title = lazy_gettext("List of training proposals")
    model = Proposal
    listing = PROPOSALS
    detail = (
        Column("number", lazy_gettext("Number"), copy="number"),
        Column("person", lazy_gettext("Employee"), _person, kind=Kind.LINES, copy="employee.nip", copy_label=lazy_gettext("NIP")),
        state_column(Proposal),
        Column("title", lazy_gettext("Proposed training")),
        Column(
            "catalogued",
            lazy_gettext("Counts as"),
            lambda proposal: proposal.training.title if proposal.manual_title and proposal.training else None,
        ),
        Column("proposed_on", lazy_gettext("Date of proposal"), kind=Kind.DATE),
        Column("period", lazy_gettext("Period")),
        Column("recommendation", lazy_gettext("Recommendation from the talent pool result")),
    )
    add_form = edit_form = ProposalForm
    add_template = edit_template = "proposals/form.html"
    added = lazy_gettext("The data has been added successfully")
    history_label = lazy_gettext("History of the proposal")
    history_title = lazy_gettext("HISTORY OF THE SIIP-ASN SUBMISSION")
    history_empty_title = lazy_gettext("Attention!!")
    history_empty_text = lazy_gettext("There is no SIIPASN submission yet")

    def create(self, actor: Actor, form: Any) -> Proposal:
        if form.employee is None:
            raise Invalid(fields={"employee_id": _("Choose the person first.")})
        return propose(actor, form.employee.id, form.wish(), form.submission_key)

    def change(self, actor: Actor, record: Any, form: Any) -> Proposal:
        return change_proposal(actor, record.id, form.wish(), form.known_version)

    def prepare(self, actor: Actor, form: Any, record: Any | None) -> None:
        """Say whom the form is for, offer the catalogue, and keep the talent pool's field for those who were tested (P5, P12)."""
        form.employee = record.employee if record else self._employee(actor, form)
        own = record is None and form.employee is not None and form.employee.id == actor.employee_id
        form.is_second = own and request.method == "GET" and not may_propose(actor)
        groups = training_groups(record.training_id if record else None)
        form.training_id.choices = [SelectChoice(pk, title, optgroup=kind) for kind, trainings in groups for pk, title in trainings]
        if form.employee is None:
            return
        form.employee_id.data, form.employee_id.chosen = form.employee.id, form.employee
        if not may_recommend(form.employee) or (actor.employee_id != form.employee.id and not actor.has(Role.BKPSDM_ADMIN)):
            del form.recommendation
        if request.method == "GET" and record is None:
            form.proposed_on.data = clock.today()
        if request.method == "GET" and record is not None:
            form.source.data = record.source
        if form.source.data == Source.MANUAL.value:
            form.training_id.data = None

    def _employee(self, actor: Actor, form: Any) -> Employee | None:
        """The BKPSDM admin names the person (P29); everybody else proposes for himself, whatever the request says (G1)."""
        named = form.employee_id.data or request.args.get("employee_id") or _person_with(request.args.get("nip", ""))
        pk = named if actor.has(Role.BKPSDM_ADMIN) else actor.employee_id
        if not pk:
            return None
        employee: Employee = fetch(Employee, actor, pk, options=(joinedload(Employee.unit).joinedload(Unit.opd),))
        return employee
