"""The door of the API for programs: who calls is read from the token, how often is counted, and what no scope covers is refused before any route runs."""

from typing import Any

from flask import Flask, Request, current_app, request
from flask_login import current_user
from limits import parse
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter
from werkzeug.exceptions import TooManyRequests, Unauthorized

from app.integration.queries import Caller, load_caller
from app.integration.services import check_scope, touch_token
from app.kernel.bearer import bearer, scope_needed
from app.kernel.errors import Denied

LIMITER = "api_limiter"
ANY_TOKEN = "any token"  # noqa: S105
"""The `token_scope` of a view that describes the API itself."""


def register(app: Flask, security: Any) -> None:
    """Let tokens name the caller, after the security manager has asked who it is."""
    security.lm.request_loader(_caller)
    app.extensions[LIMITER] = FixedWindowRateLimiter(storage_from_string(app.config["RATELIMIT_STORAGE_URI"]))
    app.before_request(_guard)
    app.after_request(_challenge)


def _caller(asked: Request) -> Caller | None:
    token = bearer()
    return load_caller(token, asked.remote_addr) if token else None


def _guard() -> None:
    if bearer() is None:
        return
    caller = current_user._get_current_object()
    known = isinstance(caller, Caller)
    _count(f"token {caller.token_id}" if known else f"address {request.remote_addr}")
    if not known:
        raise Unauthorized
    touch_token(caller)
    if request.endpoint is None:
        return
    view = getattr(current_app.view_functions.get(request.endpoint), "__self__", None)
    if getattr(view, "token_scope", None) == ANY_TOKEN:
        return
    resource = getattr(view, "resource_name", None)
    if not resource:
        raise Denied
    check_scope(caller, scope_needed(resource, request.method))


def _count(who: str) -> None:
    if not current_app.config["RATELIMIT_ENABLED"]:
        return
    rate = parse(current_app.config["API_RATE_LIMIT"])
    if not current_app.extensions[LIMITER].hit(rate, "api", who):
        raise TooManyRequests(retry_after=rate.get_expiry())


def _challenge(response: Any) -> Any:
    if response.status_code == 401 and request.path.startswith("/api/"):
        response.headers.setdefault("WWW-Authenticate", "Bearer")
    return response
