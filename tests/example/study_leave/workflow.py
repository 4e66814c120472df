"""Study leave: an employee asks, the admin of his OPD approves or returns it with a reason; a corrected one is looked at again."""

from flask_babel import lazy_gettext as _

from app.kernel.roles import Reach, Role
from app.kernel.workflow import Act, Edit, State, Step, Tone, Workflow

OWN, OPD = (Role.EMPLOYEE, Reach.OWN), (Role.OPD_ADMIN, Reach.OPD)

ASKED = State("asked", _("Asked"), Tone.INFO, waits_for=OPD)
RETURNED = State("returned", _("Returned"), Tone.WARNING, waits_for=OWN)
APPROVED = State("approved", _("Approved"), Tone.SUCCESS)

APPROVE = Act("approve", _("Approve"), Tone.SUCCESS, ask=_("Approve this study leave?"))
RETURN = Act("return", _("Return"), Tone.WARNING, "arrow-return-left", ask=_("Return this study leave to the employee?"))

STUDY_LEAVE_FLOW = Workflow(
    name="study_leave",
    title=_("Study leave"),
    states=(ASKED, RETURNED, APPROVED),
    initial=ASKED,
    creators=(OWN,),
    steps=(Step(APPROVE, (ASKED,), APPROVED, *OPD), Step(RETURN, (ASKED,), RETURNED, *OPD, needs=("note",))),
    edits=(Edit(*OWN, (ASKED,)), Edit(*OWN, (RETURNED,), becomes=ASKED)),
)
