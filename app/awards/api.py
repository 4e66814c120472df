"""REST: /api/v1/awards/ with one's own standing, and /api/v1/karya-satya/ with those who may be proposed."""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

from flask import Response
from flask_babel import gettext as _

from app.awards.queries import own_standing
from app.awards.views import AwardView, LongServiceView
from app.kernel.actor import current_actor
from app.kernel.api import PortalModelApi, api_route, private
from app.kernel.approval import json_safe
from app.kernel.errors import Missing


class AwardApi(PortalModelApi):
    """Awards, and how the caller himself stands with the Satya Lencana Karya Satya."""

    resource_name, view, keys = "awards", AwardView, ("employee_id", "unit_id", "certificate_id")

    @api_route("/standing", permission="post")
    def standing(self) -> Response:
        """What stands above one's own list; 404 for who is no PNS."""
        found = own_standing(current_actor())
        if found is None:
            raise Missing
        values = {name: value if isinstance(value, dict) else json_safe(value) for name, value in asdict(found).items()}
        return private(**values, eligible=found.eligible)

    def more_operations(self, record: dict[str, Any], answers: Callable[..., Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
        day, yes = {"type": "string", "format": "date"}, {"type": "boolean"}
        grade = {
            "type": ["object", "null"],
            "properties": {"code": {"type": "string"}, "label": {"type": "string"}, "years": {"type": "integer"}},
        }
        properties = {
            "began": day | {"description": _("Since when he has served, by his NIP")},
            "counted_on": day | {"description": _("The day up to which years of service are counted")},
            "interrupted": yes | {"description": _("His legal position stands in the way")},
            "grade": grade | {"description": _("What his years give this year")},
            "held": yes | {"description": _("It, or a higher one, is verified here")},
            "entered": yes | {"description": _("It, or a higher one, waits for verification")},
            "eligible": yes | {"description": _("He may be proposed for it this year")},
            "next": grade | {"description": _("The one after it")},
            "next_on": {"type": ["string", "null"], "format": "date", "description": _("From when on he may be proposed for that one")},
        }
        words = {"operationId": "own_standing", "summary": _("How the caller stands with the Satya Lencana Karya Satya")}
        found = {"type": "object", "required": list(properties), "properties": properties}
        yield "standing", "get", words | {"responses": answers(200, found, 404)}


class LongServiceApi(PortalModelApi):
    """Who may be proposed for a Satya Lencana Karya Satya this year."""

    resource_name, view, keys = "karya-satya", LongServiceView, ("employee_id", "unit_id")
