"""The first page, the search, the inbox over all flows, one's own jobs and saved views: screens of the kernel that every signed-in person has."""

from typing import Any

from flask_babel import lazy_gettext as _

from app.home.panels import PANELS
from app.home.views import HomeView, SearchView
from app.kernel.access import MENU, Grant
from app.kernel.crud.saved import GRANTS as SAVED_VIEW_GRANTS
from app.kernel.crud.saved import SavedViewView
from app.kernel.flow_views import InboxView
from app.kernel.job_views import GRANTS as JOB_GRANTS
from app.kernel.job_views import JobView
from app.kernel.roles import SIGNED_IN

USES: tuple[str, ...] = ()
GRANTS = (
    Grant("InboxView", ("can_list",), SIGNED_IN),
    Grant("SearchView", ("can_index",), SIGNED_IN),
    Grant("Home", (MENU,), SIGNED_IN),
    *JOB_GRANTS,
    *SAVED_VIEW_GRANTS,
)


def register(appbuilder: Any) -> None:
    """Menu: Beranda and Perlu Tindakan; the home page itself is FAB's index view, named in `create_app`."""
    appbuilder.add_link("Home", href="/", icon="house", label=_("Home"))
    appbuilder.add_view(InboxView, "Inbox", icon="inbox")
    appbuilder.add_view_no_menu(SearchView)
    appbuilder.add_view_no_menu(JobView)
    appbuilder.add_view_no_menu(SavedViewView)


__all__ = ["GRANTS", "PANELS", "USES", "HomeView", "register"]
