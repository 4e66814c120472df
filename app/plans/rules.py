"""Pure decisions about yearly plans: when a year is open (T36), which reminder is due, what a form is worth in JP (standards 5), how large a gap is (standards 4)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from app.kernel.formats import format_number

REMIND_DAYS = (14, 3, 1)
"""Days before the last day on which those who have not sent their plan are reminded."""

LEVELS = ("1", "2", "3", "4", "5")
FULL = Decimal(100)
LEAST_PERFORMANCE = Decimal(1)
NO_JP = Decimal(0)
HUNDREDTH = Decimal("0.01")


class Window(StrEnum):
    """Where a day lies: before the first day, between first and last day (both included), or after."""

    EARLY = "early"
    OPEN = "open"
    LOCKED = "locked"

    @property
    def label(self) -> LazyString:
        return WINDOW_LABELS[self]


WINDOW_LABELS = {Window.EARLY: _("Not open yet"), Window.OPEN: _("Open"), Window.LOCKED: _("Locked")}


class Path(StrEnum):
    """The three ways of development (T5)."""

    STUDY = "tugas_belajar"
    CLASSICAL = "klasikal"
    NON_CLASSICAL = "nonklasikal"

    @property
    def label(self) -> LazyString:
        return PATH_LABELS[self]

    @property
    def hint(self) -> LazyString:
        """What the card of the path says below its name."""
        return STUDY_HINT if self is Path.STUDY else TRAINING_HINT


PATH_LABELS = {Path.STUDY: _("Study assignment"), Path.CLASSICAL: _("Klasikal training"), Path.NON_CLASSICAL: _("Nonklasikal training")}


STUDY_HINT = _("Training of civil servants by formal higher education")
TRAINING_HINT = _("Programme to extend the knowledge of civil servants")


class Counting(StrEnum):
    """What a form's JP are counted by: as its programme says, by the day, by the time, for the whole activity, or not at all."""

    PROGRAMME = "asli"
    DAY = "hari"
    TIME = "kali"
    ACTIVITY = "kegiatan"
    NONE = "tidak"


@dataclass(frozen=True)
class Gap:
    """How far a person's latest test lies below the standard of his job: `score` and `points` in percent, `band` as the agency calls it; `level` the required level."""

    level: int | None
    score: Decimal | None
    points: Decimal | None
    band: str = ""


@dataclass(frozen=True)
class LevelGap:
    """One competence of a standard: the level the job asks for, the person's own (None until he chose it), and how the difference is called."""

    code: str
    label: str
    group: str
    required: int | None
    own: int | None
    missing: int
    band: str


def levels_missing(required: int | None, own: int | None) -> int:
    """How many levels lie between a person and his standard; who is above it lacks none."""
    return max(required - own, 0) if required is not None and own is not None else 0


def levels_in(text: str) -> dict[str, int]:
    """The levels by competence that a text like "M.6=3, SK.1=2" names; parts that say nothing of the kind are left out."""
    found: dict[str, int] = {}
    for part in text.split(","):
        name, sign, number = (each.strip() for each in part.partition("="))
        if sign and number in LEVELS:
            found[name] = int(number)
    return found


def levels_as_text(levels: Mapping[str, int]) -> str:
    """The same the other way round."""
    return ", ".join(f"{code}={level}" for code, level in levels.items())


def required_levels(level: int | None, exceptions: str, competences: Iterable[str]) -> dict[str, int | None]:
    """The required level of each competence: that of the job, or its own where `exceptions` ("M.6=3, SK.1=2") names it."""
    own = levels_in(exceptions)
    return {key: own.get(key, level) for key in competences}


def rank_help(required: int, own: int, level: int) -> tuple[int, int] | None:
    """How well a training that leads to `level` closes the gap from `own` to `required`, the smallest first; None if it does not help.

    First those that close it, the nearest to the standard before the others; then those that lead part of the way, the furthest first.
    """
    if own >= required or level <= own:
        return None
    return (0, level - required) if level >= required else (1, required - level)


def place_of_plan(rows: Collection[str]) -> str:
    """Where a plan stands whose rows stand in these states: first what its owner has to do, then what its supervisor has to; without any row it is being written."""
    for state in ("returned", "draft", "sent"):
        if state in rows:
            return state
    return "decided" if rows else "draft"


def window_on(day: date, opens_on: date, closes_on: date) -> Window:
    """A plan is open from the first moment of `opens_on` to 23:59:59 of `closes_on`, both on the agency's calendar (T36)."""
    if day < opens_on:
        return Window.EARLY
    return Window.OPEN if day <= closes_on else Window.LOCKED


def reminder_due(day: date, closes_on: date) -> int | None:
    """The reminder that belongs to `day`: the nearest of 14, 3 and 1 days that has been reached; None outside the last fortnight.

    A portal that stood still on the very day sends it late rather than never.
    """
    left = (closes_on - day).days
    return min((days for days in REMIND_DAYS if 0 <= left <= days), default=None)


def days_of(begins_on: date, ends_on: date) -> int:
    """Calendar days, the first and the last included."""
    return (ends_on - begins_on).days + 1


def convert_jp(counting: Counting, worth: Decimal | None, begins_on: date, ends_on: date) -> Decimal | None:
    """The JP that a form of development is worth (`worth` JP a day, or for the whole); None where only the programme itself says it."""
    match counting:
        case Counting.NONE:
            return NO_JP
        case Counting.DAY if worth is not None:
            return worth * days_of(begins_on, ends_on)
        case Counting.TIME | Counting.ACTIVITY if worth is not None:
            return worth
        case _:
            return None


def points_missing(score: Decimal) -> Decimal:
    """The gap of a test result in percent of the standard; who is above it has none."""
    return max(FULL - score, Decimal(0))


def band_of(score: Decimal, bands: list[tuple[Decimal, str]]) -> str:
    """The name of the highest band whose lower edge `score` reaches; "" below all of them."""
    return max(((edge, name) for edge, name in bands if score >= edge), default=(Decimal(0), ""))[1]


def spans_of(bands: list[tuple[Decimal, str]]) -> list[tuple[str, str]]:
    """(from - to, name) of each band, the highest first, as T9 writes them: "≥ 91", "76 - 90,99", "≤ 60,99"; hundredths lie between two bands."""
    found, above = [], None
    ordered = sorted(bands, reverse=True)
    for edge, name in ordered:
        if above is None:
            span = f"≥ {format_number(edge)}"
        elif edge == ordered[-1][0]:
            span = f"≤ {format_number(above - HUNDREDTH)}"
        else:
            span = f"{format_number(edge)} - {format_number(above - HUNDREDTH)}"
        found.append((span, name))
        above = edge
    return found


def a_year_later(day: date) -> date:
    """The same day of the next year; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day + timedelta(days=365)
