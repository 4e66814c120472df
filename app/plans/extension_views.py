"""Later last days for an OPD or a person: granted by BKPSDM, read by those concerned."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms.fields.choices import SelectChoice

from app.kernel.actor import Actor
from app.kernel.api import PortalModelApi
from app.kernel.crud import PortalModelView
from app.kernel.listing import Column, Kind, Listing
from app.organisation.queries import all_opds
from app.plans.forms import PlanExtensionForm
from app.plans.models import PlanExtension
from app.plans.queries import plan_years
from app.plans.services import extend_window

EXTENSIONS = Listing(
    PlanExtension,
    columns=(
        Column("year", _("Plan year"), "plan_year.year"),
        Column("whom", _("For whom"), primary=True),
        Column("closes_on", _("Last day to write plans"), sort=PlanExtension.closes_on, kind=Kind.DATE),
        Column("reason", _("Reason of the extension")),
        Column("created_at", _("Granted on"), kind=Kind.DATETIME),
    ),
    default_sort="-closes_on",
    empty_title=_("Nobody has more time"),
    empty_text=_("An OPD or a person can be given a later last day."),
)


class PlanExtensionView(PortalModelView):
    """Who may write the plan of a year longer than others, until when and why."""

    route_base, title, model = "/plan-extensions", _("Extensions"), PlanExtension
    form_title = _("Grant an extension")
    listing, detail = EXTENSIONS, EXTENSIONS.columns
    add_form = PlanExtensionForm
    add_label = _("Grant an extension")
    deletable = True

    def prepare(self, actor: Actor, form: Any, record: Any | None) -> None:
        form.plan_year_id.choices = [SelectChoice(year.id, str(year.year)) for year in plan_years()]
        form.unit_id.choices = [SelectChoice(pk, name) for pk, name in all_opds()]

    def create(self, actor: Actor, form: Any) -> PlanExtension:
        return extend_window(actor, form.content(), form.submission_key)


class PlanExtensionApi(PortalModelApi):
    """The same at the API."""

    resource_name, view, keys = "plan-extensions", PlanExtensionView, ("employee_id", "unit_id", "plan_year_id")
