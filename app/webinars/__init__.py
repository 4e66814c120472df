"""Webinars (Langsa SiBelang, L1 to L26): numbered series with a hub of their own, webinars from draft to finish, registration, attendance."""

from typing import Any

from flask_babel import lazy_gettext as _

from app.kernel.access import EXPORT, LIST, Grant
from app.kernel.flow_feature import add_flow, grants_of
from app.kernel.roles import Role
from app.webinars import listeners as listeners  # seats that become free, and who is told
from app.webinars import tasks as tasks  # beginnings, ends and reminders
from app.webinars.api import (
    WebinarApi,
    WebinarAttendanceApi,
    WebinarQuestionApi,
    WebinarRegistrationApi,
    WebinarSeriesApi,
    WebinarSessionApi,
)
from app.webinars.attendance_views import AttendanceView, MyAttendanceView, WebinarQuestionView, WebinarSessionView
from app.webinars.guest_views import GuestView
from app.webinars.hub_views import HubView
from app.webinars.number_views import WebinarNumbersView
from app.webinars.panels import PANELS as PANELS  # its part of the first page
from app.webinars.request_views import AttendanceRequestView
from app.webinars.views import MyWebinarView, RegistrationView, SeriesView, WebinarView
from app.webinars.zoom_views import ZoomPersonView

USES: tuple[str, ...] = ("certificates",)

BKPSDM = (Role.BKPSDM_ADMIN,)
EVERYBODY = (Role.EMPLOYEE, Role.SUPERVISOR, Role.OPD_ADMIN, Role.BKPSDM_ADMIN, Role.AUDITOR)
DESK = (Role.BKPSDM_ADMIN, Role.AUDITOR)
OFFICERS = (Role.OPD_ADMIN, Role.BKPSDM_ADMIN, Role.AUDITOR)
READ_API = ("can_get", "can_get_list", "can_info")
GRANTS = (
    Grant("WebinarView", LIST, EVERYBODY),
    Grant("WebinarView", ("can_history", *EXPORT), OFFICERS),
    Grant("WebinarView", ("can_add", "can_edit", "can_step"), BKPSDM),
    Grant("MyWebinarView", (*LIST, "can_history", "can_add", "can_edit", "can_step"), (Role.EMPLOYEE,)),
    Grant("RegistrationView", (*LIST, "can_history"), (Role.SUPERVISOR, *OFFICERS)),
    Grant("RegistrationView", EXPORT, OFFICERS),
    Grant("RegistrationView", ("can_step",), BKPSDM),
    Grant("SeriesView", LIST, (Role.BKPSDM_ADMIN, Role.AUDITOR)),
    Grant("SeriesView", ("can_add", "can_edit", "can_delete"), BKPSDM),
    Grant("SeriesView", EXPORT, (Role.BKPSDM_ADMIN, Role.AUDITOR)),
    Grant("WebinarApi", READ_API, EVERYBODY),
    Grant("WebinarApi", ("can_post", "can_put", "can_step"), BKPSDM),
    Grant("WebinarSeriesApi", READ_API, EVERYBODY),
    Grant("WebinarSeriesApi", ("can_post", "can_put", "can_delete"), BKPSDM),
    Grant("WebinarRegistrationApi", READ_API, EVERYBODY),
    Grant("WebinarRegistrationApi", ("can_post", "can_put"), (Role.EMPLOYEE,)),
    Grant("WebinarRegistrationApi", ("can_step",), (Role.EMPLOYEE, Role.BKPSDM_ADMIN)),
    Grant("WebinarSessionView", LIST, DESK),
    Grant("WebinarSessionView", ("can_add", "can_edit", "can_delete"), BKPSDM),
    Grant("WebinarQuestionView", LIST, DESK),
    Grant("WebinarQuestionView", ("can_add", "can_edit", "can_delete"), BKPSDM),
    Grant("WebinarQuestionApi", READ_API, DESK),
    Grant("WebinarQuestionApi", ("can_post", "can_put", "can_delete"), BKPSDM),
    Grant("MyAttendanceView", (*LIST, "can_history", "can_add"), (Role.EMPLOYEE,)),
    Grant("AttendanceView", (*LIST, "can_history"), (Role.SUPERVISOR, *OFFICERS)),
    Grant("AttendanceView", EXPORT, OFFICERS),
    Grant("AttendanceView", ("can_step",), BKPSDM),
    Grant("WebinarSessionApi", READ_API, EVERYBODY),
    Grant("WebinarSessionApi", ("can_post", "can_put", "can_delete"), BKPSDM),
    Grant("WebinarAttendanceApi", READ_API, EVERYBODY),
    Grant("WebinarAttendanceApi", ("can_post",), (Role.EMPLOYEE,)),
    Grant("WebinarAttendanceApi", ("can_step",), BKPSDM),
    *grants_of(AttendanceRequestView),
    *grants_of(ZoomPersonView, api=False),
    Grant("WebinarNumbersView", ("can_list", "can_export"), OFFICERS),
    Grant("WebinarNumbersView", ("can_answers",), DESK),
)


def register(appbuilder: Any) -> None:
    """Menu Webinar. The organiser's list is registered first: to whoever may open it, it stands for the registrations."""
    menu = {"category": "Webinar", "category_icon": "mortarboard"}
    registrations = appbuilder.add_view_no_menu(RegistrationView)
    appbuilder.add_view(WebinarView, "WebinarView", label=_("Webinars"), icon="mortarboard", **menu)
    appbuilder.add_view(MyWebinarView, "MyWebinarView", label=_("My webinars"), icon="person", **menu)
    appbuilder.add_view(registrations, "RegistrationView", label=_("Webinar registrations"), icon="people", **menu)
    attendance = appbuilder.add_view_no_menu(AttendanceView)
    appbuilder.add_view(MyAttendanceView, "MyAttendanceView", label=_("My attendance"), icon="check2-square", **menu)
    appbuilder.add_view(attendance, "AttendanceView", label=_("Webinar attendance"), icon="check2-square", **menu)
    add_flow(appbuilder, AttendanceRequestView, keys=("session_id", "employee_id", "unit_id"), icon="hourglass-split", **menu)
    appbuilder.add_view(ZoomPersonView, "ZoomPersonView", label=_("Participants in Zoom"), icon="people", **menu)
    appbuilder.add_view(SeriesView, "SeriesView", label=_("Webinar series"), icon="list-ol", **menu)
    appbuilder.add_view(WebinarNumbersView, "WebinarNumbersView", label=_("Webinar numbers"), icon="bar-chart", **menu)
    appbuilder.add_view_no_menu(WebinarSessionView)
    appbuilder.add_view_no_menu(WebinarQuestionView)
    appbuilder.add_view_no_menu(HubView)
    appbuilder.add_view_no_menu(GuestView)
    for resource in (WebinarApi, WebinarRegistrationApi, WebinarSeriesApi, WebinarSessionApi, WebinarAttendanceApi, WebinarQuestionApi):
        appbuilder.add_api(resource)


__all__ = ["GRANTS", "PANELS", "USES", "register"]
