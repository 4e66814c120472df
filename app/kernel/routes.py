"""How a method of a screen gets its address and its guard, and which addresses of a request may be followed."""

from collections.abc import Callable
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from flask import request
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import has_access, permission_name

Method = TypeVar("Method", bound=Callable[..., Any])
LONGEST_PATH = 2000


def route(url: str, *methods: str, permission: str | None = None, again: bool = False) -> Callable[[Method], Method]:
    """Decorator: the method answers at `url` (GET by default) for those who hold `can_<method>`, or `can_<permission>`.

    `again`: with a token that no longer holds it is run too, to show its form again with what was typed; see `app/kernel/stale_pages.py`.
    """

    def wrap(method: Method) -> Method:
        named = permission_name(permission)(method) if permission else method
        guarded = expose(url, methods or ("GET",))(has_access(named))
        guarded._shows_again = again
        return cast(Method, guarded)

    return wrap


def own_path(address: str) -> str | None:
    """`address` as a path of this portal, without scheme and host: neither `next` nor a forged Host leads elsewhere. None if it is none."""
    if len(address) > LONGEST_PATH or address.startswith("//") or any(ord(sign) < 33 or sign == "\\" for sign in address):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if (parts.scheme or parts.netloc) and (parts.scheme not in ("http", "https") or parts.netloc != request.host):
        return None
    if not parts.path.startswith("/") or parts.path.startswith("//"):
        return None
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
