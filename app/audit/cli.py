"""`flask audit verify`: whether the chains still hold, for the auditor and for a nightly job."""

import click
from flask.cli import AppGroup
from sqlalchemy import select

from app.kernel.chain import Chained, ChainHead, verify
from app.kernel.db import Model, session

audit = AppGroup("audit", help="The audit trail.")


@audit.command("verify")
@click.option(
    "--kept",
    multiple=True,
    metavar="CHAIN:POSITION:DIGEST",
    help="A head printed earlier; it must still stand in its chain.",
)
def verify_chains(kept: tuple[str, ...]) -> None:
    """Walk every chained table from its first row; exit code 1 says where one no longer holds.

    Keep the printed heads outside the database, and give them back with --kept: they prove that no whole tail was cut off or written anew.
    """
    broken = False
    for model in chained_models():
        for flaw in verify(model):
            broken = True
            click.echo(f"BROKEN {flaw.chain} row {flaw.position}: {EXPLAINED[flaw.reason]}", err=True)
    for head in kept:
        if not _still_stands(head):
            broken = True
            click.echo(f"BROKEN {head}: this row is gone or changed", err=True)
    for head_row in session().scalars(select(ChainHead).order_by(ChainHead.name)):
        click.echo(f"{head_row.name}:{head_row.position}:{head_row.digest}")
    if broken:
        raise SystemExit(1)


EXPLAINED = {
    "missing": "a row is missing here",
    "moved": "it does not follow the row before it",
    "changed": "its content was changed",
    "head": "the rows at the end are missing, or the head was changed",
}


def chained_models() -> list[type[Chained]]:
    """Every chained table, by name."""
    found = (mapper.class_ for mapper in Model.registry.mappers if issubclass(mapper.class_, Chained))
    return sorted(found, key=lambda model: model.__tablename__)


def _still_stands(head: str) -> bool:
    name, _colon, rest = head.partition(":")
    position, _colon, digest = rest.partition(":")
    model = next((model for model in chained_models() if model.__tablename__ == name), None)
    if model is None or not position.isdecimal():
        return False
    return session().scalar(select(model.digest).where(model.position == int(position))) == digest
