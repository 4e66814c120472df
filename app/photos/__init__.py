"""Profile photos (B20 to B34): uploaded with the camera, cropped to 4:6, checked at once by the machine, accepted by an officer; certificates take them from here."""

from typing import Any

from app.kernel.access import EXPORT, LIST, Grant
from app.kernel.roles import Role
from app.photos import listeners as listeners  # what a newer photo replaces, who is told
from app.photos.api import PhotoApi
from app.photos.views import PhotoView

USES: tuple[str, ...] = ()

OFFICERS = (Role.OPD_ADMIN, Role.BKPSDM_ADMIN)
GRANTS = (
    Grant("PhotoView", (*LIST, "can_history", "can_step"), (Role.EMPLOYEE, *OFFICERS)),
    Grant("PhotoView", ("can_add",), (Role.EMPLOYEE,)),
    Grant("PhotoView", EXPORT, OFFICERS),
    Grant("PhotoApi", ("can_get", "can_get_list", "can_info", "can_step"), (Role.EMPLOYEE, *OFFICERS)),
)


def register(appbuilder: Any) -> None:
    """Beside "Profil Saya"."""
    appbuilder.add_view(PhotoView, "PhotoView", label=PhotoView.title, icon="person-circle")
    appbuilder.add_api(PhotoApi)
