"""Photos by REST: whose stands where, and the officer's steps. The picture itself is looked at on its page, where the look is noted, and is sent there too."""

from app.kernel.api import PortalModelApi
from app.photos.views import PhotoView


class PhotoApi(PortalModelApi):
    """Photos as their list shows them; `accept` and `refuse` are their steps."""

    resource_name, view, keys = "photos", PhotoView, ("employee_id", "unit_id")
    exclude_route_methods = frozenset({"post"})
