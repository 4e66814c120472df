"""My profile (B3 to B19): everybody's own data, changed at once or by a request that an officer decides, as the agency's table says."""

from typing import Any

from flask_babel import lazy_gettext as _

from app.kernel.access import Grant
from app.kernel.flow_feature import add_flow, grants_of
from app.kernel.roles import Role
from app.profile import listeners as listeners  # what a decision writes, who is told
from app.profile.views import ProfileChangeView, ProfileView

USES: tuple[str, ...] = ("photos",)

GRANTS = (Grant("ProfileView", ("can_show", "can_edit"), (Role.EMPLOYEE,)), *grants_of(ProfileChangeView))


def register(appbuilder: Any) -> None:
    """Profil Saya, and the changes asked for."""
    appbuilder.add_view(ProfileView, "My profile", label=_("My profile"), icon="person-badge")
    add_flow(appbuilder, ProfileChangeView, keys=("employee_id", "unit_id", "proof_id"), icon="pencil")
