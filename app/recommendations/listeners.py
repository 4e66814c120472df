"""What hangs on a recommendation: the letter of its decision, in the transaction of the step itself, and who is told (T31)."""

from app.kernel.events import Event, listens
from app.kernel.roles import Role
from app.notifications.rules import N_, OWNER, ROLE, Notice, register_notices
from app.recommendations.rules import Verdict
from app.recommendations.services import issue_letter

PAGE = "RecommendationView.show"


@listens("recommendation.send")
def wait_anew(event: Event) -> None:
    event.subject.reminded_on = None


@listens("recommendation.accept")
def recommend(event: Event) -> None:
    issue_letter(event.actor, event.subject, Verdict.ACCEPTED, event.data["note"])


@listens("recommendation.reject")
def refuse(event: Event) -> None:
    issue_letter(event.actor, event.subject, Verdict.REJECTED, event.data["note"])


register_notices(
    Notice(
        "recommendation.send",
        (ROLE(Role.BKPSDM_ADMIN),),
        title=N_("A request for a recommendation waits for your decision: %(subject)s"),
        outside=N_("A request for a recommendation waits for your decision"),
        opens=PAGE,
    ),
    Notice(
        "recommendation.remind",
        (ROLE(Role.BKPSDM_ADMIN),),
        title=N_("A request for a recommendation has been waiting for your decision for %(days)s days: %(subject)s"),
        outside=N_("A request for a recommendation has been waiting for your decision for some time"),
        opens=PAGE,
        data=("days",),
    ),
    Notice(
        "recommendation.return",
        (OWNER,),
        title=N_("Your request for a recommendation has been returned to you: %(subject)s"),
        outside=N_("Your request for a recommendation has been returned to you"),
        opens=PAGE,
    ),
    Notice(
        "recommendation.accept",
        (OWNER,),
        title=N_("Your training has been recommended, the letter is ready: %(subject)s"),
        outside=N_("Your training has been recommended, the letter is ready"),
        opens=PAGE,
    ),
    Notice(
        "recommendation.reject",
        (OWNER,),
        title=N_("Your recommendation has been refused, the letter is ready: %(subject)s"),
        outside=N_("Your recommendation has been refused, the letter is ready"),
        opens=PAGE,
    ),
    Notice(
        "recommendation.accept",
        (ROLE(Role.OPD_ADMIN),),
        title=N_("A letter of recommendation for your OPD is ready: %(subject)s"),
        outside=N_("A letter of recommendation for your OPD is ready"),
        opens=PAGE,
    ),
    Notice(
        "recommendation.reject",
        (ROLE(Role.OPD_ADMIN),),
        title=N_("A letter of refusal for your OPD is ready: %(subject)s"),
        outside=N_("A letter of refusal for your OPD is ready"),
        opens=PAGE,
    ),
)
