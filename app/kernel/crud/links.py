"""From a record to its page and back to where one came from: explicit addresses instead of FAB's stack in the session."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeVar

from flask import current_app, g, request, session, url_for

from app.kernel.actor import Actor
from app.kernel.errors import Denied, Missing, Text
from app.kernel.routes import own_path

View = TypeVar("View")
RECENT, KEPT = "recent", 6


class MenuItem(NamedTuple):
    """One entry of a row's menu, as the macro `row_menu` reads it: a link, or with `dialog` a dialog of the page whose form gets `action`."""

    label: Text
    url: str
    icon: str = ""
    tone: str = ""
    post: bool = False
    dialog: str | None = None
    action: str | None = None
    fragment: str | None = None
    confirm: Text | None = None
    active: bool = False


Offer = Callable[[Any], MenuItem | None]
_offers: dict[type[Any], list[Offer]] = {}


def offer_beside(model: type[Any], offer: Offer) -> None:
    """A feature further out puts an entry into the menu of another's records of `model`; `offer` answers None for a record it has nothing for."""
    known = _offers.setdefault(model, [])
    if offer not in known:
        known.append(offer)


def offered_beside(record: Any) -> list[MenuItem]:
    """What other features put into the menu of this record."""
    return [item for offer in _offers.get(type(record), ()) if (item := offer(record)) is not None]


Way = tuple[Text, str, str]
"""What a button above a list says, where it leads, and its icon."""
_ways: dict[type[Any], list[Callable[[], Way | None]]] = {}


def offer_above(model: type[Any], offer: Callable[[], Way | None]) -> None:
    """Put a button above the lists of `model` that leads to what another feature keeps of the same people; `offer` answers None where this person may not go there."""
    known = _ways.setdefault(model, [])
    if offer not in known:
        known.append(offer)


def offered_above(model: type[Any]) -> list[Way]:
    """What other features put above a list of `model`."""
    return [way for offer in _ways.get(model, ()) if (way := offer()) is not None]


_sections: dict[type[Any], list[Any]] = {}


def offer_below(model: type[Any], section: Any) -> None:
    """Put a section (a `Related`) onto the pages of records of `model`, with what another feature keeps of them."""
    known = _sections.setdefault(model, [])
    if section not in known:
        known.append(section)


def offered_below(model: type[Any]) -> Sequence[Any]:
    """The sections that other features put onto the page of a record of `model`."""
    return _sections.get(model, ())


def next_url(default: str) -> str:
    """Where to go afterwards: `next` of the request if it is an address inside the portal, else `default`."""
    return own_path(request.form.get("next") or request.args.get("next") or "") or default


def remember(endpoint: str, pk: int) -> None:
    """Keep the page of this record as the last opened of this session: its address, not its content."""
    opened = [[endpoint, pk], *(each for each in session.get(RECENT, ()) if each != [endpoint, pk])]
    session[RECENT] = opened[:KEPT]


def remembered() -> list[tuple[str, int]]:
    """The pages opened in this session as (endpoint, id), the last one first."""
    return [(str(endpoint), int(pk)) for endpoint, pk in session.get(RECENT, ())]


def view_of(model: type[Any]) -> Any:
    """The registered view whose page stands for records of `model`; None if there is none. Of several, the first whose list the acting person may open."""
    kept: tuple[int, dict[type[Any], list[Any]]] | None = current_app.extensions.get("portal_views")
    known = current_app.appbuilder.baseviews  # type: ignore[attr-defined]
    if kept is None or kept[0] != len(known):
        kept = (len(known), {})
        for view in known:
            found = getattr(view, "model", None)
            if found is not None and getattr(view, "stands_for_records", False):
                kept[1].setdefault(found, []).append(view)
        current_app.extensions["portal_views"] = kept
    views = kept[1].get(model, [])
    return next((view for view in views if len(views) > 1 and view.may("list")), views[0] if views else None)


def view_acting_for(actor: Actor, name: str, kind: type[View], method: str) -> View:
    """The view called `name`, for a job that does the work of its `method` with the actor's rights of now. Raises Missing, Denied."""
    known = current_app.appbuilder.baseviews  # type: ignore[attr-defined]
    view: Any = next((found for found in known if type(found).__name__ == name and isinstance(found, kind)), None)
    if view is None:
        raise Missing
    # FAB's permission check asks who acts in this context.
    g.actor = actor
    if not view.may(method):
        raise Denied
    found: View = view
    return found


def url_for_record(record: Any) -> str | None:
    """The record's page, or its list if it has no page of its own; None if no view shows its model. Whether the reader may open it, the page itself asks."""
    view = view_of(type(record))
    if view is None:
        return None
    if "show" in view.exclude_route_methods:
        return url_for(f"{view.endpoint}.list")
    return url_for(f"{view.endpoint}.show", pk=record.id)
