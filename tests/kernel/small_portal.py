"""A portal of nothing but the kernel, for processes of its own: `flask --app tests.kernel.small_portal worker`."""

import os
import time
from pathlib import Path

import click
from flask import Flask
from flask_babel import Babel

from app.extensions import db
from app.kernel import storage
from app.kernel.actor import Actor, Assignment
from app.kernel.db import Model
from app.kernel.errors import Invalid
from app.kernel.jobs import Job, JobResult, JobRun, define_actor_loader, job, start_job
from app.kernel.queue import background, prepare_queue
from app.kernel.roles import Role
from app.kernel.worker import worker

STRANGER = 404


def person(user_id: int) -> Actor | None:
    """Everybody has an account but STRANGER."""
    if user_id == STRANGER:
        return None
    return Actor(user_id, f"Pegawai {user_id}", assignments=(Assignment(Role.EMPLOYEE),))


def create_app(**settings: object) -> Flask:
    """The application; without `settings`, on the database and folder named by the environment."""
    app = Flask("small_portal")
    app.config.from_mapping(
        {
            "SQLALCHEMY_DATABASE_URI": os.environ.get("SMALL_DATABASE_URI"),
            "DATA_DIR": os.environ.get("DATA_DIR"),
            "JOB_STALE_SECONDS": int(os.environ.get("JOB_STALE_SECONDS", "60")),
        }
        | settings
    )
    db.init_app(app)
    Babel(app, default_locale="id")
    app.cli.add_command(worker)
    app.cli.add_command(ask)
    define_actor_loader(person)
    return app


def create_tables() -> None:
    """The kernel's own tables that jobs need, and the queue's."""
    Model.metadata.create_all(db.engine, [Job.__table__])
    prepare_queue()


@click.command()
@click.argument("kind")
def ask(kind: str) -> None:
    """Start a job of `kind`, as a web process would."""
    click.echo(start_job(Actor(1, "Pegawai 1"), kind, "Pekerjaan").id)


def mark(name: str) -> Path:
    """A file by which job and test tell each other something."""
    return storage.files_folder().parent / name


@job("file")
def make_file(run: JobRun) -> JobResult:
    run.progress(1, 2, "Separuh jalan")
    made = storage.produce(lambda path: path.write_text(f"untuk {run.actor.name}"), ".txt")
    run.progress(2, 2)
    return JobResult(made, "Hasil akhir.txt", "Selesai semua")


@job("slow")
def wait_for_leave(run: JobRun) -> JobResult:
    """Says that it began, then counts until the file "leave" is there."""
    mark(f"began-{run.attempt}").touch()
    count = 0
    while not mark("leave").exists():
        time.sleep(0.05)
        count += 1
        run.progress(count)
    return JobResult(message=f"percobaan {run.attempt}")


@job("refused")
def refuse(run: JobRun) -> None:
    raise Invalid("Berkas tidak dapat dibaca")


@job("broken")
def break_down(run: JobRun) -> None:
    raise ZeroDivisionError("rahasia dapur")


@background("note")
def leave_note(text: str) -> None:
    mark("note").write_text(text)
