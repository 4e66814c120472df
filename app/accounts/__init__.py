"""Who signs in, with which password, and in which roles: accounts, sessions, role assignments."""

from typing import Any

from flask import current_app, url_for
from flask_babel import lazy_gettext as _

from app.accounts import listeners as listeners  # what is lent, read anew
from app.accounts import sso
from app.accounts import tasks as tasks  # what the worker sweeps
from app.accounts.cli import accounts
from app.accounts.queries import load_actor
from app.accounts.security import PortalSecurityManager
from app.accounts.views import (
    AccountView,
    ActingOfficerApi,
    ActingOfficerView,
    ForgottenView,
    LanguageView,
    MyAccountView,
    PasswordView,
    SecondFactorView,
    SessionView,
)
from app.kernel.access import EXPORT, LIST, Grant
from app.kernel.jobs import define_actor_loader
from app.kernel.roles import SIGNED_IN, Role

USES: tuple[str, ...] = ("organisation", "reference")

ADMINISTRATORS = (Role.BKPSDM_ADMIN, Role.SUPERUSER)
LENDERS = (Role.SUPERVISOR, Role.OPD_ADMIN, Role.BKPSDM_ADMIN)

GRANTS = (
    Grant("PasswordView", ("can_change",), SIGNED_IN),
    Grant("MyAccountView", ("can_show",), SIGNED_IN),
    Grant("SecondFactorView", ("can_show", "can_begin", "can_confirm", "can_codes", "can_end"), SIGNED_IN),
    Grant("SessionView", ("can_list", "can_end", "can_end_others", "can_role", "can_renew"), SIGNED_IN),
    Grant("AccountView", (*LIST, *EXPORT), (*ADMINISTRATORS, Role.AUDITOR)),
    Grant("AccountView", ("can_add", "can_reset", "can_reset_factor", "can_close", "can_open", "can_give", "can_end"), ADMINISTRATORS),
    Grant("AccountView", ("can_technical",), (Role.SUPERUSER,)),
    Grant("ActingOfficerView", ("can_list",), (*LENDERS, Role.AUDITOR)),
    Grant("ActingOfficerView", ("can_show",), (Role.EMPLOYEE, *LENDERS, Role.AUDITOR)),
    Grant("ActingOfficerView", ("can_add", "can_delete", *EXPORT), LENDERS),
    Grant("ActingOfficerView", EXPORT, (Role.AUDITOR,)),
    Grant("ActingOfficerApi", ("can_get", "can_get_list", "can_info"), (*LENDERS, Role.AUDITOR)),
    Grant("ActingOfficerApi", ("can_post", "can_delete"), LENDERS),
)


def register(appbuilder: Any) -> None:
    """Who acts in a job, and the screens of accounts; the sign-in page itself is registered by the security manager."""
    define_actor_loader(load_actor)
    sso.register(current_app._get_current_object())  # type: ignore[attr-defined]
    appbuilder.add_view_no_menu(PasswordView)
    appbuilder.add_view_no_menu(MyAccountView)
    appbuilder.add_view_no_menu(LanguageView)
    for view in (ForgottenView, SecondFactorView, SessionView):
        appbuilder.add_view_no_menu(view)
    appbuilder.sm.limit_forgotten(next(view for view in appbuilder.baseviews if isinstance(view, ForgottenView)).blueprint)
    appbuilder.add_view(
        AccountView, "Accounts", label=_("Accounts"), icon="person-badge", category="Administration", category_label=_("Administration")
    )
    appbuilder.add_view(ActingOfficerView, "Acting officers", label=_("Acting officers (Plt./Plh.)"), icon="person-badge")
    appbuilder.add_api(ActingOfficerApi)
    current_app.context_processor(_account_urls)
    current_app.cli.add_command(accounts)


def _account_urls() -> dict[str, Any]:
    """`account_urls` for the menu of the person."""
    return {"account_urls": {"profile": url_for("MyAccountView.show"), "password": url_for("PasswordView.change")}}


__all__ = ["GRANTS", "USES", "PortalSecurityManager", "register"]
