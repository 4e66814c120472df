"""Training proposals: an employee asks for a training, his OPD admin forwards it, BKPSDM decides (SIIP-ASN, P1 to P36)."""

from typing import Any

from flask_babel import lazy_gettext as _

from app.kernel.access import Grant
from app.kernel.flow_feature import add_flow, grants_of
from app.kernel.roles import Role
from app.proposals import imports as imports  # proposals out of a spreadsheet
from app.proposals import listeners as listeners  # who is told of which step
from app.proposals.panels import PANELS as PANELS  # its part of the first page
from app.proposals.recap_views import RecapView
from app.proposals.views import ProposalView

USES: tuple[str, ...] = ()

GRANTS = (
    *grants_of(ProposalView),
    Grant("RecapView", ("can_index", "can_chart", "can_export", "can_print"), (Role.OPD_ADMIN, Role.BKPSDM_ADMIN, Role.AUDITOR)),
    Grant("RecapView", ("can_merge",), (Role.BKPSDM_ADMIN,)),
)


def register(appbuilder: Any) -> None:
    """Menu SIIP-ASN with its submenu Individual Plan, as people know it (P3)."""
    siip = {"category": "SIIP-ASN", "category_icon": "journal-text"}
    keys = ("employee_id", "unit_id", "training_id")
    add_flow(appbuilder, ProposalView, keys=keys, label=_("Individual Plan"), icon="journal-text", **siip)
    appbuilder.add_view(RecapView, "Recap of proposals", label=_("Recap of proposals"), icon="bar-chart", **siip)
