"""What the screens of organisation list and show, as data."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import String, func, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from app.kernel.actor import Actor
from app.kernel.approval import Flowing
from app.kernel.filters import Choice, Filter, Option, Period, Typed
from app.kernel.flow_views import state_column, state_filter
from app.kernel.formats import format_long_date, format_nip
from app.kernel.listing import Column, Kind, Listing
from app.organisation import queries
from app.organisation.models import CompetenceTest, Employee, Unit
from app.organisation.rules import EmployeeStatus, JobType, UnitKind
from app.reference import queries as reference
from app.reference.rules import CodeList


def _labels(enum: Any) -> list[Option]:
    return [(each.value, str(each.label)) for each in enum]


def _chosen_unit(actor: Actor, value: str) -> list[Option]:
    if not value.isdecimal():
        return []
    return [(unit.id, unit.name) for unit in queries.units_by_id(actor, [int(value)])]


def _below(value: str) -> Any:
    """People of the unit and of everything below it."""
    unit = aliased(Unit)
    return Employee.unit_id.in_(select(unit.id).where(unit.path.contains(f"/{int(value)}/")))


def _person(employee: Employee) -> tuple[str, ...]:
    return (employee.full_name, str(_("NIP: %(nip)s", nip=format_nip(employee.nip))).replace(" ", "\u00a0"))


def _place(employee: Employee) -> tuple[str, ...]:
    return (employee.unit.name, employee.opd.name if employee.opd.id != employee.unit_id else "")


UNIT_OF_EMPLOYEE = joinedload(Employee.unit).joinedload(Unit.opd)
OPD_FILTER = Choice("opd", _("OPD"), _("All OPDs"), options=queries.opd_options, where=lambda value: Unit.opd_id == int(value))

PEOPLE = Listing(
    Employee,
    columns=(
        Column("person", _("Employee"), _person, sort=Employee.name, kind=Kind.LINES, primary=True, export=False),
        Column("nip", _("NIP"), sort=Employee.nip, kind=Kind.NIP, screen=False),
        Column("full_name", _("Full name"), sort=Employee.name, screen=False, width=36),
        Column("job", _("Job title"), lambda row: (row.job_title, row.job_type_label), sort=Employee.job_title, kind=Kind.LINES, width=36),
        Column("unit", _("Unit"), _place, sort=Unit.name, kind=Kind.LINES, width=40),
        Column("rank", _("Rank (golongan)"), "rank_label", screen=False),
        Column("status", _("Employment status"), "status_label", sort=Employee.employee_status),
        Column("legal_position", _("Legal position"), "legal_position_label", sort=Employee.legal_position),
    ),
    filters=(
        Typed((Employee.name, Employee.nip)),
        OPD_FILTER,
        Choice("unit", _("Unit"), _("All units"), _chosen_unit, _below, search=queries.search_units_of, depends="opd"),
        Choice(
            "status",
            _("Employment status"),
            _("All"),
            lambda actor: _labels(EmployeeStatus),
            lambda value: Employee.employee_status == value,
        ),
        Choice("job_type", _("Job type"), _("All job types"), lambda actor: _labels(JobType), lambda value: Employee.job_type == value),
        Choice(
            "legal_position",
            _("Legal position"),
            _("All"),
            lambda actor: reference.choices(CodeList.LEGAL_POSITION),
            lambda value: Employee.legal_position == value,
        ),
    ),
    joins=(Employee.unit,),
    options=(UNIT_OF_EMPLOYEE, joinedload(Employee.supervisor)),
    default_sort="person",
    empty_title=_("No employee yet"),
)

SUBORDINATES = replace(
    PEOPLE,
    columns=tuple(column for column in PEOPLE.columns if column.key in ("person", "job", "unit", "rank", "status", "legal_position")),
    filters=(Typed((Employee.name, Employee.nip, Employee.job_title)),),
    where=queries.is_subordinate,
    empty_title=_("No subordinates"),
    empty_text=_("Nobody has you as direct supervisor in the personnel data."),
)

PERSON = (
    Column("nip", _("NIP"), kind=Kind.NIP),
    Column("full_name", _("Full name")),
    Column("birth", _("Place, date of birth"), lambda row: f"{row.birth_place}, {format_long_date(row.birth_date)}"),
    Column("sex", _("Sex"), "sex_label"),
    Column("religion", _("Religion"), "religion_label"),
    Column("email_official", _("Official e-mail")),
    Column("phone", _("Mobile phone")),
    Column("office_address", _("Office address")),
    Column("employee_status", _("Employment status"), "status_label"),
    Column("legal_position", _("Legal position"), "legal_position_label"),
    Column("job_title", _("Job title")),
    Column("job_type", _("Job type"), "job_type_label"),
    Column("job_level", _("Level of the functional job"), "job_level_label"),
    Column("rank", _("Rank (golongan)"), "rank_label"),
    Column("joined", _("Start of service (TMT)"), kind=Kind.DATE),
    Column("opd", _("OPD"), "opd.name"),
    Column("unit", _("Unit"), "unit.name"),
    Column("agency_origin", _("Agency of origin")),
    Column("supervisor", _("Direct supervisor"), "supervisor.full_name"),
)
"""The fields of B8 to B19."""

UNITS = Listing(
    Unit,
    columns=(
        Column("name", _("Unit name"), sort=Unit.name, primary=True, width=48),
        Column("kind", _("Kind of unit"), "kind_label", sort=Unit.kind),
        Column("code", _("Unit code"), sort=Unit.code),
        Column("parent", _("Stands below"), "parent.name"),
        Column("valid_to", _("Valid to"), sort=Unit.valid_to, kind=Kind.DATE),
    ),
    filters=(
        Typed((Unit.name, Unit.code)),
        Choice("opd", _("OPD"), _("All OPDs"), lambda actor: queries.all_opds(), lambda value: Unit.opd_id == int(value)),
        Choice("kind", _("Kind of unit"), _("All"), lambda actor: _labels(UnitKind), lambda value: Unit.kind == value),
    ),
    options=(joinedload(Unit.parent),),
    default_sort=(func.length(Unit.path), Unit.name),
    empty_title=_("No unit yet"),
)

UNIT = (
    Column("code", _("Unit code")),
    Column("kind", _("Kind of unit"), "kind_label"),
    Column("parent", _("Stands below"), "parent.name"),
    Column("opd", _("OPD"), "opd.name"),
    Column("head", _("Head of the unit"), lambda row: getattr(queries.head_of(row.id), "full_name", None)),
    Column("valid_from", _("Valid from"), kind=Kind.DATE),
    Column("valid_to", _("Valid to"), kind=Kind.DATE),
)

TESTS = Listing(
    CompetenceTest,
    columns=(
        Column("person", _("Employee"), lambda row: _person(row.employee), sort=Employee.name, kind=Kind.LINES, primary=True),
        Column("unit", _("Unit"), lambda row: _place(row.employee), sort=Unit.name, kind=Kind.LINES),
        Column("taken_on", _("Date of the test"), sort=CompetenceTest.taken_on, kind=Kind.DATE),
        Column("score", _("Score (JPM)"), sort=CompetenceTest.score, kind=Kind.NUMBER),
        Column("box", _("Talent box"), sort=CompetenceTest.box),
        Column("recommendation", _("Recommendation")),
        Column("valid_until", _("Valid until"), sort=CompetenceTest.valid_until, kind=Kind.DATE),
    ),
    filters=(Typed((Employee.name, Employee.nip)), OPD_FILTER),
    joins=(CompetenceTest.employee, Employee.unit),
    options=(joinedload(CompetenceTest.employee).joinedload(Employee.unit).joinedload(Unit.opd),),
    default_sort="-taken_on",
    empty_title=_("No result yet"),
    empty_text=_("Results entered here decide which proposal form an employee gets."),
)


def personal_listing(model: type[Any], columns: Sequence[Column], filters: Sequence[Filter] = (), **more: Any) -> Listing:
    """The list of records that belong to people (OfEmployee): the person first, then `columns`, then the status of those with a flow.

    It filters by what it shows: typed text over names, NIP and every text column, OPD, status, and a period for every day; `filters` come after these.
    """
    flowing = issubclass(model, Flowing)
    typed = [column.sort for column in columns if isinstance(getattr(column.sort, "type", None), String)]
    return Listing(
        model,
        columns=(
            Column(
                "person", _("Employee"), lambda row: _person(row.employee), sort=Employee.name, kind=Kind.LINES, primary=True, export=False
            ),
            Column("name", _("Full name"), "employee.full_name", screen=False, width=36),
            Column("nip", _("NIP"), "employee.nip", kind=Kind.NIP, screen=False),
            Column("opd", _("OPD"), lambda row: (row.unit.opd or row.unit).name, screen=False, width=36),
            *columns,
            *((state_column(model),) if flowing else ()),
        ),
        filters=(
            Typed((Employee.name, Employee.nip, *typed)),
            OPD_FILTER,
            *((state_filter(model),) if flowing else ()),
            *(Period(column.key, column.label, column.sort) for column in columns if column.kind is Kind.DATE and column.sort is not None),
            *filters,
        ),
        joins=(model.employee, model.unit),
        options=(contains_eager(model.employee), contains_eager(model.unit).joinedload(Unit.opd)),
        **more,
    )
