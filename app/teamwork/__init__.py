"""Team work (Tim Kerja, SIJANAKA, S28 to S46): seats in teams with the letter that proves them, entered by the employee, approved by the personnel officer of his OPD."""

from typing import Any

from flask_babel import lazy_gettext as _

from app.kernel.access import EXPORT, LIST, Grant
from app.kernel.roles import Role
from app.teamwork import listeners as listeners  # who is told, and the note that stays
from app.teamwork.api import TeamWorkApi
from app.teamwork.panels import PANELS as PANELS  # its part of the first page
from app.teamwork.views import TeamApprovalView, TeamWorkView

USES: tuple[str, ...] = ()

OFFICERS = (Role.OPD_ADMIN, Role.BKPSDM_ADMIN)
GRANTS = (
    Grant("TeamWorkView", (*LIST, "can_history", "can_add", "can_edit", "can_step", *EXPORT), (Role.EMPLOYEE,)),
    Grant("TeamApprovalView", (*LIST, "can_history"), (Role.SUPERVISOR, *OFFICERS, Role.AUDITOR)),
    Grant("TeamApprovalView", EXPORT, (*OFFICERS, Role.AUDITOR)),
    Grant("TeamApprovalView", ("can_step",), OFFICERS),
    Grant("TeamWorkApi", ("can_get", "can_get_list", "can_info"), (Role.EMPLOYEE, Role.SUPERVISOR, *OFFICERS, Role.AUDITOR)),
    Grant("TeamWorkApi", ("can_post", "can_put"), (Role.EMPLOYEE,)),
    Grant("TeamWorkApi", ("can_step",), (Role.EMPLOYEE, *OFFICERS)),
)


def register(appbuilder: Any) -> None:
    """Menu SIJANAKA with both desks (S28, S40). The officer's is registered first: to whoever may open it, it stands for the records."""
    menu = {"category": "SIJANAKA", "category_icon": "people"}
    officers = appbuilder.add_view_no_menu(TeamApprovalView)
    appbuilder.add_view(TeamWorkView, "TeamWorkView", label=_("TEAM WORK"), icon="people", **menu)
    appbuilder.add_view(officers, "TeamApprovalView", label=_("APPROVAL OF TEAM WORK"), icon="check2-square", **menu)
    appbuilder.add_api(TeamWorkApi)


__all__ = ["GRANTS", "PANELS", "USES", "register"]
