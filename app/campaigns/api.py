"""REST: campaigns with their questions, and people's parts in them; one's own part is done by three calls of its own."""

from collections.abc import Callable, Iterator
from typing import Any

from flask import Response, jsonify, request
from flask_babel import gettext as _
from werkzeug.exceptions import BadRequest

from app.campaigns import services
from app.campaigns.models import Participation
from app.campaigns.queries import questions_of
from app.campaigns.views import CampaignQuestionView, CampaignView, ParticipationView
from app.kernel.actor import current_actor
from app.kernel.api import PortalModelApi, api_route
from app.organisation.queries import employee_of


class CampaignApi(PortalModelApi):
    """Campaigns within one's sight."""

    resource_name, view = "campaigns", CampaignView

    @api_route("/<int:pk>/questions", permission="get")
    def questions(self, pk: int) -> Response:
        """The questionnaire: what is asked, and by which name it is answered."""
        campaign = self.listing.fetch(current_actor(), pk)
        found = [
            {
                "name": each.name,
                "text": each.text,
                "kind": each.kind.value,
                "choices": list(each.choices),
                "required": each.required,
            }
            for each in questions_of(campaign.id)
        ]
        return jsonify(result=found)

    def more_operations(self, record: dict[str, Any], answers: Callable[..., Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
        text, names = {"type": "string"}, ["name", "text", "kind", "choices", "required"]
        shape = {"name": text, "text": text, "kind": text, "choices": {"type": "array", "items": text}, "required": {"type": "boolean"}}
        question = {"type": "object", "required": names, "properties": shape}
        found = {"type": "object", "required": ["result"], "properties": {"result": {"type": "array", "items": question}}}
        words = {"operationId": "campaign_questions", "summary": _("The questions of a campaign")}
        yield "{pk}/questions", "get", words | {"responses": answers(200, found, 404)}


class CampaignQuestionApi(PortalModelApi):
    """Questions, written while the campaign is a draft."""

    resource_name, view, keys = "campaign-questions", CampaignQuestionView, ("campaign_id",)


class ParticipationApi(PortalModelApi):
    """Parts in campaigns, one's own among them."""

    resource_name, view, keys = "campaign-people", ParticipationView, ("campaign_id", "employee_id", "unit_id")

    def may_write(self) -> bool:
        return self.may("confirm")

    @api_route("/<int:pk>/guide", "POST", permission="answer")
    def guide(self, pk: int) -> Response:
        """The caller has read the guide."""
        return self._answered(services.read_guide(current_actor(), pk))

    @api_route("/<int:pk>/confirm", "POST", permission="answer")
    def confirm(self, pk: int) -> Response:
        """{"agreed": true}: the caller's data are right as they stand."""
        person = employee_of(current_actor())
        agreed = _sent().get("agreed") is True
        return self._answered(services.confirm_data(current_actor(), pk, agreed=agreed, version=person.version if person else 0))

    @api_route("/<int:pk>/answers", "POST", permission="answer")
    def answers(self, pk: int) -> Response:
        """{"q1": "…"}: the questionnaire, by the names of the campaign's questions."""
        return self._answered(services.answer_questions(current_actor(), pk, _sent()))

    def _answered(self, part: Participation) -> Response:
        answer = jsonify(id=part.id, standing=part.standing, left=[task.value for task in part.left])
        answer.headers["Cache-Control"] = "private, no-store"
        return answer

    def more_operations(self, record: dict[str, Any], answers: Callable[..., Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
        text = {"type": "string"}
        done = {"id": {"type": "integer"}, "standing": text, "left": {"type": "array", "items": text}}
        found = {"type": "object", "required": ["id", "standing", "left"], "properties": done}
        for name, summary, sent in (
            ("guide", _("Say that the guide was read"), {}),
            ("confirm", _("Confirm one's own data"), {"agreed": {"type": "boolean", "description": _("My data are right")}}),
            ("answers", _("Send the questionnaire"), {"q1": text | {"description": _("Answer")}}),
        ):
            words: dict[str, Any] = {"operationId": f"campaign_{name}", "summary": summary}
            if sent:
                body = {"type": "object", "properties": sent}
                words["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
            yield f"{{pk}}/{name}", "post", words | {"responses": answers(200, found, 403, 404, 409, 422)}


def _sent() -> dict[str, Any]:
    body = request.get_json(silent=True)
    if not isinstance(body, dict) or any(isinstance(value, dict | list) for value in body.values()):
        raise BadRequest
    return body
