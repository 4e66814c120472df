"""Who signs in, with which password, and in which roles: accounts, sessions, role assignments."""

from typing import Any

from flask import current_app, url_for
from flask_babel import lazy_gettext as _

from app.accounts.cli import accounts
from app.accounts.security import PortalSecurityManager
from app.accounts.views import AccountView, MyAccountView, PasswordView
from app.kernel.access import EXPORT, LIST, Grant
from app.kernel.roles import SIGNED_IN, Role

USES: tuple[str, ...] = ("organisation", "reference")

ADMINISTRATORS = (Role.BKPSDM_ADMIN, Role.SUPERUSER)

GRANTS = (
    Grant("PasswordView", ("can_change",), SIGNED_IN),
    Grant("MyAccountView", ("can_show", "can_language"), SIGNED_IN),
    Grant("AccountView", (*LIST, *EXPORT), (*ADMINISTRATORS, Role.AUDITOR)),
    Grant("AccountView", ("can_add", "can_reset", "can_close", "can_open", "can_give", "can_end"), ADMINISTRATORS),
    Grant("AccountView", ("can_technical",), (Role.SUPERUSER,)),
)


def register(appbuilder: Any) -> None:
    """The screens of accounts; the sign-in page itself is registered by the security manager."""
    appbuilder.add_view_no_menu(PasswordView)
    appbuilder.add_view_no_menu(MyAccountView)
    appbuilder.add_view(
        AccountView, "Accounts", label=_("Accounts"), icon="person-badge", category="Administration", category_label=_("Administration")
    )
    current_app.context_processor(_account_urls)
    current_app.cli.add_command(accounts)


def _account_urls() -> dict[str, Any]:
    """`account_urls` for the menu of the person."""
    return {"account_urls": {"profile": url_for("MyAccountView.show"), "password": url_for("PasswordView.change")}}


__all__ = ["GRANTS", "USES", "PortalSecurityManager", "register"]
