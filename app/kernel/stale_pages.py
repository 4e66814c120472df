"""Tokens of forms (CSRF) that have grown stale: a page that was open for too long loses nothing of what was typed on it.

A route with `again=True` is run all the same, must not act, and shows its form once more with what was sent and a fresh token.
"""

from flask import current_app, g, request
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError, CSRFProtect

from app.kernel.bearer import bearer


class PageTokens(CSRFProtect):
    """Flask-WTF's protection, which leaves the refusal to routes that show their form again to a signed-in person."""

    def protect(self, apply_exemptions: bool = False) -> None:
        if bearer() is not None:
            return  # a browser sends no such header by itself, and the cookie beside it is not read
        try:
            super().protect(apply_exemptions)
        except CSRFError:
            if not (shows_again() and current_user.is_authenticated):
                raise
            g.stale_page = True


def shows_again() -> bool:
    """Whether the route of this request shows its form again with what was typed."""
    return getattr(current_app.view_functions.get(request.endpoint or ""), "_shows_again", False)


def is_stale() -> bool:
    """Whether the page behind this request was open for too long: show its form again, and do nothing."""
    return bool(g.get("stale_page", False))


def stale_text() -> str:
    """What the person reads above the form."""
    text: str = _("This page was open for too long. What you typed is still here: look at it and send it again.")
    return text
