"""What is left of an import: nothing of one that failed, and of an old one what it wrote."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.audit.models import AuditEntry
from app.kernel import clock, settings, storage
from app.kernel.actor import system_actor
from app.kernel.db import session, transaction
from app.kernel.errors import Missing
from app.kernel.importing import services
from app.kernel.importing.keeping import KEEP_DAYS, sweep_imports
from app.kernel.importing.models import ImportBatch, ImportRow, Stage
from app.kernel.importing.parsing import book_of
from app.kernel.importing.table import import_called
from app.kernel.jobs import Job, JobStatus
from app.organisation.models import Employee
from tests.exchange.files import applied, checked, person, workbook
from tests.factories.city import City
from tests.factories.organisation import make_nip


def stored_files() -> int:
    return sum(path.is_file() for path in storage.files_folder().rglob("*"))


def test_an_upload_that_breaks_leaves_no_file(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    before = stored_files()

    def broken(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(services, "_likeliest", broken)
    with pytest.raises(RuntimeError):
        services.upload(system_actor(), import_called("employees"), workbook([person(3000)]), "pegawai.xlsx")
    assert stored_files() == before


def test_an_old_import_is_forgotten_and_what_it_wrote_stays(ctx: Flask, city: City) -> None:
    nip, before = make_nip(3000), stored_files()
    old = clock.now() - timedelta(days=settings.get(KEEP_DAYS), minutes=1)
    with clock.at(old):
        gone = applied("employees", workbook([person(3000), person(3001, **{"N I P": "123"})]))
        assert stored_files() == before + 2
    with clock.at(old + timedelta(minutes=2)):
        kept = checked("employees", workbook([person(3002)]))
    key, pk = str(gone.file_key), gone.id
    sweep_imports()
    assert session().scalars(select(ImportBatch.id)).all() == [kept.id]
    assert session().scalar(select(func.count()).where(ImportRow.batch_id == pk)) == 0
    assert not storage.path(key).exists()
    assert book_of(session().get_one(ImportBatch, kept.id)).names
    assert session().scalar(select(Employee.id).where(Employee.nip == nip))
    assert session().scalar(select(AuditEntry.actor_name).where(AuditEntry.event == "import.forget"))


def test_a_batch_in_work_is_left_alone(ctx: Flask, city: City) -> None:
    with clock.at(clock.now() - timedelta(days=settings.get(KEEP_DAYS) + 1)):
        batch = checked("employees", workbook([person(3000)]))
    pk, admin = batch.id, city.actor("bkpsdm_admin")
    with transaction() as current:
        work = Job(kind="import.apply", title="Impor", user_id=admin.user_id or 0, status=JobStatus.RUNNING)
        current.add(work)
        current.flush()
        found = current.get_one(ImportBatch, pk)
        found.stage, found.job_id = Stage.APPLYING, work.id
        work_id = work.id
    sweep_imports()
    assert session().get_one(ImportBatch, pk).stage == Stage.APPLYING
    with transaction() as current:
        current.get_one(Job, work_id).status = JobStatus.FAILED
    sweep_imports()
    assert session().get(ImportBatch, pk) is None


def test_what_was_swept_can_no_longer_be_read(ctx: Flask, city: City) -> None:
    batch = checked("employees", workbook([person(3000)]))
    storage.delete(str(batch.file_key))
    with pytest.raises(Missing):
        book_of(batch)
