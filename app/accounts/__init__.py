"""Who signs in, with which password, and in which roles: accounts, sessions, role assignments."""

from typing import Any

from flask import current_app, url_for

from app.accounts.queries import load_actor
from app.accounts.security import PortalSecurityManager
from app.accounts.views import PasswordView
from app.kernel.access import Grant
from app.kernel.jobs import define_actor_loader
from app.kernel.roles import SIGNED_IN

USES: tuple[str, ...] = ("organisation", "reference")
GRANTS = (Grant("PasswordView", ("can_change",), SIGNED_IN),)


def register(appbuilder: Any) -> None:
    """The screens of accounts; the sign-in page itself is registered by the security manager."""
    appbuilder.add_view_no_menu(PasswordView)
    define_actor_loader(load_actor)
    current_app.context_processor(_account_urls)


def _account_urls() -> dict[str, Any]:
    """`account_urls` for the menu of the person."""
    return {"account_urls": {"profile": None, "password": url_for("PasswordView.change")}}


__all__ = ["GRANTS", "USES", "PortalSecurityManager", "register"]
