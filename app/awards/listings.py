"""What the lists and pages of awards show, and the list of those who have served long enough."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement
from sqlalchemy.orm import selectinload

from app.awards.models import Award, LongService
from app.awards.queries import counted_on, entry_stands, grades, may_be_proposed, undecided
from app.awards.rules import Grade, grade_at, reached_on
from app.documents.listings import document_column_of
from app.kernel.actor import Actor
from app.kernel.errors import N_
from app.kernel.filters import Choice, Option
from app.kernel.flow_views import state_column
from app.kernel.formats import format_long_date
from app.kernel.listing import Column, Kind, Listing
from app.organisation.listings import personal_listing
from app.organisation.models import Employee
from app.reference.rules import CodeList
from app.verification.listings import PERSON, PROOF, code_filter, proof_filter
from app.verification.workflow import Stage

SCALE, GROUP, KIND = _("Scale of the award"), _("Group of the award"), _("Kind of award")
YEAR, NUMBER, DECREE_ON, GRANTED_BY = _("Year of the award"), _("Decree number"), _("Date of the decree"), _("Given by")
ENTRIES: Mapping[Stage | None, tuple[str, str, str]] = {
    None: ("missing", N_("None yet"), "neutral"),
    Stage.WAITING: ("entered", N_("Waits"), "info"),
    Stage.RETURNED: ("returned", N_("Needs correction"), "warning"),
}
"""Where the entry of the grade somebody has reached stands: the filter's value, the word and its colour."""


AWARDS: Listing = personal_listing(
    Award,
    columns=(
        Column("award_kind", KIND, "award_kind_label", sort=Award.award_kind, width=32),
        Column("scale", SCALE, "scale_label", sort=Award.scale),
        Column("award_group", GROUP, "award_group_label", sort=Award.award_group, screen=False, width=32),
        Column("year", YEAR, lambda award: str(award.year), sort=Award.year),
        Column("number", NUMBER, sort=Award.number, screen=False, width=32),
        Column("decree_on", DECREE_ON, sort=Award.decree_on, kind=Kind.DATE),
        Column("granted_by", GRANTED_BY, sort=Award.granted_by, screen=False, width=24),
        PROOF,
    ),
    filters=(
        code_filter("award_kind", KIND, _("All kinds of awards"), CodeList.AWARD_KIND, Award.award_kind),
        code_filter("scale", SCALE, _("All scales"), CodeList.AWARD_SCALE, Award.scale),
        proof_filter(Award.certificate_id),
    ),
    default_sort="-decree_on",
    empty_title=_("No award yet"),
    empty_text=_("Enter the awards you were given, with their certificate; they count once BKPSDM has verified them."),
)

DETAIL = (
    PERSON,
    state_column(Award),
    Column("scale", SCALE, "scale_label"),
    Column("award_group", GROUP, "award_group_label"),
    Column("award_kind", KIND, "award_kind_label"),
    Column("year", YEAR, lambda award: str(award.year)),
    Column("number", NUMBER, copy="number"),
    Column("decree_on", DECREE_ON, lambda award: format_long_date(award.decree_on)),
    Column("granted_by", GRANTED_BY),
    PROOF,
    document_column_of("certificate", _("Award certificate document")),
)


def grade_of(row: LongService) -> Grade | None:
    """The grade the person has reached by this year's day."""
    return grade_at(row.began_on, counted_on(), grades()) if row.began_on else None


def _label(row: LongService) -> str:
    grade = grade_of(row)
    return grade.label if grade else ""


def _full_on(row: LongService) -> Any:
    grade = grade_of(row)
    return reached_on(row.began_on, grade.years) if grade and row.began_on else None


def _years(row: LongService) -> int:
    began, day = row.began_on, counted_on()
    return day.year - began.year - (day.month < began.month) if began else 0


def _entry(row: LongService) -> tuple[str, str]:
    grade = grade_of(row)
    stage = undecided({each.state for each in row.entries if grade is not None and each.award_kind == grade.code})
    return gettext(ENTRIES[stage][1]), ENTRIES[stage][2]


def _grade_options(actor: Actor) -> list[Option]:
    return [(grade.code, grade.label) for grade in grades()]


def _entry_options(actor: Actor) -> list[Option]:
    return [(key, gettext(text)) for key, text, _tone in ENTRIES.values()]


def _entered(value: str) -> ColumnElement[bool]:
    return entry_stands(next(stage for stage, (key, _text, _tone) in ENTRIES.items() if key == value))


ELIGIBLE: Listing = personal_listing(
    LongService,
    columns=(
        Column("job", _("Job title"), "employee.job_title", sort=Employee.job_title, screen=False, width=36),
        Column("rank", _("Rank (golongan)"), "employee.rank_label", screen=False, width=24),
        Column("began", _("Service since"), "began_on", kind=Kind.DATE),
        Column("years", _("Years of service"), _years, kind=Kind.NUMBER, cls="num"),
        Column("grade", _("May be proposed for"), _label, width=36),
        Column("full_on", _("Years full on"), _full_on, kind=Kind.DATE),
        Column("entered", _("Entry in the portal"), _entry, kind=Kind.BADGE, load=(selectinload(LongService.entries),)),
    ),
    filters=(
        Choice("grade", _("Grade"), _("All grades"), _grade_options, may_be_proposed),
        Choice("entry", _("Entry in the portal"), _("All"), _entry_options, _entered),
    ),
    where=lambda actor: may_be_proposed(),
    default_sort=(LongService.began, Employee.name),
    empty_title=_("Nobody to propose this year"),
    empty_text=_("Nobody in your reach has the years for an award he does not hold yet."),
)
"""PNS who may be proposed for a Satya Lencana Karya Satya this year, the longest service first."""
