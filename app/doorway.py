"""The door of the portal: text with NUL, which no database holds, does not come in; pages of the signed-in leave into no cache."""

from flask import Flask, Response, g, request
from werkzeug.exceptions import BadRequest


def register(app: Flask) -> None:
    """Look at every request and every answer of `app`."""
    app.before_request(_refuse_nul)
    app.after_request(_keep_private)


def _refuse_nul() -> None:
    """400 in the address and in forms. Bodies in JSON are read by forms too, which drop it."""
    sent = (*request.args.items(multi=True), *request.form.items(multi=True))
    if "\x00" in request.path or any("\x00" in name or "\x00" in value for name, value in sent):
        raise BadRequest


def _keep_private(response: Response) -> Response:
    """Pages of the signed-in stay in no cache: the next person at a shared computer goes back to nothing."""
    for_somebody = g.get("actor") is not None and (request.endpoint or "").rpartition(".")[2] != "static"
    if for_somebody and not response.cache_control:
        response.headers["Cache-Control"] = "private, no-store"
    return response
