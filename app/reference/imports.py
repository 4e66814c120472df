"""The catalogue of trainings out of a spreadsheet, by title; two spellings of one title are one entry."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import select

from app.kernel.actor import Actor
from app.kernel.db import session
from app.kernel.errors import Invalid
from app.kernel.importing import Change, Column, Import, Row, RowTarget, Written, register_import
from app.kernel.importing.values import day, not_one_of, plain_key
from app.reference import queries
from app.reference.models import Training
from app.reference.rules import CodeList, check_period, tidy_title, title_key
from app.reference.services import EDITORS, add_training, change_training, delete_training

KEPT = ("title", "competence_kind", "valid_from", "valid_to")
COLUMNS = (
    Column("title", _("Title"), "Judul|Nama Diklat|Nama Pelatihan|Diklat|Pelatihan|Jenis Diklat|training|Jenis Pelatihan", required=True),
    Column("competence_kind", _("Kind of competence"), "Jenis Kompetensi|Jenis Kompetensi Diklat|Kompetensi|Kelompok|Kategori"),
    Column("valid_from", _("Valid from"), "Berlaku Mulai|Berlaku Sejak|Mulai Berlaku", day),
    Column("valid_to", _("Valid to"), "Berlaku Sampai|Berakhir", day),
)


class TrainingTarget(RowTarget):
    """Through the services of the screen."""

    model = Training

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self._kinds = {plain_key(words): row.code for row in queries.codes(CodeList.COMPETENCE_KIND) for words in (row.label, row.code)}
        self._seen: dict[str, int] = {}

    def meet(self, rows: Sequence[Row], *, lock: bool) -> None:
        keys = [title_key(row.values["title"]) for row in rows if "title" in row.values]
        self._present = {row.title_key: row for row in session().scalars(select(Training).where(Training.title_key.in_(keys)))}

    def judge(self, row: Row) -> Change:
        values = row.values
        key, title = title_key(values["title"]), tidy_title(values["title"])
        if self._seen.setdefault(key, row.number) != row.number:
            raise Invalid(fields={"title": gettext("The same stands in row %(number)s already.", number=self._seen[key])})
        entry = self._present.get(key)
        after: dict[str, Any] = {name: values[name] for name in ("valid_from", "valid_to") if name in values} | {"title": title}
        if "competence_kind" in values:
            after["competence_kind"] = self._kind(values["competence_kind"])
        elif entry is None:
            raise Invalid(fields={"competence_kind": gettext("Choose a kind of competence.")})
        check_period(
            after.get("valid_from") or (entry.valid_from if entry else date.min),
            after.get("valid_to") or (entry.valid_to if entry else None),
        )
        if entry is None:
            return Change(row, title, None, {}, after)
        differing = {name: value for name, value in after.items() if value != getattr(entry, name)}
        return Change(row, title, entry.id, {name: getattr(entry, name) for name in differing}, differing)

    def _kind(self, words: str) -> str:
        if (found := self._kinds.get(plain_key(words))) is None:
            labels = [row.label for row in queries.codes(CodeList.COMPETENCE_KIND)]
            raise Invalid(fields={"competence_kind": not_one_of(words, labels).message})
        return found

    def save(self, change: Change) -> Training:
        if change.pk is not None:
            return change_training(self.actor, change.pk, **change.after)
        values: dict[str, Any] = dict(change.after)
        change.after = dict.fromkeys(KEPT)
        return add_training(self.actor, values.pop("title"), values.pop("competence_kind"), **values)

    def put_back(self, found: Written) -> None:
        before: dict[str, Any] = {
            name: date.fromisoformat(value) if value and name in ("valid_from", "valid_to") else value
            for name, value in (found.before or {}).items()
        }
        change_training(self.actor, found.pk, **before)

    def take_out(self, found: Written) -> None:
        delete_training(self.actor, found.pk)


TRAININGS = register_import(
    Import(
        "trainings",
        _("Training types"),
        COLUMNS,
        key=("title",),
        roles=EDITORS,
        target=TrainingTarget,
        intro=_("One row a training of the catalogue, known by its title."),
    )
)
