"""Screens of accounts: one's own password."""

from flask import flash, redirect, session
from flask_appbuilder import BaseView, expose
from flask_appbuilder.security.decorators import has_access, no_cache, permission_name
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from app.accounts.forms import PasswordForm
from app.accounts.services import change_password
from app.kernel.actor import current_actor
from app.kernel.errors import Invalid


class PasswordView(BaseView):
    """Changing one's own password; until a first password is changed, every other page leads here."""

    route_base = "/account/password"
    default_view = "change"

    @expose("/", methods=["GET", "POST"])
    @has_access
    @permission_name("change")
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


def _take(form: PasswordForm) -> bool:
    """Change the password and keep this session alive in the new epoch; False with the errors beside the fields."""
    if form.password.data != form.again.data:
        form.again.errors = [_("The two new passwords differ.")]
        return False
    try:
        session["epoch"] = change_password(current_actor(), form.old.data or "", form.password.data or "")
    except Invalid as refusal:
        for name, message in refusal.fields.items():
            form[name].errors = [str(message)]
        return False
    return True
