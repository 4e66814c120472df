"""The description of the API: for programs as OpenAPI, for people as a page."""

from itertools import groupby

from flask import Response, current_app, jsonify
from flask_appbuilder import BaseView
from flask_babel import gettext as _

from app.integration.callers import ANY_TOKEN
from app.kernel.actor import current_actor
from app.kernel.api import api_route, resources
from app.kernel.openapi import Schema, describe, operations
from app.kernel.routes import route


class ApiDocsView(BaseView):
    """Both say what the whole API offers, not what the reader may do of it; only what filters offer is his."""

    route_base = "/api/v1"
    default_view = "docs"
    token_scope = ANY_TOKEN

    @api_route("/openapi.json")
    def openapi(self) -> Response:
        return jsonify(self._document())

    @route("/docs")
    def docs(self) -> str:
        document = self._document()
        sections = [(tag, list(found)) for tag, found in groupby(operations(document), lambda each: each[2]["tags"][0])]
        titles = {tag["name"]: tag["description"] for tag in document["tags"]}
        return str(
            self.render_template(
                "integration/docs.html", title=_("Description of the API"), document=document, sections=sections, titles=titles
            )
        )

    def _document(self) -> Schema:
        config = current_app.config
        return describe(
            resources(self.appbuilder), current_actor(), config["APP_NAME"], config["PORTAL_URL"], config["SESSION_COOKIE_NAME"]
        )
