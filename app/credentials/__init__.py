"""Courses and certifications: an employee enters what he learnt with its certificate, BKPSDM verifies it, and then it counts (S9 to S19)."""

from typing import Any

from flask_babel import lazy_gettext as _

from app.credentials import imports as imports  # training history out of a spreadsheet
from app.credentials import listeners as listeners  # who is told, and codes that are kept
from app.credentials import tasks as tasks  # reminds of ends
from app.credentials.panels import PANELS as PANELS  # what ends soon
from app.credentials.views import CertificationView, CourseView, NewCredentialView
from app.kernel.access import Grant
from app.kernel.flow_feature import add_flow
from app.kernel.roles import Role
from app.verification.grants import grants_of_verified

USES: tuple[str, ...] = ()
GRANTS = (
    *grants_of_verified(CourseView),
    *grants_of_verified(CertificationView),
    Grant("NewCredentialView", ("can_add",), (Role.EMPLOYEE,)),
)


def register(appbuilder: Any) -> None:
    """Menu Riwayat Sertifikasi, with the button of the manual as its first entry (S9)."""
    history: dict[str, Any] = {
        "category": "Certification history",
        "category_label": _("Certification history"),
        "category_icon": "mortarboard",
    }
    appbuilder.add_view(NewCredentialView, "Add credential", label=_("Add to the certification history"), icon="plus-lg", **history)
    keys = ("employee_id", "unit_id", "certificate_id")
    add_flow(appbuilder, CourseView, keys=keys, icon="journal-text", **history)
    add_flow(appbuilder, CertificationView, keys=keys, icon="check2-square", **history)
