"""Signing in and out over HTTP. It stands apart from the other screens because FAB's security manager is built from it."""

from dataclasses import asdict

from flask import abort, current_app, flash, g, redirect, request, session, url_for
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import no_cache
from flask_appbuilder.security.views import AuthDBView as FabAuthDBView
from flask_babel import gettext as _
from flask_babel import refresh
from flask_login import current_user, login_user, logout_user
from werkzeug.wrappers import Response

from app.accounts import sso
from app.accounts.forms import CodeForm, SignInForm
from app.accounts.queries import SignedIn
from app.accounts.rules import device_of
from app.accounts.services import HalfWay, finish_sign_in, sign_in, sign_in_from_agency, sign_out
from app.kernel.errors import Denied
from app.kernel.routes import own_path

REFUSED = 422
HALF_WAY_KEY, NEXT_KEY = "half_way", "after_sso"


class AuthDBView(FabAuthDBView):
    """Keeps FAB's name: FAB's decorators build the address of the sign-in page from it."""

    @expose("/login/", methods=["GET", "POST"])
    @no_cache
    def login(self) -> str | Response | tuple[str, int]:
        if current_user.is_authenticated:
            return redirect(self._get_safe_next_url())
        form = SignInForm()
        status = 200
        if form.is_submitted():
            why = _("NIP or password is wrong, or there were too many attempts. Wait a little, then try again.")
            try:
                person = _arrive(form) if form.validate() else None
            except Denied as refusal:
                person, why = None, str(refusal.message)
            if isinstance(person, HalfWay):
                return self.ask_code(person)
            if person is not None:
                start_session(person)
                return redirect(self._get_safe_next_url())
            status = REFUSED
            form.password.errors = [*form.password.errors, why]
        by_agency = url_for("AuthDBView.sso", next=request.args.get("next")) if sso.EXTENSION in current_app.extensions else None
        return self.render_template(self.login_template, title=_("Sign In"), form=form, by_agency=by_agency), status

    @expose("/login/code/", methods=["GET", "POST"])
    @no_cache
    def code(self) -> str | Response | tuple[str, int]:
        """The second step, for whoever has just typed the right password."""
        half = _half_way()
        if current_user.is_authenticated or half is None:
            return redirect(self.appbuilder.get_url_for_login)
        form = CodeForm()
        status = 200
        if form.is_submitted():
            person = _finish(half, form) if form.validate() else None
            if person is not None:
                start_session(person)
                return redirect(self._get_safe_next_url())
            status = REFUSED
            form.code.errors = [
                *form.code.errors,
                _("This code is wrong, was used before, or comes too late. Wait for the next one, or sign in again."),
            ]
        values = {"recovery": "recovery" in request.args, "recovery_url": self._code_url(recovery=1), "app_url": self._code_url()}
        return self.render_template("accounts/code.html", title=_("Second step"), form=form, **values), status

    @expose("/login/sso/")
    @no_cache
    def sso(self) -> Response:
        """To the agency's own sign-in."""
        if sso.EXTENSION not in current_app.extensions:
            abort(404)
        session[NEXT_KEY] = self._get_safe_next_url()
        try:
            return sso.begin(current_app.config["PORTAL_URL"].rstrip("/") + url_for("AuthDBView.sso_back"))
        except sso.SsoRefused as refusal:
            return self._not_in(_("The agency's sign-in does not answer. Try again later."), refusal)

    @expose("/login/sso/back/")
    @no_cache
    def sso_back(self) -> Response:
        """Back from there, with a code that is worth an identity once."""
        if sso.EXTENSION not in current_app.extensions:
            abort(404)
        target = session.pop(NEXT_KEY, None)
        try:
            claim = sso.finish()
        except sso.SsoRefused as refusal:
            return self._not_in(_("The agency's sign-in did not confirm who you are. Try again."), refusal)
        asks = not current_app.config["OIDC_CHECKS_SECOND_FACTOR"]
        person = sign_in_from_agency(claim, request.remote_addr, device_of(request.user_agent.string), asks)
        if person is None:
            return self._not_in(
                _("The agency's sign-in knows you, but the portal has no open account for you. Ask the personnel officer of your unit.")
            )
        if isinstance(person, HalfWay):
            return self.ask_code(person)
        start_session(person)
        return redirect(own_path(target or "") or self.appbuilder.get_url_for_index)

    def _not_in(self, text: str, refusal: Exception | None = None) -> Response:
        if refusal is not None:
            current_app.logger.warning("agency sign-in refused: %s", refusal)
        flash(text, "danger")
        return redirect(self.appbuilder.get_url_for_login)

    @expose("/logout/", methods=["POST"])
    def logout(self) -> Response:
        if current_user.is_authenticated:
            sign_out(g.actor, current_user.session_id)
        language = session.get("locale")
        logout_user()
        session.clear()
        session["locale"] = language
        flash(_("You have signed out."), "success")
        return redirect(self.appbuilder.get_url_for_login)

    def ask_code(self, half: HalfWay) -> Response:
        """On to the second step; the cookie remembers who is half way, and opens nothing."""
        session[HALF_WAY_KEY] = asdict(half)
        return redirect(self._code_url())

    def _code_url(self, recovery: int | None = None) -> str:
        return url_for("AuthDBView.code", next=request.args.get("next"), recovery=recovery)

    def _get_safe_next_url(self) -> str:
        return own_path(request.args.get("next", "")) or self.appbuilder.get_url_for_index


def _half_way() -> HalfWay | None:
    kept = session.get(HALF_WAY_KEY)
    return HalfWay(**kept) if kept else None


def _finish(half: HalfWay, form: CodeForm) -> SignedIn | None:
    return finish_sign_in(half, form.code.data or "", request.remote_addr, device_of(request.user_agent.string))


def _arrive(form: SignInForm) -> SignedIn | HalfWay | None:
    only_superusers = not current_app.config["LOCAL_SIGN_IN"]
    return sign_in(
        form.username.data or "", form.password.data or "", request.remote_addr, device_of(request.user_agent.string), only_superusers
    )


def start_session(person: SignedIn) -> None:
    """A new session for the person: nothing of an older one survives, and it speaks his language."""
    session.clear()
    session.permanent = True
    session["locale"] = person.actor.language
    login_user(person)
    refresh()
