"""Batches of imported files, and what each did to every row: the history people read, and what undoing works from."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString
from sqlalchemy import JSON, Boolean, CheckConstraint, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Model, Stamped, UtcDateTime
from app.kernel.importing.table import Import, import_called
from app.kernel.roles import Reach, Role
from app.kernel.scope import Scope
from app.kernel.workflow import Tone


class Stage(StrEnum):
    """Where a batch stands; the three that end in "ing" have a job."""

    UPLOADED = "uploaded"
    CHECKING = "checking"
    CHECKED = "checked"
    APPLYING = "applying"
    APPLIED = "applied"
    UNDOING = "undoing"
    UNDONE = "undone"

    @property
    def has_written(self) -> bool:
        return self in (Stage.APPLYING, Stage.APPLIED, Stage.UNDOING, Stage.UNDONE)

    @property
    def badge(self) -> tuple[LazyString, Tone]:
        return BADGES[self]


BADGES: dict[Stage, tuple[LazyString, Tone]] = {
    Stage.UPLOADED: (_("Columns to be chosen"), Tone.NEUTRAL),
    Stage.CHECKING: (_("Being checked"), Tone.INFO),
    Stage.CHECKED: (_("Checked, nothing written yet"), Tone.WARNING),
    Stage.APPLYING: (_("Being written"), Tone.INFO),
    Stage.APPLIED: (_("Written"), Tone.SUCCESS),
    Stage.UNDOING: (_("Being undone"), Tone.INFO),
    Stage.UNDONE: (_("Undone"), Tone.NEUTRAL),
}


class Outcome(StrEnum):
    """What became of a row. MISSING is a record that the file does not hold."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    FAULTY = "faulty"
    MISSING = "missing"

    @property
    def label(self) -> LazyString:
        return OUTCOMES[self]


OUTCOMES: dict[Outcome, LazyString] = {
    Outcome.NEW: _("New"),
    Outcome.CHANGED: _("Changed"),
    Outcome.UNCHANGED: _("Unchanged"),
    Outcome.FAULTY: _("Faulty"),
    Outcome.MISSING: _("Not in the file"),
}


class ImportBatch(Stamped, Model):
    """One uploaded file. `mapping` says which column of the file is which of ours, `done` how many rows have been written, `counts` what came of them."""

    __tablename__ = "import_batch"
    __table_args__ = (CheckConstraint(f"stage IN ({', '.join(repr(str(each)) for each in Stage)})", name="stage"),)

    kind: Mapped[str] = mapped_column(String(32), nullable=False, index=True)
    stage: Mapped[str] = mapped_column(String(16), nullable=False, default=Stage.UPLOADED)
    user_id: Mapped[int | None] = mapped_column(Integer)
    actor_name: Mapped[str] = mapped_column(String(200), nullable=False)
    file_name: Mapped[str] = mapped_column(String(200), nullable=False)
    file_key: Mapped[str | None] = mapped_column(String(64))
    sheet: Mapped[str] = mapped_column(String(200), nullable=False)
    header_row: Mapped[int] = mapped_column(Integer, nullable=False, default=1)
    headers: Mapped[str] = mapped_column(String(64), nullable=False, default="", index=True)
    mapping: Mapped[dict[str, int]] = mapped_column(JSON, nullable=False, default=dict)
    counts: Mapped[dict[str, int]] = mapped_column(JSON, nullable=False, default=dict)
    total: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    done: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    corrected_key: Mapped[str | None] = mapped_column(String(64))
    job_id: Mapped[int | None] = mapped_column(Integer)
    applied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(readers=dict.fromkeys((Role.BKPSDM_ADMIN, Role.SUPERUSER, Role.SYSTEM), Reach.ALL))

    @property
    def what(self) -> Import:
        return import_called(self.kind)

    @property
    def kind_label(self) -> str:
        return str(self.what.title)

    def count(self, outcome: Outcome) -> int:
        return self.counts.get(outcome.value, 0)

    @property
    def summary(self) -> str:
        return f"{self.kind_label} · {self.file_name}"


class ImportRow(Model):
    """A row of a batch that did something or could not: `before` and `after` of its record, or `errors` by column. `note` says why undoing left it."""

    __tablename__ = "import_row"
    __table_args__ = (Index("ix_import_row_batch", "batch_id", "outcome", "number"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id", ondelete="CASCADE"), nullable=False)
    number: Mapped[int] = mapped_column(Integer, nullable=False)
    outcome: Mapped[str] = mapped_column(String(16), nullable=False)
    key: Mapped[str] = mapped_column(String(300), nullable=False)
    pk: Mapped[int | None] = mapped_column(Integer)
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    errors: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    undone: Mapped[bool] = mapped_column(Boolean, nullable=False, default=False)
    note: Mapped[str | None] = mapped_column(String(500))
