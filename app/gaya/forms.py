"""Every kind of field, and the demo wizard."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, EmailField, IntegerField, PasswordField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from app.documents.forms import DocumentField
from app.documents.rules import DocumentKind, FileType
from app.kernel.forms import ChoiceField, DateField, MoneyField, NumberField, PortalForm, RadioField, RichTextField, required
from app.kernel.wizard import Wizard, WizardStep

KINDS = (("sosialisasi", "Sosialisasi"), ("bimtek", "Bimbingan Teknis"), ("seminar", "Seminar"), ("lokakarya", "Lokakarya"))

CHOICES = [SelectChoice(value, label) for value, label in KINDS]
CERTIFICATE = DocumentKind(
    "specimen_certificate", _("Course certificate document"), rules=(_("Please upload the certificate document as a PDF"),)
)
PHOTO = DocumentKind("specimen_photo", _("Photo"), types=(FileType.JPEG, FileType.PNG), rules=(_("Please upload a JPG or PNG picture"),))


class SpecimenForm(PortalForm):
    kind = ChoiceField(_("Course type"), [required()], choices=CHOICES, placeholder=_("Choose…"))
    name = StringField(_("Course name"), [required(), Length(max=200)])
    held_on = DateField(_("Start date"), [required()])
    hours = NumberField(_("Duration (hours)"), [required()], description=_("At most 8 hours a day."))


class SpecimenDocumentForm(PortalForm):
    certificate_id = DocumentField(_("Certificate document"), [required()], kind=CERTIFICATE)


SPECIMEN = Wizard(
    "specimen", (WizardStep("data", _("Enter data"), SpecimenForm), WizardStep("document", _("Upload document"), SpecimenDocumentForm))
)


class EveryField(PortalForm):
    """One field of each kind, for looking at them."""

    text = StringField(_("Text"), [required(), Length(max=40)], description=_("Help stands under the field."))
    long_text = TextAreaField(_("Long text"), [required()])
    rich = RichTextField(_("Formatted text"), [required()])
    number = NumberField(_("Number"), [required()], description=_("With a point: 90.99"))
    whole = IntegerField(_("Whole number"), [required()])
    money = MoneyField(_("Amount in rupiah"), [required()])
    day = DateField(_("Date"), [required()])
    email = EmailField(_("Email"), [required()])
    password = PasswordField(_("Password"), [required()])
    choice = ChoiceField(_("Choice"), [required()], choices=CHOICES, placeholder=_("Choose…"))
    several = SelectMultipleField(_("Several choices"), [required()], choices=CHOICES)
    found = ChoiceField(
        _("Choice by typing"), [required()], choices=CHOICES, placeholder=_("Choose…"), render_kw={"data-remote": "/gaya/options"}
    )
    radio = RadioField(_("One of few"), [required()], choices=CHOICES[:2])
    tick = BooleanField(_("I have read this"), [required()])


class DocumentsForm(PortalForm):
    certificate = DocumentField(_("Certificate document"), [required()], kind=CERTIFICATE)
    photo = DocumentField(_("Photo"), kind=PHOTO)
