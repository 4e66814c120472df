"""What BKPSDM fills in for events, participants and templates, and a holder to have his certificate corrected."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Regexp
from wtforms.validators import Optional as MayBeEmpty

from app.certificates.rules import STANDARD, places_offered
from app.documents.forms import DocumentField
from app.documents.rules import DocumentKind, FileType
from app.kernel.forms import ChoiceField, DateField, PortalForm, WholeNumberField, required

PICTURES = (FileType.PNG, FileType.JPEG)
BACKGROUND = DocumentKind("certificate_background", _("Background of certificates"), PICTURES, rules=(_("A landscape A4 picture."),))
LOGO = DocumentKind("certificate_logo", _("Logo on certificates"), PICTURES, rules=())
SIGNATURE = DocumentKind("certificate_signature", _("Picture of the signature"), PICTURES, rules=(_("At best with a transparent ground."),))
ACROSS, DOWN = (0, 297), (0, 210)


def _millimetres(label: Any, name: str, bounds: tuple[int, int], explained: Any = "") -> IntegerField:
    must: Any = MayBeEmpty() if STANDARD[name] is None else InputRequired()
    return IntegerField(label, [must, NumberRange(*bounds)], default=STANDARD[name], description=explained)


class EventForm(PortalForm):
    title = StringField(_("Title of the event"), [required(), Length(max=300)])
    begins_on = DateField(_("First day"), [required()])
    ends_on = DateField(_("Last day"), [required()])
    jp = WholeNumberField(_("Hours of learning (JP)"), [InputRequired(), NumberRange(0, 999)], description=_("Whole JP, for example 4."))
    organiser = StringField(_("Organiser"), [required(), Length(max=200)])
    place = StringField(_("Place"), [required(), Length(max=200)], description=_("Where it is held, or that it is held online."))
    outline = TextAreaField(
        _("Page 2: subjects"),
        [Length(max=4000)],
        description=_("One subject a line, its JP behind a bar: Etika publik | 3. Empty means a certificate of one page."),
        render_kw={"rows": 5},
    )
    template_id = ChoiceField(_("Certificate template"), coerce=int, placeholder=_("The agency's first template"))


class ParticipantsForm(PortalForm):
    nips = TextAreaField(
        _("NIPs of the participants"),
        [required(), Length(max=400_000)],
        description=_("One a line, or copied out of a spreadsheet with whatever stands beside them."),
        render_kw={"rows": 10},
    )


class TemplateForm(PortalForm):
    name = StringField(_("Name of the template"), [required(), Length(max=100)])
    heading = StringField(_("Heading"), [required(), Length(max=60)], default=STANDARD["heading"])
    opening = StringField(_("Line before the name"), [required(), Length(max=100)], default=STANDARD["opening"])
    body = TextAreaField(
        _("Text"),
        [required(), Length(max=1000)],
        default=STANDARD["body"],
        description=_("Filled in for each person: %(places)s. Name, NIP and number stand above it by themselves.", places=places_offered()),
    )
    outlined = BooleanField(
        _("With page 2 of subjects"),
        default=True,
        description=_("Printed where the event names its subjects; untick it for certificates of one page."),
    )
    colour = StringField(
        _("Colour"),
        [required(), Regexp(r"^#[0-9a-fA-F]{6}$", message=_("Write a colour like #0b5394."))],
        default=STANDARD["colour"],
    )
    background_id = DocumentField(_("Background"), [MayBeEmpty()], kind=BACKGROUND)
    logo_id = DocumentField(_("Logo"), [MayBeEmpty()], kind=LOGO)
    signature_id = DocumentField(_("Signature"), [MayBeEmpty()], kind=SIGNATURE)
    signatory_title = StringField(
        _("Signatory's position"), [Length(max=200)], description=_("Empty: position, name and rank of the agency's settings.")
    )
    signatory_name = StringField(_("Signatory's name with titles"), [Length(max=200)])
    signatory_rank = StringField(_("Signatory's rank"), [Length(max=100)])
    signatory_nip = StringField(
        _("Signatory's NIP"), [MayBeEmpty(), Regexp(r"^\d{18}$", message=_("A NIP has 18 digits."))], render_kw={"inputmode": "numeric"}
    )
    heading_at = _millimetres(_("Heading: mm from above"), "heading_at", DOWN)
    name_at = _millimetres(_("Name: mm from above"), "name_at", DOWN)
    body_at = _millimetres(_("Text: mm from above"), "body_at", DOWN)
    signature_x = _millimetres(_("Signature: mm from the left, to its middle"), "signature_x", ACROSS)
    signature_at = _millimetres(_("Signature: mm from above"), "signature_at", DOWN)
    photo_x = _millimetres(
        _("Photo: mm from the left"), "photo_x", (0, 273), _("Empty: no photo. Only accepted photos of people who have agreed are printed.")
    )
    photo_at = _millimetres(_("Photo: mm from above"), "photo_at", (0, 174))
    qr_x = _millimetres(_("QR code: mm from the left"), "qr_x", (0, 270))
    qr_at = _millimetres(_("QR code: mm from above"), "qr_at", (0, 180))


class CorrectionForm(PortalForm):
    about_id = ChoiceField(_("Certificate"), [required()], coerce=int, placeholder=_("Choose a certificate of yours"))
    front_title = StringField(_("Title before the name"), [Length(max=60)])
    name = StringField(_("Name without titles"), [required(), Length(max=150)])
    back_title = StringField(_("Title behind the name"), [Length(max=100)])
    wish = TextAreaField(_("What is wrong?"), [required(), Length(max=1000)])
