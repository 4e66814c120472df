"""The agency's tree of units and its people: who belongs where, who supervises whom, who may propose."""

from typing import Any

from flask_babel import lazy_gettext as _

from app.kernel.access import EXPORT, LIST, WRITE, Grant
from app.kernel.roles import Role
from app.organisation import imports, listeners
from app.organisation.anomaly_views import ANOMALY_VIEWS, AnomalyView
from app.organisation.panels import PANELS
from app.organisation.views import CompetenceTestView, EmployeeView, SubordinateView, UnitView
from app.reference import MASTER

USES: tuple[str, ...] = ("reference",)

GRANTS = (
    Grant("SubordinateView", ("can_list",), (Role.SUPERVISOR,)),
    Grant("EmployeeView", LIST, (Role.SUPERVISOR, Role.OPD_ADMIN, Role.BKPSDM_ADMIN, Role.AUDITOR)),
    Grant("EmployeeView", EXPORT, (Role.OPD_ADMIN, Role.BKPSDM_ADMIN, Role.AUDITOR)),
    Grant("EmployeeView", ("can_edit",), (Role.OPD_ADMIN, Role.BKPSDM_ADMIN)),
    Grant("EmployeeView", ("can_add", "can_delete"), (Role.BKPSDM_ADMIN,)),
    Grant("CompetenceTestView", ("can_list", "can_add"), (Role.BKPSDM_ADMIN,)),
    Grant("UnitView", (*LIST, *EXPORT), (Role.OPD_ADMIN, Role.BKPSDM_ADMIN, Role.AUDITOR, Role.SUPERUSER)),
    Grant("AnomalyView", ("can_list", *EXPORT), (Role.OPD_ADMIN, Role.BKPSDM_ADMIN, Role.AUDITOR)),
    Grant("UnitView", (*WRITE, "can_close"), (Role.BKPSDM_ADMIN, Role.SUPERUSER)),
)


def register(appbuilder: Any) -> None:
    """Menus: Bawahan Langsung on top, units and people under "Master"."""
    appbuilder.add_view(SubordinateView, "Direct subordinates", label=_("Direct subordinates"), icon="people")
    appbuilder.add_view(EmployeeView, "Employees", label=_("Employees"), icon="people", **MASTER)
    appbuilder.add_view(UnitView, "Units", label=_("Units"), icon="diagram-3", **MASTER)
    appbuilder.add_view(AnomalyView, "Data check", label=_("Data check"), icon="check2-square", **MASTER)
    for view in ANOMALY_VIEWS:
        appbuilder.add_view_no_menu(view)
    appbuilder.add_view(CompetenceTestView, "Competence tests", label=_("Competence tests"), icon="clipboard", **MASTER)


__all__ = ["GRANTS", "PANELS", "USES", "imports", "listeners", "register"]
