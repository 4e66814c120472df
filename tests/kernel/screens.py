"""Screens for the tests of kernel/crud, on real models: a plain scoped one (competence tests) and a plain one that others refer to (trainings)."""

from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import contains_eager
from wtforms import StringField
from wtforms.validators import Length

from app.kernel.access import Grant
from app.kernel.api import PortalModelApi
from app.kernel.crud import PortalModelView, Related
from app.kernel.filters import Choice, Period, Typed
from app.kernel.forms import DateField, NumberField, PortalForm, RemoteSelectField, RichTextField, required
from app.kernel.listing import Column, Kind, Listing
from app.kernel.roles import SIGNED_IN, Role
from app.organisation.models import CompetenceTest, Employee, Unit
from app.organisation.queries import opd_options, search_people
from app.proposals.models import Proposal
from app.proposals.views import ProposalView
from app.reference.models import Training


def _named(actor: Any, value: str) -> list[tuple[int, str]]:
    return [(pk, label) for pk, label in search_people(actor) if str(pk) == value]


RESULTS = Listing(
    CompetenceTest,
    columns=(
        Column("name", _("Name"), "employee.full_name", sort=Employee.name, primary=True),
        Column("nip", _("NIP"), "employee.nip", kind=Kind.NIP),
        Column("taken_on", _("Day"), sort=CompetenceTest.taken_on, kind=Kind.DATE),
        Column("score", _("Score"), sort=CompetenceTest.score, kind=Kind.NUMBER),
        Column("recommendation", _("Recommendation"), kind=Kind.HTML),
    ),
    filters=(
        Typed((Employee.name, Employee.nip, CompetenceTest.recommendation)),
        Choice("opd", _("OPD"), _("Choose an OPD"), opd_options, lambda value: Unit.opd_id == int(value)),
        Choice("person", _("Employee"), _("Choose…"), _named, lambda value: CompetenceTest.employee_id == int(value), search=search_people),
        Period("taken", _("Day"), CompetenceTest.taken_on),
        Period("entered", _("Day"), CompetenceTest.created_at),
    ),
    default_sort="-taken_on",
    joins=(CompetenceTest.employee, Employee.unit),
    options=(contains_eager(CompetenceTest.employee),),
)


class ResultForm(PortalForm):
    employee_id = RemoteSelectField(_("Employee"), [required()], model=Employee, search=search_people, text="select_label")
    taken_on = DateField(_("Day"), [required()])
    valid_until = DateField(_("Day"), [required()])
    score = NumberField(_("Score"), [required()])
    recommendation = RichTextField(_("Recommendation"))


class ResultView(PortalModelView):
    route_base, title, model, listing = "/results", _("Competence tests"), CompetenceTest, RESULTS
    detail = RESULTS.columns
    add_form = edit_form = ResultForm
    deletable = True


class TrainingForm(PortalForm):
    title = StringField(_("Training"), [required(), Length(max=200)])
    title_key = StringField(_("Name"), [required(), Length(max=200)])
    competence_kind = StringField(_("Kind"), [required(), Length(max=32)])
    valid_from = DateField(_("Day"), [required()])


TRAININGS = Listing(
    Training, (Column("title", _("Training"), sort=Training.title, primary=True),), (Typed((Training.title,)),), "title", require_click=True
)


class TrainingScreen(PortalModelView):
    route_base, title, model, listing = "/training-screen", _("Training"), Training, TRAININGS
    detail = TRAININGS.columns
    related = (
        Related("ProposalView", Proposal.training_id, _("Proposals")),
        Related("ResultView", CompetenceTest.id, _("Competence tests")),
    )
    add_form = edit_form = TrainingForm
    deletable = True


class ResultApi(PortalModelApi):
    resource_name, view = "results", ResultView


class ProposalTestApi(PortalModelApi):
    resource_name, view = "wishes", ProposalView


GRANTS = (
    Grant("ResultView", ("can_list", "can_show", "can_add", "can_edit", "can_delete", "can_export", "can_print"), (Role.BKPSDM_ADMIN,)),
    Grant("ResultView", ("can_list", "can_show", "can_edit", "can_delete", "can_export"), (Role.EMPLOYEE,)),
    Grant("TrainingScreen", ("can_list", "can_show"), SIGNED_IN),
    Grant("TrainingScreen", ("can_add", "can_edit", "can_delete"), (Role.BKPSDM_ADMIN,)),
    Grant("ResultApi", ("can_get", "can_get_list", "can_info", "can_post", "can_put", "can_delete"), (Role.BKPSDM_ADMIN,)),
    Grant("ResultApi", ("can_get", "can_get_list", "can_info", "can_put"), (Role.EMPLOYEE,)),
    Grant(
        "ProposalTestApi",
        ("can_get", "can_get_list", "can_info", "can_post", "can_put", "can_step"),
        (Role.EMPLOYEE, Role.OPD_ADMIN, Role.BKPSDM_ADMIN),
    ),
    Grant("ProposalTestApi", ("can_get", "can_get_list", "can_info", "can_step"), (Role.AUDITOR,)),
)

VIEWS = (ResultView, TrainingScreen, ResultApi, ProposalTestApi)
