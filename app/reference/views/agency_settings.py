"""The agency's settings: every parameter that a feature declares, on one screen, in force from a day on."""

from datetime import date
from io import BytesIO
from itertools import groupby
from typing import Any

from flask import flash, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from app.kernel import agency, clock, settings
from app.kernel.actor import current_actor
from app.kernel.agency import COLOUR, LOGO, letterhead, signatory
from app.kernel.colours import tones
from app.kernel.crud.exporting import file_name
from app.kernel.errors import Invalid, Missing
from app.kernel.export.letter import render_letter
from app.kernel.formats import format_long_date, format_number, plain
from app.kernel.routes import route
from app.kernel.settings import Kind, Setting
from app.reference.forms import setting_form

GROUPS = {
    "agency": lazy_gettext("Agency"),
    "organisation": lazy_gettext("Units and people"),
    "realisations": lazy_gettext("Reports on activities"),
    "ledger": lazy_gettext("Hours of learning (JP)"),
    "ipasn": lazy_gettext("Professionalism index (IP ASN)"),
    "proposals": lazy_gettext("Training proposals"),
    "plans": lazy_gettext("Yearly plans"),
    "credentials": lazy_gettext("Courses and certifications"),
    "awards": lazy_gettext("Awards"),
    "notifications": lazy_gettext("Notifications"),
    "accounts": lazy_gettext("Accounts"),
    "documents": lazy_gettext("Documents"),
    "drafts": lazy_gettext("Drafts"),
    "imports": lazy_gettext("Import from Excel"),
    "certificates": lazy_gettext("Certificates"),
    "webinars": lazy_gettext("Webinars"),
    "recommendations": lazy_gettext("Recommendations"),
    "campaigns": lazy_gettext("Campaigns"),
    "myasn": lazy_gettext("Hand-over to MyASN"),
    "photos": lazy_gettext("Profile photos"),
    "privacy": lazy_gettext("Personal data"),
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
        return self.render_template("reference/settings.html", title=_("Agency settings"), groups=groups, shown=_shown, **_preview())

    @route("/<string:key>/edit", "GET", "POST")
    def edit(self, key: str) -> ResponseReturnValue:
        setting = _declared(key)
        form = setting_form(setting)
        if form.validate_on_submit():
            try:
                _change(setting, form["value"].data, form.valid_from.data)
            except Invalid as refusal:
                form.add_errors(refusal)
            else:
                flash(_("The setting has been saved."), "success")
                return redirect(url_for("SettingView.list"))
        page = self.render_template("reference/form.html", title=str(setting.label), form=form, back_url=url_for("SettingView.list"))
        return page, 422 if request.method == "POST" else 200

    @route("/logo/remove", "POST", permission="edit")
    def remove_logo(self) -> ResponseReturnValue:
        """Pages and letters without a picture from today on."""
        agency.remove_logo(current_actor())
        flash(_("The logo has been removed."), "success")
        return redirect(url_for("SettingView.list"))

    @route("/letter.pdf")
    def letter(self) -> ResponseReturnValue:
        """A sample: letterhead and signature as they are printed today."""
        context = {"signatory": signatory(), "day": format_long_date(clock.today())}
        content = render_letter("reference/sample_letter.html", letterhead(), context)
        return send_file(BytesIO(content), mimetype="application/pdf", download_name=file_name(_("Sample letter"), "pdf"))


def _declared(key: str) -> Setting:
    for setting in settings.declared():
        if setting.key == key:
            return setting
    raise Missing


def _change(setting: Setting, value: Any, day: date | None) -> None:
    if setting is LOGO:
        agency.change_logo(current_actor(), value.stream, day)
    else:
        settings.change_setting(current_actor(), setting, _typed(value), day)


def _preview() -> dict[str, Any]:
    """How pages and letters look now, and how well the colour can be read."""
    names = (_("Letters on buttons"), _("Links in the light theme"), _("Links in the dark theme"))
    measured = tones(settings.get(COLOUR)).contrasts
    ratios = [(name, _("%(ratio)s : 1", ratio=format_number(round(ratio, 1)))) for name, ratio in zip(names, measured, strict=True)]
    return {"letterhead": letterhead(), "signatory": signatory(), "ratios": ratios}


def _typed(value: Any) -> str:
    """What the form holds as the text that `settings.parse` reads."""
    if isinstance(value, bool):
        return "1" if value else "0"
    return str(value or "")


def _shown(setting: Setting) -> str:
    """The value in force as people read it."""
    value = settings.get(setting)
    if setting.kind is Kind.PICTURE:
        return _("Uploaded") if value else ""
    if setting.choices:
        return str(setting.choices.get(value, value))
    return plain(value)
