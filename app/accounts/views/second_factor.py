"""One's own second factor: set it up, make new recovery codes, switch it off. Key and recovery codes appear once, on the page that made them."""

from collections.abc import Callable
from typing import Any

import segno
from flask import current_app, flash, redirect, url_for
from flask_appbuilder import BaseView
from flask_appbuilder.security.decorators import no_cache
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from app.accounts import services
from app.accounts.forms import CodeForm, ConfirmForm, EndFactorForm
from app.accounts.queries import SignedIn
from app.kernel.agency import agency
from app.kernel.errors import Invalid
from app.kernel.forms import PortalForm
from app.kernel.routes import route

REFUSED = 422
Answer = str | Response | tuple[str, int]


class SecondFactorView(BaseView):
    """Verifikasi Dua Langkah."""

    route_base = "/account/second-factor"
    default_view = "show"

    @route("/")
    @no_cache
    def show(self) -> Answer:
        return self._page()

    @route("/begin", "POST")
    @no_cache
    def begin(self) -> Answer:
        """Draw a key for the app."""
        form = ConfirmForm()
        return self._try(form, lambda: services.begin_setup(_person(), form.password.data or ""), begin_form=form)

    @route("/confirm", "POST")
    @no_cache
    def confirm(self) -> Answer:
        """Switch it on with the first code; the recovery codes are shown now and never again."""
        form = CodeForm()
        return self._try_codes(form, lambda: services.confirm_setup(_person(), form.code.data or ""), confirm_form=form)

    @route("/codes", "POST")
    @no_cache
    def codes(self) -> Answer:
        form = CodeForm()
        return self._try_codes(form, lambda: services.renew_codes(_person(), form.code.data or ""), codes_form=form)

    @route("/end", "POST")
    @no_cache
    def end(self) -> Answer:
        form = EndFactorForm()

        def switch_off() -> None:
            services.end_second_factor(_person(), form.password.data or "", form.code.data or "")
            flash(_("The second factor is switched off."), "success")

        return self._try(form, switch_off, end_form=form)

    def _try(self, form: PortalForm, act: Callable[[], object], **forms: PortalForm) -> Answer:
        """Back to the page when it is done; the refusal beside its field."""
        if _done(form, act):
            return redirect(url_for("SecondFactorView.show"))
        return self._page(**forms), REFUSED

    def _try_codes(self, form: PortalForm, act: Callable[[], list[str]], **forms: PortalForm) -> Answer:
        made: list[str] = []
        if _done(form, lambda: made.extend(act())):
            page: str = self.render_template("accounts/recovery_codes.html", title=_("Recovery codes"), codes=made)
            return page
        return self._page(**forms), REFUSED

    def _page(self, **forms: PortalForm) -> str:
        person = _person()
        setup = services.setup_of(person, str(agency().name or current_app.config["APP_NAME"])) if not person.has_second_factor else None
        shown: dict[str, Any] = {"begin_form": ConfirmForm, "confirm_form": CodeForm, "codes_form": CodeForm, "end_form": EndFactorForm}
        page: str = self.render_template(
            "accounts/second_factor.html",
            title=_("Two-step verification"),
            must_set_up=services.must_set_up(person),
            is_on=person.has_second_factor,
            setup=setup,
            qr=segno.make(setup.address, error="m").svg_data_uri(scale=5, light="#fff") if setup else "",
            codes_left=services.codes_left(person.id) if person.has_second_factor else 0,
            asks_password=person.method != "sso",
            **{name: forms.get(name) or form(formdata=None) for name, form in shown.items()},
        )
        return page


def _person() -> SignedIn:
    person: SignedIn = current_user._get_current_object()
    return person


def _done(form: PortalForm, act: Callable[[], object]) -> bool:
    if not form.validate():
        return False
    try:
        act()
    except Invalid as refusal:
        form.add_errors(refusal)
        return False
    return True
