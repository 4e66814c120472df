"""The way of an activity (T24, T37): under way once its owner has started it, finished by the portal itself with the last report, or called off by its owner."""

from flask_babel import lazy_gettext as _

from app.kernel.roles import Reach, Role
from app.kernel.workflow import Act, Edit, State, Step, Tone, Workflow

OWN, SYSTEM = (Role.EMPLOYEE, Reach.OWN), (Role.SYSTEM, Reach.ALL)

RUNNING = State("running", _("Activity under way"), Tone.INFO)
CLOSED = State("closed", _("Activity finished"), Tone.SUCCESS)
CANCELLED = State("cancelled", _("Activity called off"), Tone.DANGER)

CLOSE = Act("close", _("Finish the activity"), Tone.SUCCESS, "check2-square")
CANCEL = Act(
    "cancel",
    _("Call the activity off"),
    Tone.DANGER,
    "x-lg",
    ask=_("Call this activity off?"),
    ask_more=_("Nothing is written into the training history. The accepted plan stays, and can be started again."),
    yes=_("Yes, call it off"),
    done=_("The activity has been called off."),
)

REALISATION_FLOW = Workflow(
    name="realisation",
    title=_("Activity"),
    states=(RUNNING, CLOSED, CANCELLED),
    initial=RUNNING,
    creators=(OWN,),
    steps=(Step(CLOSE, (RUNNING,), CLOSED, *SYSTEM), Step(CANCEL, (RUNNING,), CANCELLED, *OWN, needs=("note",))),
    edits=(Edit(*OWN, (RUNNING,)),),
)
