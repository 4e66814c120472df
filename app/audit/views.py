"""The auditor's screen: the whole trail, narrowed by period, event, person, role and record. Read only: there is no way to write here."""

from typing import Any

from flask_babel import lazy_gettext as _

from app.audit.models import AuditEntry
from app.audit.queries import event_name, event_options, follows_its_neighbour, type_name, type_options
from app.audit.rules import changes
from app.audit.words import field_word, value_word
from app.kernel import richtext
from app.kernel.actor import Actor
from app.kernel.crud import PortalModelView
from app.kernel.filters import Choice, Period, Typed
from app.kernel.listing import Column, Kind, Listing
from app.kernel.roles import Role

COLUMNS = (
    Column("at", _("Time"), sort=AuditEntry.at, kind=Kind.DATETIME),
    Column("event", _("Event"), lambda row: event_name(row.event), sort=AuditEntry.event, primary=True),
    Column("actor_name", _("Acting person"), sort=AuditEntry.actor_name),
    Column("role", _("Role"), lambda row: _role(row.role), sort=AuditEntry.role),
    Column("subject_type", _("Record type"), lambda row: type_name(row.subject_type), sort=AuditEntry.subject_type, screen=False),
    Column("subject_label", _("Record")),
    Column("address", _("Network address"), sort=AuditEntry.address),
    Column(
        "changes",
        _("Changes"),
        lambda row: [f"{field_word(name)}: {value_word(name, old)} → {value_word(name, new)}" for name, old, new in changes(row.data)],
        kind=Kind.LINES,
        screen=False,
    ),
    Column("note", _("Note"), lambda row: richtext.plain(str(row.data.get("note") or "")), screen=False),
    Column("position", _("Row of the chain"), sort=AuditEntry.position, kind=Kind.NUMBER, screen=False),
    Column("digest", _("Digest"), screen=False),
)
LISTING = Listing(
    AuditEntry,
    COLUMNS,
    filters=(
        Typed((AuditEntry.subject_label, AuditEntry.actor_name, AuditEntry.address)),
        Period("day", _("Period"), AuditEntry.at),
        Choice("what", _("Event"), _("All events"), event_options, lambda value: AuditEntry.event == value),
        Typed((AuditEntry.actor_name,), key="person", label=_("Acting person"), placeholder=_("Name")),
        Choice(
            "acting",
            _("Role"),
            _("All roles"),
            lambda actor: [(role.value, role.label) for role in Role],
            lambda value: AuditEntry.role == value,
        ),
        Choice("type", _("Record type"), _("All types"), type_options, lambda value: AuditEntry.subject_type == value),
    ),
    default_sort="-position",
    page_sizes=(25, 50, 100),
    empty_title=_("Nothing has happened yet"),
)


class AuditView(PortalModelView):
    """Jejak Audit."""

    route_base, title, model = "/audit", _("Audit trail"), AuditEntry
    listing = LISTING
    detail = (*COLUMNS[:7], *COLUMNS[8:])
    show_template = "audit/show.html"

    def record_title(self, record: AuditEntry) -> str:
        return event_name(record.event)

    def show_context(self, actor: Actor, record: AuditEntry) -> dict[str, Any]:
        return {
            "changed": [(field_word(name), value_word(name, old), value_word(name, new)) for name, old, new in changes(record.data)],
            "rest": [
                (field_word(name), value_word(name, value))
                for name, value in sorted(record.data.items())
                if name not in ("before", "after", "note", "role")
            ],
            "unbroken": follows_its_neighbour(record),
        }


def _role(value: str) -> str:
    return str(Role(value).label) if value else "–"
