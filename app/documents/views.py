"""Uploading for forms with JavaScript, and the only door through which stored documents leave: after asking whose they are."""

from flask import Response, jsonify, request, send_file, url_for
from flask_appbuilder import BaseView
from flask_babel import gettext as _

from app.documents.models import Document
from app.documents.parameters import CEILING, MEGABYTE
from app.documents.queries import find_document, name_of
from app.documents.rules import kind_called
from app.documents.services import upload
from app.kernel import storage
from app.kernel.actor import current_actor
from app.kernel.errors import Invalid, Missing
from app.kernel.formats import format_size
from app.kernel.routes import route

CLOSED = {"default-src": "'none'", "img-src": "'self'", "style-src": "'unsafe-inline'", "frame-ancestors": "'self'", "sandbox": ""}
"""The Content-Security-Policy of a preview: whatever the file is, it runs nothing and reaches nothing of the portal; only the portal's own pages show it."""


class DocumentView(BaseView):
    """No pages of its own."""

    route_base = "/documents"

    @route("/upload/<string:kind>", "POST")
    def upload(self, kind: str) -> tuple[Response, int]:
        """One file of `kind`; answers with what a form needs to hold on to it, or says why not."""
        known = kind_called(kind)
        if known is None:
            raise Missing
        request.max_content_length = CEILING + MEGABYTE
        sent = request.files.get("file")
        if sent is None:
            return jsonify({"error": _("Choose a file.")}), 422
        try:
            made = upload(current_actor(), known, sent.stream, sent.filename or "")
        except Invalid as refused:
            return jsonify({"error": str(refused.message)}), 422
        return jsonify(described(made)), 201

    @route("/<int:pk>/preview", permission="read")
    def preview(self, pk: int) -> Response:
        """In the browser, shut off from everything."""
        return send_document(find_document(current_actor(), pk), as_attachment=False)

    preview.talisman_view_options = {"content_security_policy": CLOSED, "content_security_policy_nonce_in": []}  # type: ignore[attr-defined]

    @route("/<int:pk>/download", permission="read")
    def download(self, pk: int) -> Response:
        return send_document(find_document(current_actor(), pk), as_attachment=True)


def described(document: Document) -> dict[str, str | int | None]:
    """The document for the script of the drop zone."""
    return {
        "id": document.id,
        "name": document.name,
        "size": format_size(document.size),
        "original_size": format_size(document.original_size) if document.original_size else None,
        "preview_url": url_for("DocumentView.preview", pk=document.id),
        "download_url": url_for("DocumentView.download", pk=document.id),
    }


def send_document(document: Document, *, as_attachment: bool) -> Response:
    """The stored file, kept by nobody between. Raises Missing where it is gone."""
    path = storage.path(document.key)
    if not path.exists():
        raise Missing
    answer = send_file(path, mimetype=document.media_type, as_attachment=as_attachment, download_name=name_of(document), max_age=0)
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
