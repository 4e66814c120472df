"""The form that starts an activity (T25), and the one of a report (T35)."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, ValidationError

from app.credentials.forms import COURSE_CERTIFICATE
from app.documents.forms import DocumentField
from app.kernel.forms import ChoiceField, DateField, MoneyField, NumberField, PortalForm, required
from app.realisations.rules import Frequency


class ActivityForm(PortalForm):
    """ "Mulai Melaksanakan Kegiatan": the fields of the manual in their order, and the true cost (T21)."""

    begins_on = DateField(_("Start date"), [required()])
    ends_on = DateField(_("End date of the activity"), [required()])
    material = TextAreaField(_("Details of the material"), [required(), Length(max=4000)])
    place = StringField(_("Place of the organiser"), [required(), Length(max=200)])
    cost = MoneyField(
        _("Cost"), description=_("What it truly costs, in rupiah; 0 if it costs nothing."), render_kw={"inputmode": "decimal"}
    )
    frequency = RadioField(
        _("Reports on the activity are made"),
        [required()],
        choices=[SelectChoice(each.value, each.label) for each in Frequency],
        default=Frequency.ONCE.value,
        description=_("It decides how many reports the portal asks for, and when."),
    )

    def validate_ends_on(self, field: DateField) -> None:
        if field.data and self.begins_on.data and field.data < self.begins_on.data:
            raise ValidationError(gettext("The end comes before the beginning."))

    def validate_cost(self, field: MoneyField) -> None:
        if field.data is not None and not 0 <= field.data < 10**13:
            raise ValidationError(gettext("Write an amount like 2.500.000."))


class StartForm(ActivityForm):
    """The row of the plan comes first; where the way led through its menu it is chosen already."""

    plan_row_id = ChoiceField(_("Accepted plan"), [required()], placeholder=_("Choose an accepted plan"), coerce=int)

    def __iter__(self):
        fields = list(super().__iter__())
        return iter(sorted(fields, key=lambda field: field.short_name != "plan_row_id"))


class ReportForm(PortalForm):
    """ "Input laporan" (T35). The last two are asked by the report that closes the activity: what the training history needs beyond the plan."""

    jp = NumberField(
        _("JP"),
        [required()],
        description=_("Learning hours of this report's period, with a point as in 4.5; 1 JP is 45 minutes."),
        render_kw={"inputmode": "decimal"},
    )
    with_certificate = BooleanField(_("With a certificate"))
    certificate_number = StringField(
        _("Certificate number"), [Length(max=100)], description=_("Needed when “With a certificate” is ticked.")
    )
    certificate_id = DocumentField(_("Course certificate document"), kind=COURSE_CERTIFICATE)
    description = TextAreaField(_("Description"), [required(), Length(max=4000)], description=_("What was done and learnt."))
    course_form = ChoiceField(_("Course type"), [required()], placeholder=_("Choose…"), render_kw={"data-enhance": True})
    classification = ChoiceField(_("Course classification"), [required()], placeholder=_("Choose…"), render_kw={"data-enhance": True})

    def validate_certificate_number(self, field: StringField) -> None:
        if self.with_certificate.data and not (field.data or "").strip():
            raise ValidationError(gettext("Write the number of the certificate, or take the tick away."))

    def validate_certificate_id(self, field: DocumentField) -> None:
        if self.with_certificate.data and field.data is None:
            raise ValidationError(gettext("Upload the certificate, or take the tick away."))
