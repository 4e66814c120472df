"""Maintenance: `flask maintenance on "text"` closes the portal to all but superusers, until `flask maintenance off`; a file in DATA_DIR says so.

It asks no database: that is what is being maintained, perhaps.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

import click
from flask import Flask, current_app, request
from flask.cli import AppGroup
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import ServiceUnavailable

from app.kernel import clock
from app.kernel.endpoints import FOR_EVERYBODY, WAY_IN
from app.kernel.roles import Role

OPEN = FOR_EVERYBODY | WAY_IN
"""What answers all the same: the way in for superusers, and what pages are made of."""
SOONEST = 60


@dataclass(frozen=True)
class Maintenance:
    """What the closed portal says, and when it is likely to be open again (ISO, UTC)."""

    text: str
    until: str

    @property
    def seconds(self) -> int:
        """How long to wait before asking again."""
        return max(SOONEST, int((datetime.fromisoformat(self.until) - clock.now()).total_seconds()))


def register(app: Flask) -> None:
    """Look at every request of `app` before anything else does, and add the command."""
    app.before_request(_refuse)
    app.cli.add_command(maintenance)


def present(settings: Mapping[str, str]) -> Maintenance | None:
    """The maintenance going on; None if the portal is open."""
    try:
        return Maintenance(**json.loads(_file(settings).read_text()))
    except FileNotFoundError:
        return None


def _refuse() -> None:
    found = present(current_app.config)
    if found is None or request.endpoint in OPEN or _is_superuser():
        return
    raise ServiceUnavailable(found.text, retry_after=found.seconds)


def _is_superuser() -> bool:
    try:
        return bool(current_user.is_authenticated and current_user.actor.has(Role.SUPERUSER))
    except SQLAlchemyError:
        return False


def _file(settings: Mapping[str, str]) -> Path:
    return Path(settings["DATA_DIR"]) / "maintenance.json"


maintenance = AppGroup("maintenance", help="Close the portal for a while, and open it again.")


@maintenance.command()
@click.argument("text", default="")
@click.option("--minutes", default=30, show_default=True, help="How long it will take: what browsers and other programs are told.")
def on(text: str, minutes: int) -> None:
    """Close the portal to all but superusers; TEXT is shown to everybody else."""
    until = clock.now() + timedelta(minutes=minutes)
    _file(current_app.config).write_text(json.dumps(asdict(Maintenance(text, until.isoformat()))))
    click.echo(f"closed, announced until {until:%H:%M} UTC; superusers may sign in")


@maintenance.command()
def off() -> None:
    """Open the portal again."""
    _file(current_app.config).unlink(missing_ok=True)
    click.echo("open")
