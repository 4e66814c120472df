"""The page of one's own tokens: make, list, revoke."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_appbuilder import BaseView
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from app.accounts.rules import Method
from app.integration import services
from app.integration.forms import TokenForm
from app.integration.queries import tokens_of
from app.integration.rules import DAYS
from app.kernel import clock
from app.kernel.actor import current_actor
from app.kernel.api import resources
from app.kernel.bearer import Access, scope_name
from app.kernel.errors import Invalid
from app.kernel.routes import route


class TokenView(BaseView):
    """Token API: what a program needs to call in one's name."""

    route_base = "/account/tokens"
    default_view = "list"

    @route("/")
    def list(self) -> str:
        return self._page(self._form())

    @route("/", "POST")
    def make(self) -> str | tuple[str, int]:
        """Make a token; the answer shows it, and nothing else ever will."""
        form = self._form()
        if form.validate():
            try:
                name, scopes, days = (form.name.data or "").strip(), form.scopes.data or (), form.days.data
                token = services.add_token(current_user._get_current_object(), name, scopes, days, form.password.data or "")
            except Invalid as refusal:
                form.add_errors(refusal)
            else:
                return self._page(None, token)
        return self._page(form), 422

    @route("/<int:pk>/revoke", "POST")
    def revoke(self, pk: int) -> Response:
        services.revoke_token(current_actor(), pk)
        flash(_("The token has been revoked."), "success")
        return redirect(url_for("TokenView.list"))

    def _form(self) -> TokenForm:
        form = TokenForm() if request.method == "POST" else TokenForm(formdata=None)
        form.scopes.choices = self._scopes()
        form.days.choices = [(days, ngettext("%(num)s day", "%(num)s days", days)) for days in DAYS]
        if current_user.method == Method.SSO:
            del form.password
        return form

    def _scopes(self) -> Any:
        """Only of what this person reaches by the API; a scope he has no use for would promise something."""
        words = {Access.READ: _("read"), Access.WRITE: _("write")}
        return [
            (scope_name(each.resource_name, access), f"{each.title}: {words[access]}")
            for each in resources(self.appbuilder)
            if each.may("get_list")
            for access in Access
            if access is Access.READ or each.may_write()
        ]

    def _page(self, form: TokenForm | None, token: str = "") -> str:
        return str(
            self.render_template(
                "integration/tokens.html",
                title=_("API tokens"),
                breadcrumb=[(_("My account"), url_for("MyAccountView.show")), (_("API tokens"), None)],
                tokens=tokens_of(current_user.id),
                form=form,
                token=token,
                now=clock.now(),
            )
        )
