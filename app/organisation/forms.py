"""Forms of units, people and competence tests. What a field may hold is decided by the services; the forms parse and show."""

from collections.abc import Callable
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.errors import Invalid
from app.organisation.models import Employee
from app.organisation.queries import opd_options
from app.organisation.rules import EmployeeStatus, JobType, Sex, UnitKind, parse_birth, parse_nip
from app.reference import queries as reference
from app.reference.forms import NEEDED, DayField, RecordForm
from app.reference.rules import CodeList

NONE = ("", "–")


class RemoteField(SelectField):
    """A select whose options come from the server as one types; `chosen` is what it shows now."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, choices=[NONE], validate_choice=False, **kwargs)

    @property
    def pk(self) -> int | None:
        """The chosen id, or None."""
        return int(self.data) if str(self.data or "").isdecimal() else None

    def show(self, pk: int | None, text: str) -> None:
        """Offer what is chosen, so that the page shows it before anything is searched."""
        if pk is not None:
            self.choices = [NONE, (str(pk), text)]


class UnitForm(RecordForm):
    """A node of the tree."""

    code = StringField(_("Unit code"), validators=[InputRequired(NEEDED), Length(max=32)])
    name = StringField(_("Unit name"), validators=[InputRequired(NEEDED), Length(max=200)])
    kind = SelectField(_("Kind of unit"), choices=[(kind.value, kind.label) for kind in UnitKind])
    parent_id = RemoteField(_("Stands below"))
    head_id = RemoteField(_("Head of the unit"))
    valid_from = DayField(_("Valid from"), validators=[InputRequired(NEEDED)])
    valid_to = DayField(_("Valid to"), validators=[Optional()], description=_("Empty: valid until further notice."))
    version = HiddenField()


class EmployeeForm(RecordForm):
    """A person with the fields of B8 to B19, in the order of the manual."""

    nip = StringField(
        _("NIP"),
        validators=[InputRequired(NEEDED)],
        description=_("18 digits; spaces and dots may stay."),
        render_kw={"inputmode": "numeric"},
    )
    front_title = StringField(_("Titles before the name"), validators=[Length(max=60)])
    name = StringField(_("Name without titles"), validators=[InputRequired(NEEDED), Length(max=150)])
    back_title = StringField(
        _("Titles after the name"), validators=[Length(max=100)], description=_("Separated by commas, as in S.E., M.Si.")
    )
    birth = StringField(
        _("Place, date of birth"), validators=[InputRequired(NEEDED)], description=_("Never delete the semicolon: Jayapura;29-2-2000")
    )
    sex = SelectField(
        _("Sex"), choices=[NONE, *((sex.value, sex.label) for sex in Sex)], description=_("Left open, it is taken from the NIP.")
    )
    religion = SelectField(_("Religion"))
    employee_status = SelectField(_("Employment status"), choices=[(status.value, status.label) for status in EmployeeStatus])
    legal_position = SelectField(_("Legal position"))
    job_title = StringField(
        _("Job title"), validators=[InputRequired(NEEDED), Length(max=200)], description=_("As in the decree (SK) on the job.")
    )
    job_type = SelectField(_("Job type"), choices=[(job.value, job.label) for job in JobType])
    job_level = SelectField(_("Level of the functional job"))
    rank_code = SelectField(_("Rank (golongan)"))
    email_official = StringField(_("Official e-mail"), validators=[Length(max=254)], render_kw={"type": "email"})
    agency_origin = StringField(_("Agency of origin"), validators=[Length(max=200)])
    office_address = StringField(_("Office address"), validators=[Length(max=300)])
    phone = StringField(_("Mobile phone"), validators=[Length(max=30)], render_kw={"type": "tel"}, description=_("08… or +62…"))
    joined = DayField(_("Start of service (TMT)"), validators=[Optional()], description=_("Left open, it is taken from the NIP of a PNS."))
    opd_id = SelectField(_("OPD"), validate_choice=False)
    unit_id = RemoteField(_("Unit"))
    supervisor_id = RemoteField(_("Direct supervisor"))
    version = HiddenField()

    def validate_nip(self, field: StringField) -> None:
        _ask(parse_nip, field, clock.today())

    def validate_birth(self, field: StringField) -> None:
        _ask(parse_birth, field)

    def offer(self, actor: Actor, employee: Employee | None) -> None:
        """Fill the selects with what is in force, what the record has, and what the actor reaches."""
        self.religion.choices = [NONE, *reference.choices(CodeList.RELIGION, employee and employee.religion)]
        self.legal_position.choices = reference.choices(CodeList.LEGAL_POSITION, employee and employee.legal_position)
        self.job_level.choices = [NONE, *reference.choices(CodeList.JOB_LEVEL, employee and employee.job_level)]
        ranks = [(row.code, f"{row.label} {row.data.get('pangkat', '')}".strip()) for row in reference.codes(CodeList.GOLONGAN_PNS)]
        ranks += [(row.code, f"PPPK {row.label}") for row in reference.codes(CodeList.GOLONGAN_PPPK)]
        if employee and employee.rank_code and employee.rank_code not in dict(ranks):
            ranks.append((employee.rank_code, employee.rank_label))
        self.rank_code.choices = [NONE, *ranks]
        self.opd_id.choices = [NONE, *((str(pk), name) for pk, name in opd_options(actor))]


class ContactForm(RecordForm):
    """One's own contact data (B16, B18, B19)."""

    email_official = StringField(_("Official e-mail"), validators=[Length(max=254)], render_kw={"type": "email", "autocomplete": "email"})
    phone = StringField(
        _("Mobile phone"), validators=[Length(max=30)], render_kw={"type": "tel", "autocomplete": "tel"}, description=_("08… or +62…")
    )
    office_address = StringField(_("Office address"), validators=[Length(max=300)])
    version = HiddenField()


class CompetenceTestForm(RecordForm):
    """A result of Uji Kompetensi."""

    employee_id = RemoteField(_("Employee"))
    taken_on = DayField(_("Date of the test"), validators=[InputRequired(NEEDED)])
    score = StringField(
        _("Competence score (JPM, %)"),
        validators=[InputRequired(NEEDED)],
        description=_("With a point, as in 82.50"),
        render_kw={"inputmode": "decimal"},
    )
    box = IntegerField(_("Talent box (1 to 9)"), validators=[Optional(), NumberRange(1, 9, _("Between 1 and 9."))])
    recommendation = TextAreaField(_("Recommendation from the talent pool"), validators=[Length(max=2000)])


def _ask(rule: Callable[..., Any], field: StringField, *more: Any) -> None:
    """Let a rule judge what was typed, before anything is saved."""
    try:
        rule(field.data or "", *more)
    except Invalid as refusal:
        raise ValueError(next(iter(refusal.fields.values()))) from None
