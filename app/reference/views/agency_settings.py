"""The agency's settings: every parameter that a feature declares, on one screen, in force from a day on."""

from itertools import groupby
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from app.kernel import settings
from app.kernel.actor import current_actor
from app.kernel.errors import Invalid, Missing
from app.kernel.formats import plain
from app.kernel.routes import route
from app.kernel.settings import Setting
from app.reference.forms import setting_form

GROUPS = {
    "agency": lazy_gettext("Agency"),
    "organisation": lazy_gettext("Units and people"),
    "proposals": lazy_gettext("Training proposals"),
    "notifications": lazy_gettext("Notifications"),
    "accounts": lazy_gettext("Accounts"),
}


class SettingView(BaseView):
    """Pengaturan Instansi: for BKPSDM admin and superuser."""

    route_base = "/settings"
    default_view = "list"

    @route("/")
    def list(self) -> ResponseReturnValue:
        groups = [
            (str(GROUPS.get(group, group)), [*rows]) for group, rows in groupby(settings.declared(), key=lambda setting: setting.group)
        ]
        return self.render_template("reference/settings.html", title=_("Agency settings"), groups=groups, shown=_shown)

    @route("/<string:key>/edit", "GET", "POST")
    def edit(self, key: str) -> ResponseReturnValue:
        setting = _declared(key)
        form = setting_form(setting)
        if form.validate_on_submit():
            try:
                settings.change_setting(current_actor(), setting, _typed(form["value"].data), form.valid_from.data)
            except Invalid as refusal:
                form.add_errors(refusal)
            else:
                flash(_("The setting has been saved."), "success")
                return redirect(url_for("SettingView.list"))
        page = self.render_template("reference/form.html", title=str(setting.label), form=form, back_url=url_for("SettingView.list"))
        return page, 422 if request.method == "POST" else 200


def _declared(key: str) -> Setting:
    for setting in settings.declared():
        if setting.key == key:
            return setting
    raise Missing


def _typed(value: Any) -> str:
    """What the form holds as the text that `settings.parse` reads."""
    if isinstance(value, bool):
        return "1" if value else "0"
    return str(value or "")


def _shown(setting: Setting) -> str:
    """The value in force as people read it."""
    value = settings.get(setting)
    if setting.choices:
        return str(setting.choices.get(value, value))
    return plain(value)
