"""The audit trail: every event of the portal, and the auditor's reading of it."""

from typing import Any

from flask import current_app

from app.audit import listeners as listeners  # hears every event from here on
from app.audit.cli import audit
from app.kernel.access import Grant

USES: tuple[str, ...] = ()
GRANTS: tuple[Grant, ...] = ()


def register(appbuilder: Any) -> None:
    """The auditor's command."""
    current_app.cli.add_command(audit)
