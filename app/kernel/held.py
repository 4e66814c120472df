"""What every request reads and hardly anybody changes (settings, permissions, code lists, the OPDs): kept in the process, thrown away when it changes.

A row per kind names its present content by a random stamp; whoever changes the content draws a new one in the same transaction. A request reads all stamps in one
query, and what this process holds under the same stamp is still true, whichever process or machine changed it last.
"""

import secrets
from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import current_app, g
from sqlalchemy import JSON, ScalarSelect, String, event, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.kernel.db import Model, insert_into, session

Value = TypeVar("Value")
KEPT, OWN = "portal_held", "held"


class Stamp(Model):
    """The name of a kind's present content."""

    __tablename__ = "stamp"

    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(32), nullable=False)


def held(kind: str, load: Callable[[], Value]) -> Value:
    """What `load` answers, asked anew only after `renew(kind)`. It must be plain data, the same for everybody: it outlives the session and is shared by threads."""
    stamp = _stamps().get(kind, "")
    if stamp is None:  # changed in this very request: the others may not see it yet
        own: dict[str, Any] = session().info.setdefault(OWN, {})
        if kind not in own:
            own[kind] = load()
        return cast(Value, own[kind])
    kept: dict[str, tuple[str, Any]] = current_app.extensions.setdefault(KEPT, {})
    found = kept.get(kind)
    if found is None or found[0] != stamp:
        found = kept[kind] = (stamp, load())
    return cast(Value, found[1])


def renew(kind: str) -> None:
    """The content of `kind` changes in this transaction: every process reads it anew once this is committed."""
    row = {"kind": kind, "value": secrets.token_hex(16)}
    session().execute(insert_into(Stamp).values(row).on_conflict_do_update(index_elements=[Stamp.kind], set_={"value": row["value"]}))
    _stamps()[kind] = None
    session().info.get(OWN, {}).pop(kind, None)


def stamps_column() -> ScalarSelect[Any]:
    """All stamps as one value, for a query that is asked first of all: `take_stamps` with it, and no other asks for them."""
    gather = func.json_object_agg if session().get_bind().dialect.name == "postgresql" else func.json_group_object
    return select(gather(Stamp.kind, Stamp.value, type_=JSON)).scalar_subquery()


def take_stamps(found: dict[str, str] | None) -> None:
    """The stamps of this request, unless it has read them before."""
    if "stamps" not in g:
        g.stamps = dict(found or {})


@event.listens_for(Session, "after_rollback")
def _forget(undone: Session) -> None:
    """What was read of a change that is undone is not so."""
    undone.info.pop(OWN, None)


def _stamps() -> dict[str, str | None]:
    if "stamps" not in g:
        g.stamps = {row.kind: row.value for row in session().execute(select(Stamp.kind, Stamp.value))}
    found: dict[str, str | None] = g.stamps
    return found
