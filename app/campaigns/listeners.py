"""What follows a step of a campaign, inside its transaction; and who is told of what."""

from app.campaigns.queries import HELD
from app.campaigns.services import check_opening, end_questionnaire, invite
from app.kernel.events import Event, listens
from app.kernel.formats import format_long_date
from app.kernel.held import renew
from app.notifications.rules import N_, OWNER, Notice, register_notices

PAGE = "MyCampaignView.show"


@listens("campaign.open")
def gather(event: Event) -> None:
    """Everybody it is meant for takes part from this moment on."""
    check_opening(event.subject)
    invite(event.subject)


@listens("campaign.close")
def end(event: Event) -> None:
    end_questionnaire(event.subject)


@listens("campaign.*")
def renew_open(event: Event) -> None:
    renew(HELD)


DEADLINES = {
    "data": lambda record: format_long_date(record.campaign.data_closes_on),
    "survey": lambda record: format_long_date(record.campaign.survey_closes_on),
}
register_notices(
    Notice(
        "participation.invite",
        (OWNER,),
        title=N_("Please check your data: %(subject)s"),
        body=N_("Data until %(data)s, questionnaire until %(survey)s, 23:59:59."),
        outside=N_("Please check your personal data in the portal"),
        opens=PAGE,
        reads=DEADLINES,
    ),
    Notice(
        "participation.remind",
        (OWNER,),
        title=N_("Not finished yet: %(subject)s. Days left: %(days)s"),
        outside=N_("The check of your personal data is not finished and its deadline is near"),
        opens=PAGE,
        data=("days",),
    ),
    Notice(
        "participation.deem",
        (OWNER,),
        title=N_("Your data are deemed valid, the deadline has passed: %(subject)s"),
        outside=N_("Your personal data are deemed valid, the deadline has passed"),
        opens=PAGE,
    ),
)
