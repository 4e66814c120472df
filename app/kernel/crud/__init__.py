"""FAB's generated screens made safe and good: PortalModelView lists, shows, adds, edits, deletes, exports and prints one model within its scope.

A view says what (model, listing, detail, forms), the feature's services do the writing. What FAB offers beyond that is closed (`fab.py`).
"""

from app.kernel.crud.links import MenuItem, next_url, url_for_record, view_of
from app.kernel.crud.plain import change_record, create_record, remove_record
from app.kernel.crud.view import PortalModelView, Related

__all__ = [
    "MenuItem",
    "PortalModelView",
    "Related",
    "change_record",
    "create_record",
    "next_url",
    "remove_record",
    "url_for_record",
    "view_of",
]
