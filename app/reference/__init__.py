"""Code lists, the training catalogue and the agency's settings, edited on screen."""

from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _

from app.kernel.access import EXPORT, WRITE, Grant
from app.kernel.roles import Role
from app.reference import imports as imports  # the catalogue out of a spreadsheet
from app.reference.cli import reference
from app.reference.views import CodeView, IdentityView, SettingView, TrainingView

MASTER: dict[str, Any] = {"category": "Master data", "category_label": _("Master data"), "category_icon": "archive"}
"""The menu that what belongs to everybody stands in; organisation adds its screens to it."""

USES: tuple[str, ...] = ()

_EDITORS = (Role.BKPSDM_ADMIN, Role.SUPERUSER)
_READERS = (*_EDITORS, Role.AUDITOR)

GRANTS = (
    Grant("TrainingView", ("can_list", *EXPORT), (*_READERS, Role.OPD_ADMIN)),
    Grant("TrainingView", (*WRITE, "can_retire"), _EDITORS),
    Grant("CodeView", ("can_list", *EXPORT), _READERS),
    Grant("CodeView", (*WRITE, "can_retire"), _EDITORS),
    Grant("SettingView", ("can_list", "can_letter"), _READERS),
    Grant("SettingView", ("can_edit",), _EDITORS),
)


def register(appbuilder: Any) -> None:
    """Menu "Master", and the command that fills a new portal."""
    appbuilder.add_view_no_menu(IdentityView)
    appbuilder.add_view(TrainingView, "Training types", label=_("Training types"), icon="mortarboard", **MASTER)
    appbuilder.add_view(CodeView, "Code lists", label=_("Code lists"), icon="list-ul", **MASTER)
    appbuilder.add_view(SettingView, "Agency settings", label=_("Agency settings"), icon="gear", **MASTER)
    current_app.cli.add_command(reference)
