"""Study leave: an employee asks for leave to study, the admin of his OPD decides."""

from typing import Any

from app.kernel.flow_feature import add_flow, grants_of
from app.study_leave import listeners as listeners  # who is told
from app.study_leave.views import StudyLeaveView

USES: tuple[str, ...] = ()
GRANTS = grants_of(StudyLeaveView)


def register(appbuilder: Any) -> None:
    add_flow(appbuilder, StudyLeaveView, icon="mortarboard", category="SIIP-ASN")
