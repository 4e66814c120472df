"""Campaigns (B1, B5 to B7, B33): BKPSDM asks people to check their data and to answer a questionnaire; after the deadline the rest is deemed valid."""

from typing import Any

from flask_babel import lazy_gettext as _

from app.campaigns import listeners as listeners  # who takes part, who is told
from app.campaigns import tasks as tasks  # deadlines and reminders
from app.campaigns.api import CampaignApi, CampaignQuestionApi, ParticipationApi
from app.campaigns.panels import PANELS as PANELS  # its part of the first page
from app.campaigns.views import CampaignQuestionView, CampaignView, MyCampaignView, ParticipationView
from app.kernel.access import EXPORT, LIST, Grant
from app.kernel.roles import Role

USES: tuple[str, ...] = ("profile", "photos", "webinars")

BKPSDM = (Role.BKPSDM_ADMIN,)
EMPLOYEE = (Role.EMPLOYEE,)
OFFICERS = (Role.OPD_ADMIN, Role.BKPSDM_ADMIN, Role.AUDITOR)
LEADERS = (Role.SUPERVISOR, *OFFICERS)
AGENCY = (Role.BKPSDM_ADMIN, Role.AUDITOR)
READ_API = ("can_get", "can_get_list", "can_info")
GRANTS = (
    Grant("CampaignView", (*LIST, "can_history"), LEADERS),
    Grant("CampaignView", EXPORT, OFFICERS),
    Grant("CampaignView", ("can_add", "can_edit", "can_step"), BKPSDM),
    Grant("CampaignQuestionView", LIST, AGENCY),
    Grant("CampaignQuestionView", ("can_add", "can_edit", "can_delete"), BKPSDM),
    Grant("ParticipationView", LIST, LEADERS),
    Grant("ParticipationView", EXPORT, OFFICERS),
    Grant("MyCampaignView", (*LIST, "can_answer"), EMPLOYEE),
    Grant("CampaignApi", READ_API, (Role.EMPLOYEE, *LEADERS)),
    Grant("CampaignApi", ("can_post", "can_put", "can_step"), BKPSDM),
    Grant("CampaignQuestionApi", READ_API, AGENCY),
    Grant("CampaignQuestionApi", ("can_post", "can_put", "can_delete"), BKPSDM),
    Grant("ParticipationApi", READ_API, (Role.EMPLOYEE, *LEADERS)),
    Grant("ParticipationApi", ("can_answer",), EMPLOYEE),
)


def register(appbuilder: Any) -> None:
    """Menu "Kampanye". The list of those who look after others is registered first: to whoever may open it, it stands for the parts."""
    menu = {"category": "Campaigns", "category_label": _("Campaigns"), "category_icon": "clipboard"}
    people = appbuilder.add_view_no_menu(ParticipationView)
    appbuilder.add_view(MyCampaignView, "MyCampaignView", label=_("My data checks"), icon="person", **menu)
    appbuilder.add_view(CampaignView, "CampaignView", label=_("Campaigns"), icon="clipboard", **menu)
    appbuilder.add_view(people, "ParticipationView", label=_("People in campaigns"), icon="people", **menu)
    appbuilder.add_view(CampaignQuestionView, "CampaignQuestionView", label=_("Questions of campaigns"), icon="list-ol", **menu)
    for resource in (CampaignApi, CampaignQuestionApi, ParticipationApi):
        appbuilder.add_api(resource)


__all__ = ["GRANTS", "PANELS", "USES", "register"]
