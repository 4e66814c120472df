"""The digital archive (Skor Arsip Digital, S1 to S8): documents that employees upload and BKPSDM verifies, and the score of what is complete."""

from typing import Any

from flask_babel import lazy_gettext as _

from app.archive import listeners as listeners  # who is told, and what computes a score anew
from app.archive.api import ArchiveScoreApi
from app.archive.panels import PANELS as PANELS  # its part of the first page
from app.archive.views import ArchiveDocumentView, ArchiveRecapView, ArchiveScoreView, OwnArchiveView
from app.kernel.access import EXPORT, LIST, Grant
from app.kernel.flow_feature import add_flow
from app.kernel.roles import Role
from app.verification.grants import grants_of_verified

USES: tuple[str, ...] = ("credentials", "awards", "certificates")

OFFICERS = (Role.OPD_ADMIN, Role.BKPSDM_ADMIN, Role.AUDITOR)
READERS = (Role.EMPLOYEE, Role.SUPERVISOR, *OFFICERS)


GRANTS = (
    *grants_of_verified(ArchiveDocumentView),
    Grant("OwnArchiveView", ("can_show",), (Role.EMPLOYEE,)),
    Grant("ArchiveScoreView", LIST, (Role.SUPERVISOR, *OFFICERS)),
    Grant("ArchiveScoreView", EXPORT, OFFICERS),
    Grant("ArchiveRecapView", ("can_index", "can_chart", *EXPORT), OFFICERS),
    Grant("ArchiveScoreApi", ("can_get", "can_get_list", "can_info"), READERS),
    Grant("ArchiveScoreApi", ("can_recap",), OFFICERS),
)


def register(appbuilder: Any) -> None:
    """Menu "Arsip Digital": one's own score, the documents, everybody's scores, the recapitulation."""
    archive: dict[str, Any] = {"category": "Digital archive", "category_label": _("Digital archive"), "category_icon": "archive"}
    appbuilder.add_view(OwnArchiveView, "Digital archive score", label=_("Digital archive score"), icon="archive", **archive)
    add_flow(appbuilder, ArchiveDocumentView, keys=("employee_id", "unit_id", "file_id"), icon="file-earmark-text", **archive)
    appbuilder.add_view(ArchiveScoreView, "Archive scores", label=_("Archive scores"), icon="people", **archive)
    appbuilder.add_view(ArchiveRecapView, "Archive recap", label=_("Archive recap"), icon="bar-chart", **archive)
    appbuilder.add_api(ArchiveScoreApi)
