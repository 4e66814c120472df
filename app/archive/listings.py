"""The lists of the archive as data: documents, and everybody's score."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement

from app.archive.models import ArchiveDocument, ArchiveStanding
from app.archive.queries import OpdRow, levels, recap, scheme
from app.documents.listings import document_column_of
from app.kernel import clock
from app.kernel.filters import Choice
from app.kernel.flow_views import state_column
from app.kernel.formats import format_long_date
from app.kernel.listing import Column, Kind, Listing
from app.kernel.recap import Recap
from app.organisation.listings import personal_listing
from app.organisation.models import Employee
from app.organisation.queries import active
from app.reference.queries import choices
from app.reference.rules import CodeList
from app.verification.listings import person_lines

TONES = ("success", "info", "warning", "danger")
"""Of the labels from the highest down."""


def _person(record: Any) -> tuple[str, ...]:
    """Whose document it is, with the rank and status that stand in a decree."""
    person = record.employee
    return person_lines(record, " · ".join(filter(None, (person.rank_label, person.status_label))))


def tone_of(key: str | None) -> str:
    """The colour of a label; its text says the same."""
    place = next((number for number, each in enumerate(levels()) if each.key == key), None)
    return "neutral" if place is None else TONES[min(place, len(TONES) - 1)]


def moment_of(computed_at: datetime | None) -> str:
    """ "2 April 2026 09:51:53", as MyASN writes when it last looked (S4); "" for never."""
    local = clock.local(computed_at) if computed_at else None
    return f"{format_long_date(local)} {local:%H:%M:%S}" if local else ""


def level_badge(row: ArchiveStanding) -> tuple[str, str]:
    """In words what the colour says."""
    return (row.level_label, tone_of(row.level)) if row.level is not None else (gettext("Not computed yet"), "neutral")


def _in_category(value: str) -> ColumnElement[bool]:
    return ArchiveDocument.document_type.in_([each.key for each in scheme().types if each.category == value])


DOCUMENTS = personal_listing(
    ArchiveDocument,
    columns=(
        Column("category", _("Category"), "category_label", screen=False),
        Column("document_type", _("Document"), "type_label", sort=ArchiveDocument.document_type, width=36),
        Column("detail", _("What it is about"), sort=ArchiveDocument.detail, width=36),
        Column("number", _("Number of the document"), sort=ArchiveDocument.number, screen=False, width=30),
        Column("issued_on", _("Date of the document"), sort=ArchiveDocument.issued_on, kind=Kind.DATE),
    ),
    filters=(
        Choice("category", _("Category"), _("All categories"), lambda actor: choices(CodeList.ARCHIVE_CATEGORY), _in_category),
        Choice(
            "document_type",
            _("Document"),
            _("All documents"),
            lambda actor: choices(CodeList.ARCHIVE_DOCUMENT),
            lambda value: ArchiveDocument.document_type == value,
        ),
    ),
    default_sort="-issued_on",
    empty_title=_("No document yet"),
    empty_text=_("Upload the documents of your archive; they count once BKPSDM has verified them."),
)

DETAIL = (
    Column("person", _("Employee"), _person, kind=Kind.LINES, copy="employee.nip", copy_label=_("NIP")),
    state_column(ArchiveDocument),
    Column("category", _("Category"), "category_label"),
    Column("document_type", _("Document"), "type_label"),
    Column("detail", _("What it is about")),
    Column("number", _("Number of the document"), copy="number"),
    Column("issued_on", _("Date of the document"), lambda record: format_long_date(record.issued_on)),
    document_column_of("file", _("File of the document")),
)

SCORES = personal_listing(
    ArchiveStanding,
    columns=(
        Column("points", _("Score"), sort=ArchiveStanding.points, kind=Kind.NUMBER, cls="num"),
        Column("level", _("Score label"), level_badge, sort=ArchiveStanding.level, kind=Kind.BADGE),
        Column("main", _("Main archive"), sort=ArchiveStanding.main, kind=Kind.NUMBER, cls="num", screen=False),
        Column("conditional", _("Conditional archive"), sort=ArchiveStanding.conditional, kind=Kind.NUMBER, cls="num", screen=False),
        Column("missing", _("Missing documents"), sort=ArchiveStanding.missing, kind=Kind.NUMBER, cls="num"),
        Column("waiting_documents", _("Waiting documents"), "waiting", sort=ArchiveStanding.waiting, kind=Kind.NUMBER, cls="num"),
        Column("computed_at", _("Last synchronised"), sort=ArchiveStanding.computed_at, kind=Kind.DATETIME),
    ),
    filters=(
        Choice(
            "level",
            _("Score label"),
            _("All labels"),
            lambda actor: choices(CodeList.ARCHIVE_LEVEL),
            lambda value: ArchiveStanding.level == value,
        ),
    ),
    where=lambda actor: active(),
    default_sort=(ArchiveStanding.points, Employee.name),
    empty_title=_("Nobody to show"),
)
"""Active people with their score, the lowest first."""


OF_LEVEL = "level_"
"""How the columns of the recapitulation begin that count the people with a label."""


def _of_level(key: str) -> Callable[[OpdRow], int]:
    return lambda row: row.number(key)


def recap_columns() -> tuple[Column, ...]:
    """One for each label of the agency."""
    return (
        Column("opd", _("OPD"), width=48, primary=True),
        Column("people", _("Employees"), kind=Kind.NUMBER, cls="num"),
        *(Column(OF_LEVEL + each.key, each.label, _of_level(each.key), kind=Kind.NUMBER, cls="num") for each in levels()),
        Column("average", _("Average score"), kind=Kind.NUMBER, cls="num"),
    )


RECAP = Recap(_("Recap of digital archives"), recap_columns, lambda actor, state: recap(actor), Listing(ArchiveStanding, columns=()))
