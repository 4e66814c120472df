"""Forms of the lists, the catalogue and the settings; and the ground form that shows a service's refusals beside their fields."""

from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from app.kernel import clock, settings
from app.kernel.errors import Invalid
from app.kernel.formats import parse_day
from app.kernel.settings import Kind, Setting
from app.reference.rules import CodeList

NEEDED = _("This is needed.")


class DayField(StringField):
    """A calendar day in a native date input; accepts ISO, dd-mm-yyyy and dd/mm/yyyy (X3). `day` is the date, or None."""

    day: date | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"render_kw": {"type": "date"}, **kwargs})

    def process_data(self, value: date | None) -> None:
        self.day = value
        self.data = value.isoformat() if value else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        self.day = None
        if self.data:
            try:
                self.day = parse_day(self.data)
            except ValueError:
                raise ValueError(gettext("This is not a date.")) from None
            self.data = self.day.isoformat()


class RecordForm(FlaskForm):
    """A form whose rules live in services: `refuse` puts their messages beside the fields, and above the form what has no field here."""

    def refuse(self, refusal: Invalid) -> None:
        for name, message in refusal.fields.items():
            if name in self:
                self[name].errors = [str(message)]
            else:
                self.form_errors.append(str(message))
        if not refusal.fields:
            self.form_errors.append(str(refusal.message))


class CodeForm(RecordForm):
    """A row of a code list; list and code are asked only when it is new."""

    code_list = SelectField(_("List"), choices=[(each.value, each.label) for each in CodeList])
    code = StringField(_("Code"), validators=[InputRequired(NEEDED), Length(max=32)])
    label = StringField(_("Label"), validators=[InputRequired(NEEDED), Length(max=200)])
    sort = IntegerField(_("Order in the list"), default=0, validators=[Optional()])
    valid_from = DayField(_("Valid from"), validators=[InputRequired(NEEDED)])
    valid_to = DayField(_("Valid to"), validators=[Optional()], description=_("Empty: valid until further notice."))
    extras = TextAreaField(_("Extra columns"), description=_("One a line, as name: value."))


class TrainingForm(RecordForm):
    """An entry of the catalogue "Jenis Diklat"."""

    title = StringField(_("Training type"), validators=[InputRequired(NEEDED), Length(max=200)])
    competence_kind = SelectField(_("Kind of competence"))
    valid_from = DayField(_("Valid from"), validators=[InputRequired(NEEDED)])
    valid_to = DayField(_("Valid to"), validators=[Optional()], description=_("Empty: valid until further notice."))


class SettingForm(RecordForm):
    """One setting; `setting_form` adds the field `value` that fits its kind."""

    valid_from = DayField(_("In force from"), validators=[InputRequired(NEEDED)])

    def validate_valid_from(self, field: DayField) -> None:
        if field.day is not None and field.day < clock.today():
            raise ValueError(gettext("The past stays as it was: today or later."))


def setting_form(setting: Setting) -> SettingForm:
    """The form of one setting, filled with the value in force."""
    value = settings.get(setting)
    label, hint = setting.label, setting.help
    field: Field
    match setting.kind:
        case Kind.CHOICE:
            field = SelectField(label, description=hint, choices=list((setting.choices or {}).items()), default=value)
        case Kind.YES_NO:
            field = BooleanField(label, description=hint, default=value)
        case Kind.LONG_TEXT:
            field = TextAreaField(label, description=hint, default=value)
        case Kind.COLOUR:
            field = StringField(label, description=hint, default=value, render_kw={"type": "color"})
        case Kind.INTEGER | Kind.DECIMAL:
            field = StringField(label, description=hint, default=str(value), render_kw={"inputmode": "decimal"})
        case _:
            field = StringField(label, description=hint, default=value)
    made: SettingForm = type("OneSettingForm", (SettingForm,), {"value": field})()
    if not made.is_submitted():
        made.valid_from.process_data(clock.today())
    return made
