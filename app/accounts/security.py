"""FAB's security manager, made small: our sign-in view only, roles from the Actor, permissions in one query, no SQL at start-up."""

import hashlib
from typing import Any

from flask import Response, current_app, g, redirect, request, session, url_for
from flask_appbuilder.security.sqla.manager import SecurityManager
from flask_babel import gettext as _
from flask_limiter.util import get_remote_address
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from app.accounts.queries import SignedIn, fab_roles, load_signed_in, permissions_of
from app.accounts.rules import read_login
from app.accounts.sign_in_view import REFUSED, AuthDBView
from app.kernel.actor import Actor
from app.kernel.errors import Denied
from app.kernel.roles import Role

SIGN_IN = "AuthDBView.login"
CHANGE_PASSWORD = "PasswordView.change"  # noqa: S105
OPEN_UNTIL_CHANGED = frozenset({CHANGE_PASSWORD, SIGN_IN, "AuthDBView.logout", "LocaleView.index"})


class PortalSecurityManager(SecurityManager):
    """What the portal changes of FAB's manager; its user, role, reset and API screens, LDAP, OAuth and API keys are not registered."""

    authdbview = AuthDBView

    def register_views(self) -> None:
        """Only signing in and out; our own screens are registered by the feature."""
        self.auth_view = self.authdbview()
        self.appbuilder.add_view_no_menu(self.auth_view)
        for key, who in (("AUTH_RATE_LIMIT", get_remote_address), ("AUTH_RATE_LIMIT_PER_PERSON", _typed_login)):
            self.limiter.limit(
                _config_reader(key),
                key_func=who,
                methods=["POST"],
                exempt_when=_is_not_sign_in,
                deduct_when=_was_refused,
            )(self.auth_view.blueprint)

    def create_db(self) -> None:
        """Nothing: the schema comes from migrations, roles from `flask grants`."""

    def add_permissions_view(self, base_permissions: Any, view_menu: Any) -> None:
        """Nothing: permissions come from `flask grants`."""

    def add_permissions_menu(self, view_menu_name: Any) -> None:
        """Nothing: permissions come from `flask grants`."""

    def load_user(self, pk: Any) -> SignedIn | None:
        """The person of the session cookie, if the account is open and the session of the present epoch."""
        person = load_signed_in(int(pk), request.remote_addr) if str(pk).isdecimal() else None
        return person if person is not None and session.get("epoch") == person.epoch else None

    def load_user_jwt(self, _jwt_header: Any, jwt_data: Any) -> None:
        """Nobody: the portal issues no tokens of this kind."""

    def before_request(self) -> BaseResponse | None:
        """Put the Actor of this request into `g`, and lead people with a first password to the page where they change it."""
        g.user = current_user
        if request.endpoint is not None and request.endpoint.rpartition(".")[2] == "static":
            return None
        if not current_user.is_authenticated:
            return None
        g.actor = current_user.actor
        if not current_user.must_change_password or request.endpoint in OPEN_UNTIL_CHANGED:
            return None
        if request.path.startswith("/api/"):
            raise Denied(_("Change your first password on the portal, then call again."))
        return redirect(url_for(CHANGE_PASSWORD))

    def is_item_public(self, permission_name: str, view_name: str) -> bool:
        """Nothing is: pages for strangers carry no permission at all."""
        return False

    def get_user_roles(self, user: Any) -> list[Any]:
        """FAB's rows of the roles held at this moment."""
        return fab_roles(_roles())

    def has_access(self, permission_name: str, view_name: str) -> bool:
        """Whether one of the acting person's roles holds the permission; the first question of a request reads them all."""
        return (permission_name, view_name) in _permissions()

    def get_user_menu_access(self, menu_names: list[str] | None = None) -> set[str]:
        """The menu entries of the acting person's roles."""
        allowed = {view for permission, view in _permissions() if permission == "menu_access"}
        return allowed if menu_names is None else allowed & set(menu_names)


def _roles() -> frozenset[Role]:
    actor = g.get("actor")
    return actor.roles if isinstance(actor, Actor) else frozenset()


def _permissions() -> frozenset[tuple[str, str]]:
    roles = _roles()
    known: dict[frozenset[Role], frozenset[tuple[str, str]]] = g.setdefault("permissions", {})
    if roles not in known:
        known[roles] = permissions_of(roles)
    return known[roles]


def _config_reader(key: str) -> Any:
    return lambda: current_app.config[key]


def _typed_login() -> str:
    """The account an attempt is aimed at, hashed: the limiter's storage needs no list of NIPs."""
    return hashlib.sha256(read_login(request.form.get("username", "")).encode()).hexdigest()


def _is_not_sign_in() -> bool:
    return request.endpoint != SIGN_IN


def _was_refused(response: Response) -> bool:
    """Only failures count: a whole office may sign in from one address."""
    return response.status_code == REFUSED
