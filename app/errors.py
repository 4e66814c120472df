"""The one place where refusals become answers: a page for people, problem details for the API, in the reader's language either way."""

import logging
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, current_app, flash, g, jsonify, redirect, render_template, request, url_for
from flask.logging import default_handler
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError, ServiceUnavailable
from werkzeug.wrappers import Response as BaseResponse

from app.extensions import db
from app.kernel.errors import Invalid, PortalError
from app.kernel.routes import own_path
from app.kernel.stale_pages import shows_again

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
    503: lazy_gettext("Please come back a little later."),
    500: lazy_gettext("The error has been logged. Nothing you had saved is lost."),
}


NOTED = (HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS)
"""Refusals that an administrator looks for after an attack. What is signed in to, or not, stands in the audit trail."""
LOG_LINE = logging.Formatter("%(asctime)s %(name)s %(levelname)s %(message)s", "%Y-%m-%dT%H:%M:%S%z")
HEARD_OUT = 64 * 1024 * 1024
"""Who sends more than this is cut off."""


def register(app: Flask) -> None:
    """Answer every refusal and error of `app`."""
    app.register_error_handler(PortalError, _refused)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http)
    app.after_request(_note_refusal)
    default_handler.setFormatter(LOG_LINE)
    if not app.testing:
        app.register_error_handler(Exception, _unexpected)


def _refused(error: PortalError) -> tuple[Response | str, int]:
    fields = {name: str(message) for name, message in error.fields.items()} if isinstance(error, Invalid) else {}
    return answer(error.status, str(error.message), fields)


def _stale_form(error: CSRFError) -> tuple[Response | str, int] | BaseResponse:
    """A page open for too long. Without a session the way leads over the sign-in page, and what was typed waits meanwhile."""
    if current_user.is_authenticated or request.path.startswith("/api/"):
        return answer(400, _("This page was open for too long. Reload it and send it again."))
    if not shows_again():
        flash(_("Your session has ended. Please sign in again."), "warning")
        return redirect(_sign_in_url(own_path(request.referrer or "")))
    form_url = own_path(request.full_path.rstrip("?")) or request.path
    typed = [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]
    page = render_template("errors/session_ended.html", typed=typed, form_url=form_url, sign_in_url=_sign_in_url(form_url))
    return page, 401


def _sign_in_url(after: str | None) -> str:
    address = url_for("AuthDBView.login")
    return f"{address}?{urlencode({'next': after})}" if after and not after.startswith(address) else address


def _http(error: HTTPException) -> Response | HTTPException:
    if isinstance(error, SecurityError):
        # Asked by a name that is not the portal's: a page would hold addresses, and there is none to make them from.
        return current_app.response_class(f"{TITLES[400]}\n", 400, mimetype="text/plain")
    code = error.code or 500
    if code < 400:
        return error
    if code == 413:
        _hear_out()
    said = error.description if isinstance(error, ServiceUnavailable) and error.retry_after else None
    page = current_app.make_response(answer(code, said or str(TEXTS.get(code, ""))))
    # Retry-After, Allow and the like; what kind of page it is, the answer itself knows.
    page.headers.extend((name, value) for name, value in error.get_headers() if name != "Content-Type")
    return page


def _hear_out() -> None:
    """Take in what is still being sent, up to a limit: a browser cut off in the middle shows its own error instead of ours."""
    left = min(request.content_length or 0, HEARD_OUT)
    while left > 0 and (chunk := request.environ["wsgi.input"].read(min(left, 1 << 16))):
        left -= len(chunk)


def _note_refusal(response: Response) -> Response:
    """Who was refused what, in one line whatever the address holds; without names and without what was typed."""
    if response.status_code in NOTED:
        actor = g.get("actor")
        who, what = getattr(actor, "user_id", None), (request.method, request.path)
        current_app.logger.warning("refused with %s: account %s from %s, %s %r", response.status_code, who, request.remote_addr, *what)
    return response


def _unexpected(error: Exception) -> tuple[Response | str, int]:
    current_app.logger.exception("unexpected error at %r", request.path, exc_info=error)
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
    return render_template(
        "errors/error.html", code=code, title=title, text=text, fields=fields or {}, back_url=own_path(request.referrer or "")
    ), code
