"""`flask reference seed`: the national code lists and the catalogue of trainings for a new portal; without them nobody counts as active."""

import click
from flask.cli import AppGroup

from app.kernel.actor import system_actor
from app.reference.services import seed_reference

reference = AppGroup("reference", help="Code lists and the catalogue of trainings.")


@reference.command()
def seed() -> None:
    """Add what is missing of the code lists and the catalogue; what the agency changed stays as it is. Run once, when the portal is new."""
    click.echo(f"reference: {seed_reference(system_actor())} added")
