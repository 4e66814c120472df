"""Every event becomes a row of the audit trail, in the transaction that made it true: what is not recorded has not happened."""

from typing import Any

from app.audit.models import LABEL_LENGTH, AuditEntry
from app.audit.rules import acting_role, redact
from app.kernel.chain import append
from app.kernel.events import Event, listens
from app.kernel.scope import scope_of


@listens("*")
def record_event(event: Event) -> None:
    """Append the event's row to the chain."""
    append(
        AuditEntry(
            at=event.at,
            event=event.key,
            event_id=event.id,
            user_id=event.actor.user_id,
            actor_name=event.actor.name,
            role=acting_role(event.actor, event.data),
            address=event.actor.address,
            subject_type=event.subject_type,
            subject_id=event.subject_id,
            subject_label=_label(event.subject)[:LABEL_LENGTH],
            unit_id=_unit(event.subject),
            data=redact(event.subject_type, event.data),
        )
    )


def _label(subject: Any) -> str:
    """The record in one line; its number if it has no words for itself."""
    if subject is None:
        return ""
    words = getattr(subject, "summary", None) or getattr(subject, "title", None)
    if words or type(subject).__repr__ is not object.__repr__:  # type: ignore[comparison-overlap]
        return str(words or subject)
    return f"#{subject.id}"


def _unit(subject: Any) -> int | None:
    """The unit the record belongs to by its scope; None for what belongs to no unit."""
    scope = scope_of(type(subject))
    unit: int | None = getattr(subject, scope.unit.key, None) if scope is not None and scope.unit is not None else None
    return unit
