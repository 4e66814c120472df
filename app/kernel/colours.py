"""From the agency's one colour to every tone the pages use, each readable by computation: text at 4.5 : 1, marks at 3 : 1 (WCAG 2.2, 1.4.3 and 1.4.11).

No colour is refused. Where the colour itself does not reach the contrast, a darker or lighter tone of it stands in; buttons keep the colour
and take black or white letters, one of which always reaches 4.5 : 1.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

TEXT, MARK = 4.5, 3.0
BLACK, WHITE = "#000000", "#ffffff"
LIGHT = ("#ffffff", "#f4f6f8", "#e6eaee")
DARK = ("#12181e", "#1a222a", "#323d47")
"""What text stands on in either theme: --surface, --page and --tone-neutral-bg of portal.css."""

LIGHT_SURFACE, DARK_SURFACE = LIGHT[0], DARK[1]
WASH = 0.12
"""Share of the colour behind the current entry of the menu."""

STEPS = 50


@dataclass(frozen=True)
class Tones:
    """`ink` is for letters on the colour; `link` and `mark` come for the light and the dark theme."""

    brand: str
    ink: str
    hover: str
    active: str
    link: str
    mark: str
    dark_link: str
    dark_mark: str

    @property
    def contrasts(self) -> tuple[float, float, float]:
        """The least contrast of letters on buttons, of links in the light theme, and of links in the dark one."""
        light, dark = _grounds(self.brand)
        return contrast(self.brand, self.ink), least_contrast(self.link, light), least_contrast(self.dark_link, dark)


def tones(brand: str) -> Tones:
    """Every tone of `brand` (#rrggbb)."""
    ink = max((WHITE, BLACK), key=lambda each: contrast(each, brand))
    away = BLACK if ink == WHITE else WHITE
    light, dark = _grounds(brand)
    return Tones(
        brand,
        ink,
        hover=blend(brand, away, 0.15),
        active=blend(brand, away, 0.25),
        link=_toward(brand, BLACK, light, TEXT),
        mark=_toward(brand, BLACK, LIGHT, MARK),
        dark_link=_toward(blend(brand, WHITE, 0.6), WHITE, dark, TEXT),
        # A white tick stands on it, and it stands on a dark card.
        dark_mark=_toward(_toward(brand, WHITE, (DARK_SURFACE,), MARK), BLACK, (WHITE,), MARK),
    )


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def least_contrast(colour: str, grounds: Sequence[str]) -> float:
    return min(contrast(colour, ground) for ground in grounds)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def blend(colour: str, other: str, share: float) -> str:
    """`colour` with `share` (0 to 1) of `other`, as color-mix in srgb does it."""
    mixed = (mine * (1 - share) + theirs * share for mine, theirs in zip(_channels(colour), _channels(other), strict=True))
    return "#" + "".join(f"{round(value * 255):02x}" for value in mixed)


def stylesheet(brand: str) -> str:
    """The tones as the custom properties of portal.css."""
    made = tones(brand)
    return (
        f":root{{--brand:{made.brand};--brand-ink:{made.ink};--brand-hover:{made.hover};--brand-active:{made.active};"
        f"--link:{made.link};--mark:{made.mark}}}\n"
        f"[data-bs-theme=light]{{--link:{made.link};--mark:{made.mark}}}\n"
        f"[data-bs-theme=dark]{{--link:{made.dark_link};--mark:{made.dark_mark}}}\n"
    )


@lru_cache(maxsize=64)
def version_of(brand: str) -> str:
    """A short digest of the stylesheet, for its address."""
    return hashlib.sha256(stylesheet(brand).encode()).hexdigest()[:12]


def _grounds(brand: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return (*LIGHT, blend(LIGHT_SURFACE, brand, WASH)), (*DARK, blend(DARK_SURFACE, brand, WASH))


def _toward(colour: str, end: str, grounds: Sequence[str], wanted: float) -> str:
    """`colour`, or the nearest tone on the way to `end` that reaches `wanted` on all grounds."""
    steps = (blend(colour, end, step / STEPS) for step in range(STEPS + 1))
    return next((each for each in steps if least_contrast(each, grounds) >= wanted), end)


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue
