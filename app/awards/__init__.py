"""Awards: an employee enters what he was given with its certificate, BKPSDM verifies it; and who may be proposed for a Satya Lencana Karya Satya (S20 to S27)."""

from typing import Any

from flask_babel import lazy_gettext as _

from app.awards import imports as imports  # awards out of a spreadsheet
from app.awards import listeners as listeners  # who is told, and codes that are kept
from app.awards.api import AwardApi, LongServiceApi
from app.awards.panels import PANELS as PANELS  # its part of the first page
from app.awards.views import AwardView, LongServiceView
from app.kernel.access import EXPORT, Grant
from app.kernel.roles import Role
from app.verification.grants import grants_of_verified

USES: tuple[str, ...] = ()

OFFICERS = (Role.OPD_ADMIN, Role.BKPSDM_ADMIN, Role.AUDITOR)


GRANTS = (
    *grants_of_verified(AwardView),
    Grant("LongServiceView", ("can_list", *EXPORT), OFFICERS),
    Grant("LongServiceApi", ("can_get", "can_get_list", "can_info"), OFFICERS),
)


def register(appbuilder: Any) -> None:
    """Menu Riwayat Penghargaan (S20)."""
    history: dict[str, Any] = {"category": "Award history", "category_label": _("Award history"), "category_icon": "award"}
    appbuilder.add_view(AwardView, AwardView.__name__, label=AwardView.title, icon="award", **history)
    appbuilder.add_view(LongServiceView, "LongServiceView", label=_("Satya Lencana Karya Satya"), icon="people", **history)
    appbuilder.add_api(AwardApi)
    appbuilder.add_api(LongServiceApi)
