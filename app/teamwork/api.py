"""REST: /api/v1/team-work/, what both desks may do; an activity code is drawn before an entry is posted with it."""

from collections.abc import Callable, Iterator
from typing import Any

from flask import Response, jsonify
from flask_babel import gettext as _

from app.kernel.actor import current_actor
from app.kernel.api import PortalModelApi, api_route
from app.teamwork.services import draw_code
from app.teamwork.views import TeamApprovalView


class TeamWorkApi(PortalModelApi):
    """Team works within one's sight."""

    resource_name, view = "team-work", TeamApprovalView

    @api_route("/codes", "POST", permission="post")
    def codes(self) -> Response:
        """ "Buat Kode Baru" (S31)."""
        return jsonify(code=draw_code(current_actor()))

    def more_operations(self, record: dict[str, Any], answers: Callable[..., Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
        drawn = {"type": "object", "required": ["code"], "properties": {"code": {"type": "string"}}}
        words = {"operationId": "draw_team_work_code", "summary": _("Draw a new activity code")}
        yield "codes", "post", words | {"responses": answers(200, drawn)}
