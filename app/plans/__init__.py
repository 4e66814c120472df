"""Yearly plans (Pengajuan Bangkom, T5 to T23, T36): a civil servant plans the trainings of a year, his direct supervisor decides on each, the calendar locks."""

from typing import Any

from flask_babel import lazy_gettext as _

from app.kernel.access import EXPORT, LIST, WRITE, Grant
from app.kernel.flow_feature import add_flow, grants_of
from app.kernel.roles import Role
from app.plans import listeners as listeners  # the window, what is frozen, who is told
from app.plans import tasks as tasks  # reminders before the last day
from app.plans.panels import PANELS as PANELS  # its part of the first page
from app.plans.views import PlanRowView, PlanYearView

USES: tuple[str, ...] = ()

GRANTS = (
    *grants_of(PlanRowView),
    Grant("PlanRowView", EXPORT, (Role.EMPLOYEE, Role.SUPERVISOR)),
    Grant("PlanYearView", LIST, (Role.BKPSDM_ADMIN, Role.AUDITOR)),
    Grant("PlanYearView", (*WRITE, *EXPORT), (Role.BKPSDM_ADMIN,)),
    Grant("PlanYearView", EXPORT, (Role.AUDITOR,)),
)


def register(appbuilder: Any) -> None:
    """Menu "Pengajuan Bangkom" with its list (T3), and the years for BKPSDM."""
    menu: dict[str, Any] = {"category": "Plans", "category_label": _("Submission of development"), "category_icon": "clipboard"}
    keys = ("employee_id", "unit_id", "plan_year_id", "training_id")
    add_flow(appbuilder, PlanRowView, keys=keys, label=_("List of submissions"), icon="list-ul", **menu)
    appbuilder.add_view(PlanYearView, "Plan years", label=_("Plan years"), icon="clipboard", **menu)


__all__ = ["GRANTS", "PANELS", "USES", "register"]
