"""REST: webinars with the way to join for those who may have it, registrations, and series."""

from collections.abc import Callable, Iterator
from typing import Any

from flask import Response, jsonify
from flask_babel import gettext as _

from app.kernel.actor import current_actor
from app.kernel.api import PortalModelApi, api_route
from app.kernel.errors import Missing
from app.webinars.attendance_views import AttendanceView, WebinarQuestionView, WebinarSessionView
from app.webinars.pages import place_of
from app.webinars.views import RegistrationView, SeriesView, WebinarView


class WebinarSeriesApi(PortalModelApi):
    """Series."""

    resource_name, view = "webinar-series", SeriesView


class WebinarApi(PortalModelApi):
    """Webinars, as far as the caller is meant."""

    resource_name, view, keys = "webinars", WebinarView, ("series_id",)

    @api_route("/<int:pk>/joining", permission="get")
    def joining(self, pk: int) -> Response:
        """Join link, Webinar ID and passcode; 404 unless the caller is registered or runs it."""
        webinar = self.listing.fetch(current_actor(), pk)
        if not place_of(current_actor(), webinar).shows_join:
            raise Missing
        answer = jsonify(join_url=webinar.join_url, meeting_id=webinar.meeting_number or None, passcode=webinar.passcode)
        answer.headers["Cache-Control"] = "private, no-store"
        return answer

    def more_operations(self, record: dict[str, Any], answers: Callable[..., Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
        text = {"type": ["string", "null"]}
        found = {
            "type": "object",
            "required": ["join_url", "meeting_id", "passcode"],
            "properties": {"join_url": text, "meeting_id": text, "passcode": text},
        }
        words = {"operationId": "join_webinar", "summary": _("Join link, Webinar ID and passcode")}
        yield "{pk}/joining", "get", words | {"responses": answers(200, found, 404)}


class WebinarRegistrationApi(PortalModelApi):
    """Registrations within one's sight; who adds one registers himself."""

    resource_name, view, keys = "webinar-registrations", RegistrationView, ("webinar_id", "employee_id", "unit_id")


class WebinarSessionApi(PortalModelApi):
    """Sessions of webinars and when their attendance was open."""

    resource_name, view, keys = "webinar-sessions", WebinarSessionView, ("webinar_id",)


class WebinarAttendanceApi(PortalModelApi):
    """Attendance within one's sight; who adds one records his own, with the code of the moment."""

    resource_name, view, keys = "webinar-attendances", AttendanceView, ("session_id", "employee_id", "unit_id")


class WebinarQuestionApi(PortalModelApi):
    """What sessions ask of those who attend."""

    resource_name, view, keys = "webinar-questions", WebinarQuestionView, ("session_id",)
