"""Forms of the lists, the catalogue and the settings."""

from collections.abc import Callable, Iterable
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, Field, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional, ValidationError

from app.kernel import clock, settings
from app.kernel.forms import ChoiceField, DateField, PortalForm, required
from app.kernel.settings import Kind, Setting
from app.reference import queries
from app.reference.rules import CodeList

OPEN_END = _("Empty: valid until further notice.")


def as_choices(pairs: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    """(value, label) pairs as WTForms wants them."""
    return [SelectChoice(str(value), label) for value, label in pairs]


def code_choices(code_list: CodeList) -> Callable[[Any], list[SelectChoice]]:
    """What a select of codes offers: those in force."""
    return lambda *_field: as_choices(queries.choices(code_list))


class CodeForm(PortalForm):
    """A row of a code list, when it is corrected; list and code stay."""

    label = StringField(_("Label"), validators=[required(), Length(max=200)])
    sort = IntegerField(_("Order in the list"), default=0, validators=[Optional()])
    valid_from = DateField(_("Valid from"), default=clock.today, validators=[required()])
    valid_to = DateField(_("Valid to"), validators=[Optional()], description=OPEN_END)
    extras = TextAreaField(_("Extra columns"), description=_("One a line, as name: value."))


class NewCodeForm(CodeForm):
    """A new row: which list, which code."""

    code_list = ChoiceField(_("List"), validators=[required()], choices=as_choices((each.value, each.label) for each in CodeList))
    code = StringField(_("Code"), validators=[required(), Length(max=32)])


class TrainingForm(PortalForm):
    """An entry of the catalogue "Jenis Diklat"."""

    title = StringField(_("Training type"), validators=[required(), Length(max=200)])
    competence_kind = ChoiceField(_("Kind of competence"), validators=[required()], choices=code_choices(CodeList.COMPETENCE_KIND))
    competence = ChoiceField(_("Competence it serves"), placeholder=_("None"), choices=code_choices(CodeList.COMPETENCE))
    competence_level = ChoiceField(
        _("Level to which it leads"), placeholder=_("None"), coerce=int, choices=[SelectChoice(level, str(level)) for level in range(1, 6)]
    )
    valid_from = DateField(_("Valid from"), default=clock.today, validators=[required()])
    valid_to = DateField(_("Valid to"), validators=[Optional()], description=OPEN_END)


class SettingForm(PortalForm):
    """One setting; `setting_form` adds the field `value` that fits its kind."""

    valid_from = DateField(_("In force from"), default=clock.today, validators=[required()])

    def validate_valid_from(self, field: DateField) -> None:
        if field.data is not None and field.data < clock.today():
            raise ValidationError(gettext("The past stays as it was: today or later."))


def setting_form(setting: Setting) -> SettingForm:
    """The form of one setting, filled with the value in force."""
    value = settings.get(setting)
    label, hint = setting.label, setting.help
    field: Field
    match setting.kind:
        case Kind.CHOICE:
            field = SelectField(label, description=hint, choices=as_choices((setting.choices or {}).items()), default=value)
        case Kind.YES_NO:
            field = BooleanField(label, description=hint, default=value)
        case Kind.LONG_TEXT:
            field = TextAreaField(label, description=hint, default=value)
        case Kind.COLOUR:
            field = StringField(label, description=hint, default=value, render_kw={"type": "color"})
        case Kind.PICTURE:
            field = FileField(
                label, description=hint, validators=[FileRequired(_("Choose a picture."))], render_kw={"accept": "image/png,image/jpeg"}
            )
        case Kind.INTEGER | Kind.DECIMAL:
            field = StringField(label, description=hint, default=str(value), render_kw={"inputmode": "decimal"})
        case _:
            field = StringField(label, description=hint, default=value)
    made: SettingForm = type("OneSettingForm", (SettingForm,), {"value": field})()
    return made
