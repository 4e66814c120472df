"""Long work as a job: started with a click, left, found again, with its progress and a file at the end; seen only by who started it.

A feature registers `@job("export.proposals")` on `run(job: JobRun) -> JobResult | None` and calls `start_job(actor, ...)`. A job whose
worker dies is started anew, so `run` must be safe to run twice: make the file, or write rows that a second run finds done.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from threading import Event as Flag
from threading import Thread
from time import monotonic
from typing import Any

from flask import Flask, current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import JSON, CheckConstraint, Index, Integer, String, and_, func, or_, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import db
from app.kernel import clock, storage
from app.kernel.actor import Actor
from app.kernel.db import Model, Stamped, UtcDateTime, session, transaction
from app.kernel.errors import Conflict, Denied, Missing, PortalError
from app.kernel.events import Event, publish
from app.kernel.queue import background, prepare_queue, run_soon
from app.kernel.roles import SIGNED_IN, Reach
from app.kernel.scope import Scope, fetch, visible
from app.kernel.storage import StoredFile

__all__ = [
    "Job",
    "JobResult",
    "JobRun",
    "JobStatus",
    "cancel_job",
    "define_actor_loader",
    "failed_of_all",
    "job",
    "prepare_queue",
    "rescue_jobs",
    "start_job",
    "unsettled",
]

STALE_SECONDS = 60
HEARTBEAT_SECONDS = 10
WAITING_SECONDS = 300
PROGRESS_SECONDS = 0.5
KEEP_DAYS = 7
MOST_ATTEMPTS = 5
RUN, RESCUE = "jobs.run", "jobs.rescue"

log = logging.getLogger(__name__)
stopping = Flag()
"""Set when the worker was told to stop: running jobs go back to the queue at their next sign of progress."""


class JobStatus(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_over(self) -> bool:
        return self in (JobStatus.DONE, JobStatus.FAILED, JobStatus.CANCELLED)


class Job(Stamped, Model):
    """One job of one person. `attempt` counts the starts: a worker that was believed dead can no longer write. `error` is safe to show."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint(f"status IN ({', '.join(repr(str(each)) for each in JobStatus)})", name="status"),
        Index("ix_job_status_heartbeat_at", "status", "heartbeat_at"),
    )

    kind: Mapped[str] = mapped_column(String(64), nullable=False)
    title: Mapped[str] = mapped_column(String(200), nullable=False)
    user_id: Mapped[int] = mapped_column(Integer, nullable=False, index=True)
    language: Mapped[str] = mapped_column(String(5), nullable=False, default="id")
    params: Mapped[dict[str, Any]] = mapped_column(JSON, nullable=False, default=dict)
    status: Mapped[str] = mapped_column(String(16), nullable=False, default=JobStatus.QUEUED)
    attempt: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    done: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    total: Mapped[int | None] = mapped_column(Integer)
    message: Mapped[str] = mapped_column(String(500), nullable=False, default="")
    error: Mapped[str | None] = mapped_column(String(500))
    result_key: Mapped[str | None] = mapped_column(String(64))
    result_name: Mapped[str | None] = mapped_column(String(200))
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    heartbeat_at: Mapped[datetime] = mapped_column(UtcDateTime, nullable=False, default=clock.now)

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(user=cls.user_id, readers=dict.fromkeys(SIGNED_IN, Reach.OWN))


@dataclass(frozen=True)
class JobResult:
    """What a job leaves: a stored file under the name it is downloaded as, and one line of summary; either may be missing."""

    file: StoredFile | None = None
    name: str | None = None
    message: str = ""


class Stopped(Exception):
    """The job is no longer this worker's: cancelled, or taken over. Not an error; let it pass."""


class Interrupted(Exception):
    """The worker is shutting down; the job goes back to the queue."""


@dataclass
class JobRun:
    """A job while it runs: what it was asked, for whom, and how it tells its progress."""

    id: int
    attempt: int
    actor: Actor
    title: str
    params: dict[str, Any]
    _told: float = 0.0

    def progress(self, done: int, total: int | None = None, message: str = "") -> None:
        """Say how far it is, as often as you like: it is written at most twice a second, on a connection of its own.

        Not inside a transaction, which would lock the database against it. Raises Stopped or Interrupted when the job should end here.
        """
        if stopping.is_set():
            raise Interrupted
        if done != total and monotonic() - self._told < PROGRESS_SECONDS:
            return
        self._told = monotonic()
        told = {"message": message[:500]} if message else {}
        if not _write(self, done=done, total=total, heartbeat_at=clock.now(), **told):
            raise Stopped


Work = Callable[[JobRun], JobResult | None]
LoadActor = Callable[[int], Actor | None]
_work: dict[str, Work] = {}
_loaders: list[LoadActor] = []


def job(kind: str) -> Callable[[Work], Work]:
    """Decorator: the function does jobs of `kind`. It acts as `job.actor`, with that person's rights of the moment it runs."""

    def register(run: Work) -> Work:
        _work[kind] = run
        return run

    return register


def define_actor_loader(load: LoadActor) -> None:
    """Say how an Actor is made from an account's id (None for a closed account); called once by the feature that knows (accounts)."""
    _loaders[:] = [load]


def start_job(actor: Actor, kind: str, title: str, params: dict[str, Any] | None = None) -> Job:
    """Write the job and hand it to the worker once it is committed. `params` is JSON-safe.

    Raises Denied for an actor without an account, KeyError for an unknown kind.
    """
    if actor.user_id is None:
        raise Denied
    if kind not in _work:
        raise KeyError(kind)
    with transaction() as current:
        made = Job(kind=kind, title=title[:200], user_id=actor.user_id, language=actor.language, params=params or {})
        current.add(made)
        current.flush()
        publish(Event("job.start", actor, made, {"kind": kind, "title": made.title, "params": made.params}))
        run_soon(RUN, made.id)
        return made


def unsettled(actor: Actor) -> Sequence[Job]:
    """The actor's jobs that wait, run or have failed, newest first, at most ten."""
    settled = (JobStatus.DONE, JobStatus.CANCELLED)
    return session().scalars(select(Job).where(visible(Job, actor), Job.status.not_in(settled)).order_by(Job.id.desc()).limit(10)).all()


def failed_of_all() -> int:
    """How many jobs of anybody have failed within KEEP_DAYS; a number without names, for the system administrator."""
    since = clock.now() - timedelta(days=KEEP_DAYS)
    query = select(func.count()).select_from(Job).where(Job.status == JobStatus.FAILED, Job.finished_at >= since)
    return session().scalar(query) or 0


def cancel_job(actor: Actor, pk: int | str) -> Job:
    """Stop a job that waits or runs. Raises Missing for somebody else's, Conflict when it is over."""
    with transaction():
        found: Job = fetch(Job, actor, pk, lock=True)
        if JobStatus(found.status).is_over:
            raise Conflict(_("This job is over already."))
        found.status, found.finished_at = JobStatus.CANCELLED, clock.now()
        publish(Event("job.cancel", actor, found, {"kind": found.kind, "title": found.title}))
        return found


@background(RUN)
def run_job(pk: int) -> None:
    """Do job `pk` if it still waits; a second message for the same job finds it taken."""
    taken = _take(pk)
    if taken is None:
        return
    run, kind, language = taken
    with force_locale(language), _heartbeat(run), _recorded(run):
        _finish(run, _work[kind](run))


@background(RESCUE, every_minutes=1)
def rescue_jobs() -> None:
    """Queue again what a dead worker left behind or the queue has lost, and remove files nobody will fetch any more."""
    now = clock.now()
    stale = current_app.config.get("JOB_STALE_SECONDS", STALE_SECONDS)
    with transaction() as current:
        left = and_(Job.status == JobStatus.RUNNING, Job.heartbeat_at < now - timedelta(seconds=stale))
        lost = and_(Job.status == JobStatus.QUEUED, Job.heartbeat_at < now - timedelta(seconds=WAITING_SECONDS))
        for found in current.scalars(select(Job).where(or_(left, lost)).with_for_update(skip_locked=True)):
            found.heartbeat_at = now
            if found.attempt >= MOST_ATTEMPTS:
                found.status, found.finished_at, found.error = JobStatus.FAILED, now, _unexpected(found.id)
            else:
                found.status = JobStatus.QUEUED
                run_soon(RUN, found.id)
        old = select(Job).where(Job.result_key.is_not(None), Job.finished_at < now - timedelta(days=KEEP_DAYS)).limit(100)
        for found in current.scalars(old):
            storage.delete(str(found.result_key))
            found.result_key = None


def _take(pk: int) -> tuple[JobRun, str, str] | None:
    now = clock.now()
    with transaction() as current:
        mine = update(Job).where(Job.id == pk, Job.status == JobStatus.QUEUED)
        count = current.execute(
            mine.values(status=JobStatus.RUNNING, attempt=Job.attempt + 1, started_at=now, heartbeat_at=now, done=0, message="")
        ).rowcount  # type: ignore[attr-defined]
        if not count:
            return None
        found = current.get_one(Job, pk)
        actor = _loaders[0](found.user_id) if _loaders else None
        if actor is None or found.kind not in _work:
            found.status, found.finished_at = JobStatus.FAILED, now
            found.error = str(Denied.default if actor is None else Missing.default)
            return None
        return JobRun(found.id, found.attempt, actor, found.title, found.params), found.kind, found.language


@contextmanager
def _recorded(run: JobRun) -> Iterator[None]:
    """However the work ends, the row says so; unexpected errors go on to the log with their trace."""
    over = False
    try:
        yield
        over = True
    except Stopped:
        over = True
    except Interrupted:
        over = True
        session().rollback()
        if _write(run, status=JobStatus.QUEUED, message=""):
            run_soon(RUN, run.id)
    except PortalError as refusal:
        over = True
        session().rollback()
        _write(run, status=JobStatus.FAILED, finished_at=clock.now(), error=str(refusal)[:500])
    finally:
        if not over:
            session().rollback()
            _write(run, status=JobStatus.FAILED, finished_at=clock.now(), error=_unexpected(run.id))


def _finish(run: JobRun, result: JobResult | None) -> None:
    result = result or JobResult()
    key = result.file.key if result.file else None
    written = _write(
        run,
        status=JobStatus.DONE,
        finished_at=clock.now(),
        message=result.message[:500],
        result_key=key,
        result_name=result.name,
    )
    if key and not written:
        storage.delete(key)


def _unexpected(pk: int) -> str:
    text = _("The job could not be finished. Start it again; if it fails again, tell the administrator its number: %(number)s.", number=pk)
    return str(text)


@contextmanager
def _heartbeat(run: JobRun) -> Iterator[None]:
    """Sign of life while the work is silent, so that only a dead worker's job is started anew."""
    over = Flag()
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]

    def beat() -> None:
        with app.app_context():
            while not over.wait(HEARTBEAT_SECONDS):
                try:
                    _write(run, heartbeat_at=clock.now())
                except OperationalError:
                    log.warning("job %s holds the database locked for long", run.id)

    thread = Thread(target=beat, name=f"heartbeat-{run.id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _write(run: JobRun, **values: Any) -> bool:
    """Change the row if the job is still this run's. Its own connection: the work may be reading a long result on the session."""
    engine = db.engine.execution_options(portal_write=True)
    with engine.begin() as connection:
        still_mine = (Job.id == run.id) & (Job.attempt == run.attempt) & (Job.status == JobStatus.RUNNING)
        return bool(connection.execute(update(Job).where(still_mine).values(**values)).rowcount)
