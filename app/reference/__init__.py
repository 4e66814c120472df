"""Code lists, the training catalogue and the agency's settings, edited on screen."""

from typing import Any

from app.kernel.access import EXPORT, WRITE, Grant
from app.kernel.roles import Role
from app.reference.views import CodeView, SettingView, TrainingView

USES: tuple[str, ...] = ()

_EDITORS = (Role.BKPSDM_ADMIN, Role.SUPERUSER)
_READERS = (*_EDITORS, Role.AUDITOR)

GRANTS = (
    Grant("TrainingView", ("can_list", *EXPORT), (*_READERS, Role.OPD_ADMIN)),
    Grant("TrainingView", (*WRITE, "can_retire"), _EDITORS),
    Grant("CodeView", ("can_list", *EXPORT), _READERS),
    Grant("CodeView", (*WRITE, "can_retire"), _EDITORS),
    Grant("SettingView", ("can_list",), _READERS),
    Grant("SettingView", ("can_edit",), _EDITORS),
)


def register(appbuilder: Any) -> None:
    """Menu "Master"."""
    appbuilder.add_view(TrainingView, "Training types", icon="mortarboard", category="Master data", category_icon="archive")
    appbuilder.add_view(CodeView, "Code lists", icon="list-ul", category="Master data")
    appbuilder.add_view(SettingView, "Agency settings", icon="gear", category="Master data")
