"""Lupa Kata Sandi: asking for a link by e-mail, and choosing a new password with it. Open to strangers; nothing here tells whether somebody has an account."""

from flask import abort, current_app, flash, redirect, request
from flask_appbuilder import BaseView, expose
from flask_appbuilder.security.decorators import no_cache
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts import services
from app.accounts.forms import ForgottenForm, NewPasswordForm
from app.accounts.parameters import LINK_MINUTES
from app.accounts.tasks import ask_soon
from app.kernel import settings
from app.kernel.errors import Invalid, Missing

REFUSED, GONE = 422, 410
Answer = str | Response | tuple[str, int]


class ForgottenView(BaseView):
    """Two pages before signing in."""

    route_base = "/forgotten"
    default_view = "ask"

    @expose("/", methods=["GET", "POST"])
    @no_cache
    def ask(self) -> Answer:
        """The answer is the same for everybody, and takes as long: the worker looks whether there is such a person."""
        if not current_app.config["LOCAL_SIGN_IN"]:
            abort(404)
        form = ForgottenForm()
        sent = form.is_submitted() and form.validate()
        if sent:
            ask_soon(form.username.data or "", request.remote_addr)
        values = {"form": form, "sent": sent, "minutes": settings.get(LINK_MINUTES), "has_mail": _has_mail()}
        page = self.render_template("accounts/forgotten.html", title=_("Forgotten password"), **values)
        return page if sent or not form.is_submitted() else (page, REFUSED)

    @expose("/<string:token>", methods=["GET", "POST"])
    @no_cache
    def choose(self, token: str) -> Answer:
        if not current_app.config["LOCAL_SIGN_IN"] or not services.link_holds(token):
            return self._gone()
        form = NewPasswordForm()
        try:
            if form.is_submitted() and _take(form, token):
                flash(_("Your new password has been saved. Sign in with it now; all earlier sessions have ended."), "success")
                return redirect(self.appbuilder.get_url_for_login)
        except Missing:
            return self._gone()
        page = self.render_template("accounts/choose_password.html", title=_("Choose a new password"), form=form)
        return (page, REFUSED) if form.is_submitted() else page

    def _gone(self) -> tuple[str, int]:
        return self.render_template("accounts/link_gone.html", title=_("This link no longer holds")), GONE


def _take(form: NewPasswordForm, token: str) -> bool:
    if not form.validate():
        return False
    try:
        services.choose_password(token, form.password.data or "", request.remote_addr)
    except Invalid as refusal:
        form.add_errors(refusal)
        return False
    return True


def _has_mail() -> bool:
    return bool(current_app.config["SMTP_HOST"] or current_app.config["DEMO"])
