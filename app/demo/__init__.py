"""The demo agency: an invented city whose offices, people and records are made through the portal's own services. Exists in demo mode only."""

from typing import Any

from flask import current_app
from werkzeug.local import LocalProxy

from app.demo.cli import demo
from app.demo.roster import demo_accounts
from app.kernel.access import Grant

USES: tuple[str, ...] = (
    "proposals",
    "plans",
    "recommendations",
    "realisations",
    "credentials",
    "awards",
    "teamwork",
    "archive",
    "certificates",
    "webinars",
    "campaigns",
    "photos",
    "profile",
    "privacy",
    "myasn",
)
GRANTS: tuple[Grant, ...] = ()


def register(appbuilder: Any) -> None:
    """The command, and in demo mode the accounts on the sign-in page."""
    current_app.cli.add_command(demo)
    if current_app.config["DEMO"] and current_app.config["ENVIRONMENT"] != "production":
        current_app.jinja_env.globals["demo_accounts"] = LocalProxy(demo_accounts)
