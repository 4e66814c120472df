"""What the screens of organisation list and show, as data."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import String, and_, func, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from app.kernel.actor import Actor
from app.kernel.approval import Flowing
from app.kernel.filters import Choice, Filter, Option, Period, Typed
from app.kernel.flow_views import state_column, state_filter
from app.kernel.formats import format_date, format_long_date, format_nip
from app.kernel.inbox import Waits
from app.kernel.listing import Column, Kind, Listing
from app.organisation import queries
from app.organisation.models import CompetenceTest, Employee, Unit, UnitHead
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


def _left(employee: Employee) -> str | None:
    """The day, or that nobody knows it."""
    if employee.ended_on is not None:
        return format_date(employee.ended_on)
    return gettext("(day unknown)") if employee.legal_position in queries.ending_positions() else None


LEFT, DAY_UNKNOWN = "left", "day_unknown"


def _leavers(value: str) -> Any:
    """People who have left the service, or only those of whom nobody knows since when."""
    left = Employee.legal_position.in_(queries.ending_positions())
    return and_(left, Employee.ended_on.is_(None)) if value == DAY_UNKNOWN else left


NIP = _("NIP")
"""What the button beside a person's number copies."""
OPD_FILTER = Choice("opd", _("OPD"), _("All OPDs"), options=queries.opd_options, where=lambda value: Unit.opd_id == int(value))

SUPERVISOR = (joinedload(Employee.supervisor),)
PEOPLE_FILE = (
    Column("nip", NIP, kind=Kind.NIP),
    Column("front_title", _("Titles before the name"), width=14),
    Column("name", _("Name"), width=32),
    Column("back_title", _("Titles after the name"), width=18),
    Column("birth_place", _("Place of birth"), width=18),
    Column("birth_date", _("Date of birth"), kind=Kind.DATE),
    Column("sex", _("Sex"), "sex_label", width=12),
    Column("employee_status", _("Employment status"), "status_label", width=18),
    Column("legal_position", _("Legal position"), "legal_position_label", width=22),
    Column("ended_on", _("Left the service on"), kind=Kind.DATE),
    Column("job_title", _("Job title"), width=36),
    Column("job_type", _("Job type"), "job_type_label"),
    Column("job_level", _("Level of the functional job"), "job_level_label", width=18),
    Column("rank_code", _("Rank (golongan)"), "rank_label", width=24),
    Column("joined", _("Start of service (TMT)"), kind=Kind.DATE),
    Column("opd", _("OPD"), "opd.name", width=40),
    Column("unit", _("Unit"), "unit.name", width=40),
    Column("supervisor_nip", _("NIP of the direct supervisor"), "supervisor.nip", kind=Kind.NIP, load=SUPERVISOR),
    Column("supervisor", _("Direct supervisor"), "supervisor.full_name", width=32, load=SUPERVISOR),
    Column("email_official", _("Official e-mail"), width=30),
    Column("phone", _("Mobile phone"), width=16),
)
"""A person as a file holds him: what his page shows to the same readers but for his religion and addresses, under the headers that the import knows."""

PEOPLE = Listing(
    Employee,
    columns=(
        Column(
            "person",
            _("Employee"),
            _person,
            sort=Employee.name,
            kind=Kind.LINES,
            primary=True,
            export=False,
            copy="nip",
            copy_label=NIP,
        ),
        Column("nip", NIP, sort=Employee.nip, kind=Kind.NIP, screen=False, copy="nip"),
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
        Choice(
            "leaving",
            _("End of service"),
            _("All"),
            lambda actor: [(LEFT, _("Has left")), (DAY_UNKNOWN, _("Has left, day unknown"))],
            _leavers,
        ),
    ),
    joins=(Employee.unit,),
    options=(contains_eager(Employee.unit).joinedload(Unit.opd),),
    default_sort="person",
    in_files=PEOPLE_FILE,
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
    Column("nip", NIP, kind=Kind.NIP, copy="nip"),
    Column("full_name", _("Full name")),
    Column("birth", _("Place, date of birth"), lambda row: f"{row.birth_place}, {format_long_date(row.birth_date)}"),
    Column("sex", _("Sex"), "sex_label"),
    Column("religion", _("Religion"), "religion_label"),
    Column("email_official", _("Official e-mail")),
    Column("phone", _("Mobile phone")),
    Column("office_address", _("Office address")),
    Column("employee_status", _("Employment status"), "status_label"),
    Column("legal_position", _("Legal position"), "legal_position_label"),
    Column("ended_on", _("Left the service on"), lambda row: _left(row)),
    Column("job_title", _("Job title")),
    Column("job_type", _("Job type"), "job_type_label"),
    Column("job_level", _("Level of the functional job"), "job_level_label"),
    Column("rank", _("Rank (golongan)"), "rank_label"),
    Column("joined", _("Start of service (TMT)"), kind=Kind.DATE),
    Column("opd", _("OPD"), "opd.name"),
    Column("unit", _("Unit"), "unit.name"),
    Column("agency_origin", _("Agency of origin")),
    Column("supervisor", _("Direct supervisor"), "supervisor.full_name", load=SUPERVISOR),
)
"""The fields of B8 to B19."""

UNITS = Listing(
    Unit,
    columns=(
        Column("name", _("Unit name"), sort=Unit.name, primary=True, width=48),
        Column("kind", _("Kind of unit"), "kind_label", sort=Unit.kind),
        Column("code", _("Unit code"), sort=Unit.code),
        Column("parent", _("Stands below"), "parent.name"),
        Column("parent_code", _("Code of the unit above"), "parent.code", screen=False),
        Column("opd", _("OPD"), "opd.name", screen=False, width=36),
        Column("level", _("Level"), "depth", kind=Kind.NUMBER, screen=False),
        Column("head", _("Head of the unit"), "headship.employee.full_name", width=36),
        Column("head_nip", _("NIP of the head"), "headship.employee.nip", kind=Kind.NIP, screen=False),
        Column("valid_from", _("Valid from"), sort=Unit.valid_from, kind=Kind.DATE, screen=False),
        Column("valid_to", _("Valid to"), sort=Unit.valid_to, kind=Kind.DATE),
        Column("merged_into", _("Merged into"), "merged_into.name", screen=False),
    ),
    filters=(
        Typed((Unit.name, Unit.code)),
        Choice("opd", _("OPD"), _("All OPDs"), lambda actor: queries.all_opds(), lambda value: Unit.opd_id == int(value)),
        Choice("kind", _("Kind of unit"), _("All"), lambda actor: _labels(UnitKind), lambda value: Unit.kind == value),
    ),
    options=(
        joinedload(Unit.parent),
        joinedload(Unit.opd),
        joinedload(Unit.merged_into),
        joinedload(Unit.headship).joinedload(UnitHead.employee),
    ),
    default_sort=(func.length(Unit.path), Unit.name),
    empty_title=_("No unit yet"),
)

UNIT = (
    Column("code", _("Unit code")),
    Column("kind", _("Kind of unit"), "kind_label"),
    Column("parent", _("Stands below"), "parent.name"),
    Column("opd", _("OPD"), "opd.name"),
    Column("head", _("Head of the unit"), "headship.employee.full_name"),
    Column("valid_from", _("Valid from"), kind=Kind.DATE),
    Column("valid_to", _("Valid to"), kind=Kind.DATE),
    Column("merged_into", _("Merged into"), "merged_into.name"),
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
                "person",
                _("Employee"),
                lambda row: _person(row.employee),
                sort=Employee.name,
                kind=Kind.LINES,
                primary=True,
                export=False,
                owner=True,
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
            *((state_filter(model), Waits(model)) if flowing else ()),
            *(Period(column.key, column.label, column.sort) for column in columns if column.kind is Kind.DATE and column.sort is not None),
            *filters,
        ),
        joins=(model.employee, model.unit),
        options=(contains_eager(model.employee), contains_eager(model.unit).joinedload(Unit.opd)),
        **more,
    )
