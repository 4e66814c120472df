"""Training proposals: an employee asks for a training, his OPD admin forwards it, BKPSDM decides (SIIP-ASN, P1 to P36)."""

from typing import Any

from app.kernel.access import EXPORT, LIST, Grant
from app.kernel.roles import Role
from app.proposals import listeners as listeners  # who is told of which step
from app.proposals.recap_views import RecapView
from app.proposals.views import ProposalView

USES: tuple[str, ...] = ()

READERS = (Role.EMPLOYEE, Role.SUPERVISOR, Role.OPD_ADMIN, Role.BKPSDM_ADMIN, Role.AUDITOR)
DECIDERS = (Role.OPD_ADMIN, Role.BKPSDM_ADMIN)
COUNTERS = (*DECIDERS, Role.AUDITOR)

GRANTS = (
    Grant("ProposalView", (*LIST, "can_history"), READERS),
    Grant("ProposalView", EXPORT, COUNTERS),
    Grant("ProposalView", ("can_add",), (Role.EMPLOYEE, Role.BKPSDM_ADMIN)),
    Grant("ProposalView", ("can_edit",), (Role.EMPLOYEE, *DECIDERS)),
    Grant("ProposalView", ("can_step",), DECIDERS),
    Grant("RecapView", ("can_index", "can_chart", "can_export", "can_print"), COUNTERS),
    Grant("RecapView", ("can_merge",), (Role.BKPSDM_ADMIN,)),
)


def register(appbuilder: Any) -> None:
    """Menu SIIP-ASN with its submenu Individual Plan, as people know it (P3)."""
    appbuilder.add_view(ProposalView, "Individual Plan", icon="journal-text", category="SIIP-ASN", category_icon="journal-text")
    appbuilder.add_view(RecapView, "Recap of proposals", icon="bar-chart", category="SIIP-ASN")
