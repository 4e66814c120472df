"""Documents: what people upload as proof. Looked into before it is kept, served only to those who may see the record that refers to it (G9, G14)."""

from typing import Any

from app.documents import tasks as tasks  # removes what nobody attached
from app.documents.api import DocumentApi
from app.documents.views import DocumentView
from app.kernel import leftovers as leftovers  # removes files that no row names
from app.kernel.access import Grant
from app.kernel.roles import SIGNED_IN

USES: tuple[str, ...] = ()
GRANTS = (
    Grant("DocumentView", ("can_upload", "can_read"), SIGNED_IN),
    Grant("DocumentApi", ("can_get", "can_get_list", "can_info", "can_post"), SIGNED_IN),
)


def register(appbuilder: Any) -> None:
    """No menu: forms upload, records show."""
    appbuilder.add_view_no_menu(DocumentView)
    appbuilder.add_api(DocumentApi)
