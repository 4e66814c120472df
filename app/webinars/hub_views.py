"""The hub of a series (L4, L5): one short public address that always leads to the present webinar. Strangers see what was announced, never how to join."""

from flask import Response, g
from flask_appbuilder import BaseView, expose

from app.kernel.actor import Actor
from app.kernel.errors import Missing
from app.webinars.models import Webinar, WebinarSeries
from app.webinars.pages import calendar_file, hub_address, place_of, qr_of, webinar_values
from app.webinars.queries import current_webinar, earlier_webinars, series_called

EARLIER = 6


class HubView(BaseView):
    """/w/<code>: open to everybody; who is signed in sees his own place, and the join link once he is registered."""

    route_base = "/w"
    default_view = "hub"

    @expose("/<string:code>")
    def hub(self, code: str) -> str:
        series = _series(code)
        actor = _reader()
        webinar = current_webinar(series.id)
        values = webinar_values(actor, webinar) if webinar is not None else {"webinar": None}
        address = hub_address(series.code)
        return str(
            self.render_template(
                "webinars/hub.html",
                title=series.title,
                series=series,
                actor=actor,
                address=address,
                qr=qr_of(address),
                earlier=earlier_webinars(series.id, webinar.id if webinar else None, EARLIER),
                **values,
            )
        )

    @expose("/<string:code>/calendar.ics")
    def calendar(self, code: str) -> Response:
        """The present webinar for a calendar; with the join link only for those who are registered."""
        webinar: Webinar | None = current_webinar(_series(code).id)
        if webinar is None:
            raise Missing
        return calendar_file(webinar, with_link=place_of(_reader(), webinar).shows_join)


def _series(code: str) -> WebinarSeries:
    found = series_called(code)
    if found is None:
        raise Missing
    return found


def _reader() -> Actor | None:
    actor = g.get("actor")
    return actor if isinstance(actor, Actor) else None
