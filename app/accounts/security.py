"""FAB's security manager, made small: our sign-in view only, roles from the Actor, permissions in one query, no SQL at start-up."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, current_app, g, redirect, request, session, url_for
from flask_appbuilder.security.sqla.manager import SecurityManager
from flask_babel import lazy_gettext
from flask_limiter.util import get_remote_address
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from app.accounts.queries import Person, SignedIn, fab_roles, load_session, menus_among, permissions_of
from app.accounts.rules import read_login
from app.accounts.services import must_set_up, touch_session
from app.accounts.sign_in_view import HALF_WAY_KEY, REFUSED, AuthDBView
from app.kernel import limits as limits  # what RATELIMIT_STORAGE_URI=database:// means
from app.kernel.actor import Actor
from app.kernel.endpoints import FOR_EVERYBODY, SECOND_STEP, SIGN_IN, SIGN_OUT, STATIC
from app.kernel.errors import Denied, Text
from app.kernel.roles import Role
from app.kernel.tokens import disguise

CHANGE_PASSWORD = "PasswordView.change"  # noqa: S105
ASK = "ForgottenView.ask"
SET_UP = "SecondFactorView.show"
ALWAYS_OPEN = FOR_EVERYBODY | {SIGN_IN, SIGN_OUT}


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

    def limit_forgotten(self, pages: Blueprint) -> None:
        """Asking for links is limited for each person asked for and each address, however it ends: every link is a mail to somebody."""
        for key, who in (("FORGOTTEN_RATE_LIMIT", get_remote_address), ("FORGOTTEN_RATE_LIMIT_PER_PERSON", _typed_login)):
            self.limiter.limit(_config_reader(key), key_func=who, methods=["POST"], exempt_when=_is_not_asking)(pages)

    def create_db(self) -> None:
        """Nothing: the schema comes from migrations, roles from `flask grants`."""

    def add_permissions_view(self, base_permissions: Any, view_menu: Any) -> None:
        """Nothing: permissions come from `flask grants`."""

    def add_permissions_menu(self, view_menu_name: Any) -> None:
        """Nothing: permissions come from `flask grants`."""

    def load_user(self, pk: Any) -> SignedIn | None:
        """The person of the session that the cookie names, if it still holds and the account is open."""
        person = load_session(str(pk), request.remote_addr)
        if person is not None:
            touch_session(person)
        return person

    def load_user_jwt(self, _jwt_header: Any, jwt_data: Any) -> None:
        """Nobody: the portal issues no tokens of this kind."""

    def before_request(self) -> BaseResponse | None:
        """Put the Actor of this request into `g`, and lead people with a first password to the page where they change it."""
        g.user = current_user
        if request.endpoint in STATIC:
            return None
        if not current_user.is_authenticated:
            return None
        g.actor = current_user.actor
        way = _first_of_all(current_user)
        if way is None or request.endpoint in way.leaves_open:
            return None
        if request.path.startswith("/api/"):
            raise Denied(way.text)
        return redirect(url_for(way.page))

    def is_item_public(self, permission_name: str, view_name: str) -> bool:
        """Nothing is: pages for strangers carry no permission at all."""
        return False

    def get_user_roles(self, user: Any) -> list[Any]:
        """FAB's rows of the roles held at this moment."""
        return fab_roles(_roles())

    def has_access(self, permission_name: str, view_name: str) -> bool:
        """Whether one of the acting person's roles holds the permission; the first question of a request reads them all."""
        return (permission_name, view_name) in _permissions()

    def get_user_menu_access(self, menu_names: list[str] | None = None) -> frozenset[str]:
        """The menu entries of the acting person's roles."""
        allowed = menus_among(_permissions())
        return allowed if menu_names is None else allowed & set(menu_names)


@dataclass(frozen=True)
class Way:
    """The page that somebody is led to before anything else, what stays open beside it, and what an API caller is told."""

    page: str
    leaves_open: frozenset[str]
    text: Text


CHANGE_FIRST = Way(
    CHANGE_PASSWORD, ALWAYS_OPEN | {CHANGE_PASSWORD}, lazy_gettext("Change your first password on the portal, then call again.")
)
SET_UP_FIRST = Way(
    SET_UP,
    ALWAYS_OPEN | {SET_UP, "SecondFactorView.begin", "SecondFactorView.confirm"},
    lazy_gettext("Set up two-step verification on the portal, then call again."),
)


def _first_of_all(person: Person) -> Way | None:
    """What this person must do before anything else: choose his own password, then set up the second factor that his roles need."""
    if person.must_change_password:
        return CHANGE_FIRST
    return SET_UP_FIRST if must_set_up(person) else None


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
    """The account an attempt is aimed at, disguised: the limiter's storage needs no list of NIPs."""
    if request.endpoint == SECOND_STEP:
        return f"second step of {(session.get(HALF_WAY_KEY) or {}).get('user_id')}"
    return disguise(read_login(request.form.get("username", "")))


def _is_not_sign_in() -> bool:
    return request.endpoint not in (SIGN_IN, SECOND_STEP)


def _is_not_asking() -> bool:
    return request.endpoint != ASK


def _was_refused(response: Response) -> bool:
    """Only failures count: a whole office may sign in from one address."""
    return response.status_code == REFUSED
