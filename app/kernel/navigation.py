"""The menu as data: what this person may open, for the search, the doors of the first page and the counters."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app


@dataclass(frozen=True)
class Entry:
    """One entry of the menu; `group` is the heading it stands under, `view` the screen behind it."""

    name: str
    label: str
    url: str
    icon: str
    group: str = ""
    view: Any = None


def entries() -> list[Entry]:
    """The entries the acting person may open, from top to bottom."""
    menu = current_app.appbuilder.menu  # type: ignore[attr-defined]
    views = {item.name: item.baseview for item in menu_items()}
    found = []
    for item in menu.get_data():
        if item == "-":
            continue
        group, children = (item["label"], item["childs"]) if "childs" in item else ("", [item])
        for child in children:
            if child != "-" and child.get("url"):
                found.append(Entry(child["name"], child["label"], child["url"], child["icon"], group, views.get(child["name"])))
    return found


def menu_items() -> Sequence[Any]:
    """Every entry of the menu, whoever may open it."""
    top = current_app.appbuilder.menu.menu  # type: ignore[attr-defined]
    return [item for entry in top for item in (entry, *entry.childs)]


def view_called(endpoint: str) -> Any:
    """The registered view of this endpoint; None if there is none."""
    known = current_app.appbuilder.baseviews  # type: ignore[attr-defined]
    return next((view for view in known if view.endpoint == endpoint), None)
