"""How the auditor reads the trail: names of events, of record types, and the chain's own proof for a row."""

from collections.abc import Sequence
from functools import cache

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.audit.rules import EVENTS, NOUNS
from app.kernel.actor import Actor
from app.kernel.approval import CREATE, EDIT, RESUBMIT
from app.kernel.brought import BRING, TAKE_BACK
from app.kernel.chain import GENESIS
from app.kernel.db import session
from app.kernel.errors import Text
from app.kernel.inbox import flow_models
from app.kernel.workflow import Workflow


def event_name(key: str) -> str:
    """The event in words; the key itself for one that is older than the table."""
    if key in EVENTS:
        return str(EVENTS[key])
    title, words = _words().get(key, ("", ""))
    return f"{title}: {words}" if title else key


def event_options(actor: Actor) -> Sequence[tuple[str, str]]:
    """(key, name) of every event, by name; for the filter."""
    return sorted(((key, event_name(key)) for key in (*EVENTS, *_words())), key=lambda pair: pair[1])


def type_name(table: str | None) -> str:
    """What people read for a record's type."""
    flow = _flows().get(table or "")
    return str(flow.title if flow else NOUNS.get(table or "", table or ""))


def type_options(actor: Actor) -> Sequence[tuple[str, str]]:
    """(table, name) of every type of record, by name; for the filter."""
    tables = [*NOUNS, *_flows()]
    return sorted(((table, type_name(table)) for table in tables), key=lambda pair: pair[1])


def follows_its_neighbour(entry: AuditEntry) -> bool:
    """Whether the row still names the row before it by its digest; `flask audit verify` walks the whole chain."""
    before = session().scalar(select(AuditEntry.digest).where(AuditEntry.position == entry.position - 1)) if entry.position > 1 else GENESIS
    return before == entry.previous


@cache
def _flows() -> dict[str, Workflow]:
    """Every flow by its table; asked for every row of an export, and the same until the next start."""
    return {model.__tablename__: model.__workflow__ for model in flow_models()}


@cache
def _words() -> dict[str, tuple[Text, Text]]:
    """Title of the flow and words of the act, for every event a flow can make."""
    others: dict[str, Text] = {CREATE: _("created"), EDIT: _("edited"), RESUBMIT: _("sent again")}
    brought: dict[str, Text] = {BRING: _("brought over by import"), TAKE_BACK: _("import undone")}
    return {
        f"{flow.name}.{verb}": (flow.title, words)
        for flow in _flows().values()
        for verb, words in (others | (brought if flow.bringing else {}) | {act.key: act.label for act in flow.acts()}).items()
    }
