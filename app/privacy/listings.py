"""What the lists of requests, of processing and of breaches show."""

from dataclasses import replace
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from app.kernel.actor import Actor
from app.kernel.columns import Badge
from app.kernel.db import asked_once, session
from app.kernel.filters import Choice, Typed
from app.kernel.flow_views import state_column, state_filter
from app.kernel.formats import format_nip, format_number
from app.kernel.inbox import Waits
from app.kernel.listing import Column, Kind, Listing
from app.kernel.scope import visible
from app.organisation.listings import personal_listing
from app.organisation.queries import all_opds
from app.privacy.breach_models import Breach, BreachPerson
from app.privacy.models import DataRequest, ProcessingActivity
from app.privacy.retention_models import RetentionRule
from app.privacy.retention_services import count_due
from app.privacy.rules import KEEPERS, Wish

ASKED_FOR = tuple((wish.value, wish.label) for wish in Wish)
REQUESTS = personal_listing(
    DataRequest,
    columns=(
        Column("kind", _("What is asked for"), "kind_label", sort=DataRequest.kind, width=40),
        Column("wish", _("In the person's own words"), sort=DataRequest.wish, width=48),
        Column("created_at", _("Asked on"), sort=DataRequest.created_at, kind=Kind.DATETIME),
        Column("due_at", _("To be answered until"), sort=DataRequest.due_at, kind=Kind.DATETIME),
    ),
    filters=(Choice("kind", _("What is asked for"), _("All requests"), lambda actor: ASKED_FOR, lambda value: DataRequest.kind == value),),
    default_sort="due_at",
    empty_title=_("No requests yet"),
    empty_text=_("Here people ask for access, correction, restriction or erasure of their data; each is answered within 72 hours."),
)
REQUEST = (
    Column("person", _("Employee"), lambda row: (row.employee.full_name, format_nip(row.employee.nip)), kind=Kind.LINES),
    Column("kind", _("What is asked for"), "kind_label"),
    Column("wish", _("In the person's own words")),
    Column("created_at", _("Asked on"), kind=Kind.DATETIME),
    Column("due_at", _("To be answered until"), kind=Kind.DATETIME),
    Column("escalated_at", _("Put before the auditor on"), kind=Kind.DATETIME),
    state_column(DataRequest),
)


ACTIVITIES = Listing(
    ProcessingActivity,
    columns=(
        Column("name", _("Processing activity"), sort=ProcessingActivity.name, primary=True, width=26),
        Column("purpose", _("Purpose"), width=34),
        Column("basis", _("By which legal basis"), width=34),
        Column("people", _("Whose data"), width=20, screen=False),
        Column("data_kinds", _("Kinds of data"), width=36, screen=False),
        Column("receivers", _("Who receives them"), width=30),
        Column("retention", _("How long they are kept"), width=26),
        Column("security", _("How they are protected"), width=34, screen=False),
    ),
    filters=(Typed((ProcessingActivity.name, ProcessingActivity.purpose, ProcessingActivity.data_kinds)),),
    default_sort=(ProcessingActivity.id,),
    empty_title=_("The register is empty"),
    empty_text=_("`flask reference seed` fills it with what this portal does with data of people."),
)


def concerned_text(breach: Breach) -> str:
    """Whom a breach concerns, in words."""
    if breach.audience_all:
        return gettext("Everybody in the portal")
    names = dict(all_opds())
    parts = [", ".join(names.get(pk, "–") for pk in breach.opd_ids)]
    if breach.nips:
        parts.append(gettext("%(count)s people by their NIP", count=format_number(len(breach.nips.splitlines()))))
    return "; ".join(part for part in parts if part) or gettext("Nobody named yet")


DISCOVERED = Column("discovered_at", _("Discovered"), sort=Breach.discovered_at, kind=Kind.DATETIME)
DUE = Column("due_at", _("To be told until"), sort=Breach.due_at, kind=Kind.DATETIME)
NOTIFIED_AT = Column("notified_at", _("Told on"), sort=Breach.notified_at, kind=Kind.DATETIME, screen=False)
CLOCK = Column("clock", _("72 hours"), "clock_now", kind=Kind.BADGE)
CONTENTS = (
    Column("exposed", _("Which data were exposed"), width=40, screen=False),
    Column("happened", _("When and how they were exposed"), width=40, screen=False),
    Column("handling", _("What is done about it"), width=40, screen=False),
)
BREACHES = Listing(
    Breach,
    columns=(
        Column("title", _("What happened, in one line"), sort=Breach.title, primary=True, width=40),
        DISCOVERED,
        DUE,
        CLOCK,
        NOTIFIED_AT,
        *CONTENTS,
        state_column(Breach),
    ),
    filters=(Typed((Breach.title,)), state_filter(Breach), Waits(Breach)),
    default_sort="-discovered_at",
    empty_title=_("No breach so far"),
    empty_text=_("When personal data were exposed, record it here at once: people and authority are told within 72 hours."),
)
BREACH = (
    Column("title", _("What happened, in one line")),
    *CONTENTS,
    Column("concerned", _("People concerned"), concerned_text),
    DISCOVERED,
    DUE,
    CLOCK,
    NOTIFIED_AT,
    state_column(Breach),
)


def _breaches(actor: Actor) -> list[tuple[int, str]]:
    query = select(Breach.id, Breach.title).where(visible(Breach, actor)).order_by(Breach.id.desc())
    return [(row.id, row.title) for row in session().execute(query)]


def _of_breach(value: str) -> Any:
    return BreachPerson.breach_id == int(value)


TOLD_AT = Column("told_at", _("Told on"), sort=BreachPerson.told_at, kind=Kind.DATETIME)
BREACH_TITLE = Column("breach", _("What happened, in one line"), "breach.title", sort=Breach.title, width=40)
_LETTERS = personal_listing(
    BreachPerson,
    columns=(BREACH_TITLE, TOLD_AT),
    filters=(Choice("breach", _("Personal data breach"), _("All breaches"), _breaches, _of_breach, roles=KEEPERS),),
    default_sort="-told_at",
    empty_title=_("No letter"),
    empty_text=_("None of your data are known to have been exposed."),
)
BREACH_LETTERS = replace(
    _LETTERS, joins=(*_LETTERS.joins, BreachPerson.breach), options=(*_LETTERS.options, contains_eager(BreachPerson.breach))
)
LETTER = (
    BREACH_TITLE,
    Column("exposed", _("Which data were exposed"), "breach.exposed"),
    Column("happened", _("When and how they were exposed"), "breach.happened"),
    Column("handling", _("What is done about it"), "breach.handling"),
    TOLD_AT,
)


def _rows_due(rule: RetentionRule) -> int:
    """How many rows are due by the rule, all rules being asked at once."""
    every = asked_once("retention", lambda: count_due(session().scalars(select(RetentionRule)).all()))
    return every.get(rule.id, 0)


def _standing(rule: RetentionRule) -> Badge:
    if not rule.active:
        return Badge(gettext("Switched off"), "neutral")
    return Badge(gettext("Runs every night"), "success") if rule.runs else Badge(gettext("Waits to be confirmed"), "warning")


RULES = Listing(
    RetentionRule,
    columns=(
        Column("kind", _("Kind of data"), "summary", primary=True, width=44),
        Column("months", _("Kept for so many months"), sort=RetentionRule.months, kind=Kind.NUMBER),
        Column("since", _("Counted from"), "since_label"),
        Column("action", _("What happens then"), "action_label", sort=RetentionRule.action),
        Column("due", _("Rows due"), _rows_due, kind=Kind.NUMBER),
        Column("standing", _("Status"), _standing, kind=Kind.BADGE),
        Column("basis", _("Why so long"), width=60, screen=False),
        Column("confirmed_at", _("Confirmed on"), sort=RetentionRule.confirmed_at, kind=Kind.DATETIME, screen=False),
        Column("confirmed_by", _("Confirmed by"), screen=False),
        Column("last_run_at", _("Ran last on"), sort=RetentionRule.last_run_at, kind=Kind.DATETIME, screen=False),
        Column("last_count", _("Rows ended then"), kind=Kind.NUMBER, screen=False),
    ),
    default_sort=(RetentionRule.id,),
    page_sizes=(25, 50, 100),
    empty_title=_("No retention period yet"),
    empty_text=_("`flask reference seed` fills the table."),
)
