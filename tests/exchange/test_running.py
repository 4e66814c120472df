"""A batch survives a killed worker, a database that refuses, and another batch beside it; it never half-applies a row."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.kernel.actor import system_actor
from app.kernel.db import session
from app.kernel.errors import Conflict
from app.kernel.importing import running
from app.kernel.importing.models import ImportBatch, ImportRow, Outcome, Stage
from app.kernel.importing.running import apply_batch
from app.organisation.imports import employees
from app.organisation.models import Employee
from tests.exchange.files import applied, checked, led, person, quiet, undone, workbook
from tests.factories.city import City, make_city
from tests.factories.organisation import make_nip

ROOT = Path(__file__).resolve().parents[2]


class Killed(BaseException):
    """The worker is gone."""


def dying(after: int) -> Callable[[int, int | None], None]:
    def tell(done: int, _total: int | None) -> None:
        if done >= after:
            raise Killed

    return tell


@pytest.fixture
def small_chunks() -> Iterator[None]:
    object.__setattr__(employees.EMPLOYEES, "batch", 4)
    yield
    object.__setattr__(employees.EMPLOYEES, "batch", 1000)


def count() -> int:
    return session().scalar(select(func.count()).select_from(Employee)) or 0


@pytest.mark.usefixtures("small_chunks")
class TestKilled:
    def test_a_second_run_goes_on_where_the_first_one_died(self, city: City):
        before = count()
        file = workbook([person(3000 + number) for number in range(10)] + [person(3020, **{"N I P": "x"})])
        batch = checked("employees", file)
        with pytest.raises(Killed):
            apply_batch(system_actor(), led(batch, Stage.APPLYING), dying(8))
        assert count() == before + 8
        batch = apply_batch(system_actor(), batch.id, quiet)
        assert count() == before + 10
        assert (batch.count(Outcome.NEW), batch.count(Outcome.FAULTY), batch.done) == (10, 1, 11)
        numbers = (
            session().scalars(select(ImportRow.number).where(ImportRow.batch_id == batch.id, ImportRow.outcome != Outcome.MISSING)).all()
        )
        assert sorted(numbers) == list(range(5, 16))

    def test_what_was_written_before_the_end_can_be_undone(self, city: City):
        before = count()
        batch = checked("employees", workbook([person(3000 + number) for number in range(10)]))
        with pytest.raises(Killed):
            apply_batch(system_actor(), led(batch, Stage.APPLYING), dying(4))
        assert undone(batch).counts["undone"] == 4
        assert count() == before

    def test_undoing_goes_on_as_well(self, city: City):
        before = count()
        batch = applied("employees", workbook([person(3000 + number) for number in range(10)]))
        with pytest.raises(Killed):
            running.undo_batch(system_actor(), led(batch, Stage.UNDOING), dying(8))
        batch = running.undo_batch(system_actor(), batch.id, quiet)
        assert (batch.counts["undone"], count()) == (10, before)

    def test_a_row_the_database_refuses_is_faulty_and_its_neighbours_are_written(self, city: City, monkeypatch: pytest.MonkeyPatch):
        real = employees.EmployeeTarget.write

        def picky(self: employees.EmployeeTarget, changes: list) -> None:  # type: ignore[type-arg]
            real(self, changes)
            if any(change.key == make_nip(3002) for change in changes):
                raise IntegrityError("insert", {}, Exception("a trigger says no"))

        monkeypatch.setattr(employees.EmployeeTarget, "write", picky)
        batch = applied("employees", workbook([person(3000 + number) for number in range(6)]))
        assert (batch.count(Outcome.NEW), batch.count(Outcome.FAULTY)) == (5, 1)
        wrong = session().scalars(select(ImportRow).where(ImportRow.batch_id == batch.id, ImportRow.outcome == Outcome.FAULTY)).one()
        assert "a trigger says no" in (wrong.errors or {})[""]

    def test_a_batch_that_was_led_elsewhere_is_let_go(self, city: City):
        batch = checked("employees", workbook([person(3000 + number) for number in range(10)]))

        def tell(_done: int, _total: int | None) -> None:
            led(batch, Stage.UNDOING)

        with pytest.raises(Conflict):
            apply_batch(system_actor(), led(batch, Stage.APPLYING), tell)
        assert session().scalar(select(func.count()).select_from(ImportRow).where(ImportRow.outcome == Outcome.NEW)) == 4


def test_two_batches_at_once_write_every_person_once(app: Flask) -> None:
    """The second finds what the first has just written, and leaves it."""
    from_3000 = [person(3000 + number) for number in range(60)]
    with app.app_context():
        make_city()
        before = count()
        batches = [led(checked("employees", workbook(rows)), Stage.APPLYING) for rows in (from_3000, list(reversed(from_3000)))]
        session().rollback()
        db.session.remove()
    object.__setattr__(employees.EMPLOYEES, "batch", 7)
    wrong: list[BaseException] = []

    def work(pk: int) -> None:
        with app.app_context():
            try:
                apply_batch(system_actor(), pk, quiet)
            except BaseException as error:  # noqa: BLE001
                wrong.append(error)
            finally:
                db.session.remove()

    threads = [Thread(target=work, args=(pk,)) for pk in batches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    object.__setattr__(employees.EMPLOYEES, "batch", 1000)
    assert wrong == []
    with app.app_context():
        assert count() == before + 60
        done = [session().get_one(ImportBatch, pk) for pk in batches]
        assert [batch.stage for batch in done] == [Stage.APPLIED, Stage.APPLIED]
        assert sum(batch.count(Outcome.NEW) for batch in done) == 60
        assert sum(batch.count(Outcome.UNCHANGED) for batch in done) == 60
        assert sum(batch.count(Outcome.FAULTY) for batch in done) == 0


@pytest.mark.slow
def test_a_worker_killed_by_the_system_leaves_whole_chunks_and_the_next_one_ends_the_batch(app: Flask) -> None:
    """SIGKILL in the middle of writing: a real process, a real database."""
    with app.app_context():
        make_city()
        before = count()
        batch = checked("employees", workbook([person(3000 + number) for number in range(1500)]))
        pk = led(batch, Stage.APPLYING)
        uri, data = app.config["SQLALCHEMY_DATABASE_URI"], app.config["DATA_DIR"]
        db.session.remove()
        db.engine.dispose()
    program = (
        "import sys, config; from app import create_app; from app.kernel.actor import system_actor\n"
        "from app.organisation.imports import employees; from app.kernel.importing.running import apply_batch\n"
        "app = create_app(config.Testing, SQLALCHEMY_DATABASE_URI=sys.argv[1], DATA_DIR=sys.argv[2])\n"
        "object.__setattr__(employees.EMPLOYEES, 'batch', 25)\n"
        "with app.app_context():\n"
        "    apply_batch(system_actor(), int(sys.argv[3]), lambda done, total: print(done, flush=True))\n"
    )
    worker = subprocess.Popen([sys.executable, "-c", program, uri, data, str(pk)], stdout=subprocess.PIPE, cwd=ROOT, env=dict(os.environ))
    assert worker.stdout
    for _line in range(4):
        assert worker.stdout.readline(), "the worker ended early"
    time.sleep(0.02)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    worker.stdout.close()
    with app.app_context():
        written = count() - before
        batch = session().get_one(ImportBatch, pk)
        assert written == batch.done == batch.count(Outcome.NEW)
        assert written % 25 == 0
        assert 100 <= written < 1500
        batch = apply_batch(system_actor(), pk, quiet)
        assert (count() - before, batch.count(Outcome.NEW), batch.stage) == (1500, 1500, Stage.APPLIED)
