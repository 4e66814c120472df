"""Records brought over from a spreadsheet: they arrive where their flow says, with a history that says so, and leave again when their batch is undone.

Only what nobody has worked on since leaves; the importer itself notices changed columns.
"""

from typing import Any, TypeVar

from flask_babel import gettext as _
from markupsafe import escape

from app.kernel.actor import Actor
from app.kernel.approval import content, history, place, remember
from app.kernel.db import transaction
from app.kernel.errors import Conflict, Denied
from app.kernel.events import Event, publish
from app.kernel.scope import fetch, reached, scope_of
from app.kernel.workflow import Bringing

BRING, TAKE_BACK = "import", "import_undo"
Record = TypeVar("Record")


def bring(actor: Actor, record: Record, source: str) -> Record:
    """Write a record out of the file `source`. Raises Denied if the flow does not let the actor, or if it would be his own record."""
    with transaction() as current:
        made: Any = record
        bringing = _bringing(made)
        place(made, bringing.arrives, version=1)
        current.add(made)
        current.flush()
        if not reached(type(made), actor, bringing.role, bringing.reach, [made.id]):
            raise Denied
        scope = scope_of(type(made))
        if (
            scope is not None
            and scope.owner is not None
            and actor.employee_id is not None
            and getattr(made, scope.owner.key) == actor.employee_id
        ):
            raise Denied(_("Nobody decides on his own record."))
        note = str(escape(source)) or None
        remember(actor, made, BRING, None, bringing.role, note)
        data = {"role": bringing.role.value, "to": made.state, "note": note, "after": content(made)}
        publish(Event(f"{made.__workflow__.name}.{BRING}", actor, made, data))
        return record


def take_back(actor: Actor, model: type[Any], pk: int) -> Any:
    """Take a record out again that was brought over. Raises Missing, Denied, or Conflict once somebody has worked on it."""
    with transaction() as current:
        record = fetch(model, actor, pk, lock=True)
        bringing = _bringing(record)
        if not reached(model, actor, bringing.role, bringing.reach, [pk]):
            raise Denied
        if [row.step for row in history(record)] != [BRING]:
            raise Conflict(_("Somebody has worked on this record since."))
        before = record.state
        place(record, bringing.leaves, version=record.version + 1)
        current.flush()
        remember(actor, record, TAKE_BACK, before, bringing.role, None)
        data = {"role": bringing.role.value, "from": before, "to": record.state}
        publish(Event(f"{record.__workflow__.name}.{TAKE_BACK}", actor, record, data))
        return record


def _bringing(record: Any) -> Bringing:
    found: Bringing | None = record.__workflow__.bringing
    if found is None:
        raise Denied
    return found
