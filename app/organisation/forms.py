"""Forms of units, people and competence tests. What a field may hold is decided by rules and services; the forms parse and show."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional, StopValidation

from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.errors import Invalid
from app.kernel.forms import ChoiceField, DateField, PortalForm, RemoteSelectField, required
from app.organisation import queries
from app.organisation.models import Employee, Unit
from app.organisation.rules import EmployeeStatus, JobType, Sex, UnitKind, parse_birth, parse_nip
from app.reference import queries as reference
from app.reference.forms import OPEN_END, as_choices, code_choices
from app.reference.rules import CodeList

PHONE_HELP = _("08… or +62…")


def _units(actor: Actor, text: str) -> Sequence[tuple[int, str]]:
    return [(unit.id, f"{unit.name} ({unit.kind_label})") for unit in queries.search_units(text)]


class KeptField(RemoteSelectField):
    """A person who may stand outside what the editor sees: left as it is, it stays; a new choice must be somebody he sees."""

    def iter_choices(self) -> Iterator[tuple[Any, str, bool, dict[str, Any]]]:
        yield from super().iter_choices()
        if self.data is not None and self._fetched() is None:
            yield (self.data, gettext("(somebody of another OPD)"), True, {})

    def pre_validate(self, form: Any) -> None:
        if self.typed or form.record is None or self.data != getattr(form.record, self.short_name):
            super().pre_validate(form)


class UnitForm(PortalForm):
    """A node of the tree."""

    code = StringField(_("Unit code"), validators=[required(), Length(max=32)])
    name = StringField(_("Unit name"), validators=[required(), Length(max=200)])
    kind = ChoiceField(_("Kind of unit"), validators=[required()], choices=as_choices((kind.value, kind.label) for kind in UnitKind))
    parent_id = RemoteSelectField(_("Stands below"), model=Unit, search=_units, text="name")
    valid_from = DateField(_("Valid from"), default=clock.today, validators=[required()])


class UnitEditForm(UnitForm):
    """The same with what only an existing unit has."""

    valid_to = DateField(_("Valid to"), validators=[Optional()], description=OPEN_END)
    head_id = KeptField(_("Head of the unit"), model=Employee, search=queries.search_people, text="select_label")


class UnitEndForm(PortalForm):
    """When a unit ends, and which one takes over its people and the units below it."""

    last_day = DateField(_("Last day"), default=lambda: clock.today() - timedelta(days=1), validators=[required()])
    into_id = RemoteSelectField(
        _("Goes up in"),
        model=Unit,
        search=_units,
        text="name",
        description=_(
            "People and units below it move there; what still waits for a decision goes along, what is decided stays. Left open, the unit is only closed."
        ),
    )


class EmployeeForm(PortalForm):
    """A person with the fields of B8 to B19, in the order of the manual."""

    nip = StringField(
        _("NIP"), validators=[required()], description=_("18 digits; spaces and dots may stay."), render_kw={"inputmode": "numeric"}
    )
    front_title = StringField(_("Titles before the name"), validators=[Length(max=60)])
    name = StringField(_("Name without titles"), validators=[required(), Length(max=150)])
    back_title = StringField(
        _("Titles after the name"), validators=[Length(max=100)], description=_("Separated by commas, as in S.E., M.Si.")
    )
    birth = StringField(_("Place, date of birth"), validators=[required()], description=_("Never delete the semicolon: Jayapura;29-2-2000"))
    sex = ChoiceField(
        _("Sex"), choices=as_choices((sex.value, sex.label) for sex in Sex), description=_("Left open, it is taken from the NIP.")
    )
    religion = ChoiceField(_("Religion"), choices=code_choices(CodeList.RELIGION))
    employee_status = ChoiceField(
        _("Employment status"), validators=[required()], choices=as_choices((status.value, status.label) for status in EmployeeStatus)
    )
    legal_position = ChoiceField(_("Legal position"), validators=[required()], choices=code_choices(CodeList.LEGAL_POSITION), default="01")
    ended_on = DateField(
        _("Left the service on"),
        validators=[Optional()],
        description=_("Only with a legal position that ends the service; left open, it is the day on which that is saved."),
    )
    job_title = StringField(_("Job title"), validators=[required(), Length(max=200)], description=_("As in the decree (SK) on the job."))
    job_type = ChoiceField(_("Job type"), validators=[required()], choices=as_choices((job.value, job.label) for job in JobType))
    job_level = ChoiceField(_("Level of the functional job"), choices=code_choices(CodeList.JOB_LEVEL))
    rank_code = ChoiceField(_("Rank (golongan)"), choices=lambda *_field: as_choices(_ranks()))
    joined = DateField(_("Start of service (TMT)"), validators=[Optional()], description=_("Left open, it is taken from the NIP of a PNS."))
    opd_id = RemoteSelectField(_("OPD"), model=Unit, search=queries.search_opds, text="name")
    unit_id = RemoteSelectField(
        _("Unit"), validators=[required()], model=Unit, depends="opd_id", search=queries.search_units_of, text="name"
    )
    supervisor_id = KeptField(_("Direct supervisor"), model=Employee, search=queries.search_people, text="select_label")
    agency_origin = StringField(_("Agency of origin"), validators=[Length(max=200)])
    office_address = StringField(_("Office address"), validators=[Length(max=300)])
    email_official = StringField(_("Official e-mail"), validators=[Length(max=254)], render_kw={"type": "email"})
    phone = StringField(_("Mobile phone"), validators=[Length(max=30)], render_kw={"type": "tel"}, description=PHONE_HELP)

    def offer(self, employee: Employee) -> None:
        """Let the selects also hold what the record has, if that is no longer offered to others."""
        lists = {"religion": CodeList.RELIGION, "legal_position": CodeList.LEGAL_POSITION, "job_level": CodeList.JOB_LEVEL}
        for name, code_list in lists.items():
            self[name].choices = as_choices(reference.choices(code_list, getattr(employee, name)))

    def validate_nip(self, field: StringField) -> None:
        _ask(parse_nip, field.data, clock.today())

    def validate_birth(self, field: StringField) -> None:
        _ask(parse_birth, field.data)

    def columns(self) -> dict[str, Any]:
        """What was typed as the columns of the service."""
        values = self.content()
        values["birth_place"], values["birth_date"] = parse_birth(values.pop("birth"))
        del values["opd_id"]
        return {name: value or None for name, value in values.items()}


class CompetenceTestForm(PortalForm):
    """A result of Uji Kompetensi."""

    employee_id = RemoteSelectField(
        _("Employee"), validators=[required()], model=Employee, search=queries.search_people, text="select_label"
    )
    taken_on = DateField(_("Date of the test"), validators=[required()])
    score = StringField(
        _("Competence score (JPM, percent)"),
        validators=[required()],
        description=_("With a point, as in 82.50"),
        render_kw={"inputmode": "decimal"},
    )
    box = IntegerField(_("Talent box (1 to 9)"), validators=[Optional(), NumberRange(1, 9, _("Between 1 and 9."))])
    recommendation = TextAreaField(_("Recommendation from the talent pool"), validators=[Length(max=2000)])

    def validate_score(self, field: StringField) -> None:
        _ask(parse_score, field.data)


def parse_score(text: str) -> Decimal:
    """A JPM as typed, with a point. Raises Invalid (field `score`): a comma would be read as thousands elsewhere (X7)."""
    if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,2})?", text.strip()):
        raise Invalid(fields={"score": gettext("Number with a point, not a comma.")})
    return Decimal(text.strip())


def _ranks() -> list[tuple[str, str]]:
    ranks = [(row.code, f"{row.label} {row.data.get('pangkat', '')}".strip()) for row in reference.codes(CodeList.GOLONGAN_PNS)]
    return ranks + [(row.code, f"PPPK {row.label}") for row in reference.codes(CodeList.GOLONGAN_PPPK)]


def _ask(rule: Callable[..., Any], typed: str | None, *more: Any) -> None:
    """Let a rule judge what was typed, before anything is saved."""
    try:
        rule(typed or "", *more)
    except Invalid as refusal:
        raise StopValidation(str(next(iter(refusal.fields.values())))) from None
