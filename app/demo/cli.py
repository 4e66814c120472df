"""`flask demo`: fill an empty portal with the demo agency. Twice does nothing more; outside demo mode it refuses."""

import click
from flask import current_app
from flask.cli import with_appcontext

from app.demo.build import OtherAgency, build_agency
from app.demo.generator import generate_agency
from app.kernel import clock


@click.command()
@with_appcontext
def demo() -> None:
    """Make the invented city with its offices, people and two years of proposals. Needs DEMO=1; refuses in production."""
    if not current_app.config["DEMO"] or current_app.config["ENVIRONMENT"] == "production":
        raise click.ClickException("the demo agency is for demo mode only: set DEMO=1, and never in production")
    today = clock.today()
    try:
        made = build_agency(generate_agency(today=today), today, click.echo)
    except OtherAgency as other:
        raise click.ClickException(f"this database belongs to “{other}”; the demo needs an empty one") from None
    click.echo("demo: ready" if made else "demo: already there, nothing changed")
