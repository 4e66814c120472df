"""Yearly plans (Pengajuan Bangkom, T5 to T23, T36): a civil servant plans the trainings of a year, his direct supervisor decides on each, the calendar locks."""

from typing import Any

from flask_babel import lazy_gettext as _

from app.kernel.access import EXPORT, LIST, WRITE, Grant
from app.kernel.flow_feature import add_flow, grants_of
from app.kernel.inbox import count_in_menu
from app.kernel.roles import Role
from app.plans import listeners as listeners  # the window, what is frozen, who is told
from app.plans import tasks as tasks  # reminders before the last day
from app.plans.compiled_views import CompiledPlanView
from app.plans.extension_views import PlanExtensionApi, PlanExtensionView
from app.plans.panels import PANELS as PANELS  # its part of the first page
from app.plans.queries import counting_to_verify
from app.plans.supervisor_views import PlanDialogueApi, PlanDialogueView, PlanVerificationView, SubordinatePlanView
from app.plans.views import PlanRowView, PlanYearView
from app.plans.whole_views import PlanView

USES: tuple[str, ...] = ()

VERIFY = "Verification"
"""Its name in the menu, which counts what waits (T3)."""

READERS = (Role.EMPLOYEE, Role.SUPERVISOR, Role.OPD_ADMIN, Role.BKPSDM_ADMIN, Role.AUDITOR)
GRANTS = (
    *grants_of(PlanRowView),
    Grant("PlanRowView", EXPORT, (Role.EMPLOYEE, Role.SUPERVISOR)),
    Grant("PlanView", (*LIST, "can_history"), READERS),
    Grant("PlanView", EXPORT, READERS[1:]),
    Grant("PlanView", ("can_write", "can_step"), (Role.EMPLOYEE,)),
    Grant("PlanApi", ("can_get", "can_get_list", "can_info"), READERS),
    Grant("PlanApi", ("can_put", "can_step"), (Role.EMPLOYEE,)),
    Grant("PlanVerificationView", (*LIST, "can_history", "can_step", *EXPORT), (Role.SUPERVISOR,)),
    Grant("SubordinatePlanView", ("can_list",), (Role.SUPERVISOR,)),
    Grant("PlanDialogueView", LIST, READERS),
    Grant("PlanDialogueView", ("can_add",), (Role.SUPERVISOR,)),
    Grant("PlanDialogueView", EXPORT, READERS[1:]),
    Grant("PlanDialogueApi", ("can_get", "can_get_list", "can_info"), READERS),
    Grant("PlanDialogueApi", ("can_post",), (Role.SUPERVISOR,)),
    Grant("PlanExtensionView", ("can_list", *EXPORT), (Role.OPD_ADMIN, Role.BKPSDM_ADMIN, Role.AUDITOR)),
    Grant("PlanExtensionView", ("can_show",), READERS),
    Grant("PlanExtensionView", ("can_add", "can_delete"), (Role.BKPSDM_ADMIN,)),
    Grant("PlanExtensionApi", ("can_get", "can_get_list", "can_info"), (Role.OPD_ADMIN, Role.BKPSDM_ADMIN, Role.AUDITOR)),
    Grant("PlanExtensionApi", ("can_post", "can_delete"), (Role.BKPSDM_ADMIN,)),
    Grant("CompiledPlanView", ("can_list", *EXPORT), (Role.OPD_ADMIN, Role.BKPSDM_ADMIN, Role.AUDITOR)),
    Grant("PlanYearView", LIST, (Role.BKPSDM_ADMIN, Role.AUDITOR)),
    Grant("PlanYearView", (*WRITE, *EXPORT), (Role.BKPSDM_ADMIN,)),
    Grant("PlanYearView", EXPORT, (Role.AUDITOR,)),
)


def register(appbuilder: Any) -> None:
    """Menu "Pengajuan Bangkom" with its list (T3), and the years for BKPSDM."""
    menu: dict[str, Any] = {"category": "Plans", "category_label": _("Submission of development"), "category_icon": "clipboard"}
    keys = ("employee_id", "unit_id", "plan_year_id", "training_id")
    add_flow(appbuilder, PlanRowView, keys=keys, label=_("List of submissions"), icon="list-ul", **menu)
    add_flow(appbuilder, PlanView, keys=("employee_id", "unit_id", "plan_year_id"), label=_("Plans of the year"), icon="list-ol", **menu)
    appbuilder.add_view(PlanVerificationView, VERIFY, label=_("Verification"), icon="check2-square", **menu)
    appbuilder.add_view(SubordinatePlanView, "SubordinatePlanView", label=_("Plans of my subordinates"), icon="people", **menu)
    appbuilder.add_view(PlanDialogueView, "PlanDialogueView", label=_("Dialogues"), icon="journal-text", **menu)
    appbuilder.add_api(PlanDialogueApi)
    count_in_menu(VERIFY, counting_to_verify)
    appbuilder.add_view(CompiledPlanView, "CompiledPlanView", label=_("Compiled plans"), icon="file-earmark-text", **menu)
    appbuilder.add_view(PlanYearView, "Plan years", label=_("Plan years"), icon="clipboard", **menu)
    appbuilder.add_view(PlanExtensionView, "Plan extensions", label=_("Extensions"), icon="clock-history", **menu)
    appbuilder.add_api(PlanExtensionApi)


__all__ = ["GRANTS", "PANELS", "USES", "register"]
