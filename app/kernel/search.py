"""The search over menu and records: no query language of its own. What a list's typed filter finds inside the person's scope is found, nothing else.

A view takes part with `searchable = True` and a `Typed` filter; views of flows do from the start.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app
from flask_babel import gettext as _

from app.kernel.actor import Actor
from app.kernel.crud.brief import Brief, brief, kind_of
from app.kernel.db import session
from app.kernel.filters import LONGEST_TYPED, Choice, Typed
from app.kernel.listing import ListState
from app.kernel.navigation import entries

SHOWN = 5
SHORTEST = 2
TYPED = "q"


@dataclass(frozen=True)
class Found:
    """One kind of results: at most SHOWN, and the address of the list of all of them when there are more."""

    key: str
    title: str
    hits: Sequence[Brief]
    icon: str
    more_url: str | None = None


Finder = Callable[[str], Found]
_finders: list[Finder] = []


def register_finder(finder: Finder) -> None:
    """Let a feature's own pages, open to everybody, be found too; at import, once each."""
    _finders.append(finder)


def search(actor: Actor, text: str) -> list[Found]:
    """What `text` finds, by kind: first the menu, then each searchable list the person may open; one query a list, none below SHORTEST signs."""
    text = " ".join(text.split())[:LONGEST_TYPED]
    if len(text) < SHORTEST:
        return []
    groups = [_menu(text), *(_records(view, actor, text) for view in searchable_views() if view.may("list"))]
    groups += [finder(text) for finder in _finders]
    return [group for group in groups if group.hits]


def searchable_views() -> list[Any]:
    """The views that take part, in the order of FEATURES."""
    known = current_app.appbuilder.baseviews  # type: ignore[attr-defined]
    return [view for view in known if getattr(view, "searchable", False) and any(_is_typed(each) for each in view.listing.filters)]


def _is_typed(each: Any) -> bool:
    return isinstance(each, Typed) and each.key == TYPED


def _menu(text: str) -> Found:
    words = text.casefold().split()
    hits = [
        Brief(entry.label, entry.group, entry.url)
        for entry in entries()
        if all(word in f"{entry.label} {entry.group}".casefold() for word in words)
    ]
    return Found("menu", _("Menu"), hits[:SHOWN], "list")


def _records(view: Any, actor: Actor, text: str) -> Found:
    state = ListState(values=((TYPED, text),))
    rows = session().scalars(view.listing.query(actor, state).limit(SHOWN + 1)).unique().all()
    more = None
    if len(rows) > SHOWN:
        chosen = {each.key: each.everything for each in view.listing.offered(actor) if isinstance(each, Choice) and each.default}
        more = view.list_url(state, asked=view.listing.require_click, **chosen)
    return Found(view.endpoint, kind_of(view), [brief(view, row) for row in rows[:SHOWN]], "file-earmark-text", more)
