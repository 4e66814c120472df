"""Webinars on the first page: what one has registered for with the way in, and what is open."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.columns import as_badge
from app.kernel.crud.brief import Brief
from app.kernel.formats import format_datetime
from app.kernel.panels import Line, Lines, Panel
from app.kernel.roles import Role
from app.kernel.workflow import State
from app.webinars.models import Webinar
from app.webinars.queries import coming_up
from app.webinars.workflow import REGISTERED

SHOWN = 3


def load_own(actor: Actor) -> Sequence[Lines]:
    """His next webinars, then those he may still register for."""
    now, mine, free = clock.now(), list[Line](), list[Line]()
    for webinar, own in coming_up(actor, now):
        about = url_for("WebinarView.show", pk=webinar.id)
        if own is not None:
            page, seated = url_for("MyWebinarView.show", pk=own.id), own.state == REGISTERED.key
            action = (_("Join Webinar"), page) if seated and webinar.join_url else None
            mine.append(_line(webinar, page, own.state_now, action))
        elif not webinar.window.refusal(now):
            free.append(_line(webinar, about, webinar.state_now, (_("Register"), url_for("MyWebinarView.add", webinar_id=webinar.id))))
    lines = [*mine[:SHOWN], *free[:SHOWN]]
    return [Lines(lines, (lazy_gettext("All my webinars"), url_for("MyWebinarView.list")))] if lines else []


def _line(webinar: Webinar, page: str, state: State, action: tuple[str, str] | None) -> Line:
    return Line(
        Brief(webinar.title, webinar.series.summary, page, as_badge(state)),
        format_datetime(webinar.starts_at),
        action,
        icon="box-arrow-in-right",
    )


PANELS = (Panel("own_webinars", lazy_gettext("Webinars"), (Role.EMPLOYEE,), load_own),)
