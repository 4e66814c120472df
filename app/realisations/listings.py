"""What the lists and pages of activities and of their reports show and filter by (T33, T34)."""

from dataclasses import replace
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, and_
from sqlalchemy.orm import contains_eager

from app.documents.listings import document_column_of
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.filters import Choice, Option, Period, Typed
from app.kernel.flow_views import state_column, state_filter
from app.kernel.formats import format_number, format_period
from app.kernel.listing import Column, Kind, Listing
from app.kernel.roles import Role
from app.organisation.models import Employee, Unit
from app.organisation.queries import opd_options
from app.plans.listings import form_of
from app.plans.models import PlanRow, PlanYear
from app.plans.queries import plan_years
from app.plans.rules import Path
from app.realisations.models import ActivityReport, Realisation
from app.realisations.rules import Frequency, Mark
from app.realisations.workflow import CANCELLED, RUNNING

FAR = (Role.BKPSDM_ADMIN, Role.AUDITOR)


def _person(record: Any) -> tuple[str, str]:
    return (record.employee.full_name, record.employee.job_title)


def _opd(record: Any) -> str:
    return str((record.unit.opd or record.unit).name)


def _period(record: Any) -> str:
    return format_period(record.begins_on, record.ends_on)


def _progress(record: Realisation) -> tuple[str, ...]:
    """ "Sekali", and how many of its reports are there (T33)."""
    done = gettext("%(filed)s of %(slots)s reported", filed=format_number(record.filed), slots=format_number(record.slots))
    return (str(Frequency(record.frequency).label), done, gettext("Overdue") if record.is_overdue else "")


def _years(actor: Actor) -> list[Option]:
    return [(year.id, str(year.year)) for year in plan_years()]


def _in_year(value: str) -> ColumnElement[bool]:
    return PlanRow.plan_year_id == int(value)


def _paths(actor: Actor) -> list[Option]:
    return [(each.value, str(each.label)) for each in Path]


def _late(value: str) -> ColumnElement[bool]:
    """Activities with a report that is late, or with one whose period is over; the due day is what is asked, so that the index serves."""
    today = clock.today()
    return and_(
        Realisation.state == RUNNING.key, Realisation.next_due_on < today if value == Mark.OVERDUE else Realisation.next_due_on >= today
    )


def _late_options(actor: Actor) -> list[Option]:
    return [(Mark.OVERDUE.value, str(Mark.OVERDUE.label)), ("awaited", gettext("Not late"))]


PERSON = Column("person", _("Employee"), _person, sort=Employee.name, kind=Kind.LINES, export=False)
SUBJECT = Column(
    "development",
    _("Development"),
    lambda row: (row.plan_row.subject, form_of(row.plan_row)),
    sort=PlanRow.subject,
    kind=Kind.LINES,
    primary=True,
    export=False,
)
PERIOD = Column("period", _("Time of the activity"), _period, sort=Realisation.begins_on, export=False)
ORGANISER = Column("organiser", _("Institution that organises it"), "plan_row.organiser", sort=PlanRow.organiser, width=36)
JP = Column("jp", _("JP"), sort=Realisation.jp, kind=Kind.NUMBER)
COST = Column("cost", _("Cost"), sort=Realisation.cost, kind=Kind.MONEY)
PROGRESS = Column("progress", _("Status of the reports"), _progress, kind=Kind.LINES, export=False)

REALISATIONS = Listing(
    Realisation,
    columns=(
        PERSON,
        Column("name", _("Full name"), "employee.full_name", screen=False, width=36),
        Column("nip", _("NIP"), "employee.nip", kind=Kind.NIP, screen=False, copy="employee.nip"),
        Column("opd", _("OPD"), _opd, screen=False, width=36),
        Column("year", _("Plan year"), "plan_row.plan_year.year", sort=PlanYear.year, screen=False),
        SUBJECT,
        Column("subject", _("Material of the development"), "plan_row.subject", screen=False, width=48),
        Column("form", _("Form of development"), lambda row: form_of(row.plan_row), screen=False, width=36),
        Column("path", _("Path"), lambda row: str(Path(row.plan_row.development_path).label), screen=False),
        PERIOD,
        Column("begins_on", _("Start date"), sort=Realisation.begins_on, kind=Kind.DATE, screen=False),
        Column("ends_on", _("End date of the activity"), sort=Realisation.ends_on, kind=Kind.DATE, screen=False),
        ORGANISER,
        Column("place", _("Place of the organiser"), screen=False, width=36),
        Column("planned_jp", _("Planned JP"), "plan_row.jp", sort=PlanRow.jp, kind=Kind.NUMBER, screen=False),
        JP,
        Column("planned_cost", _("Planned cost"), "plan_row.cost", sort=PlanRow.cost, kind=Kind.MONEY, screen=False),
        replace(COST, screen=False),
        PROGRESS,
        Column("frequency", _("Reports on the activity are made"), lambda row: str(Frequency(row.frequency).label), screen=False),
        Column("slots", _("Reports asked for"), sort=Realisation.slots, kind=Kind.NUMBER, screen=False),
        Column("filed", _("Reports written"), sort=Realisation.filed, kind=Kind.NUMBER, screen=False),
        Column("next_due_on", _("Next report due"), sort=Realisation.next_due_on, kind=Kind.DATE, screen=False),
        state_column(Realisation),
    ),
    filters=(
        Typed((PlanRow.subject, PlanRow.organiser, Employee.name, Employee.nip)),
        Choice("year", _("Plan year"), _("All years"), _years, _in_year),
        Choice("path", _("Path"), _("All paths"), _paths, lambda value: PlanRow.development_path == value),
        Choice("opd", _("OPD"), _("All OPDs"), opd_options, lambda value: Unit.opd_id == int(value), roles=FAR),
        state_filter(Realisation),
        Choice("reports", _("Status of the reports"), _("All"), _late_options, _late),
        Period("begins", _("Start date"), Realisation.begins_on),
    ),
    default_sort="-begins_on",
    in_print=(
        *(replace(column, export=True) for column in (PERSON, SUBJECT, PERIOD)),
        ORGANISER,
        JP,
        COST,
        replace(PROGRESS, export=True),
        state_column(Realisation),
    ),
    joins=(Realisation.employee, Realisation.unit, Realisation.plan_row, PlanRow.plan_year),
    options=(
        contains_eager(Realisation.employee),
        contains_eager(Realisation.unit).joinedload(Unit.opd),
        contains_eager(Realisation.plan_row).contains_eager(PlanRow.plan_year),
    ),
    empty_title=_("No activity yet"),
    empty_text=_("Start an accepted plan with “Start” when its time has come; its reports then stand here."),
)

DETAIL = (
    Column("person", _("Employee"), _person, kind=Kind.LINES),
    Column("year", _("Plan year"), "plan_row.plan_year.year"),
    Column("development", _("Development"), lambda row: (row.plan_row.subject, form_of(row.plan_row)), kind=Kind.LINES),
    Column("path", _("Path"), lambda row: str(Path(row.plan_row.development_path).label)),
    Column("study_programme", _("Study programme"), "plan_row.study_programme"),
    Column("cost", _("Cost"), kind=Kind.MONEY),
    Column("period", _("Time of the activity"), _period),
    Column("organiser", _("Institution that organises it"), "plan_row.organiser"),
    Column("place", _("Place of the organiser")),
    Column("material", _("Details of the material")),
    Column("planned_jp", _("Planned JP"), "plan_row.jp", kind=Kind.NUMBER),
    Column("jp", _("JP"), kind=Kind.NUMBER),
    Column("progress", _("Status of the reports"), _progress, kind=Kind.LINES),
    state_column(Realisation),
)
"""The detail of T34."""


def _mark(report: ActivityReport) -> tuple[Any, str]:
    return (report.mark.label, report.mark.tone)


def _certificate(report: ActivityReport) -> str | None:
    return report.certificate_number


def _stands(value: str) -> ColumnElement[bool]:
    """The criterion of a mark, as `mark_on` decides it."""
    today, missing = clock.today(), ActivityReport.filed_at.is_(None)
    match Mark(value):
        case Mark.FILED:
            return ActivityReport.filed_at.is_not(None)
        case Mark.OVERDUE:
            return and_(missing, ActivityReport.due_on < today)
        case Mark.DUE:
            return and_(missing, ActivityReport.due_on >= today, ActivityReport.ends_on <= today)
        case Mark.OPEN:
            return and_(missing, ActivityReport.due_on >= today, ActivityReport.ends_on > today, ActivityReport.begins_on <= today)
        case Mark.UPCOMING:
            return and_(missing, ActivityReport.due_on >= today, ActivityReport.begins_on > today)


def _marks(actor: Actor) -> list[Option]:
    return [(each.value, str(each.label)) for each in Mark]


REPORT_DAY = Column("ends_on", _("Report of the day"), sort=ActivityReport.ends_on, kind=Kind.DATE)
DUE_ON = Column("due_on", _("Due on"), sort=ActivityReport.due_on, kind=Kind.DATE)
REPORTS = Listing(
    ActivityReport,
    columns=(
        Column("person", _("Employee"), _person, sort=Employee.name, kind=Kind.LINES, export=False),
        Column("name", _("Full name"), "employee.full_name", screen=False, width=36),
        Column("nip", _("NIP"), "employee.nip", kind=Kind.NIP, screen=False, copy="employee.nip"),
        Column("opd", _("OPD"), _opd, screen=False, width=36),
        Column("subject", _("Development"), "realisation.plan_row.subject", sort=PlanRow.subject, primary=True, width=48),
        Column("number", _("Report"), lambda row: f"{row.number}/{row.realisation.slots}", sort=ActivityReport.number),
        Column("period", _("Period of the report"), _period, sort=ActivityReport.begins_on, screen=False),
        REPORT_DAY,
        DUE_ON,
        Column("jp", _("JP"), sort=ActivityReport.jp, kind=Kind.NUMBER),
        Column("certificate_number", _("Certificate number"), screen=False, width=30),
        Column("description", _("Description"), screen=False, width=60),
        Column("filed_at", _("Written on"), sort=ActivityReport.filed_at, kind=Kind.DATETIME, screen=False),
        Column("mark", _("Status of the report"), _mark, kind=Kind.BADGE),
    ),
    filters=(
        Typed((PlanRow.subject, Employee.name, Employee.nip, ActivityReport.certificate_number)),
        Choice("mark", _("Status of the report"), _("All statuses"), _marks, _stands),
        Choice("year", _("Plan year"), _("All years"), _years, _in_year),
        Choice("opd", _("OPD"), _("All OPDs"), opd_options, lambda value: Unit.opd_id == int(value), roles=FAR),
        Period("due", _("Due on"), ActivityReport.due_on),
    ),
    default_sort="due_on",
    where=lambda actor: Realisation.state != CANCELLED.key,
    joins=(ActivityReport.employee, ActivityReport.unit, ActivityReport.realisation, Realisation.plan_row),
    options=(
        contains_eager(ActivityReport.employee),
        contains_eager(ActivityReport.unit).joinedload(Unit.opd),
        contains_eager(ActivityReport.realisation).contains_eager(Realisation.plan_row),
    ),
    empty_title=_("No reports"),
    empty_text=_("Reports are asked for once an activity has been started."),
)

REPORT_DETAIL = (
    Column("person", _("Employee"), _person, kind=Kind.LINES),
    Column("subject", _("Development"), "realisation.plan_row.subject"),
    Column("number", _("Report"), lambda row: gettext("%(number)s of %(slots)s", number=row.number, slots=row.realisation.slots)),
    Column("period", _("Period of the report"), _period),
    DUE_ON,
    Column("mark", _("Status of the report"), _mark, kind=Kind.BADGE),
    Column("filed_at", _("Written on"), kind=Kind.DATETIME),
    Column("jp", _("JP"), kind=Kind.NUMBER),
    Column("certificate_number", _("Certificate number"), _certificate, copy="certificate_number"),
    document_column_of("certificate", _("Course certificate document")),
    Column("description", _("Description")),
)
