"""Gaya: the portal's own style guide. Every component, drawn by the same macro the pages use, in all its states; in demo mode only."""

from typing import Any

from flask import current_app, g, request
from flask_babel import lazy_gettext as _

from app.gaya.views import GayaView, SpecimenView
from app.kernel.access import EXPORT, LIST, WRITE, Grant
from app.kernel.actor import Actor
from app.kernel.errors import Missing
from app.kernel.roles import SIGNED_IN

USES: tuple[str, ...] = ()
GRANTS = (
    Grant("GayaView", ("can_index", "can_page", "can_chart", "can_letter", "can_options"), SIGNED_IN),
    Grant("SpecimenView", (*LIST, *WRITE, *EXPORT), SIGNED_IN),
)


def register(appbuilder: Any) -> None:
    """Routes stand everywhere, so that the same tests guard them; outside demo mode nobody finds anything behind them, and no menu leads there."""
    if current_app.config["DEMO"]:
        appbuilder.add_view(GayaView, "Style guide", label=_("Style guide"), icon="eye")
        appbuilder.add_view(SpecimenView, "Specimens", label=_("Specimens"), icon="award")
    else:
        appbuilder.add_view_no_menu(GayaView)
        appbuilder.add_view_no_menu(SpecimenView)
    current_app.before_request(_only_in_demo)


def _only_in_demo() -> None:
    """For the signed-in: strangers are sent to sign in as everywhere."""
    shown = request.blueprint in (GayaView.__name__, SpecimenView.__name__)
    if shown and isinstance(g.get("actor"), Actor) and not current_app.config["DEMO"]:
        raise Missing
