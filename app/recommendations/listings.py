"""What lists and pages of recommendations show and filter by (T30)."""

from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import contains_eager, joinedload

from app.documents.listings import document_column_of
from app.kernel.filters import Choice, Period, Typed
from app.kernel.flow_views import state_column, state_filter
from app.kernel.formats import format_period
from app.kernel.inbox import Waits
from app.kernel.listing import Column, Kind, Listing
from app.organisation.listings import OPD_FILTER
from app.organisation.models import Employee, Unit
from app.plans.rules import Path
from app.recommendations.models import Recommendation
from app.recommendations.queries import PATHS
from app.recommendations.rules import Funding
from app.reference.queries import label
from app.reference.rules import CodeList


def _form(row: Recommendation) -> str:
    return label(CodeList.DEVELOPMENT_FORM, row.form)


def _path(row: Recommendation) -> str:
    return str(Path(row.development_path).label)


def _period(row: Recommendation) -> str:
    return format_period(row.begins_on, row.ends_on)


def _funding(row: Recommendation) -> str:
    return str(Funding(row.funding).label)


def _number(row: Recommendation) -> str | None:
    return row.letter.number if row.letter else None


def _options(kinds: Any) -> list[tuple[str, str]]:
    return [(each.value, str(each.label)) for each in kinds]


LETTER = (joinedload(Recommendation.letter),)
TRAINING = Column("subject", _("Training held elsewhere"), sort=Recommendation.subject, primary=True, width=48)
FORM = Column("form", _("Kind of training"), _form, sort=Recommendation.form, width=32)
ORGANISER = Column("organiser", _("Institution that organises it"), sort=Recommendation.organiser, width=36)
PERIOD = Column("begins_on", _("Days of the training"), _period, sort=Recommendation.begins_on, export=False)
COST = Column("cost", _("Fee"), sort=Recommendation.cost, kind=Kind.MONEY)
PERSON = Column(
    "person",
    _("Employee"),
    lambda row: (row.employee.full_name, row.employee.job_title),
    sort=Employee.name,
    kind=Kind.LINES,
    export=False,
)
NUMBER = Column("number", _("Letter number"), _number, width=28, load=LETTER)

RECOMMENDATIONS = Listing(
    Recommendation,
    columns=(
        TRAINING,
        FORM,
        ORGANISER,
        PERIOD,
        COST,
        PERSON,
        Column("name", _("Full name"), "employee.full_name", screen=False, width=36),
        Column("nip", _("NIP"), "employee.nip", kind=Kind.NIP, screen=False, copy="employee.nip"),
        Column("opd", _("OPD"), lambda row: (row.unit.opd or row.unit).name, screen=False, width=36),
        Column("path", _("Path"), _path, screen=False),
        Column("from", _("First day of the training"), "begins_on", kind=Kind.DATE, screen=False),
        Column("to", _("Last day of the training"), "ends_on", kind=Kind.DATE, screen=False),
        Column("funding", _("Paid by"), _funding, screen=False, width=24),
        state_column(Recommendation),
        replace(NUMBER, screen=False),
    ),
    filters=(
        Typed((Recommendation.subject, Recommendation.organiser, Employee.name, Employee.nip)),
        state_filter(Recommendation),
        Choice(
            "path",
            _("Path"),
            _("All paths"),
            lambda actor: _options(PATHS),
            lambda value: Recommendation.development_path == value,
        ),
        OPD_FILTER,
        Choice("funding", _("Paid by"), _("All"), lambda actor: _options(Funding), lambda value: Recommendation.funding == value),
        Waits(Recommendation),
        Period("begins", _("First day of the training"), Recommendation.begins_on),
    ),
    default_sort="-begins_on",
    in_print=(
        TRAINING,
        FORM,
        ORGANISER,
        replace(PERIOD, export=True),
        COST,
        replace(PERSON, export=True),
        state_column(Recommendation),
        NUMBER,
    ),
    joins=(Recommendation.employee, Recommendation.unit),
    options=(contains_eager(Recommendation.employee), contains_eager(Recommendation.unit).joinedload(Unit.opd)),
    empty_title=_("No request found"),
    empty_text=_("Ask BKPSDM for a recommendation before you take part in a training that is held elsewhere."),
)

DETAIL = (
    Column(
        "person",
        _("Employee"),
        lambda row: (row.employee.full_name, row.employee.job_title, (row.unit.opd or row.unit).name),
        kind=Kind.LINES,
    ),
    Column("path", _("Path"), _path),
    FORM,
    Column("subject", _("Training held elsewhere")),
    ORGANISER,
    Column("period", _("Days of the training"), _period),
    COST,
    Column("funding", _("Paid by"), _funding),
    Column("plan", _("Planned training"), lambda row: row.plan_row.summary if row.plan_row else None),
    document_column_of("proposal_letter", _("Letter of proposal of the OPD")),
    document_column_of("call_letter", _("Call of the participants")),
    state_column(Recommendation),
    replace(NUMBER, load=()),
)
