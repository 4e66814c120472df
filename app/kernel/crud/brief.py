"""A record in one line, for the search, the last opened and the first page; made of what its list declares, so that nothing is said twice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.kernel.actor import Actor
from app.kernel.db import session
from app.kernel.listing import Badge, Kind, ListState

HINTS = 2
STATUS = "state"
"""The column of the status, which a list with several badges is told by."""
WORDS = (Kind.TEXT, Kind.LINES, Kind.NIP)


@dataclass(frozen=True)
class Brief:
    """How a record is called, what tells it from others of that name, where its page is, and its status where its list has one."""

    title: str
    hint: str
    url: str
    badge: Badge | None = None


def brief(view: Any, record: Any) -> Brief:
    """`record`, read with the options of the view's list, in one line."""
    title = view.record_title(record)
    columns = [column for column in view.listing.columns if column.screen]
    words: list[str] = []
    for column in sorted(columns, key=lambda column: not column.primary):
        if column.kind in WORDS and len(words) < HINTS:
            cell = column.cell(record)
            words += [str(line) for line in ([cell] if isinstance(cell, str) else cell) if line and str(line) not in title]
    badges = sorted((column for column in columns if column.kind is Kind.BADGE), key=lambda column: column.key != STATUS)
    badge = badges[0].cell(record) if badges else None
    url = view.own_url(record.id) if view.may("show") else view.list_url(q=title)
    return Brief(title, " · ".join(words[:HINTS]), url, badge or None)


def kind_of(view: Any) -> str:
    """What the view's records are called: its flow's name, or its own."""
    flow = getattr(view.listing.model, "__workflow__", None)
    return str(flow.title if flow else view.title)


def briefs(view: Any, actor: Actor, pks: Iterable[int]) -> Mapping[int, Brief]:
    """Those of the view's records `pks` that the actor sees, by id; one query."""
    query = view.listing.query(actor, ListState(), view.listing.model.id.in_(list(pks)))
    return {record.id: brief(view, record) for record in session().scalars(query).unique()}
