"""How the auditor reads the trail: names of events, of record types, and the chain's own proof for a row."""

from collections.abc import Sequence

from flask_babel import gettext
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.audit.rules import EVENTS, NOUNS
from app.kernel.actor import Actor
from app.kernel.approval import CREATE, EDIT, RESUBMIT
from app.kernel.chain import GENESIS
from app.kernel.db import session
from app.kernel.inbox import flow_models
from app.kernel.workflow import Workflow


def event_names() -> dict[str, str]:
    """What people read for every event key there is: those of the table, and the steps of every flow."""
    names = {key: str(label) for key, label in EVENTS.items()}
    for flow in _flows():
        words = {CREATE: gettext("created"), EDIT: gettext("edited"), RESUBMIT: gettext("sent again")}
        words |= {act.key: str(act.label) for act in flow.acts()}
        names |= {f"{flow.name}.{key}": f"{flow.title}: {word}" for key, word in words.items()}
    return names


def event_name(key: str) -> str:
    """The event in words; the key itself for one that is older than the table."""
    return event_names().get(key, key)


def event_options(actor: Actor) -> Sequence[tuple[str, str]]:
    """(key, name) of every event, by name; for the filter."""
    return sorted(event_names().items(), key=lambda pair: pair[1])


def type_name(table: str | None) -> str:
    """What people read for a record's type."""
    return str(_nouns().get(table or "", table or ""))


def type_options(actor: Actor) -> Sequence[tuple[str, str]]:
    """(table, name) of every type of record, by name; for the filter."""
    return sorted(_nouns().items(), key=lambda pair: pair[1])


def follows_its_neighbour(entry: AuditEntry) -> bool:
    """Whether the row still names the row before it by its digest; `flask audit verify` walks the whole chain."""
    before = session().scalar(select(AuditEntry.digest).where(AuditEntry.position == entry.position - 1)) if entry.position > 1 else GENESIS
    return before == entry.previous


def _flows() -> list[Workflow]:
    return [model.__workflow__ for model in flow_models()]


def _nouns() -> dict[str, str]:
    nouns = {table: str(label) for table, label in NOUNS.items()}
    return nouns | {model.__tablename__: str(model.__workflow__.title) for model in flow_models()}
