"""The door of the portal: text with NUL, which no database holds, does not come in; pages of the signed-in leave into no cache.

Programs that call without TLS are told so instead of being led on; whoever watches over the portal asks /health.
"""

from flask import Flask, Response, current_app, g, jsonify, request
from flask_babel import gettext as _
from werkzeug.exceptions import BadRequest, LengthRequired

from app.kernel import health
from app.kernel.endpoints import HEALTH, STATIC
from app.kernel.errors import Denied


def register(app: Flask) -> None:
    """Look at every request and every answer of `app`."""
    app.before_request(_refuse_nul)
    app.add_url_rule("/health", HEALTH, _health)
    app.after_request(_keep_private)


def guard_calls(app: Flask) -> None:
    """Refuse calls of the API without TLS, and forms without a length; to be registered before pages are led to https and before forms are read."""
    app.before_request(_refuse_plain_calls)
    app.before_request(_refuse_endless_forms)


def _refuse_plain_calls() -> None:
    """403: a program that was led on to https would go on sending its token in the clear, and nobody would notice."""
    travels_safely = request.is_secure or request.headers.get("X-Forwarded-Proto") == "https"
    if request.path.startswith("/api/") and not travels_safely and current_app.config["ENVIRONMENT"] == "production":
        raise Denied(_("Call the portal by https, and replace the token that has been sent without it."))


def _refuse_endless_forms() -> None:
    """411: no browser sends a form piece by piece, and one beyond the limit would be cut there and taken for the whole.

    A GET brings none: programs that are led on after a form keep its content type.
    """
    sends = request.method not in ("GET", "HEAD")
    if sends and request.mimetype == "application/x-www-form-urlencoded" and request.content_length is None:
        raise LengthRequired


def _health() -> tuple[Response, int]:
    """200 if everything works, 503 if not; the answer names the parts."""
    found = health.state()
    answer = jsonify(found)
    answer.cache_control.no_store = True
    return answer, 200 if set(found.values()) == {"ok"} else 503


def _refuse_nul() -> None:
    """400 in the address and in forms. Bodies in JSON are read by forms too, which drop it."""
    sent = (*request.args.items(multi=True), *request.form.items(multi=True))
    if "\x00" in request.path or any("\x00" in name or "\x00" in value for name, value in sent):
        raise BadRequest


def _keep_private(response: Response) -> Response:
    """Pages of the signed-in stay in no cache: the next person at a shared computer goes back to nothing."""
    for_somebody = g.get("actor") is not None and request.endpoint not in STATIC
    if for_somebody and not response.cache_control:
        response.headers["Cache-Control"] = "private, no-store"
    return response
