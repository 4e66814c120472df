"""REST: /api/v1/documents/, through which a program sends the file that a record will refer to, and fetches those of the records its owner reads."""

from collections.abc import Callable, Iterator
from typing import Any

from flask import Response, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from app.documents.models import Document
from app.documents.parameters import CEILING, MEGABYTE
from app.documents.queries import find_document, record_of
from app.documents.rules import FileType, kind_called, kind_keys
from app.documents.services import upload
from app.documents.views import send_document
from app.kernel.actor import Actor, current_actor
from app.kernel.api import PortalModelApi, api_route
from app.kernel.crud import PortalModelView
from app.kernel.errors import Invalid, Missing
from app.kernel.listing import Column, Kind, Listing
from app.kernel.restriction import check_usable

UPLOADS = Listing(
    Document,
    (
        Column("kind", lazy_gettext("Kind"), lambda document: document.kind),
        Column("name", lazy_gettext("Name"), lambda document: document.name),
        Column("media_type", lazy_gettext("Type of file"), lambda document: document.media_type),
        Column("size", lazy_gettext("Size in bytes"), lambda document: document.size, kind=Kind.NUMBER),
        Column(
            "original_size",
            lazy_gettext("Size in bytes before it was made smaller"),
            lambda document: document.original_size,
            kind=Kind.NUMBER,
        ),
        Column("sha256", lazy_gettext("Digest (SHA-256)"), lambda document: document.sha256),
    ),
)


class DocumentRows(PortalModelView):
    """Documents as rows of the API: one's own that no record has yet, and each that a record one reads refers to."""

    title, model, listing = lazy_gettext("Documents"), Document, UPLOADS
    exportable = stands_for_records = False

    def fetch(self, actor: Actor, pk: int) -> Document:
        """Whoever reads the record that refers to it reads the document, unless its person's data are restricted. Raises Missing."""
        found = find_document(actor, pk)
        if (record := record_of(found)) is not None:
            check_usable(record, actor)
        return found


class DocumentApi(PortalModelApi):
    """The list holds what nobody has attached yet; it is removed after some days."""

    resource_name, view = "documents", DocumentRows

    def may_write(self) -> bool:
        return self.may("upload")

    @api_route("/upload/<string:kind>", "POST", permission="post")
    def upload(self, kind: str) -> Any:
        """One file of `kind`, as multipart; its id goes into the field of the record that asks for such a document. A larger PDF is made smaller (G14)."""
        known = kind_called(kind)
        if known is None:
            raise Missing
        request.max_content_length = CEILING + MEGABYTE
        sent = request.files.get("file")
        if sent is None:
            raise Invalid(fields={"file": _("Choose a file.")})
        try:
            made = upload(current_actor(), known, sent.stream, sent.filename or "")
        except Invalid as refused:
            raise Invalid(fields={"file": refused.message}) from None
        return self._answer(made), 201

    @api_route("/<int:pk>/file", permission="get")
    def file(self, pk: int) -> Response:
        """The file itself, called as on its record's page (S16)."""
        return send_document(self.fetch_usable(pk, self.screen.fetch), as_attachment=True)

    def more_operations(self, record: dict[str, Any], answers: Callable[..., Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
        body = {"type": "object", "required": ["file"], "properties": {"file": {"type": "string", "format": "binary"}}}
        kind = {"name": "kind", "in": "path", "required": True, "schema": {"type": "string", "enum": list(kind_keys())}}
        sending = {
            "operationId": "upload_document",
            "summary": _("Send a file; its id goes into the record that asks for it"),
            "parameters": [kind],
            "requestBody": {"required": True, "content": {"multipart/form-data": {"schema": body}}},
            "responses": answers(201, record, 400, 404, 413, 422),
        }
        yield "upload/{kind}", "post", sending
        fetched = answers(200, None, 404)
        fetched["200"]["content"] = {each.media_type: {"schema": {"type": "string", "format": "binary"}} for each in FileType}
        yield "{pk}/file", "get", {"operationId": "file_of_document", "summary": _("The file of a document"), "responses": fetched}
