"""The way of a team work (S38, S43 to S46): entered by the employee, checked and approved by the personnel officer of his OPD, or sent back with a note."""

from flask_babel import lazy_gettext as _

from app.kernel.roles import Reach, Role
from app.kernel.workflow import Act, Edit, State, Step, Tone, Workflow

OWN, OPD, BKPSDM = (Role.EMPLOYEE, Reach.OWN), (Role.OPD_ADMIN, Reach.OPD), (Role.BKPSDM_ADMIN, Reach.ALL)

UNAPPROVED = State("unapproved", _("Not yet approved"), Tone.INFO, waits_for=OPD)
APPROVED = State("approved", _("Approved"), Tone.SUCCESS)
WITHDRAWN = State("withdrawn", _("Approval withdrawn"), Tone.WARNING, waits_for=OWN)
DELETED = State("deleted", _("Deleted"), Tone.NEUTRAL, hidden=True)

APPROVE = Act(
    "approve",
    _("Approve"),
    Tone.SUCCESS,
    "check-lg",
    ask=_("Approve this team work?"),
    ask_more=_("Approve only what you have checked: the letter behind the link says the same."),
    yes=_("Yes, approve"),
    done=_("Success"),
)
WITHDRAW = Act(
    "withdraw",
    _("Withdraw approval"),
    Tone.WARNING,
    "arrow-return-left",
    ask=_("Send this team work back for correction?"),
    ask_more=_("The employee reads your note and corrects the entry; until then it does not count."),
    yes=_("Yes, continue"),
    done=_("The team work has been sent back for correction."),
)
DELETE = Act(
    "delete",
    _("Delete"),
    Tone.DANGER,
    "trash",
    ask=_("Delete this team work?"),
    ask_more=_("It leaves every list; its history stays in the audit trail."),
    yes=_("Yes, delete"),
    done=_("The team work has been deleted."),
)

TEAM_WORK_FLOW = Workflow(
    name="team_work",
    title=_("Team work"),
    states=(UNAPPROVED, APPROVED, WITHDRAWN, DELETED),
    initial=UNAPPROVED,
    creators=(OWN,),
    steps=(
        Step(APPROVE, (UNAPPROVED,), APPROVED, *OPD),
        Step(APPROVE, (UNAPPROVED,), APPROVED, *BKPSDM),
        Step(WITHDRAW, (UNAPPROVED, APPROVED), WITHDRAWN, *OPD, needs=("note",)),
        Step(WITHDRAW, (UNAPPROVED, APPROVED), WITHDRAWN, *BKPSDM, needs=("note",)),
        Step(DELETE, (UNAPPROVED, WITHDRAWN), DELETED, *OWN),
    ),
    edits=(Edit(*OWN, (UNAPPROVED,)), Edit(*OWN, (WITHDRAWN,), becomes=UNAPPROVED)),
    note_title=_("Note"),
    note_label=_("Note"),
)
