"""`flask import`: a spreadsheet from the command line, judged like an upload; with --apply it is written."""

from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from app.kernel.actor import system_actor
from app.kernel.db import session
from app.kernel.errors import Invalid, PortalError
from app.kernel.importing.models import ImportBatch, ImportRow, Outcome
from app.kernel.importing.services import run_now, upload
from app.kernel.importing.table import imports_of

PRINTED = 50


@click.command("import")
@click.argument("kind")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--apply", is_flag=True, help="Write the good rows; without it nothing is changed.")
@with_appcontext
def import_file(kind: str, file: Path, apply: bool) -> None:
    """Import FILE as KIND: units, employees, supervisors, heads, competence-tests, trainings. Exit code 1 when a row is faulty."""
    actor = system_actor()
    what = next((each for each in imports_of(actor) if each.name == kind), None)
    if what is None:
        raise click.ClickException(f"no such kind; choose one of {', '.join(each.name for each in imports_of(actor))}")
    try:
        with file.open("rb") as stream:
            batch = upload(actor, what, stream, file.name)
        batch = run_now(actor, batch, lambda done, total: None, apply=apply)
    except PortalError as refusal:
        fields = refusal.fields.values() if isinstance(refusal, Invalid) else ()
        raise click.ClickException(" ".join(str(message) for message in fields) or str(refusal.message)) from None
    _print_faults(batch)
    click.echo(", ".join(f"{outcome.value} {batch.count(outcome)}" for outcome in Outcome) + ("" if apply else " (nothing written)"))
    if batch.count(Outcome.FAULTY):
        raise SystemExit(1)


def _print_faults(batch: ImportBatch) -> None:
    query = select(ImportRow).where(ImportRow.batch_id == batch.id, ImportRow.outcome == Outcome.FAULTY).order_by(ImportRow.number)
    labels = {column.key: str(column.label) for column in batch.what.columns}
    for row in session().scalars(query.limit(PRINTED)):
        for key, message in (row.errors or {}).items():
            click.echo(f"{row.number}: {labels.get(key, '')} {message}".replace(":  ", ": "), err=True)
    if batch.count(Outcome.FAULTY) > PRINTED:
        click.echo(f"… {batch.count(Outcome.FAULTY) - PRINTED} more", err=True)
