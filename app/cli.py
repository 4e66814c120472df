"""The portal's own commands: `flask grants`, `flask flows`, `flask worker`; features add theirs (`flask demo`, `flask audit`)."""

from pathlib import Path

import click
from flask import Flask, current_app

from app.features import GRANTS
from app.kernel.access import write_grants
from app.kernel.flow_docs import render_flows
from app.kernel.queue import prepare_queue
from app.kernel.worker import worker

FLOWS_PAGE = Path(__file__).parent.parent / "docs" / "flows.md"


def register(app: Flask) -> None:
    """Add the commands to `app`."""
    app.cli.add_command(grants)
    app.cli.add_command(flows)
    app.cli.add_command(worker)


@click.command()
def grants() -> None:
    """Make roles and permissions equal to the GRANTS of the features, and prepare the job queue. Run once per deploy."""
    changed = write_grants(current_app.appbuilder, GRANTS)  # type: ignore[attr-defined]
    prepare_queue()
    click.echo(f"grants: {changed} changed")


@click.command()
@click.option("--check", is_flag=True, help="Fail if docs/flows.md is not current instead of writing it.")
def flows(check: bool) -> None:
    """Write every flow as a table and a diagram into docs/flows.md."""
    page = render_flows()
    if check and FLOWS_PAGE.read_text() != page:
        raise click.ClickException("docs/flows.md is not current: run `flask flows`")
    if not check:
        FLOWS_PAGE.parent.mkdir(exist_ok=True)
        FLOWS_PAGE.write_text(page)
    click.echo(page)
