"""`flask accounts`: the first administrator of a new portal, and first passwords for a whole OPD."""

import csv
import sys

import click
from flask.cli import AppGroup
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import select

from app.accounts import services
from app.kernel.actor import system_actor
from app.kernel.db import session
from app.kernel.errors import PortalError
from app.kernel.roles import Role
from app.organisation.models import Employee, Unit

accounts = AppGroup("accounts", help="Accounts of people and administrators.")


@accounts.command()
@click.argument("username")
@click.argument("name")
def superuser(username: str, name: str) -> None:
    """Open an account with every right to administer, and print its first password, once."""
    try:
        user, password = services.create_technical_account(system_actor(), username, name)
        services.give_role(system_actor(), user.id, Role.SUPERUSER)
    except PortalError as refusal:
        raise click.ClickException(str(refusal.message)) from None
    click.echo(f"{user.username}: {password}")


@accounts.command("sign-out")
@click.argument("username", required=False)
@click.option("--everybody", is_flag=True, help="All sessions of all people.")
def sign_out(username: str | None, everybody: bool) -> None:
    """End every session of USERNAME (a NIP, or the name of a technical account), or of everybody; they sign in anew."""
    if bool(username) == everybody:
        raise click.UsageError("say whose: USERNAME or --everybody")
    user_id = session().scalar(select(User.id).where(User.username == username)) if username else None
    if username and user_id is None:
        raise click.ClickException(f"no account is called {username}")
    click.echo(f"sessions ended: {services.end_sessions_of(system_actor(), user_id)}")


@accounts.command("open")
@click.argument("code")
def open_unit(code: str) -> None:
    """Open accounts for everybody of the unit CODE and below who has none; NIP, name and first password go to standard output as CSV."""
    unit = session().scalar(select(Unit).where(Unit.code == code))
    if unit is None:
        raise click.ClickException(f"no unit has the code {code}")
    below = select(Unit.id).where(Unit.path.startswith(unit.path, autoescape=True))
    query = select(Employee.id).where(Employee.unit_id.in_(below), Employee.user_id.is_(None)).order_by(Employee.name, Employee.id)
    slips = csv.writer(sys.stdout)
    slips.writerow(("NIP", "Nama", "Kata sandi pertama"))
    for pk in session().scalars(query).all():
        employee = session().get_one(Employee, pk)
        user, password = services.create_account(system_actor(), employee)
        slips.writerow((user.username, employee.full_name, password))
