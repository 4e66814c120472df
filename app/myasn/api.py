"""Packages by REST: the list, its marks and its recapitulation as on the screen, and beside them what the national web service wants to know of each, or of all."""

from collections.abc import Callable, Iterator
from typing import Any

from flask import Response, request
from flask_babel import lazy_gettext as _
from werkzeug.exceptions import BadRequest

from app.kernel.actor import current_actor
from app.kernel.api import PART, PortalModelApi, api_route, private
from app.kernel.openapi import filters_of, part_parameters
from app.myasn.kinds import KINDS, service_name
from app.myasn.listings import KIND, RECAP
from app.myasn.queries import IS_OPEN, card_of, national_pairs, national_row, record_of, refuse_withdrawn
from app.myasn.views import PackageView

SERVICE = "service"


class PackageApi(PortalModelApi):
    """What is approved here and on its way to MyASN; `send`, `accept` and `take_back` are its steps."""

    resource_name, view, keys, recap = "myasn", PackageView, ("employee_id", "subject_id"), RECAP

    @api_route("/national", permission="export")
    def national_list(self) -> Response:
        """A part of the list under the web service's names, as its file holds them: of one type, and of it what is saved at one address."""
        state = self.asked(self.listing, PART | {SERVICE})
        kind = KINDS.get(state.value(KIND.key))
        service = kind.service_at(request.args.get(SERVICE, "")) if kind else None
        if kind is None or service is None:
            raise BadRequest
        part = self.part(state, IS_OPEN)
        rows = [{"id": package.id, "fields": row} for package, row in national_pairs(kind, part.rows, service)]
        return private(kind=kind.key, resource=service.resource, result=rows, next=self.following(part))

    @api_route("/<int:pk>/national", permission="get")
    def national(self, pk: int) -> Response:
        """The record under the web service's names, and as the card shows it."""
        package = self.fetch_usable(pk)
        kind, record = KINDS[package.subject_type], record_of(package)
        refuse_withdrawn(package)
        return private(
            kind=kind.key,
            resource=(kind.service_of(record) if kind.others else kind).resource,
            file_name=record.file_name,
            fields=national_row(kind, record),
            card=[{"name": name, "value": value} for name, _label, value in card_of(package, record)],
        )

    def more_operations(self, record: dict[str, Any], answers: Callable[..., Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
        text, fields = {"type": "string"}, {"type": "object"}
        line = {"type": "object", "required": ["name", "value"], "properties": {"name": text, "value": text}}
        kinds = {"kind": {"type": "string", "enum": list(KINDS)}, "resource": text}
        one = {**kinds, "file_name": text, "fields": fields, "card": {"type": "array", "items": line}}
        yield (
            "{pk}/national",
            "get",
            {
                "operationId": "national_myasn",
                "summary": str(_("The record in the field names of the national web service, and as MyASN’s form asks for it")),
                "responses": answers(200, {"type": "object", "required": list(one), "properties": one}, 404, 409),
            },
        )
        row = {"type": "object", "required": ["id", "fields"], "properties": {"id": {"type": "integer"}, "fields": fields}}
        many = {**kinds, "result": {"type": "array", "items": row}, "next": {"type": ["string", "null"]}}
        services = {service_name(service): str(service.label) for kind in KINDS.values() for service in kind.services}
        yield (
            "national",
            "get",
            {
                "operationId": "national_myasn_list",
                "summary": str(_("A part of the list in the field names of the national web service, of one kind of record")),
                "parameters": [
                    *part_parameters(),
                    *({**each, "required": each["name"] == KIND.key} for each in filters_of(self.listing, current_actor())),
                    {
                        "name": SERVICE,
                        "in": "query",
                        "description": str(_("Where the records are saved there, if the kind has more than one place")),
                        "schema": {"type": "string", "enum": list(services)},
                        "x-choices": services,
                    },
                ],
                "responses": answers(200, {"type": "object", "required": list(many), "properties": many}, 400),
            },
        )
