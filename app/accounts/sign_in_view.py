"""Signing in and out over HTTP. It stands apart from the other screens because FAB's security manager is built from it."""

from flask import flash, g, redirect, request, session
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import no_cache
from flask_appbuilder.security.views import AuthDBView as FabAuthDBView
from flask_babel import gettext as _
from flask_babel import refresh
from flask_login import current_user, login_user, logout_user
from werkzeug.wrappers import Response

from app.accounts.forms import SignInForm
from app.accounts.queries import SignedIn
from app.accounts.services import sign_in, sign_out
from app.kernel.routes import own_path

REFUSED = 422


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
            person = sign_in(form.username.data or "", form.password.data or "", request.remote_addr) if form.validate() else None
            if person is not None:
                start_session(person)
                return redirect(self._get_safe_next_url())
            status = REFUSED
            form.password.errors = [
                *form.password.errors,
                _("NIP or password is wrong, or there were too many attempts. Wait a little, then try again."),
            ]
        return self.render_template(self.login_template, title=_("Sign In"), form=form), status

    @expose("/logout/", methods=["POST"])
    def logout(self) -> Response:
        if current_user.is_authenticated:
            sign_out(g.actor)
        language = session.get("locale")
        logout_user()
        session.clear()
        session["locale"] = language
        flash(_("You have signed out."), "success")
        return redirect(self.appbuilder.get_url_for_login)

    def _get_safe_next_url(self) -> str:
        return own_path(request.args.get("next", "")) or self.appbuilder.get_url_for_index


def start_session(person: SignedIn) -> None:
    """A new session for the person: nothing of an older one survives, and it speaks his language."""
    session.clear()
    session.permanent = True
    session["locale"] = person.actor.language
    login_user(person)
    session["epoch"] = person.epoch
    refresh()
