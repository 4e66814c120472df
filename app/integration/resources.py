"""The resources of the API beside those that come with a flow: the same views, the same grants."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from flask import Response
from flask_babel import lazy_gettext as _

from app import organisation, reference
from app.kernel.access import Grant
from app.kernel.actor import current_actor
from app.kernel.api import PortalModelApi, api_route
from app.kernel.crud import PortalModelView
from app.kernel.filters import Choice
from app.kernel.listing import Column, Kind, Listing
from app.kernel.roles import SIGNED_IN
from app.notifications.models import Notification
from app.notifications.services.reading import mark_read
from app.organisation.views import EmployeeView, UnitView
from app.reference.views import TrainingView

TWINS = {
    "can_list": ("can_get_list", "can_get", "can_info"),
    "can_add": ("can_post",),
    "can_edit": ("can_put",),
    "can_delete": ("can_delete",),
}
"""What a permission of a screen is called at the API."""

READ, UNREAD = "read", "unread"


class EmployeeApi(PortalModelApi):
    """Employees, with the ids of their unit and direct supervisor."""

    resource_name, view, keys = "employees", EmployeeView, ("unit_id", "supervisor_id")


class UnitApi(PortalModelApi):
    """The tree of units, with the ids of the unit above and of the OPD."""

    resource_name, view, keys = "units", UnitView, ("parent_id", "opd_id", "merged_into_id")


class TrainingApi(PortalModelApi):
    """The training catalogue."""

    resource_name, view = "trainings", TrainingView


def _is(value: str) -> Any:
    return Notification.read_at.is_not(None) if value == READ else Notification.read_at.is_(None)


NOTICES = Listing(
    Notification,
    columns=(
        Column("kind", _("Kind")),
        Column("title", _("Notice"), "heading"),
        Column("text", _("Text"), "text"),
        Column("created_at", _("Time"), sort=Notification.created_at, kind=Kind.DATETIME),
        Column("read_at", _("Read at"), kind=Kind.DATETIME),
    ),
    filters=(Choice("state", _("Status"), _("All"), lambda actor: [(READ, str(_("Read"))), (UNREAD, str(_("Unread")))], _is),),
)


class NoticeRows(PortalModelView):
    """One's own notifications as rows; people read them on a page of their own."""

    title, model, listing = _("Notifications"), Notification, NOTICES
    exportable = stands_for_records = False


class NotificationApi(PortalModelApi):
    """One's own notifications, and marking them read."""

    resource_name, view, keys = "notifications", NoticeRows, ("subject_id",)

    @api_route("/<int:pk>/read", "POST", permission="get")
    def read(self, pk: int) -> Response:
        """Mark it read; again is no change."""
        mark_read(current_actor(), pk)
        return self.get(pk)

    def may_write(self) -> bool:
        return self.may("read")

    def more_operations(self, record: dict[str, Any], answers: Callable[..., Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
        words = {"operationId": "read_notification", "summary": str(_("Mark a notification as read"))}
        yield "{pk}/read", "post", words | {"responses": answers(200, record, 404)}


RESOURCES: Sequence[type[PortalModelApi]] = (EmployeeApi, UnitApi, TrainingApi, NotificationApi)


def _as_on_screen(resource: type[PortalModelApi], grants: Iterable[Grant]) -> Iterator[Grant]:
    """Who holds a permission on the screen holds it at the API."""
    for grant in grants:
        if resource.view is not None and grant.view == resource.view.__name__:
            names = tuple(name for permission in grant.permissions for name in TWINS.get(permission, ()))
            if names:
                yield Grant(resource.__name__, names, grant.roles)


GRANTS = (
    *(grant for each in (EmployeeApi, UnitApi) for grant in _as_on_screen(each, organisation.GRANTS)),
    *_as_on_screen(TrainingApi, reference.GRANTS),
    Grant("NotificationApi", ("can_get_list", "can_get", "can_info"), SIGNED_IN),
)
