"""The way of a change of personal data: asked for by the person, decided by the admin of his OPD or by BKPSDM; what is approved stands in his record at once."""

from flask_babel import lazy_gettext as _

from app.kernel.roles import Reach, Role
from app.kernel.workflow import Act, State, Step, Tone, Workflow

OWN, OPD, BKPSDM = (Role.EMPLOYEE, Reach.OWN), (Role.OPD_ADMIN, Reach.OPD), (Role.BKPSDM_ADMIN, Reach.ALL)

WAITING = State("waiting", _("Change being checked"), Tone.INFO, waits_for=OPD)
APPROVED = State("approved", _("Change approved"), Tone.SUCCESS)
REFUSED = State("refused", _("Change refused"), Tone.DANGER)
WITHDRAWN = State("withdrawn", _("Change withdrawn"), Tone.NEUTRAL)

APPROVE = Act(
    "approve",
    _("Approve the change"),
    Tone.SUCCESS,
    "check-lg",
    ask=_("Approve this change of personal data?"),
    ask_more=_("The new data stand in the person's record at once. Certificates and letters that were issued stay as they are."),
    yes=_("Yes, approve the change"),
    done=_("The change has been approved and stands in the record."),
)
REFUSE = Act(
    "refuse",
    _("Refuse the change"),
    Tone.DANGER,
    "x-lg",
    ask=_("Refuse this change of personal data?"),
    ask_more=_("The record stays as it is; the person reads your reason and can ask again."),
    yes=_("Yes, refuse the change"),
    done=_("The change has been refused."),
)
WITHDRAW = Act(
    "withdraw",
    _("Withdraw the request"),
    Tone.WARNING,
    "arrow-counterclockwise",
    ask=_("Withdraw this request?"),
    ask_more=_("Your record stays as it is. You can ask for another change afterwards."),
    yes=_("Yes, withdraw it"),
    done=_("The request has been withdrawn."),
)

PROFILE_CHANGE_FLOW = Workflow(
    name="profile_change",
    title=_("Change of personal data"),
    states=(WAITING, APPROVED, REFUSED, WITHDRAWN),
    initial=WAITING,
    creators=(OWN,),
    steps=(
        Step(APPROVE, (WAITING,), APPROVED, *OPD),
        Step(APPROVE, (WAITING,), APPROVED, *BKPSDM),
        Step(REFUSE, (WAITING,), REFUSED, *OPD, needs=("note",)),
        Step(REFUSE, (WAITING,), REFUSED, *BKPSDM, needs=("note",)),
        Step(WITHDRAW, (WAITING,), WITHDRAWN, *OWN),
    ),
)
