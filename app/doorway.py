"""What no browser of a person sends is turned away before anything reads it: text with NUL, which no database holds."""

from flask import Flask, request
from werkzeug.exceptions import BadRequest


def register(app: Flask) -> None:
    """Look at every request of `app` before its view does."""
    app.before_request(_refuse_nul)


def _refuse_nul() -> None:
    """400 in the address and in forms. Bodies in JSON are read by forms too, which drop it."""
    sent = (*request.args.items(multi=True), *request.form.items(multi=True))
    if "\x00" in request.path or any("\x00" in name or "\x00" in value for name, value in sent):
        raise BadRequest
