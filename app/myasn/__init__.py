"""Ready for MyASN: each approved record as a card to copy into MyASN, with marks of what was sent and approved there, and everything in the national names."""

from typing import Any

from flask_babel import lazy_gettext as _

from app.kernel.access import EXPORT, LIST, Grant
from app.kernel.roles import Role
from app.myasn import listeners as listeners  # packages open and close with the approval of their records
from app.myasn import tasks as tasks  # those that were forgotten
from app.myasn.api import PackageApi
from app.myasn.views import MyasnRecapView, PackageView

USES: tuple[str, ...] = ()

OFFICERS = (Role.OPD_ADMIN, Role.BKPSDM_ADMIN, Role.AUDITOR)
READERS = (Role.EMPLOYEE, Role.SUPERVISOR, *OFFICERS)
MARKERS = (Role.EMPLOYEE, Role.BKPSDM_ADMIN)

GRANTS = (
    Grant("PackageView", (*LIST, "can_history"), READERS),
    Grant("PackageView", EXPORT, OFFICERS),
    Grant("PackageView", ("can_step",), MARKERS),
    Grant("MyasnRecapView", ("can_index", *EXPORT), OFFICERS),
    Grant("PackageApi", ("can_get", "can_get_list", "can_info"), READERS),
    Grant("PackageApi", ("can_step",), MARKERS),
    Grant("PackageApi", ("can_recap", "can_export"), OFFICERS),
)


def register(appbuilder: Any) -> None:
    """Menu "MyASN": what is ready, and the recapitulation."""
    menu: dict[str, Any] = {"category": "MyASN", "category_label": _("MyASN"), "category_icon": "send"}
    appbuilder.add_view(PackageView, "PackageView", label=_("Ready for MyASN"), icon="send", **menu)
    appbuilder.add_view(MyasnRecapView, "MyASN recap", label=_("MyASN recap"), icon="bar-chart", **menu)
    appbuilder.add_api(PackageApi)
