"""REST: /api/v1/archive-scores/, of one person the archive behind the score, and how the scores of the OPDs spread over the labels."""

from collections.abc import Callable, Iterator
from typing import Any

from flask import Response
from flask_babel import gettext as _

from app.archive.listings import RECAP
from app.archive.queries import archive_of
from app.archive.rules import Group, Why
from app.archive.views import ArchiveScoreView
from app.kernel.actor import current_actor
from app.kernel.api import PortalModelApi, api_route, private
from app.kernel.approval import json_safe
from app.kernel.restriction import check_usable


class ArchiveScoreApi(PortalModelApi):
    """Everybody's score as it was last computed."""

    resource_name, view, keys, recap = "archive-scores", ArchiveScoreView, ("employee_id", "unit_id"), RECAP

    @api_route("/<int:pk>/archive", permission="get")
    def archive(self, pk: int) -> Response:
        """What the page of the archive says of this moment: the score, how much of each category is there, and which uploads would lift it most."""
        found = archive_of(current_actor(), pk)
        check_usable(found.employee, current_actor())
        score = found.score
        return private(
            points=str(score.total),
            main=str(score.main),
            conditional=str(score.conditional),
            level=score.level.label if score.level else None,
            computed_at=json_safe(found.computed_at),
            categories=[
                {
                    "key": part.category.key,
                    "label": part.category.label,
                    "group": package.group.value,
                    "percent": part.percent,
                    "missing": part.missing,
                }
                for package in score.packages
                for part in package.parts
            ],
            lifts=[
                {"document": each.document.key, "label": each.document.label, "gain": str(each.gain), "why": each.why.value}
                for each in found.lifts
            ],
        )

    def more_operations(self, record: dict[str, Any], answers: Callable[..., Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
        text, may_be_text, yes = {"type": "string"}, {"type": ["string", "null"]}, {"type": "boolean"}
        category = {
            "key": text,
            "label": text,
            "group": {"type": "string", "enum": [each.value for each in Group]},
            "percent": {"type": "integer", "minimum": 0, "maximum": 100},
            "missing": yes,
        }
        lift = {
            "document": text,
            "label": text,
            "gain": text | {"description": _("Points that the score would rise by")},
            "why": {"type": "string", "enum": [each.value for each in Why]},
        }
        properties = {
            "points": text,
            "main": text,
            "conditional": text,
            "level": may_be_text,
            "computed_at": may_be_text | {"format": "date-time"},
            "categories": _rows(category),
            "lifts": _rows(lift) | {"description": _("What lifts the score, the upload that lifts it most first")},
        }
        words = {"operationId": "archive_of_person", "summary": _("Score, percent per category and what would lift the score most")}
        found = {"type": "object", "required": list(properties), "properties": properties}
        yield "{pk}/archive", "get", words | {"responses": answers(200, found, 404)}


def _rows(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "object", "required": list(properties), "properties": properties}}
