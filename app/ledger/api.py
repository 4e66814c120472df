"""REST: /api/v1/jp-books/ with the crowded days of a book and the sums by OPD, and /api/v1/jp-lines/."""

from collections.abc import Callable, Iterator
from typing import Any

from flask import Response
from flask_babel import gettext as _

from app.kernel.actor import current_actor
from app.kernel.api import PortalModelApi, api_route, private
from app.ledger.listings import RECAP
from app.ledger.models import JpLine, of_book_id
from app.ledger.queries import book_of
from app.ledger.views import JpBookView, JpLineRows


class JpBookApi(PortalModelApi):
    """Everybody's sums of a year; `year` is the present one unless it is named."""

    resource_name, view, keys, recap = "jp-books", JpBookView, ("employee_id", "unit_id"), RECAP

    @api_route("/<int:pk>/days", permission="get")
    def days(self, pk: int) -> Response:
        """The days of the book on which records overlap, or that hold more JP than a day may, with the lines that stand on them."""
        self.fetch_usable(pk)
        book = book_of(current_actor(), *of_book_id(pk))
        found = [
            {
                "first": each.first.isoformat(),
                "last": each.last.isoformat(),
                "jp": str(each.shown),
                "above": each.first in book.too_full,
                "lines": [{"id": line.id, "title": line.title} for line in each.lines if isinstance(line, JpLine)],
            }
            for each in book.overlapping
        ]
        return private(most=str(book.daily_most), result=found)

    def more_operations(self, record: dict[str, Any], answers: Callable[..., Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
        text, day = {"type": "string"}, {"type": "string", "format": "date"}
        line = {"type": "object", "required": ["id", "title"], "properties": {"id": {"type": "integer"}, "title": text}}
        properties = {
            "first": day,
            "last": day,
            "jp": text | {"description": _("JP of each of these days together")},
            "above": {"type": "boolean", "description": _("More than a day may hold")},
            "lines": {"type": "array", "items": line},
        }
        stretch = {"type": "object", "required": list(properties), "properties": properties}
        most = text | {"description": _("How many JP a day may hold")}
        answer = {
            "type": "object",
            "required": ["most", "result"],
            "properties": {"most": most, "result": {"type": "array", "items": stretch}},
        }
        words = {"operationId": "days_of_jp_book", "summary": _("Days on which records overlap or that hold more JP than a day may")}
        yield "{pk}/days", "get", words | {"responses": answers(200, answer, 404)}


class JpLineApi(PortalModelApi):
    """The lines of the books: which record brings how many JP on which days."""

    resource_name, view, keys = "jp-lines", JpLineRows, ("employee_id", "subject_id")
