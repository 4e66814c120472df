"""Activities (T24 to T26, T32 to T35): an accepted plan is started, reported on at its frequency, and finished into the training history."""

from typing import Any

from flask_babel import lazy_gettext as _

from app.kernel.access import EXPORT, LIST, Grant
from app.kernel.api import PortalModelApi
from app.kernel.flow_feature import add_flow
from app.kernel.inbox import add_duty
from app.kernel.roles import Role
from app.realisations import listeners as listeners  # who is told
from app.realisations import parameters as parameters  # how long a report may take
from app.realisations import tasks as tasks  # reports that wait or are late
from app.realisations.overview_views import ADMINS, PlanOverviewView
from app.realisations.views import REPORT_DUTY, ActivityReportView, RealisationView

USES: tuple[str, ...] = ("plans", "credentials")

EMPLOYEE = (Role.EMPLOYEE,)
READERS = (Role.EMPLOYEE, Role.SUPERVISOR, Role.OPD_ADMIN, Role.BKPSDM_ADMIN, Role.AUDITOR)
READ_API = ("can_get", "can_get_list", "can_info")
GRANTS = (
    Grant("RealisationView", (*LIST, "can_history", *EXPORT), READERS),
    Grant("RealisationView", ("can_add", "can_edit", "can_step"), EMPLOYEE),
    Grant("ActivityReportView", (*LIST, *EXPORT), READERS),
    Grant("ActivityReportView", ("can_edit",), EMPLOYEE),
    Grant("PlanOverviewView", ("can_index",), READERS),
    Grant("PlanOverviewView", EXPORT, ADMINS),
    Grant("RealisationApi", READ_API, READERS),
    Grant("RealisationApi", ("can_post", "can_put", "can_step"), EMPLOYEE),
    Grant("ActivityReportApi", READ_API, READERS),
    Grant("ActivityReportApi", ("can_put",), EMPLOYEE),
)


class ActivityReportApi(PortalModelApi):
    """The reports that activities ask for; each is written by PUT."""

    resource_name, view = "activity-reports", ActivityReportView
    keys = ("employee_id", "unit_id", "realisation_id", "certificate_id")


def register(appbuilder: Any) -> None:
    """ "Laporan" below the plans (T3, T32)."""
    menu: dict[str, Any] = {"category": "Plans", "category_label": _("Submission of development"), "category_icon": "clipboard"}
    keys = ("employee_id", "unit_id", "plan_row_id", "course_id")
    add_flow(appbuilder, RealisationView, keys=keys, label=_("Reports"), icon="journal-text", **menu)
    appbuilder.add_view(ActivityReportView, "ActivityReportView", label=_("Schedule of reports"), icon="hourglass-split", **menu)
    appbuilder.add_view(PlanOverviewView, "PlanOverviewView", label=_("Dashboard of plans"), icon="bar-chart", **menu)
    appbuilder.add_api(ActivityReportApi)
    add_duty(REPORT_DUTY)


__all__ = ["GRANTS", "USES", "register"]
