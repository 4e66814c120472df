"""The audit trail: every event of the portal, and the auditor's reading of it."""

from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _

from app.audit import listeners as listeners  # hears every event from here on
from app.audit.cli import audit
from app.audit.views import AuditView
from app.kernel.access import EXPORT, LIST, Grant
from app.kernel.roles import Role

USES: tuple[str, ...] = ()
GRANTS = (Grant("AuditView", (*LIST, *EXPORT), (Role.AUDITOR, Role.BKPSDM_ADMIN)),)


def register(appbuilder: Any) -> None:
    """The auditor's screen and command."""
    appbuilder.add_view(
        AuditView, "Audit trail", label=_("Audit trail"), icon="shield-check", category="Administration", category_label=_("Administration")
    )
    current_app.cli.add_command(audit)
