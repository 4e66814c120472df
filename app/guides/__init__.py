"""Panduan (L41): a short illustrated guide for each role and job, open to everybody, as a page and as PDF."""

from typing import Any

from flask_babel import lazy_gettext as _

from app.guides.views import GuideView, find_guides
from app.kernel.access import MENU, Grant
from app.kernel.roles import SIGNED_IN
from app.kernel.search import register_finder

USES: tuple[str, ...] = ()
GRANTS = (Grant("Guides", (MENU,), SIGNED_IN),)

register_finder(find_guides)


def register(appbuilder: Any) -> None:
    """Menu "Panduan"; the foot of every page leads there as well."""
    appbuilder.add_view(GuideView, "Guides", label=_("Guides"), icon="question-circle")
