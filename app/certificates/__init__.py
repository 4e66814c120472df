"""Certificates (L27 to L31): issued for occasions whose attendance was validated, checked by everybody on a public page, corrected by revisions.

Occasions join by `register_source` (app/certificates/occasions.py); BKPSDM's own events are the first of them.
"""

from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _

from app.certificates import listeners as listeners  # hours, revisions, who is told
from app.certificates import tasks as tasks  # issue and bundle of an occasion
from app.certificates.models import Certificate
from app.certificates.panels import PANELS as PANELS  # the last certificates on the first page
from app.certificates.public_views import VerificationView
from app.certificates.template_views import CertificateTemplateView
from app.certificates.views import CertificateView, CorrectionView, LearningEventView, OwnCertificateView, ParticipantView
from app.credentials.models import Course
from app.kernel.access import EXPORT, LIST, Grant
from app.kernel.api import PortalModelApi
from app.kernel.crud.links import Way, offer_above, view_of
from app.kernel.flow_feature import add_flow, grants_of
from app.kernel.roles import Role

USES: tuple[str, ...] = ("credentials", "photos")

BKPSDM = (Role.BKPSDM_ADMIN,)
DESK = (Role.BKPSDM_ADMIN, Role.AUDITOR)
OFFICERS = (Role.OPD_ADMIN, *DESK)
READ = ("can_get", "can_get_list", "can_info")


class CertificateApi(PortalModelApi):
    """Certificates as on the screen; `revoke` and `reissue` are their steps. The file stays with the screens."""

    resource_name, view, keys = "certificates", CertificateView, ("employee_id", "occasion_id")


class ParticipantApi(PortalModelApi):
    """Who stands on the list of which event."""

    resource_name, view, keys = "event-participants", ParticipantView, ("employee_id", "event_id")


GRANTS = (
    *grants_of(LearningEventView),
    Grant("ParticipantView", ("can_list", *EXPORT), DESK),
    Grant("ParticipantView", ("can_delete",), BKPSDM),
    Grant("CertificateTemplateView", LIST, DESK),
    Grant("CertificateTemplateView", ("can_add", "can_edit", "can_delete"), BKPSDM),
    Grant("OwnCertificateView", (*LIST, "can_history"), (Role.EMPLOYEE,)),
    Grant("CertificateView", (*LIST, "can_history"), (Role.SUPERVISOR, *OFFICERS)),
    Grant("CertificateView", EXPORT, OFFICERS),
    Grant("CertificateView", ("can_step",), BKPSDM),
    *grants_of(CorrectionView),
    Grant("CertificateApi", READ, (Role.EMPLOYEE, Role.SUPERVISOR, *OFFICERS)),
    Grant("CertificateApi", ("can_step",), BKPSDM),
    Grant("ParticipantApi", READ, DESK),
    Grant("ParticipantApi", ("can_delete",), BKPSDM),
)


def _to_certificates() -> Way | None:
    """Above the courses: what the portal issued itself stands in the same training history."""
    view = view_of(Certificate)
    return (_("Certificates of the portal"), url_for(f"{view.endpoint}.list"), "award") if view is not None and view.may("list") else None


def _to_courses() -> Way | None:
    view = view_of(Course)
    return (_("Courses"), url_for(f"{view.endpoint}.list"), "mortarboard") if view is not None and view.may("list") else None


offer_above(Course, _to_certificates)
offer_above(Certificate, _to_courses)


def register(appbuilder: Any) -> None:
    """Menu "Sertifikat". The officers' list is registered first: to whoever may open it, it stands for the certificates."""
    menu: dict[str, Any] = {"category": "Certificates", "category_label": _("Certificates"), "category_icon": "award"}
    officers = appbuilder.add_view_no_menu(CertificateView)
    appbuilder.add_view(OwnCertificateView, "OwnCertificateView", label=_("My certificates"), icon="award", **menu)
    appbuilder.add_view(officers, "CertificateView", label=_("All certificates"), icon="people", **menu)
    add_flow(appbuilder, CorrectionView, icon="pencil", **menu)
    add_flow(appbuilder, LearningEventView, icon="journal-text", **menu)
    appbuilder.add_view_no_menu(ParticipantView)
    appbuilder.add_view(
        CertificateTemplateView, "CertificateTemplateView", label=_("Certificate templates"), icon="file-earmark-text", **menu
    )
    appbuilder.add_view_no_menu(VerificationView)
    appbuilder.add_api(CertificateApi)
    appbuilder.add_api(ParticipantApi)
