"""The parts of the first page as data: a feature declares its panels, the page shows each person those of his roles, every panel once.

>>> PANELS = (Panel("my_leaves", _("My study leaves"), (Role.EMPLOYEE,), load_my_leaves, Place.WORK),)

`load(actor)` answers one of the view models below, or None when there is nothing to say; the view model names the macro that draws it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, ClassVar, TypeAlias

from flask import Flask, current_app

from app.kernel.actor import Actor
from app.kernel.charts import NARROW, Bar, bar_picture
from app.kernel.crud.brief import Brief
from app.kernel.errors import Text
from app.kernel.roles import Role

REGISTERED = "portal_panels"


class Place(IntEnum):
    """Where on the page: what must be done first, work under way, figures; BESIDE stands in the narrow column, which comes last on a phone."""

    NOW = 1
    WORK = 2
    FIGURES = 3
    BESIDE = 4


@dataclass(frozen=True)
class Figure:
    """One number with its name, leading to exactly the list it counts."""

    label: Text
    value: str
    url: str | None = None
    tone: str = "neutral"
    icon: str | None = None
    hint: Text = ""


@dataclass(frozen=True)
class Stats:
    """Numbers side by side; `heading` names them where one panel has several rows."""

    figures: Sequence[Figure]
    heading: Text = ""
    kind: ClassVar[str] = "stats"


@dataclass(frozen=True)
class Grid:
    """The same figures of several subjects, a subject a row; `columns` are the headings, that of the subjects first."""

    columns: Sequence[Text]
    rows: Sequence[tuple[Text, Sequence[Figure]]]
    kind: ClassVar[str] = "grid"


@dataclass(frozen=True)
class Line:
    """One line of a list: the record, what happened last, what to do with it now, and why (`reason`: the words of whoever returned it)."""

    brief: Brief
    note: Text = ""
    action: tuple[Text, str] | None = None
    reason: str = ""
    icon: str = "pencil"


@dataclass(frozen=True)
class Lines:
    """A short list with the way to the whole of it; without lines it says `empty`."""

    lines: Sequence[Line]
    more: tuple[Text, str] | None = None
    empty: Text = ""
    empty_icon: str = "check2-circle"
    kind: ClassVar[str] = "lines"


@dataclass(frozen=True)
class Chart:
    """Bars with the table of the same figures beneath; `columns` are the two headings of the table, `alt` says what the picture shows."""

    bars: Sequence[Bar]
    columns: tuple[Text, Text]
    alt: Text
    colour: str
    more: tuple[Text, str] | None = None
    kind: ClassVar[str] = "chart"

    @property
    def image(self) -> str:
        """The drawing as a data address: one request and one set of queries less."""
        return bar_picture(self.bars, self.colour, width=NARROW)


@dataclass(frozen=True)
class Ring:
    """How far something is towards its target, as a ring and in words; more than the target fills the ring and no more.

    `details_url` is a page that answers a script with a dialog: the words open it, and lead to the page where no script runs.
    """

    value: int
    target: int
    text: Text
    hint: Text = ""
    action: tuple[Text, str] | None = None
    details_url: str | None = None
    kind: ClassVar[str] = "ring"

    @property
    def percent(self) -> int:
        """0 to 100; 100 only when the target has been reached."""
        return max(0, min(100, self.value * 100 // self.target)) if self.target > 0 else 100


@dataclass(frozen=True)
class Call:
    """The one thing to do next, as a sentence and a button."""

    text: Text
    action: tuple[Text, str]
    icon: str = "plus-lg"
    kind: ClassVar[str] = "call"


@dataclass(frozen=True)
class Door:
    """A way to a list, with how much is in it and its export where the person may take it."""

    label: Text
    url: str
    icon: str
    count: str = ""
    export_url: str | None = None


@dataclass(frozen=True)
class Doors:
    """Ways to lists, under the headings of the menu."""

    groups: Sequence[tuple[Text, Sequence[Door]]]
    kind: ClassVar[str] = "doors"


@dataclass(frozen=True)
class Facts:
    """What is known of one thing: names and values; what has no value is left out."""

    rows: Sequence[tuple[Text, str]]
    kind: ClassVar[str] = "facts"


@dataclass(frozen=True)
class Tile:
    """A large button: it leads to `url`, or unfolds into its doors."""

    label: Text
    icon: str
    url: str = ""
    doors: Sequence[Door] = ()


@dataclass(frozen=True)
class Tiles:
    """The large buttons of a first page (S3)."""

    tiles: Sequence[Tile]
    kind: ClassVar[str] = "ways"


Content: TypeAlias = Stats | Grid | Lines | Chart | Ring | Call | Doors | Facts | Tiles


@dataclass(frozen=True)
class Panel:
    """A part of the first page for holders of one of `roles`. `load` may answer several contents, shown under one title."""

    key: str
    title: Text
    roles: tuple[Role, ...]
    load: Callable[[Actor], Content | Sequence[Content] | None]
    place: Place = Place.WORK


@dataclass(frozen=True)
class Shown:
    """A panel with what it says to this person."""

    panel: Panel
    contents: Sequence[Content]


def register(app: Flask, panels: Sequence[Panel]) -> None:
    """The panels of `app`, in the order of FEATURES; raises ValueError when two share a key."""
    if len({panel.key for panel in panels}) != len(panels):
        raise ValueError("two panels share a key")
    app.extensions[REGISTERED] = tuple(panels)


def panels_for(actor: Actor) -> list[Shown]:
    """The panels of this person's roles that have something to say, by place, then in the order of FEATURES; each once, however many roles he holds."""
    registered: Sequence[Panel] = current_app.extensions.get(REGISTERED, ())
    found = []
    for panel in sorted(registered, key=lambda panel: panel.place):
        if actor.has(*panel.roles) and (said := panel.load(actor)):
            contents: Any = said if isinstance(said, list | tuple) else (said,)
            found.append(Shown(panel, contents))
    return found
