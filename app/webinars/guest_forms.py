"""What a guest of another agency fills in: to register, to confirm, and to record his attendance."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, StringField
from wtforms.validators import Length
from wtforms.widgets import HiddenInput

from app.kernel.forms import PortalForm, required
from app.webinars.attendance_rules import LONGEST_TYPED


class GuestForm(PortalForm):
    front_title = StringField(
        _("Title before the name"), [Length(max=60)], description=_("Such as Dr. or Ir.; leave empty if you have none.")
    )
    name = StringField(
        _("Full name"),
        [required(), Length(max=150)],
        description=_("As on your identity card, without titles; it is printed on the certificate."),
        render_kw={"autocomplete": "name"},
    )
    back_title = StringField(
        _("Title behind the name"), [Length(max=100)], description=_("Such as S.E., M.Si.; leave empty if you have none.")
    )
    nip = StringField(
        _("NIP"), [Length(max=30)], description=_("18 digits; leave it empty if you have none."), render_kw={"inputmode": "numeric"}
    )
    unit_name = StringField(_("Work unit/agency"), [required(), Length(max=200)], render_kw={"autocomplete": "organization"})
    job_title = StringField(_("Position"), [required(), Length(max=200)], render_kw={"autocomplete": "organization-title"})
    email = StringField(
        _("Active e-mail address"),
        [required(), Length(max=254)],
        description=_("A link to confirm your registration goes there."),
        render_kw={"inputmode": "email", "autocomplete": "email"},
    )
    consent = BooleanField(
        _("I have read the privacy notice and agree that my data are used for this webinar and its certificate."), [required()]
    )


class PressForm(PortalForm):
    """A button with the page's own token, and nothing to fill in."""


class GuestAttendForm(PortalForm):
    """The ticket comes with the page once a right code was shown."""

    ticket = StringField(_("Ticket"), [Length(max=1000)], widget=HiddenInput())
    code = StringField(
        _("Attendance code"),
        [Length(max=LONGEST_TYPED)],
        description=_("The six signs that stand on the screen now; they change every 15 seconds."),
        render_kw={"autocapitalize": "characters", "autocomplete": "off"},
    )
