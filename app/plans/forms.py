"""Form Pengajuan of one planned training (T10), and the window of a plan year."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from app.kernel.forms import ChoiceField, DateField, FreeNumberField, MoneyField, PortalForm, required


class PlanRowForm(PortalForm):
    """The order of the manual; `form` is grouped by path, `jp` may stay empty where the form says what it is worth."""

    plan_year_id = ChoiceField(_("Plan year"), [required()], placeholder=_("Choose a year"), coerce=int)
    form = ChoiceField(_("Form of development"), [required()], placeholder=_("Choose a form"), render_kw={"data-enhance": True})
    training_id = ChoiceField(
        _("Training of the catalogue"),
        placeholder=_("None of these"),
        coerce=int,
        description=_("Choose it if the catalogue has it; the material below is yours to write."),
        render_kw={"data-enhance": True},
    )
    subject = StringField(_("Material of the development"), [required(), Length(max=300)])
    study_programme = StringField(_("Study programme"), [Length(max=200)], description=_("For a study assignment only."))
    study_level = StringField(_("Level of education"), [Length(max=60)], description=_("For a study assignment only, for example S-2."))
    begins_on = DateField(_("Planned from"), [required()])
    ends_on = DateField(_("Planned to"), [required()])
    jp = FreeNumberField(
        _("JP"),
        description=_("Leave it empty where the form is counted by day, time or activity; the portal fills it in. For example 4 or 4.5."),
        render_kw={"inputmode": "decimal"},
    )
    cost = MoneyField(_("Budget needed"), description=_("In rupiah; 0 if it costs nothing."), render_kw={"inputmode": "decimal"})
    organiser = StringField(
        _("Institution that organises it"), [required(), Length(max=200)], description=_("For a study assignment: the university.")
    )
    fund = ChoiceField(_("Source of funds"), [required()], placeholder=_("Choose a source"))
    reason = TextAreaField(_("Reason to take part"), [required(), Length(max=2000)])

    def validate_jp(self, field: FreeNumberField) -> None:
        if field.data is not None and not 0 <= field.data <= 9999:
            raise ValidationError(gettext("Between %(least)s and %(most)s.", least=0, most=9999))

    def validate_cost(self, field: MoneyField) -> None:
        if field.data is not None and not 0 <= field.data < 10**13:
            raise ValidationError(gettext("Write an amount like 2.500.000."))


class DialogueForm(PortalForm):
    """ "Dialog Atasan – Bawahan": with whom, about which year, when, and what was found (T15)."""

    employee_id = ChoiceField(_("Subordinate"), [required()], placeholder=_("Choose a subordinate"), coerce=int)
    plan_year_id = ChoiceField(_("Plan year"), [required()], placeholder=_("Choose a year"), coerce=int)
    held_on = DateField(_("Date of the dialogue"), [required()])
    notes = TextAreaField(
        _("Notes of the dialogue"),
        [required(), Length(max=4000)],
        description=_("Gaps in performance and competence, and which form and path close them."),
    )


class PlanYearForm(PortalForm):
    """The first and the last day are both part of the window."""

    year = IntegerField(_("Plan year"), [InputRequired(), NumberRange(2000, 2100, _("A year between 2000 and 2100."))])
    opens_on = DateField(_("First day to write plans"), [required()])
    closes_on = DateField(
        _("Last day to write plans"), [required(), Optional()], description=_("At 23:59:59 of this day the portal locks by itself.")
    )

    def validate_closes_on(self, field: DateField) -> None:
        if field.data and self.opens_on.data and field.data < self.opens_on.data:
            raise ValidationError(gettext("The end comes before the beginning."))
