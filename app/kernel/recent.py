"""Terakhir dibuka: the last pages of records a person opened, as ids in his signed session. No write to the database; it ends with the session."""

from dataclasses import dataclass

from app.kernel.actor import Actor
from app.kernel.crud.brief import Brief, briefs, kind_of
from app.kernel.crud.links import remembered
from app.kernel.navigation import view_called


@dataclass(frozen=True)
class Opened:
    """A record opened before, and what kind of record it is."""

    brief: Brief
    kind: str


def recent(actor: Actor) -> list[Opened]:
    """The last opened first, each within what the person may see at this moment: what is gone or no longer his is left out."""
    opened = remembered()
    found: dict[tuple[str, int], Opened] = {}
    for endpoint in dict.fromkeys(endpoint for endpoint, _pk in opened):
        view = view_called(endpoint)
        if view is None or not view.may("show"):
            continue
        shown = briefs(view, actor, [pk for name, pk in opened if name == endpoint])
        found |= {(endpoint, pk): Opened(each, kind_of(view)) for pk, each in shown.items()}
    return [found[key] for key in opened if key in found]
