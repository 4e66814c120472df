"""The book of hours of learning (JP): every record's JP on one page per person and year, how much a day may hold, and who is short of the target."""

from typing import Any

from flask_babel import lazy_gettext as _

from app.kernel.access import EXPORT, LIST, Grant
from app.kernel.roles import Role
from app.ledger import services as services  # what other features call
from app.ledger.api import JpBookApi, JpLineApi
from app.ledger.panels import PANELS as PANELS  # its part of the first page
from app.ledger.views import JpBookView, JpRecapView, OwnJpBookView

USES: tuple[str, ...] = ("organisation",)

OFFICERS = (Role.OPD_ADMIN, Role.BKPSDM_ADMIN, Role.AUDITOR)
READERS = (Role.EMPLOYEE, Role.SUPERVISOR, *OFFICERS)
READ = ("can_get", "can_get_list", "can_info")


GRANTS = (
    Grant("OwnJpBookView", ("can_show",), (Role.EMPLOYEE,)),
    Grant("JpBookView", LIST, (Role.SUPERVISOR, *OFFICERS)),
    Grant("JpBookView", EXPORT, OFFICERS),
    Grant("JpRecapView", ("can_index", "can_chart", *EXPORT), OFFICERS),
    Grant("JpBookApi", READ, READERS),
    Grant("JpBookApi", ("can_recap",), OFFICERS),
    Grant("JpLineApi", READ, READERS),
)

LEARNING: dict[str, Any] = {"category": "Hours of learning", "category_label": _("Hours of learning"), "category_icon": "mortarboard"}


def register(appbuilder: Any) -> None:
    """Menu "Jam Pelajaran": one's own book, everybody's sums, the recapitulation."""
    appbuilder.add_view(OwnJpBookView, "JP book", label=_("JP book"), icon="journal-text", **LEARNING)
    appbuilder.add_view(JpBookView, "JP per employee", label=_("JP per employee"), icon="people", **LEARNING)
    appbuilder.add_view(JpRecapView, "JP recap", label=_("JP recap"), icon="bar-chart", **LEARNING)
    appbuilder.add_api(JpBookApi)
    appbuilder.add_api(JpLineApi)
