"""From a record to its page and back to where one came from: explicit addresses instead of FAB's stack in the session."""

from dataclasses import dataclass
from typing import Any, TypeVar

from flask import current_app, g, request, url_for

from app.kernel.actor import Actor
from app.kernel.errors import Denied, Missing
from app.kernel.routes import own_path
from app.kernel.workflow import Text

View = TypeVar("View")


@dataclass(frozen=True)
class MenuItem:
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


def next_url(default: str) -> str:
    """Where to go afterwards: `next` of the request if it is an address inside the portal, else `default`."""
    return own_path(request.form.get("next") or request.args.get("next") or "") or default


def view_of(model: type[Any]) -> Any:
    """The registered view whose page stands for records of `model`; None if there is none."""
    views: dict[type[Any], Any] | None = current_app.extensions.get("portal_views")
    known = current_app.appbuilder.baseviews  # type: ignore[attr-defined]
    if views is None or views.get(type(None)) != len(known):
        views = {type(None): len(known)}
        for view in known:
            found = getattr(view, "model", None)
            if found is not None and getattr(view, "stands_for_records", False):
                views.setdefault(found, view)
        current_app.extensions["portal_views"] = views
    return views.get(model)


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
