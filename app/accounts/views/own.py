"""One's own account: password, language, and in which roles one acts."""

from flask import current_app, flash, redirect, request, session
from flask_appbuilder import BaseView, expose
from flask_appbuilder.security.decorators import no_cache
from flask_babel import gettext as _
from flask_babel import refresh
from flask_login import current_user
from werkzeug.wrappers import Response

from app.accounts.forms import PasswordForm
from app.accounts.models import Account
from app.accounts.queries import WITH_PERSON
from app.accounts.services import change_password, choose_language
from app.kernel.actor import current_actor
from app.kernel.errors import Invalid
from app.kernel.roles import ASSIGNABLE
from app.kernel.routes import own_path, route
from app.kernel.scope import fetch


class PasswordView(BaseView):
    """Changing one's own password; until a first password is changed, every other page leads here."""

    route_base = "/account/password"
    default_view = "change"

    @route("/", "GET", "POST")
    @no_cache
    def change(self) -> str | Response | tuple[str, int]:
        form = PasswordForm()
        status = 200
        if form.is_submitted():
            if form.validate() and _take(form):
                flash(_("Your password has been changed. Sessions on other devices have ended."), "success")
                return redirect(self.appbuilder.get_url_for_index)
            status = 422
        first = current_user.must_change_password
        return self.render_template("accounts/password.html", title=_("Change password"), form=form, first=first), status


class MyAccountView(BaseView):
    """Profile of the account: who the portal takes me for."""

    route_base = "/account"
    default_view = "show"

    @route("/")
    def show(self) -> str:
        actor = current_actor()
        account: Account = fetch(Account, actor, actor.user_id or 0, options=WITH_PERSON)
        follows = [str(given.role.label) for given in actor.assignments if given.role not in ASSIGNABLE]
        page: str = self.render_template(
            "accounts/mine.html",
            title=_("My account"),
            account=account,
            roles=[*follows, *(given.label for given in account.roles_held)],
            languages=current_app.config["LANGUAGES"],
            language=actor.language,
        )
        return page


class LanguageView(BaseView):
    """The language of pages and messages: kept with the account of the signed-in, in the session of a stranger."""

    route_base = "/language"
    default_view = "choose"

    @expose("/", methods=["POST"])
    def choose(self) -> Response:
        """Open to strangers. What a person chooses comes back with his next sign-in, on every device, and in everything sent to him."""
        chosen, offered = request.form.get("language", ""), tuple(current_app.config["LANGUAGES"])
        if current_user.is_authenticated:
            choose_language(current_actor(), chosen, offered)
        elif chosen not in offered:
            raise Invalid
        session["locale"] = chosen
        refresh()
        flash(_("Your language has been saved."), "success")
        return redirect(own_path(request.form.get("next", "")) or self.appbuilder.get_url_for_index)


def _take(form: PasswordForm) -> bool:
    """Change the password; this session stays. False with the errors beside the fields."""
    try:
        change_password(current_actor(), form.old.data or "", form.password.data or "", current_user.session_id)
    except Invalid as refusal:
        form.add_errors(refusal)
        return False
    return True
