"""What a person chooses and writes about his own data."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange

from app.kernel.form_moments import MomentField
from app.kernel.forms import ChoiceField, PortalForm, WholeNumberField, required
from app.privacy.rules import Form, Wish
from app.reference.forms import as_choices


class PackageForm(PortalForm):
    """In which form the data are to come."""

    form = RadioField(_("Which file?"), [required()], choices=as_choices((each.value, each.label) for each in Form), default=Form.ALL.value)


class RequestForm(PortalForm):
    """What a person asks about his data."""

    kind = RadioField(_("What do you ask for?"), [required()], choices=as_choices((each.value, each.label) for each in Wish))
    wish = TextAreaField(
        _("Which data, and why?"),
        [required(), Length(max=2000)],
        description=_(
            "Records of service, certificates and the audit trail are kept by law (UU 20/2023, UU 43/2009); the rest can be erased."
        ),
    )


class ActivityForm(PortalForm):
    """One row of the register of processing."""

    name = StringField(_("Processing activity"), [required(), Length(max=200)])
    purpose = TextAreaField(_("Purpose"), [required(), Length(max=2000)])
    basis = TextAreaField(_("By which legal basis"), [required(), Length(max=2000)])
    people = TextAreaField(_("Whose data"), [required(), Length(max=2000)])
    data_kinds = TextAreaField(_("Kinds of data"), [required(), Length(max=2000)])
    receivers = TextAreaField(_("Who receives them"), [required(), Length(max=2000)])
    retention = TextAreaField(_("How long they are kept"), [required(), Length(max=2000)])
    security = TextAreaField(_("How they are protected"), [required(), Length(max=2000)])


class BreachForm(PortalForm):
    """What the law wants told of a breach, and whom it concerns."""

    title = StringField(_("What happened, in one line"), [required(), Length(max=200)])
    discovered_at = MomentField(_("Discovered"), [required()], description=_("The 72 hours run from this moment."))
    exposed = TextAreaField(_("Which data were exposed"), [required(), Length(max=4000)])
    happened = TextAreaField(_("When and how they were exposed"), [required(), Length(max=4000)])
    handling = TextAreaField(
        _("What is done about it"), [required(), Length(max=4000)], description=_("Handling, and how the data are recovered.")
    )
    nips = TextAreaField(
        _("People concerned, by NIP"), [Length(max=200_000)], description=_("One NIP a line."), render_kw={"inputmode": "numeric"}
    )
    opd_ids = SelectMultipleField(_("And everybody of these OPDs"), coerce=int, choices=[])
    audience_all = BooleanField(_("It concerns everybody in the portal"))


class RetentionForm(PortalForm):
    """How long one kind of data is kept; which kinds there are, the portal knows."""

    months = WholeNumberField(_("Kept for so many months"), [required(), NumberRange(1, 1200)])
    since = ChoiceField(_("Counted from"), [required()])
    action = ChoiceField(_("What happens then"), [required()])
    basis = TextAreaField(_("Why so long"), [required(), Length(max=2000)])
    active = BooleanField(_("Active"))
