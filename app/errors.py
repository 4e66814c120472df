"""The one place where refusals become answers: a page for people, problem details for the API, in the reader's language either way."""

from http import HTTPStatus
from typing import Any

from flask import Flask, Response, current_app, jsonify, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from app.extensions import db
from app.kernel.errors import Invalid, PortalError

TITLES = {
    400: lazy_gettext("The request was not understood"),
    401: lazy_gettext("Please sign in"),
    403: lazy_gettext("You may not do this"),
    404: lazy_gettext("Page not found"),
    405: lazy_gettext("This address is not opened this way"),
    409: lazy_gettext("Someone was faster"),
    413: lazy_gettext("The file is too large"),
    422: lazy_gettext("Please check your input"),
    429: lazy_gettext("Too many attempts"),
    500: lazy_gettext("Something went wrong"),
    503: lazy_gettext("The portal is being maintained"),
}
TEXTS = {
    400: lazy_gettext("The address or the form holds a value the portal does not know. Go back and try again."),
    404: lazy_gettext("It does not exist, was moved, or is not yours to see."),
    405: lazy_gettext("Go back to the page and use its buttons."),
    413: lazy_gettext("Choose a smaller file and try again."),
    429: lazy_gettext("Wait a minute, then try again."),
    500: lazy_gettext("The error has been logged. Nothing you had saved is lost."),
}


def register(app: Flask) -> None:
    """Answer every refusal and error of `app`."""
    app.register_error_handler(PortalError, _refused)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http)
    if not app.testing:
        app.register_error_handler(Exception, _unexpected)


def _refused(error: PortalError) -> tuple[Response | str, int]:
    fields = {name: str(message) for name, message in error.fields.items()} if isinstance(error, Invalid) else {}
    return answer(error.status, str(error.message), fields)


def _stale_form(error: CSRFError) -> tuple[Response | str, int]:
    return answer(400, _("This page was open for too long. Go back, reload it and send it again."))


def _http(error: HTTPException) -> tuple[Response | str, int] | HTTPException:
    code = error.code or 500
    if code < 400:
        return error
    text = TEXTS.get(code)
    return answer(code, str(text) if text else "")


def _unexpected(error: Exception) -> tuple[Response | str, int]:
    current_app.logger.exception("unexpected error at %s", request.path, exc_info=error)
    if db.session.registry.has():
        db.session.rollback()
    return answer(500, str(TEXTS[500]))


def answer(code: int, text: str, fields: dict[str, str] | None = None) -> tuple[Response | str, int]:
    """The error as problem+json for API callers, as a page for people."""
    title = str(TITLES.get(code) or HTTPStatus(code).phrase)
    if request.path.startswith("/api/"):
        problem: dict[str, Any] = {"type": "about:blank", "status": code, "title": title, "detail": text}
        if fields:
            problem["fields"] = fields
        response = jsonify(problem)
        response.content_type = "application/problem+json"
        return response, code
    return render_template("errors/error.html", code=code, title=title, text=text, fields=fields or {}), code
