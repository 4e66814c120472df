"""Jobs: they outlive the click, the page and the worker, and belong to one person."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from sqlalchemy import event, func, select
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.kernel import clock, events, jobs, storage
from app.kernel.actor import Actor, system_actor
from app.kernel.db import session, transaction
from app.kernel.errors import Conflict, Denied, Missing
from app.kernel.jobs import Job, JobRun, JobStatus, cancel_job, rescue_jobs, run_job, start_job
from app.kernel.queue import prepare_queue, queue, run_soon
from app.kernel.scope import fetch, visible
from tests.kernel.small_portal import STRANGER, create_app, create_tables, mark, person

POSTGRES = os.environ.get("TEST_DATABASE_URL", "")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[str]:
    """The address of a database of this test's own, of the kind the suite runs on."""
    if not POSTGRES:
        yield f"sqlite:///{tmp_path}/small.sqlite3"
        return
    server, name = POSTGRES.replace("+psycopg", "").rsplit("/", 1)[0], f"portal_jobs_{os.getpid()}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield f"{server}/{name}".replace("postgresql://", "postgresql+psycopg://")
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def portal(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Flask]]:
    """Makes the small portal on a new database and pushes its context; listeners of features have nothing to hear here."""
    monkeypatch.setattr(events, "_listeners", [])
    monkeypatch.setattr(jobs, "_loaders", list(jobs._loaders))
    opened = []

    def make(**settings: object) -> Flask:
        app = create_app(SQLALCHEMY_DATABASE_URI=database, DATA_DIR=str(tmp_path), **settings)
        context = app.app_context()
        context.push()
        opened.append(context)
        create_tables()
        return app

    yield make
    for context in opened:
        queue().storage.close()
        db.session.remove()
        db.engine.dispose()
        context.pop()


@pytest.fixture
def at_once(portal: Callable[..., Flask]) -> Flask:
    """The portal whose queue does everything at once."""
    return portal(HUEY_IMMEDIATE=True)


@pytest.fixture
def later(portal: Callable[..., Flask]) -> Flask:
    """The portal with its real queue and no worker."""
    return portal()


def actor(user_id: int = 1) -> Actor:
    made = person(user_id)
    assert made
    return made


def again(job: Job) -> Job:
    session().rollback()
    return session().get_one(Job, job.id, populate_existing=True)


class TestRunning:
    def test_a_job_ends_with_a_file_and_a_summary(self, at_once: Flask):
        job = again(start_job(actor(), "file", "Ekspor"))
        assert (job.status, job.done, job.total, job.message, job.result_name) == ("done", 2, 2, "Selesai semua", "Hasil akhir.txt")
        with storage.open(job.result_key or "") as content:
            assert content.read() == b"untuk Pegawai 1"
        assert job.started_at
        assert job.finished_at

    def test_a_refusal_is_shown_in_its_own_words(self, at_once: Flask):
        job = again(start_job(actor(), "refused", "Impor"))
        assert (job.status, job.error) == ("failed", "Berkas tidak dapat dibaca")

    @pytest.mark.gate("G9")
    def test_an_unexpected_error_shows_its_number_and_nothing_of_the_inside(self, at_once: Flask):
        job = again(start_job(actor(), "broken", "Impor"))
        assert job.status == "failed"
        assert str(job.id) in (job.error or "")
        assert "rahasia" not in (job.error or "")

    def test_a_person_whose_account_was_closed_meanwhile_gets_nothing_done(self, at_once: Flask):
        job = again(start_job(Actor(STRANGER, "Bekas pegawai"), "file", "Ekspor"))
        assert (job.status, job.result_key) == ("failed", None)

    def test_the_system_starts_no_jobs_of_people(self, at_once: Flask):
        with pytest.raises(Denied):
            start_job(system_actor(), "file", "Ekspor")

    def test_an_unknown_kind_is_a_programming_error_at_once(self, at_once: Flask):
        with pytest.raises(KeyError):
            start_job(actor(), "unheard-of", "Ekspor")

    def test_nothing_runs_if_the_transaction_is_rolled_back(self, at_once: Flask):
        def start_and_regret() -> None:
            with transaction():
                start_job(actor(), "file", "Ekspor")
                raise RuntimeError("changed my mind")

        with pytest.raises(RuntimeError, match="changed my mind"):
            start_and_regret()
        assert session().scalar(select(func.count()).select_from(Job)) == 0
        assert not list(storage.files_folder().rglob("*.txt"))

    def test_a_job_starts_after_the_commit_not_before(self, at_once: Flask):
        with transaction():
            job = start_job(actor(), "file", "Ekspor")
            assert job.status == JobStatus.QUEUED
        assert again(job).status == JobStatus.DONE

    def test_a_second_message_for_the_same_job_does_nothing(self, at_once: Flask):
        job = start_job(actor(), "file", "Ekspor")
        run_job(job.id)
        assert again(job).attempt == 1

    def test_progress_does_not_disturb_a_long_result_being_read(self, at_once: Flask):
        with transaction() as current:
            current.add_all([Job(kind="file", title=f"{number}", user_id=2) for number in range(50)])
            mine = Job(kind="file", title="x", user_id=1, status=JobStatus.RUNNING, attempt=1)
            current.add(mine)
            current.flush()
            run = JobRun(mine.id, 1, actor(), "x", {})
        titles = []
        for found in session().scalars(select(Job).where(Job.user_id == 2).order_by(Job.id).execution_options(yield_per=10)):
            titles.append(found.title)
            run.progress(len(titles), len(titles))
        assert titles == [str(number) for number in range(50)]
        assert again(mine).done == 50

    def test_the_database_refuses_a_status_that_does_not_exist(self, at_once: Flask):
        with pytest.raises(IntegrityError), transaction() as current:
            current.add(Job(kind="file", title="x", user_id=1, status="asleep"))


class TestWhose:
    @pytest.mark.gate("G12")
    def test_a_job_is_seen_by_nobody_but_the_person_who_started_it(self, later: Flask):
        job = start_job(actor(1), "file", "Ekspor")
        assert fetch(Job, actor(1), job.id).id == job.id
        assert session().scalars(select(Job).where(visible(Job, actor(2)))).all() == []
        with pytest.raises(Missing):
            cancel_job(actor(2), job.id)

    def test_a_cancelled_job_is_not_begun(self, later: Flask):
        job = start_job(actor(), "file", "Ekspor")
        cancel_job(actor(), job.id)
        run_job(job.id)
        assert (again(job).status, again(job).attempt) == ("cancelled", 0)

    def test_a_running_job_ends_at_its_next_sign_of_progress_after_being_cancelled(self, later: Flask):
        run = running(later)
        cancel_job(actor(), run.id)
        with pytest.raises(jobs.Stopped):
            run.progress(1, 1)

    def test_what_is_over_cannot_be_cancelled(self, at_once: Flask):
        job = start_job(actor(), "file", "Ekspor")
        with pytest.raises(Conflict):
            cancel_job(actor(), job.id)


class TestRescue:
    def test_a_job_without_a_sign_of_life_for_a_minute_is_queued_again(self, later: Flask):
        run = running(later)
        with clock.at(clock.now() + timedelta(seconds=59)):
            rescue_jobs()
        assert session().get_one(Job, run.id).status == JobStatus.RUNNING
        before = queue().storage.queue_size()
        with clock.at(clock.now() + timedelta(seconds=61)):
            rescue_jobs()
        assert session().get_one(Job, run.id, populate_existing=True).status == JobStatus.QUEUED
        assert queue().storage.queue_size() == before + 1

    def test_a_worker_believed_dead_can_no_longer_write(self, later: Flask):
        old = running(later)
        with clock.at(clock.now() + timedelta(seconds=61)):
            rescue_jobs()
        run_job(old.id)
        with pytest.raises(jobs.Stopped):
            old.progress(99, 99)
        assert session().get_one(Job, old.id, populate_existing=True).message == "Selesai semua"

    def test_a_message_that_the_queue_has_lost_is_sent_again(self, later: Flask):
        job = start_job(actor(), "file", "Ekspor")
        queue().storage.flush_queue()
        with clock.at(clock.now() + timedelta(seconds=301)):
            rescue_jobs()
        assert queue().storage.queue_size() == 1
        assert again(job).status == JobStatus.QUEUED

    def test_a_job_that_kills_its_worker_each_time_is_given_up(self, later: Flask):
        run = running(later, attempt=5)
        with clock.at(clock.now() + timedelta(seconds=61)):
            rescue_jobs()
        job = session().get_one(Job, run.id, populate_existing=True)
        assert (job.status, str(job.id) in (job.error or "")) == ("failed", True)

    def test_files_are_removed_after_a_week_and_the_row_stays(self, at_once: Flask):
        job = again(start_job(actor(), "file", "Ekspor"))
        file = storage.path(job.result_key or "")
        with clock.at(clock.now() + timedelta(days=6)):
            rescue_jobs()
        assert file.exists()
        with clock.at(clock.now() + timedelta(days=8)):
            rescue_jobs()
        assert not file.exists()
        assert (again(job).status, again(job).result_key) == ("done", None)


class TestQueue:
    def test_what_was_asked_in_a_transaction_is_sent_after_it(self, at_once: Flask):
        with transaction():
            run_soon("note", "halo")
            assert not mark("note").exists()
        assert mark("note").read_text() == "halo"

    def test_the_queue_is_prepared_twice_without_harm(self, later: Flask):
        run_soon("note", "halo")
        prepare_queue()
        assert queue().storage.queue_size() == 1

    def test_building_the_queue_asks_the_database_nothing(self, database: str, tmp_path: Path):
        app = create_app(SQLALCHEMY_DATABASE_URI=database, DATA_DIR=str(tmp_path))
        with app.app_context():
            asked: list[str] = []
            event.listen(db.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
            assert queue().storage.name == "portal"
            assert asked == []
        assert not (tmp_path / "queue.sqlite3").exists()

    def test_a_click_before_the_queue_was_ever_prepared_is_not_lost(self, later: Flask, caplog: pytest.LogCaptureFixture):
        drop_queue()
        job = start_job(actor(), "file", "Ekspor")
        assert again(job).status == JobStatus.QUEUED
        assert "could not be reached" in caplog.text
        prepare_queue()
        with clock.at(clock.now() + timedelta(seconds=301)):
            rescue_jobs()
        assert queue().storage.queue_size() == 1

    def test_the_tables_of_the_queue_stand_apart_from_the_portals(self, later: Flask):
        names = set(db.inspect(db.engine).get_table_names())
        assert names.isdisjoint({"kv", "task", "schedule", "counter"})


class TestWorkerProcess:
    def test_it_does_what_another_process_asked_for_and_stops_when_told(self, later: Flask):
        job_id = ask(later, "file")
        with Worker(later) as worker:
            wait_until(lambda: status(job_id) == "done")
            assert worker.stop(signal.SIGTERM) == 0

    def test_it_stops_on_ctrl_c_too(self, later: Flask):
        with Worker(later) as worker:
            assert worker.stop(signal.SIGINT) == 0

    def test_a_job_whose_worker_was_killed_is_finished_by_the_next_one(self, later: Flask):
        job_id = ask(later, "slow")
        with Worker(later) as worker:
            wait_until(mark("began-1").exists)
            worker.stop(signal.SIGKILL)
        assert status(job_id) == "running"
        mark("leave").touch()
        time.sleep(2.2)
        with Worker(later) as worker:
            wait_until(lambda: status(job_id) == "done")
            assert session().get_one(Job, job_id).message == "percobaan 2"
            assert worker.stop(signal.SIGTERM) == 0

    def test_a_worker_told_to_stop_puts_its_job_back_at_once(self, later: Flask):
        job_id = ask(later, "slow")
        with Worker(later) as worker:
            wait_until(mark("began-1").exists)
            assert worker.stop(signal.SIGTERM) == 0
        assert status(job_id) == "queued"
        mark("leave").touch()
        with Worker(later):
            wait_until(lambda: status(job_id) == "done")


class Worker:
    """A real `flask worker` on the small portal's database; killed at the end of the block if it still runs."""

    def __init__(self, app: Flask) -> None:
        self.process = subprocess.Popen(
            flask_command("worker"), cwd=ROOT, env=environment(app), stderr=subprocess.PIPE, text=True, start_new_session=True
        )

    def __enter__(self) -> "Worker":
        assert self.process.stderr
        for line in self.process.stderr:
            if "worker: ready" in line:
                return self
        raise AssertionError("the worker did not start")

    def stop(self, with_signal: signal.Signals) -> int:
        self.process.send_signal(with_signal)
        self.process.communicate(timeout=30)
        return self.process.returncode

    def __exit__(self, *error: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()


def running(app: Flask, attempt: int = 1) -> JobRun:
    """A job that a worker has begun, and never said a word about since."""
    with transaction() as current:
        made = Job(kind="file", title="Ekspor", user_id=1, status=JobStatus.RUNNING, attempt=attempt)
        current.add(made)
        current.flush()
        return JobRun(made.id, attempt, actor(), made.title, {})


def drop_queue() -> None:
    """As if no deploy had ever prepared it."""
    kept = queue().storage
    kept.close()
    if hasattr(kept, "drop_tables"):
        kept.drop_tables()
    else:
        Path(kept.filename).unlink()


def ask(app: Flask, kind: str) -> int:
    return int(
        subprocess.run(flask_command("ask", kind), cwd=ROOT, env=environment(app), capture_output=True, text=True, check=True).stdout
    )


def flask_command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "flask", "--app", "tests.kernel.small_portal", *arguments]


def environment(app: Flask) -> dict[str, str]:
    own = {"SMALL_DATABASE_URI": app.config["SQLALCHEMY_DATABASE_URI"], "DATA_DIR": app.config["DATA_DIR"], "JOB_STALE_SECONDS": "2"}
    return os.environ | own


def status(job_id: int) -> str:
    session().rollback()
    return str(session().scalar(select(Job.status).where(Job.id == job_id)))


def wait_until(true: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)
