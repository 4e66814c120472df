"""What the lists of campaigns, questions and people in them show and filter by."""

from dataclasses import replace
from typing import Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from sqlalchemy.orm import contains_eager, selectinload

from app.campaigns import queries
from app.campaigns.models import Campaign, CampaignQuestion, Participation
from app.campaigns.rules import DEADLINE, Standing, unpack
from app.kernel.filters import Choice, Period, Typed
from app.kernel.flow_views import state_column, state_filter
from app.kernel.formats import format_number
from app.kernel.inbox import Waits
from app.kernel.listing import Column, Kind, Listing
from app.organisation.listings import personal_listing
from app.organisation.queries import all_opds
from app.organisation.rules import JobType


def audience_text(campaign: Campaign) -> str:
    """Whom it is meant for, in words."""
    if nips := unpack(campaign.audience_nips):
        return gettext("%(count)s people by their NIP", count=format_number(len(nips)))
    names = dict(all_opds())
    parts = [
        ", ".join(names.get(pk, "–") for pk in campaign.opd_ids),
        ", ".join(str(JobType(value).label) for value in campaign.job_types),
        _webinars(campaign),
    ]
    return "; ".join(part for part in parts if part) or gettext("All employees")


def _webinars(campaign: Campaign) -> str:
    count = len(campaign.webinar_ids)
    if not count:
        return ""
    if campaign.audience_present:
        return ngettext("present at %(num)s webinar", "present at %(num)s webinars", count)
    return ngettext("registered for %(num)s webinar", "registered for %(num)s webinars", count)


DATA_CLOSES = Column("data_closes_on", _("Last day for the data"), sort=Campaign.data_closes_on, kind=Kind.DATE)
SURVEY_CLOSES = Column("survey_closes_on", _("Last day for the questionnaire"), sort=Campaign.survey_closes_on, kind=Kind.DATE)

CAMPAIGNS = Listing(
    Campaign,
    columns=(
        Column("title", _("Title"), sort=Campaign.title, primary=True, width=44),
        Column("audience", _("Meant for"), audience_text, width=40),
        DATA_CLOSES,
        SURVEY_CLOSES,
        state_column(Campaign),
    ),
    filters=(
        Typed((Campaign.title,)),
        state_filter(Campaign),
        Waits(Campaign),
        Period("data_closes_on", _("Last day for the data"), Campaign.data_closes_on),
    ),
    default_sort="-data_closes_on",
    empty_title=_("No campaign yet"),
    empty_text=_("What BKPSDM opens stands here."),
)
DETAIL = (
    Column("title", _("Title")),
    Column("guide", _("Guide"), lambda row: row.guide.splitlines(), kind=Kind.LINES),
    Column("audience", _("Meant for"), audience_text),
    DATA_CLOSES,
    SURVEY_CLOSES,
    Column("remind_days", _("Remind so many days before a deadline"), lambda row: ", ".join(map(str, row.reminders))),
    Column("asks_photo", _("Ask for a photo"), lambda row: gettext("Yes") if row.asks_photo else gettext("No")),
    Column("source", _("Source of data that are deemed valid")),
    state_column(Campaign),
)

QUESTIONS = Listing(
    CampaignQuestion,
    columns=(
        Column("position", _("Number of the question"), sort=CampaignQuestion.position, kind=Kind.NUMBER),
        Column("question", _("Question"), sort=CampaignQuestion.question, primary=True, width=60),
        Column("kind", _("Kind of answer"), "kind_label", sort=CampaignQuestion.kind),
        Column("choices", _("Choices"), lambda row: (row.choices or "").splitlines(), kind=Kind.LINES, width=40),
        Column("must_answer", _("Must be answered"), lambda row: gettext("Yes") if row.must_answer else gettext("No")),
        Column("campaign", _("Campaign"), "campaign.title", sort=Campaign.title, width=40),
    ),
    filters=(
        Typed((CampaignQuestion.question,)),
        Choice(
            "campaign",
            _("Campaign"),
            _("All campaigns"),
            queries.campaign_options,
            lambda value: CampaignQuestion.campaign_id == int(value),
        ),
    ),
    joins=(CampaignQuestion.campaign,),
    options=(contains_eager(CampaignQuestion.campaign),),
    default_sort=(CampaignQuestion.campaign_id.desc(), CampaignQuestion.position),
    empty_title=_("No question yet"),
    empty_text=_("A campaign without questions asks for the data only."),
)


def source_text(part: Participation) -> str | None:
    """Who says that the data are right: the person, or the source named by the campaign (B7)."""
    if part.data_by is None:
        return None
    return part.statement if part.data_by == DEADLINE else gettext("Confirmed by the employee")


def _standings(_actor: Any) -> list[tuple[str, Any]]:
    return [(each.value, each.label) for each in Standing]


TITLE = Column("campaign", _("Campaign"), "campaign.title", sort=Campaign.title, width=44)
STANDING = Column("standing", _("Completion"), lambda row: row.standing_now.badge, sort=Participation.standing, kind=Kind.BADGE)
GUIDE_AT = Column("guide_at", _("Guide read"), sort=Participation.guide_at, kind=Kind.DATETIME, screen=False)
DATA_AT = Column("data_at", _("Data valid since"), sort=Participation.data_at, kind=Kind.DATETIME)
SOURCE = Column("source", _("Source of the validity"), source_text, screen=False, width=44)
ANSWERED_AT = Column("answered_at", _("Questionnaire sent"), sort=Participation.answered_at, kind=Kind.DATETIME)
STANDING_FILTER = Choice("standing", _("Completion"), _("All"), _standings, lambda value: Participation.standing == value)
CAMPAIGN_FILTER = Choice(
    "campaign", _("Campaign"), _("All campaigns"), queries.campaign_options, lambda value: Participation.campaign_id == int(value)
)

_PEOPLE = personal_listing(
    Participation,
    columns=(TITLE, GUIDE_AT, DATA_AT, SOURCE, ANSWERED_AT, STANDING),
    filters=(CAMPAIGN_FILTER, STANDING_FILTER, Period("data_at", _("Data valid since"), Participation.data_at)),
    default_sort="person",
    empty_title=_("Nobody here"),
    empty_text=_("Who takes part in an open campaign stands here."),
)
PEOPLE = replace(
    _PEOPLE,
    joins=(*_PEOPLE.joins, Participation.campaign),
    options=(*_PEOPLE.options, contains_eager(Participation.campaign)),
)
PERSON_DETAIL = (
    TITLE,
    Column("name", _("Full name"), "employee.full_name"),
    Column("nip", _("NIP"), "employee.nip", kind=Kind.NIP),
    Column("unit", _("Unit"), "unit.name"),
    GUIDE_AT,
    DATA_AT,
    SOURCE,
    ANSWERED_AT,
    STANDING,
)

MINE = Listing(
    Participation,
    columns=(replace(TITLE, primary=True), replace(DATA_CLOSES, value="campaign.data_closes_on"), DATA_AT, ANSWERED_AT, STANDING),
    filters=(Typed((Campaign.title,)), STANDING_FILTER),
    default_sort="-data_closes_on",
    where=lambda actor: Participation.employee_id == actor.employee_id,
    joins=(Participation.campaign, Participation.employee, Participation.unit),
    options=(
        contains_eager(Participation.campaign),
        contains_eager(Participation.employee),
        contains_eager(Participation.unit),
        selectinload(Participation.campaign, Campaign.questions),
    ),
    empty_title=_("No campaign yet"),
    empty_text=_("When BKPSDM asks you to check your data, it stands here."),
)
