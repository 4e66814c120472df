"""`flask demo`: fill an empty portal with the demo agency. Twice does nothing more; outside demo mode it refuses."""

import click
from flask import current_app
from flask.cli import with_appcontext

from app.demo.build import OtherAgency, build_agency
from app.demo.crowd import MOST, add_crowd
from app.demo.files import FOLDER, write_files
from app.demo.generator import generate_agency
from app.kernel import clock


@click.command()
@click.option("--employees", type=click.IntRange(1, MOST), help="Then add invented people until there are so many, for measuring.")
@click.option("--files", is_flag=True, help="Write the spreadsheets of the folder demo/ anew from the generator, and do nothing else.")
@with_appcontext
def demo(employees: int | None, files: bool) -> None:
    """Make the invented city with its offices, people and two years of proposals. Needs DEMO=1; refuses in production."""
    today = clock.today()
    if files:
        write_files(generate_agency(today=today), FOLDER)
        click.echo(f"demo: written to {FOLDER}")
        return
    if not current_app.config["DEMO"] or current_app.config["ENVIRONMENT"] == "production":
        raise click.ClickException("the demo agency is for demo mode only: set DEMO=1, and never in production")
    try:
        made = build_agency(generate_agency(today=today), today, click.echo)
    except OtherAgency as other:
        raise click.ClickException(f"this database belongs to “{other}”; the demo needs an empty one") from None
    if employees:
        click.echo(f"demo: {add_crowd(employees, click.echo)} employees added")
    click.echo("demo: ready" if made else "demo: already there, nothing changed")
