"""The code lists, their extra columns and validity periods: pure tables and decisions.

Every list is the agency's to edit on screen; `codes` and `trainings` hold the rows a new portal starts with (standards 2, manual P8).
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from app.kernel.errors import Invalid, Text


class CodeList(StrEnum):
    """The lists that screens offer and other features refer to."""

    GOLONGAN_PNS = "golongan_pns"
    GOLONGAN_PPPK = "golongan_pppk"
    RELIGION = "agama"
    JOB_LEVEL = "jenjang_jf"
    LEGAL_POSITION = "kedudukan_hukum"
    COMPETENCE_KIND = "jenis_kompetensi"

    @property
    def label(self) -> LazyString:
        return LABELS[self]

    @property
    def extras(self) -> tuple["Extra", ...]:
        return EXTRAS.get(self, ())


LABELS: dict[CodeList, LazyString] = {
    CodeList.GOLONGAN_PNS: _("Golongan of PNS"),
    CodeList.GOLONGAN_PPPK: _("Golongan of PPPK"),
    CodeList.RELIGION: _("Religion"),
    CodeList.JOB_LEVEL: _("Level of functional jobs"),
    CodeList.LEGAL_POSITION: _("Legal position"),
    CodeList.COMPETENCE_KIND: _("Kind of competence"),
}


@dataclass(frozen=True)
class Extra:
    """A further column of one list; `yes_no` ones hold True or False, the others text."""

    key: str
    label: LazyString
    yes_no: bool = False


EXTRAS: dict[CodeList, tuple[Extra, ...]] = {
    CodeList.GOLONGAN_PNS: (Extra("pangkat", _("Rank (pangkat)")),),
    CodeList.GOLONGAN_PPPK: (Extra("pendidikan", _("Education at entry")),),
    CodeList.JOB_LEVEL: (Extra("kategori", _("Category of the level")),),
    CodeList.LEGAL_POSITION: (Extra("aktif", _("Active: may propose"), yes_no=True),),
}

YES = ("ya", "yes", "true", "1")
NO = ("tidak", "no", "false", "0")


def in_force(valid_from: date, valid_to: date | None, day: date) -> bool:
    """Whether `day` lies in the period; both ends are inclusive, None is open."""
    return valid_from <= day and (valid_to is None or day <= valid_to)


def overlap(first: tuple[date, date | None], second: tuple[date, date | None]) -> bool:
    """Whether two periods share a day."""
    return (first[1] is None or second[0] <= first[1]) and (second[1] is None or first[0] <= second[1])


def check_period(valid_from: date, valid_to: date | None) -> None:
    """Raises Invalid (field `valid_to`) when the end comes before the beginning."""
    if valid_to is not None and valid_to < valid_from:
        raise Invalid(fields={"valid_to": _("The end comes before the beginning.")})


def parse_extras(code_list: CodeList, text: str) -> dict[str, Any]:
    """The extra columns typed one a line as "name: value"; raises Invalid (field `extras`) for unknown names and wrong values."""
    known = {extra.key: extra for extra in code_list.extras}
    values: dict[str, Any] = {}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        key, colon, typed = (part.strip() for part in line.partition(":"))
        if not colon or key not in known:
            raise Invalid(fields={"extras": _unknown(code_list, line)})
        values[key] = _yes_no(key, typed) if known[key].yes_no else typed
    return values


def write_extras(code_list: CodeList, data: dict[str, Any]) -> str:
    """The same columns as lines for the form, empty ones included."""
    return "\n".join(f"{extra.key}: {_written(data.get(extra.key))}" for extra in code_list.extras)


def _unknown(code_list: CodeList, line: str) -> Text:
    if not code_list.extras:
        return _("This list has no extra columns.")
    names = ", ".join(extra.key for extra in code_list.extras)
    return _("“%(line)s” is not understood. Write one a line as name: value; this list knows %(names)s.", line=line, names=names)


def _yes_no(key: str, typed: str) -> bool:
    if typed.lower() in YES:
        return True
    if typed.lower() in NO:
        return False
    raise Invalid(fields={"extras": _("“%(key)s” is ya or tidak.", key=key)})


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return YES[0] if value else NO[0]
    return str(value or "")


def tidy_title(text: str) -> str:
    """A catalogue title with its spaces in order; raises Invalid (field `title`) when empty or longer than 200."""
    title = " ".join(text.split())
    if not title:
        raise Invalid(fields={"title": _("The title is needed.")})
    if len(title) > 200:
        raise Invalid(fields={"title": _("At most %(count)s characters.", count=200)})
    return title


def title_key(text: str) -> str:
    """What two titles that mean the same have in common.

    Letters and digits in lower case, without what stands in brackets ("Pelatihan … (PKA)").
    """
    outside = re.sub(r"\([^)]*\)", " ", text)
    return " ".join(re.findall(r"\w+", (outside if re.search(r"\w", outside) else text).casefold()))
