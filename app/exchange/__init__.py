"""What goes in and out of the portal in bulk: spreadsheets for every record type that declares an import."""

from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _

from app.kernel.access import EXPORT, LIST, Grant
from app.kernel.importing import keeping as keeping  # what the worker sweeps
from app.kernel.importing.cli import import_file
from app.kernel.importing.views import ImportView
from app.kernel.roles import Role
from app.reference import MASTER

USES: tuple[str, ...] = ("organisation", "reference", "proposals", "credentials", "awards")

GRANTS = (Grant("ImportView", (*LIST, *EXPORT, "can_add", "can_undo"), (Role.BKPSDM_ADMIN, Role.SUPERUSER)),)


def register(appbuilder: Any) -> None:
    """Menu "Master", and the command."""
    appbuilder.add_view(ImportView, "Import", label=_("Import from Excel"), icon="file-earmark-spreadsheet", **MASTER)
    current_app.cli.add_command(import_file)
