"""Who calls without a browser: a token in the Authorization header of /api/. Such a request has no session: it neither reads nor sets a cookie.

Anywhere else the header says nothing, so that a token opens no screen.
"""

from enum import StrEnum

from flask import request

PREFIX = "bearer "


class Access(StrEnum):
    """What a token may do to a resource; writing does not include reading."""

    READ = "read"
    WRITE = "write"


def bearer() -> str | None:
    """The token of this request; None where there is none, "" for an empty one."""
    header = request.headers.get("Authorization", "")
    if not request.path.startswith("/api/") or not header.lower().startswith(PREFIX):
        return None
    return header[len(PREFIX) :].strip()


def scope_name(resource: str, access: Access) -> str:
    """How a scope is written: `employees:read`."""
    return f"{resource}:{access.value}"


def scope_needed(resource: str, method: str) -> str:
    """The scope that a request with this method needs."""
    return scope_name(resource, Access.READ if method in ("GET", "HEAD", "OPTIONS") else Access.WRITE)
