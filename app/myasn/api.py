"""Packages by REST: the list and its marks as on the screen, and beside them what the national web service wants to know of each."""

from collections.abc import Callable, Iterator
from typing import Any

from flask import Response, jsonify
from flask_babel import lazy_gettext as _

from app.kernel.api import PortalModelApi, api_route
from app.kernel.bearer import Access, scope_name
from app.myasn.kinds import KINDS
from app.myasn.queries import card_of, national_row, record_of, refuse_withdrawn
from app.myasn.views import PackageView


class PackageApi(PortalModelApi):
    """What is approved here and on its way to MyASN; `send`, `accept` and `take_back` are its steps."""

    resource_name, view, keys = "myasn", PackageView, ("employee_id", "subject_id")

    @api_route("/<int:pk>/national", permission="get")
    def national(self, pk: int) -> Response:
        """The record under the web service's names, and as the card shows it."""
        package = self.fetch_usable(pk)
        kind, record = KINDS[package.subject_type], record_of(package)
        refuse_withdrawn(package)
        card = [{"name": name, "value": value} for name, _label, value in card_of(package, record)]
        answer = jsonify(
            kind=kind.key,
            resource=(kind.service_of(record) if kind.others else kind).resource,
            file_name=record.file_name,
            fields=national_row(kind, record),
            card=card,
        )
        answer.headers["Cache-Control"] = "private, no-store"
        return answer

    def more_operations(self, record: dict[str, Any], answers: Callable[..., Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
        text = {"type": "string"}
        line = {"type": "object", "required": ["name", "value"], "properties": {"name": text, "value": text}}
        properties = {
            "kind": {"type": "string", "enum": list(KINDS)},
            "resource": text,
            "file_name": text,
            "fields": {"type": "object"},
            "card": {"type": "array", "items": line},
        }
        answer = {"type": "object", "required": list(properties), "properties": properties}
        yield (
            "{pk}/national",
            "get",
            {
                "operationId": "national_myasn",
                "summary": str(_("The record in the field names of the national web service, and as MyASN’s form asks for it")),
                "security": [{"token": []}, {"session": []}],
                "x-scope": scope_name("myasn", Access.READ),
                "responses": answers(200, answer, 404, 409),
            },
        )
