"""How long imports are kept: their files hold the data of many people, and nobody undoes a batch of last year."""

from datetime import timedelta

from flask_babel import lazy_gettext as _
from sqlalchemy import func, select

from app.kernel import clock, settings, storage
from app.kernel.actor import system_actor
from app.kernel.db import after_commit, transaction
from app.kernel.events import Event, publish
from app.kernel.importing.models import ImportBatch, Stage
from app.kernel.importing.services import is_stuck
from app.kernel.queue import background
from app.kernel.settings import Kind, Setting

KEEP_DAYS = Setting(
    "imports.keep_days",
    Kind.INTEGER,
    90,
    _("Imports are kept for so many days"),
    _("Then the uploaded file and what became of each row are removed, and the import can no longer be undone. What was written stays."),
    least=1,
    most=3650,
)
REMOVED_AT_ONCE = 10
AT_WORK = (Stage.CHECKING, Stage.APPLYING, Stage.UNDOING)


@background("imports.sweep", every_minutes=60)
def sweep_imports() -> None:
    """Remove batches, with rows and files, that nobody has touched for as long as the agency keeps them; never one a job is at."""
    before = clock.now() - timedelta(days=settings.get(KEEP_DAYS))
    touched = func.coalesce(ImportBatch.undone_at, ImportBatch.applied_at, ImportBatch.created_at)
    with transaction() as current:
        old = select(ImportBatch).where(touched < before).order_by(ImportBatch.id).limit(REMOVED_AT_ONCE).with_for_update(skip_locked=True)
        for batch in current.scalars(old).all():
            if batch.stage in AT_WORK and not is_stuck(batch):
                continue
            for key in filter(None, (batch.file_key, batch.corrected_key)):
                after_commit(lambda key=key: storage.delete(key))  # type: ignore[misc]
            publish(Event("import.forget", system_actor(), batch, {"file": batch.file_name, "counts": dict(batch.counts)}))
            current.delete(batch)
