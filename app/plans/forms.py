"""Form Pengajuan of one planned training (T10), and the window of a plan year."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, IntegerField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from app.kernel.forms import ChoiceField, DateField, FreeNumberField, MoneyField, NumberField, PortalForm, RemoteSelectField, required
from app.organisation.models import Employee
from app.organisation.queries import search_active_people
from app.plans.queries import competences
from app.plans.rules import FULL, LEAST_PERFORMANCE, LEVELS, levels_in


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


class PlanBlockForm(PlanRowForm):
    """The same as one of several blocks on the page of the whole plan; the page has one token and one year for all of them."""

    plan_year_id = None  # type: ignore[assignment]
    record_id = HiddenField()
    number = 0

    class Meta(PlanRowForm.Meta):
        csrf = False

    @property
    def is_blank(self) -> bool:
        """Whether nothing has been typed into it."""
        return not any(field.data for field in self.content_fields() if field.short_name != "record_id")

    @property
    def known_record(self) -> int | None:
        """The id of the row that the block shows; None for a new one."""
        text = str(self.record_id.data or "")
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


class PerformanceForm(PortalForm):
    """The value of the last SKP (T8)."""

    performance = NumberField(
        _("Performance value"),
        description=_("Range 1 - 100, taken from the assessment of the SKP; decimals with a point, not a comma, for example 90.99."),
        render_kw={"inputmode": "decimal"},
    )

    def validate_performance(self, field: NumberField) -> None:
        value = field.data
        if value is not None and not LEAST_PERFORMANCE <= value <= FULL:
            raise ValidationError(gettext("Range 1 - 100."))
        if value is not None and value != round(value, 3):
            raise ValidationError(gettext("At most three decimals."))


class PlanProfileForm(PerformanceForm):
    """What a person says of himself in the plan of a year, for other systems (T7, T8)."""

    levels = StringField(
        _("Level of each competence"), [required(), Length(max=400)], description=_("Code and level of each, for example M.1=2, SK.1=1.")
    )

    def validate_levels(self, field: StringField) -> None:
        parts = [part for part in field.data.split(",") if part.strip()]
        known = {each.code for each in competences()}
        if len(levels_in(field.data)) != len(parts) or not levels_in(field.data).keys() <= known:
            raise ValidationError(gettext("Code and level of each, for example M.1=2, SK.1=1."))


class WholePlanForm(PerformanceForm):
    """What the page of the whole plan asks once: performance, a level for each competence (T7, see `whole_form`), the declaration before it is sent (T11)."""

    agree = BooleanField(_("I agree to this submission under the terms that apply."))

    def level_field(self, place: int) -> ChoiceField:
        """The select of the competence at `place`."""
        return self[f"level_{place}"]

    def levels(self, codes: Sequence[str]) -> dict[str, int]:
        """The chosen levels by the code of their competence."""
        chosen = {code: self.level_field(place).data for place, code in enumerate(codes)}
        return {code: level for code, level in chosen.items() if level is not None}

    def show(self, performance: Decimal | None, levels: Mapping[str, int], codes: Sequence[str]) -> None:
        """Put what stands already into the fields."""
        self.performance.data = performance.normalize() if performance is not None else None
        for place, code in enumerate(codes):
            self.level_field(place).data = levels.get(code)


def whole_form(labels: Sequence[str]) -> type[WholePlanForm]:
    """The form with a select of levels for each competence, in the order of `labels`."""
    fields = {
        f"level_{place}": ChoiceField(
            text, placeholder=_("- Choose a level -"), coerce=int, choices=[SelectChoice(int(each), each) for each in LEVELS]
        )
        for place, text in enumerate(labels)
    }
    return type("CompetencePlanForm", (WholePlanForm,), fields)


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


class PlanExtensionForm(PortalForm):
    """A later last day for one OPD or for one person."""

    plan_year_id = ChoiceField(_("Plan year"), [required()], placeholder=_("Choose a year"), coerce=int)
    unit_id = ChoiceField(_("OPD"), placeholder=_("No whole OPD"), coerce=int)
    employee_id = RemoteSelectField(
        _("Employee"),
        model=Employee,
        search=search_active_people,
        text="select_label",
        description=_("Choose an OPD or one person, not both."),
    )
    closes_on = DateField(_("Last day to write plans"), [required()], description=_("At 23:59:59 of this day the portal locks by itself."))
    reason = TextAreaField(_("Reason of the extension"), [required(), Length(max=2000)])
