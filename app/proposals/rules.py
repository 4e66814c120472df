"""Pure decisions about proposals: which period a day belongs to (P18), and which words mean the same training (P33)."""

import re
import unicodedata
from datetime import date
from enum import StrEnum


class Source(StrEnum):
    """Where the training's name comes from (P7): the catalogue, or typed by hand."""

    CATALOGUE = "catalogue"
    MANUAL = "manual"


class PeriodKind(StrEnum):
    """How long "once" lasts for an employee (P18)."""

    YEAR = "year"
    SEMESTER = "semester"
    QUARTER = "quarter"
    EVER = "ever"


def period_of(day: date, kind: PeriodKind) -> str:
    """The name of the period that `day` lies in: "2026", "2026-S1", "2026-Q4" or "ever"."""
    match kind:
        case PeriodKind.YEAR:
            return str(day.year)
        case PeriodKind.SEMESTER:
            return f"{day.year}-S{1 if day.month <= 6 else 2}"
        case PeriodKind.QUARTER:
            return f"{day.year}-Q{(day.month + 2) // 3}"
        case PeriodKind.EVER:
            return "ever"


def normalise_title(text: str) -> str:
    """`text` without case, accents, punctuation and filler words, for finding hand-typed titles that mean the same ("Diklat P.B.J" and "diklat pbj")."""
    flat = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"(?<=\b\w)\.(?=\w\b)|[.'`]", "", flat)
    kept = [word for word in re.findall(r"[a-z0-9]+", words) if word not in FILLER]
    return " ".join(kept)


FILLER = {"diklat", "pelatihan", "bimtek", "bimbingan", "teknis", "tentang", "dan", "di", "untuk", "bagi", "kursus", "workshop"}
