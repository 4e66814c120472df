"""What a step of a team work brings about: the officer's note stands with the entry, and people are told."""

from app.kernel.events import Event, listens
from app.kernel.roles import Role
from app.notifications.rules import N_, OWNER, ROLE, Notice, register_notices

OFFICER, EMPLOYEE = "TeamApprovalView.show", "TeamWorkView.show"


@listens("team_work.approve")
@listens("team_work.withdraw")
def keep_note(event: Event) -> None:
    """ "Catatan" is what the officer wrote last (S38); an approval without words takes it away."""
    event.subject.note = event.data["note"]


register_notices(
    Notice(
        "team_work.create",
        (ROLE(Role.OPD_ADMIN),),
        title=N_("A team work waits for your approval: %(subject)s"),
        outside=N_("A team work waits for your approval"),
        opens=OFFICER,
        chosen=(),
    ),
    Notice(
        "team_work.resubmit",
        (ROLE(Role.OPD_ADMIN),),
        title=N_("A corrected team work waits for your approval: %(subject)s"),
        outside=N_("A corrected team work waits for your approval"),
        opens=OFFICER,
        chosen=(),
    ),
    Notice(
        "team_work.approve",
        (OWNER,),
        title=N_("Your team work has been approved: %(subject)s"),
        outside=N_("Your team work has been approved"),
        opens=EMPLOYEE,
    ),
    Notice(
        "team_work.withdraw",
        (OWNER,),
        title=N_("Your team work needs correction: %(subject)s"),
        outside=N_("Your team work needs correction"),
        opens=EMPLOYEE,
    ),
)
