"""What lists and pages of plans show and filter by (T12, T16, T17); what was accepted speaks in the words that were frozen with it."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from decimal import Decimal
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, or_
from sqlalchemy.orm import aliased, contains_eager, joinedload

from app.kernel.actor import Actor
from app.kernel.filters import Choice, Option, Period, Typed
from app.kernel.flow_views import state_column, state_filter
from app.kernel.formats import format_nip, format_number, format_period
from app.kernel.inbox import Waits
from app.kernel.listing import Column, Kind, Listing
from app.kernel.roles import Reach, Role
from app.kernel.scope import within
from app.organisation.listings import personal_listing
from app.organisation.models import Employee, Unit
from app.organisation.queries import opd_options
from app.plans.models import Plan, PlanDialogue, PlanRow, PlanYear
from app.plans.queries import competences, level_gaps, performance_bands, plan_years, standard_of, to_verify
from app.plans.rules import Path, band_of, levels_as_text
from app.plans.workflow import ACCEPTED, SENT
from app.reference.queries import choices, label
from app.reference.rules import CodeList


def _named(name: str, in_place_of: str | None) -> str:
    """As the history names them: the person, and the officer for whom he acted."""
    return f"{name}, {in_place_of}" if in_place_of else name


def _decided_by(row: PlanRow) -> str | None:
    """Who accepted it, with the officer in whose place he did; rows accepted before this was kept have their history."""
    return _named(row.frozen["decided_by"], row.frozen["in_place_of"]) if row.frozen and "decided_by" in row.frozen else None


def _frozen(row: PlanRow, name: str, now: Any) -> Any:
    """The word that was frozen with an accepted row, or the one of today."""
    return row.frozen[name] if row.frozen else now


def form_of(row: PlanRow) -> str:
    return str(_frozen(row, "form", label(CodeList.DEVELOPMENT_FORM, row.form)))


def _fund(row: PlanRow) -> str:
    return str(_frozen(row, "fund", label(CodeList.FUND_SOURCE, row.fund)))


def _training(row: PlanRow) -> str | None:
    found: str | None = _frozen(row, "training", row.training.title if row.training else None)
    return found


def _person(row: PlanRow) -> tuple[str, str]:
    return (_frozen(row, "name", row.employee.full_name), _frozen(row, "job_title", row.employee.job_title))


def _path(row: PlanRow) -> str:
    return str(Path(row.development_path).label)


def _period(row: PlanRow) -> str:
    return format_period(row.begins_on, row.ends_on)


def _filled_in(row: PlanRow) -> tuple[Any, str]:
    """Frozen rows were sent with what was needed; of others the plan says whether it is all there."""
    if row.frozen or (
        row.plan is not None and row.plan.performance is not None and all(each.code in row.plan.levels for each in competences())
    ):
        return (_("✔ Complete"), "success")
    return (_("To be completed"), "warning")


def _years(actor: Actor) -> list[Option]:
    return [(year.id, str(year.year)) for year in plan_years()]


def _in_year(value: str) -> ColumnElement[bool]:
    return PlanRow.plan_year_id == int(value)


YEAR = Column("year", _("Plan year"), "plan_year.year", sort=PlanYear.year)
FORM = Column("form", _("Form of development"), form_of, sort=PlanRow.form, width=36)
DEVELOPMENT = Column(
    "development",
    _("Development"),
    lambda row: (row.subject, form_of(row)),
    sort=PlanRow.subject,
    kind=Kind.LINES,
    primary=True,
    export=False,
)
"""What and in which form: two columns of the manual in the room of one."""
SUBJECT = Column("subject", _("Material of the development"), sort=PlanRow.subject, width=48)
PERIOD = Column("begins_on", _("Planned time"), _period, sort=PlanRow.begins_on, export=False)
ORGANISER = Column("organiser", _("Institution that organises it"), sort=PlanRow.organiser, width=36)
JP = Column("jp", _("JP"), sort=PlanRow.jp, kind=Kind.NUMBER)
COST = Column("cost", _("Estimated cost"), sort=PlanRow.cost, kind=Kind.MONEY)
FUND = Column("fund", _("Source of funds"), _fund)
DECISION = Column("decision", _("Reason of the decision"), kind=Kind.HTML, width=36)

PERSON = Column("person", _("Employee"), _person, sort=Employee.name, kind=Kind.LINES, export=False)
OF_PLAN = joinedload(PlanRow.plan).lazyload(Plan.plan_year)
FILLED_IN = Column("filled_in", _("Form"), _filled_in, kind=Kind.BADGE, export=False, load=(OF_PLAN,))
"""The mark of T12: what its owner says of himself is there, so that the row can be sent with the plan."""
STAGE = replace(state_column(PlanRow), label=_("Stage"))
"""T12 calls it TAHAP."""
ON_PAPER = (
    *(replace(column, export=True) for column in (PERSON, DEVELOPMENT, PERIOD)),
    ORGANISER,
    JP,
    COST,
    STAGE,
)
"""What a sheet of paper has room for; Excel and REST hold every field of its own."""

PLAN_ROWS = Listing(
    PlanRow,
    columns=(
        PERSON,
        Column("name", _("Full name"), lambda row: _frozen(row, "name", row.employee.full_name), screen=False, width=36),
        Column("nip", _("NIP"), "employee.nip", kind=Kind.NIP, screen=False, copy="employee.nip"),
        Column("job", _("Position"), lambda row: _frozen(row, "job_title", row.employee.job_title), screen=False, width=36),
        Column("opd", _("OPD"), lambda row: _frozen(row, "opd", (row.unit.opd or row.unit).name), screen=False, width=36),
        replace(YEAR, screen=False),
        DEVELOPMENT,
        replace(SUBJECT, screen=False),
        replace(FORM, screen=False),
        Column("path", _("Path"), _path, screen=False),
        PERIOD,
        Column("from", _("Planned from"), "begins_on", kind=Kind.DATE, screen=False),
        Column("to", _("Planned to"), "ends_on", kind=Kind.DATE, screen=False),
        ORGANISER,
        JP,
        FILLED_IN,
        replace(COST, screen=False),
        replace(FUND, screen=False),
        Column("reason", _("Reason to take part"), screen=False, width=48),
        STAGE,
        replace(DECISION, screen=False),
    ),
    filters=(
        Typed((PlanRow.subject, PlanRow.organiser, Employee.name, Employee.nip), label=_("Search column")),
        Choice("year", _("Plan year"), _("All years"), _years, _in_year),
        Choice(
            "path",
            _("Path"),
            _("All paths"),
            lambda actor: [(each.value, each.label) for each in Path],
            lambda value: PlanRow.development_path == value,
        ),
        Choice(
            "opd", _("OPD"), _("All OPDs"), opd_options, lambda value: Unit.opd_id == int(value), roles=(Role.BKPSDM_ADMIN, Role.AUDITOR)
        ),
        state_filter(PlanRow),
        Waits(PlanRow),
        Choice("fund", _("Source of funds"), _("All"), lambda actor: choices(CodeList.FUND_SOURCE), lambda value: PlanRow.fund == value),
        Period("begins", _("Planned from"), PlanRow.begins_on),
    ),
    default_sort="-year",
    in_print=ON_PAPER,
    joins=(PlanRow.employee, PlanRow.unit, PlanRow.plan_year),
    options=(
        contains_eager(PlanRow.employee),
        contains_eager(PlanRow.unit).joinedload(Unit.opd),
        contains_eager(PlanRow.plan_year),
    ),
    empty_title=_("Nothing planned yet"),
    empty_text=_("Plan the trainings that close your gaps, then send them to your direct supervisor."),
)

VERIFICATIONS = replace(
    PLAN_ROWS,
    where=to_verify,
    filters=tuple(
        replace(each, default=lambda actor: SENT.key) if isinstance(each, Choice) and each.key == "state" else each
        for each in PLAN_ROWS.filters
        if not isinstance(each, Waits)
    ),
    empty_title=_("Nothing to verify"),
    empty_text=_("What your subordinates send stands here until you decide."),
)
"""What one's people sent; at first only what waits (T16)."""


def _standard(row: PlanRow) -> list[Mapping[str, Any]]:
    """The standard of the job beside what the person said of himself: as it was frozen, else as it is."""
    if row.frozen:
        return list(row.frozen.get("standard") or ())
    return [asdict(each) for each in level_gaps(standard_of(row.employee), row.plan.levels if row.plan else {})]


def _gaps(row: PlanRow) -> tuple[str, ...]:
    """Each competence with a gap: own and required level, and how the gap is called; one line where there is none."""
    chosen = [each for each in _standard(row) if each["own"] is not None]
    found = [f"{each['label']} {each['own']} → {each['required']} ({each['band']})" for each in chosen if each["missing"]]
    return tuple(found or ([gettext("No gap")] if chosen else []))


def _performance(row: PlanRow) -> str | None:
    """The value of the last SKP with its band."""
    if row.frozen:
        value, band = row.frozen.get("performance"), row.frozen.get("performance_band")
    else:
        value = row.plan.performance if row.plan else None
        band = band_of(value, performance_bands()) if value is not None else None
    return f"{format_number(Decimal(value))} ({band})" if value is not None else None


def _filter_called(key: str) -> Choice:
    return next(each for each in PLAN_ROWS.filters if isinstance(each, Choice) and each.key == key)


def _newest(actor: Actor) -> str:
    return str(plan_years()[0].id) if plan_years() else ""


def administered(actor: Actor) -> ColumnElement[bool]:
    """The rows that the actor administers: the whole agency's, or those of his own OPD's tree; not what he sees for another reason."""
    return or_(
        within(PlanRow, actor, Role.BKPSDM_ADMIN, Reach.ALL),
        within(PlanRow, actor, Role.AUDITOR, Reach.ALL),
        within(PlanRow, actor, Role.OPD_ADMIN, Reach.OPD),
    )


OF_OPD = aliased(Unit)
OPD = Column("opd", _("OPD"), lambda row: _frozen(row, "opd", (row.unit.opd or row.unit).name), sort=OF_OPD.name, screen=False, width=36)
GAPS = Column("gaps", _("Competence gap"), _gaps, kind=Kind.LINES, width=34, load=(OF_PLAN,))
COMPILED = replace(
    PLAN_ROWS,
    columns=(
        replace(PERSON, export=False),
        *(OPD if column.key == "opd" else column for column in PLAN_ROWS.columns if column.key in ("name", "nip", "job", "opd", "year")),
        Column("unit", _("Unit"), lambda row: _frozen(row, "unit", row.unit.name), screen=False, width=36),
        replace(GAPS, screen=False),
        Column("performance", _("Performance value"), _performance, screen=False, load=GAPS.load),
        DEVELOPMENT,
        replace(SUBJECT, screen=False),
        Column("training", _("Training of the catalogue"), _training, screen=False, width=36),
        *(
            column
            for column in PLAN_ROWS.columns
            if column.key in ("form", "path", "begins_on", "from", "to", "organiser", "jp", "cost", "fund", "reason", "state")
        ),
    ),
    filters=(
        Typed((PlanRow.subject, PlanRow.organiser, Employee.name, Employee.nip)),
        Choice("year", _("Plan year"), _("All years"), _years, _in_year, default=_newest),
        Choice("opd", _("OPD"), _("All OPDs"), opd_options, lambda value: Unit.opd_id == int(value)),
        _filter_called("path"),
        Choice(
            "form",
            _("Form of development"),
            _("All"),
            lambda actor: choices(CodeList.DEVELOPMENT_FORM),
            lambda value: PlanRow.form == value,
        ),
        replace(_filter_called("state"), default=lambda actor: ACCEPTED.key),
        _filter_called("fund"),
    ),
    where=administered,
    default_sort=(OF_OPD.name, Employee.name, PlanRow.begins_on),
    joins=(*PLAN_ROWS.joins, (OF_OPD, OF_OPD.id == Unit.opd_id)),
    options=(
        contains_eager(PlanRow.employee),
        contains_eager(PlanRow.unit).contains_eager(Unit.opd.of_type(OF_OPD)),
        contains_eager(PlanRow.plan_year),
    ),
    in_print=(
        Column("person", _("Employee"), lambda row: (_person(row)[0], format_nip(row.employee.nip)), kind=Kind.LINES, width=30),
        Column("place", _("Position"), lambda row: (_person(row)[1], OPD.raw(row)), kind=Kind.LINES, width=30),
        GAPS,
        Column("development", _("Development"), lambda row: (row.subject, form_of(row), _path(row)), kind=Kind.LINES, width=34),
        replace(PERIOD, export=True, width=18),
        replace(ORGANISER, width=24),
        JP,
        COST,
        replace(FUND, width=12),
    ),
    empty_title=_("Nothing compiled yet"),
    empty_text=_("Accepted plans of the chosen year stand here; another status shows what has not been decided."),
)
"""What was accepted of a year, OPD by OPD (T22); a file has the columns of a needs analysis: person, job, gap, form, path, organiser, time, JP, cost, fund."""

DETAIL = (
    Column("person", _("Employee"), _person, kind=Kind.LINES),
    YEAR,
    Column("path", _("Path"), _path),
    FORM,
    Column("training", _("Training of the catalogue"), lambda row: row.training.title if row.training else None),
    SUBJECT,
    Column("study_programme", _("Study programme")),
    Column("study_level", _("Level of education")),
    COST,
    Column("period", _("Estimated time"), _period),
    ORGANISER,
    FUND,
    JP,
    state_column(PlanRow),
    Column("reason", _("Reason of the submission")),
    DECISION,
    Column("decided_by", _("Decision taken by"), _decided_by),
    Column(
        "required_level", _("Required level at the time of acceptance"), lambda row: row.frozen["required_level"] if row.frozen else None
    ),
)
"""Rincian Pengajuan (T17)."""

_PLANS = personal_listing(
    Plan,
    columns=(
        replace(YEAR, sort=PlanYear.year),
        Column("performance", _("Performance value"), lambda row: row.performance, sort=Plan.performance, kind=Kind.NUMBER),
        Column("levels", _("Level of each competence"), lambda row: levels_as_text(row.levels), screen=False, width=48),
    ),
    filters=(Choice("year", _("Plan year"), _("All years"), _years, lambda value: Plan.plan_year_id == int(value)),),
    default_sort="-year",
    empty_title=_("No plan yet"),
    empty_text=_("A plan of the year comes with its first planned training."),
)
PLANS = replace(_PLANS, joins=(*_PLANS.joins, Plan.plan_year), options=(*_PLANS.options, contains_eager(Plan.plan_year)))
"""The plans of whole years, each over its rows."""
PLAN_DETAIL = (
    Column("person", _("Employee"), lambda row: (row.employee.full_name, row.employee.job_title), kind=Kind.LINES),
    YEAR,
    state_column(Plan),
    Column("performance", _("Performance value"), kind=Kind.NUMBER),
    Column(
        "performance_band",
        _("Category of the performance"),
        lambda row: band_of(row.performance, performance_bands()) if row.performance else None,
    ),
    Column("agreed_at", _("Declaration agreed to"), kind=Kind.DATETIME),
)

WITH = Column(
    "person", _("Employee"), lambda row: (row.employee.full_name, row.employee.job_title), sort=Employee.name, kind=Kind.LINES, primary=True
)
HELD_ON = Column("held_on", _("Date of the dialogue"), sort=PlanDialogue.held_on, kind=Kind.DATE)
LED_BY = Column("led_by", _("Supervisor"), lambda row: _named(row.led_by.full_name, row.in_place_of), width=36)
NOTES = Column("notes", _("Notes of the dialogue"), width=60)

DIALOGUES = Listing(
    PlanDialogue,
    columns=(WITH, replace(YEAR, sort=PlanYear.year), HELD_ON, LED_BY, replace(NOTES, screen=False)),
    filters=(
        Typed((Employee.name, Employee.nip, PlanDialogue.notes)),
        Choice("year", _("Plan year"), _("All years"), _years, lambda value: PlanDialogue.plan_year_id == int(value)),
        Choice(
            "opd", _("OPD"), _("All OPDs"), opd_options, lambda value: Unit.opd_id == int(value), roles=(Role.BKPSDM_ADMIN, Role.AUDITOR)
        ),
        Period("held", _("Date of the dialogue"), PlanDialogue.held_on),
    ),
    default_sort="-held_on",
    joins=(PlanDialogue.employee, PlanDialogue.unit, PlanDialogue.plan_year),
    options=(contains_eager(PlanDialogue.employee), contains_eager(PlanDialogue.plan_year)),
    empty_title=_("No dialogue recorded yet"),
    empty_text=_("A supervisor speaks with each subordinate about his gaps before he decides on the plan."),
)

DIALOGUE = (WITH, YEAR, HELD_ON, LED_BY, NOTES)

PLAN_YEARS = Listing(
    PlanYear,
    columns=(
        Column("year", _("Plan year"), sort=PlanYear.year, primary=True),
        Column("opens_on", _("First day to write plans"), sort=PlanYear.opens_on, kind=Kind.DATE),
        Column("closes_on", _("Last day to write plans"), sort=PlanYear.closes_on, kind=Kind.DATE),
        Column(
            "window",
            _("Window"),
            lambda row: (row.window.label, {"open": "success", "early": "info"}.get(row.window, "neutral")),
            kind=Kind.BADGE,
        ),
    ),
    filters=(),
    default_sort="-year",
    empty_title=_("No plan year yet"),
    empty_text=_("Open a year, and employees can plan for it between its first and its last day."),
)
