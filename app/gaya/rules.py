"""Colours of the style sheet and their contrast, measured; words of the pages."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from app.kernel import colours

PAGES: Mapping[str, tuple[LazyString, str]] = {
    "colours": (_("Colours, type and icons"), "circle-half"),
    "buttons": (_("Buttons, badges and messages"), "check2-square"),
    "lists": (_("Lists"), "list-ul"),
    "forms": (_("Forms"), "pencil"),
    "documents": (_("Documents and drop zone"), "upload"),
    "dialogs": (_("Dialogs"), "question-circle"),
    "progress": (_("Progress, steps and history"), "clock-history"),
    "figures": (_("Figures and charts"), "bar-chart"),
    "print": (_("Print"), "printer"),
}
"""The pages in their order: title and icon by the last part of the address."""

TONES = ("neutral", "info", "primary", "success", "warning", "danger")
ENOUGH = 4.5
"""The contrast that WCAG AA asks of text."""


@dataclass(frozen=True)
class Pair:
    """Ink on ground in one theme, and their contrast as WCAG counts it (1 to 21)."""

    name: str
    theme: str
    ink: str
    ground: str

    @property
    def contrast(self) -> float:
        return colours.contrast(self.ink, self.ground)


def pairs(style: str) -> list[Pair]:
    """The pairs of text and ground that the style sheet `style` declares, in both themes."""
    light = variables(style, ":root") | variables(style, ":root, [data-bs-theme=light]")
    found = []
    for theme, values in (("light", light), ("dark", light | variables(style, "[data-bs-theme=dark]"))):
        found += [Pair(f"tone-{tone}", theme, values[f"tone-{tone}"], values[f"tone-{tone}-bg"]) for tone in TONES]
        found += [Pair(f"tone-{tone} / surface", theme, values[f"tone-{tone}"], values["surface"]) for tone in TONES]
        found.append(Pair("brand-ink", theme, values["brand-ink"], values["brand"]))
    return found


def variables(style: str, selector: str) -> dict[str, str]:
    """The colours (#rgb or #rrggbb) that the first block of `selector` names."""
    block = style.split(f"{selector} {{", 1)[1].split("}", 1)[0]
    return {name: _long(value) for name, value in re.findall(r"--([\w-]+):\s*(#[0-9a-fA-F]{3,6})\s*;", block)}


def _long(colour: str) -> str:
    return "#" + "".join(digit * 2 for digit in colour[1:]) if len(colour) == 4 else colour
