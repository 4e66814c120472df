"""What the two wizards ask for (S12, S15), each in two parts: the data, and the proof with its rules (S13, S16)."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import IntegerField, SelectMultipleField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.credentials.rules import BACK, FRONT, check_certification, check_course, check_jp, check_titles, hours_text
from app.credentials.services import check_room
from app.documents.forms import DocumentField
from app.documents.rules import DocumentKind
from app.kernel import clock
from app.kernel.actor import current_actor
from app.kernel.errors import Invalid, Text
from app.kernel.forms import ChoiceField, DateField, FreeNumberField, PortalForm, required
from app.kernel.wizard import Wizard, WizardStep
from app.verification.forms import refuse

PDF_RULE = _("Please upload the certificate document as a PDF")
COURSE_CERTIFICATE = DocumentKind("course_certificate", _("Course certificate document"), rules=(PDF_RULE,))
CERTIFICATION_CERTIFICATE = DocumentKind("certification_certificate", _("Certification certificate document"), rules=(PDF_RULE,))

SEARCHED = {"data-enhance": True}
MOST_JP = 2000


class JpField(FreeNumberField):
    """Learning hours; a summary says them with the hours of the clock (X2)."""

    def shown(self) -> str:
        return hours_text(self.data) if self.data else ""


class CourseForm(PortalForm):
    """The fields of S12 in their order; `course_kind` is SIASN's own name for it, which helps the way to MyASN."""

    course_form = ChoiceField(_("Course type"), [required()], placeholder=_("Choose…"), render_kw=SEARCHED)
    classification = ChoiceField(_("Course classification"), [required()], placeholder=_("Choose…"), render_kw=SEARCHED)
    name = StringField(_("Course name"), [required(), Length(max=200)])
    course_kind = ChoiceField(
        _("Course as SIASN names it"),
        placeholder=_("Choose…"),
        description=_("May stay empty; it helps to find the same entry in MyASN."),
        render_kw=SEARCHED,
    )
    organiser = StringField(_("Organising institution"), [required(), Length(max=200)])
    number = StringField(
        _("Course certificate number"), [required(), Length(max=100)], description=_("As on the certificate: 20/BKPSDM/003/I/2026")
    )
    year = IntegerField(_("Course year"), [required(), NumberRange(1950, 2100)])
    begins_on = DateField(_("Start date"), [required()])
    ends_on = DateField(_("End date"), [required()])
    jp = JpField(
        _("Duration (hours)"),
        [required(), NumberRange(0.01, MOST_JP)],
        description=_("Learning hours (JP) as on the certificate, for example 4 or 4.5; 1 JP is 45 minutes."),
        render_kw={"inputmode": "decimal"},
    )

    def validate_ends_on(self, field: Any) -> None:
        refuse(self._wrong(), "ends_on")

    def validate_begins_on(self, field: Any) -> None:
        refuse(self._wrong(), "begins_on")

    def validate_jp(self, field: Any) -> None:
        if wrong := check_jp(field.data):
            raise ValidationError(str(wrong))
        try:
            self.tight_days()
        except Invalid as refused:
            raise ValidationError(" ".join(str(text) for text in refused.fields.values())) from None

    def tight_days(self) -> Sequence[str]:
        """What the day's limit of JP says of this course, as far as it only warns; raises Invalid where it refuses (S19)."""
        employee_id = self.record.employee_id if self.record is not None else current_actor().employee_id
        days = self.begins_on.data and self.ends_on.data and self.jp.data
        if employee_id is None or not days or self._wrong() or check_jp(self.jp.data):
            return ()
        return check_room(employee_id, self.content(), self.record.id if self.record is not None else None)

    def validate_year(self, field: Any) -> None:
        refuse(self._wrong(), "year")

    def _wrong(self) -> Mapping[str, Text]:
        return check_course(self.begins_on.data, self.ends_on.data, self.year.data, clock.today())


class CourseProofForm(PortalForm):
    certificate_id = DocumentField(_("Course certificate document"), [required()], kind=COURSE_CERTIFICATE)


class CertificationForm(PortalForm):
    """The fields of S15 in their order; the two titles appear when their place is ticked."""

    summary_labels = {"organiser": _("Organising body")}

    classification = ChoiceField(_("Certification classification"), [required()], placeholder=_("Choose…"), render_kw=SEARCHED)
    name = StringField(_("Certification name"), [required(), Length(max=200)])
    number = StringField(_("Certificate number"), [required(), Length(max=100)])
    certified_on = DateField(_("Date of the certificate"), [required()])
    valid_from = DateField(_("Validity begins"), [required()])
    valid_until = DateField(_("Validity ends"), [required()])
    title_places = SelectMultipleField(
        _("Place of the title"),
        [Optional()],
        choices=[
            SelectChoice(FRONT, _("Title before the name (certification)")),
            SelectChoice(BACK, _("Title behind the name (certification)")),
        ],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_("Only if the certification gives you a title."),
    )
    front_title = StringField(
        _("Front title of the certification"), [Length(max=60)], render_kw={"data-shown-by": "title_places", "data-shown-value": FRONT}
    )
    back_title = StringField(
        _("Back title of the certification"), [Length(max=60)], render_kw={"data-shown-by": "title_places", "data-shown-value": BACK}
    )
    organiser = StringField(_("Certifying body"), [required(), Length(max=200)])

    def validate_certified_on(self, field: Any) -> None:
        refuse(self._wrong(), "certified_on")

    def validate_valid_until(self, field: Any) -> None:
        refuse(self._wrong(), "valid_until")

    def validate_front_title(self, field: Any) -> None:
        refuse(check_titles(self.title_places.data or (), field.data, "."), "front_title")

    def validate_back_title(self, field: Any) -> None:
        refuse(check_titles(self.title_places.data or (), ".", field.data), "back_title")

    def _wrong(self) -> Mapping[str, Text]:
        return check_certification(self.certified_on.data, self.valid_from.data, self.valid_until.data, clock.today())


class CertificationProofForm(PortalForm):
    certificate_id = DocumentField(_("Certification certificate document"), [required()], kind=CERTIFICATION_CERTIFICATE)


DATA, DOCUMENT = _("Enter data"), _("Upload document")
COURSE = Wizard("course", (WizardStep("data", DATA, CourseForm), WizardStep("document", DOCUMENT, CourseProofForm)))
CERTIFICATION = Wizard(
    "certification", (WizardStep("data", DATA, CertificationForm), WizardStep("document", DOCUMENT, CertificationProofForm))
)
