"""What the lists say on a day.

Codes are held in the process and handed out as values, so a list page of 100 people costs no query for all its labels.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from app.kernel import clock
from app.kernel.db import session
from app.kernel.held import held
from app.reference.models import Code, Training
from app.reference.rules import CodeList, in_force, title_key

HELD = "codes"
"""Whoever changes a code renews this."""


@dataclass(frozen=True)
class CodeValue:
    """A code row as a value."""

    code: str
    label: str
    valid_from: date
    valid_to: date | None
    data: dict[str, Any]


def codes(code_list: CodeList, on: date | None = None) -> list[CodeValue]:
    """The rows of a list in force on day `on` (today by default), in their order."""
    day = on or clock.today()
    return [row for row in _stored().get(code_list.value, ()) if in_force(row.valid_from, row.valid_to, day)]


def code(code_list: CodeList, key: str | None, on: date | None = None) -> CodeValue | None:
    """The row of `key` in force on the day, or its latest one if none is; None if the list never had it."""
    rows = [row for row in _stored().get(code_list.value, ()) if row.code == key]
    if len(rows) < 2:
        return rows[0] if rows else None
    day = on or clock.today()
    return next(
        (row for row in rows if in_force(row.valid_from, row.valid_to, day)), max(rows, key=lambda row: row.valid_from, default=None)
    )


def label(code_list: CodeList, key: str | None) -> str:
    """What people read for `key`; the key itself if the list never had it, "" for None."""
    found = code(code_list, key)
    return found.label if found else key or ""


def choices(code_list: CodeList, keep: str | None = None) -> list[tuple[str, str]]:
    """(code, label) pairs for a select: those in force, and `keep`, the value a record already has."""
    pairs = [(row.code, row.label) for row in codes(code_list)]
    if keep and all(key != keep for key, _label in pairs):
        pairs.append((keep, label(code_list, keep)))
    return pairs


def offered(on: date | None = None) -> ColumnElement[bool]:
    """The criterion for the catalogue entries that may be chosen on the day (today by default)."""
    day = on or clock.today()
    return and_(Training.valid_from <= day, or_(Training.valid_to.is_(None), Training.valid_to >= day))


def training_groups(keep: int | None = None) -> list[tuple[str, list[tuple[int, str]]]]:
    """The catalogue for a select, grouped by "Jenis Kompetensi Diklat" (P8): (group label, [(id, title)]).

    `keep` is the entry a record already has.
    """
    criterion = or_(offered(), Training.id == keep) if keep else offered()
    rows = session().execute(select(Training.id, Training.title, Training.competence_kind).where(criterion).order_by(Training.title)).all()
    groups = [(row.code, row.label) for row in codes(CodeList.COMPETENCE_KIND)]
    known = {key for key, _label in groups}
    groups += [(key, label(CodeList.COMPETENCE_KIND, key)) for key in sorted({row.competence_kind for row in rows} - known)]
    return [
        (name, [(row.id, row.title) for row in rows if row.competence_kind == key])
        for key, name in groups
        if any(row.competence_kind == key for row in rows)
    ]


def find_training(title: str) -> Training | None:
    """The entry that means the same as `title` (case, spaces, punctuation and brackets aside), retired ones included."""
    return session().scalar(select(Training).where(Training.title_key == title_key(title)))


def _stored() -> dict[str, list[CodeValue]]:
    return held(HELD, _load)


def _load() -> dict[str, list[CodeValue]]:
    found: dict[str, list[CodeValue]] = {}
    columns = (Code.code_list, Code.code, Code.label, Code.valid_from, Code.valid_to, Code.data)
    for code_list, key, text, valid_from, valid_to, data in session().execute(
        select(*columns).order_by(Code.code_list, Code.sort, Code.code)
    ):
        found.setdefault(code_list, []).append(CodeValue(key, text, valid_from, valid_to, data))
    return found
