"""The way of a photo: one that the machine doubts waits for its owner's word; then an officer looks at it; a newer one takes its place, and it stays in the history."""

from flask_babel import lazy_gettext as _

from app.kernel.roles import Reach, Role
from app.kernel.workflow import Act, State, Step, Tone, Workflow

OWN, OPD, BKPSDM = (Role.EMPLOYEE, Reach.OWN), (Role.OPD_ADMIN, Reach.OPD), (Role.BKPSDM_ADMIN, Reach.ALL)
SYSTEM = (Role.SYSTEM, Reach.ALL)

DOUBTED = State("doubted", _("Photo in doubt"), Tone.WARNING, waits_for=OWN)
WAITING = State("waiting", _("Photo being checked"), Tone.INFO, waits_for=OPD)
ACCEPTED = State("accepted", _("Photo accepted"), Tone.SUCCESS)
REFUSED = State("refused", _("Photo refused"), Tone.DANGER)
REPLACED = State("replaced", _("Earlier photo"), Tone.NEUTRAL)

SEND = Act(
    "send",
    _("Send to the officer anyway"),
    Tone.PRIMARY,
    "send",
    ask=_("Send this photo to the officer?"),
    ask_more=_("He sees what the portal doubts and decides himself."),
    yes=_("Yes, send the photo"),
    done=_("Successfully updated"),
)
ACCEPT = Act(
    "accept",
    _("Accept the photo"),
    Tone.SUCCESS,
    "check-lg",
    ask=_("Accept this photo?"),
    ask_more=_(
        "Straight ahead, eyes open, mouth closed; white shirt with tie, no jacket; head to chest; red background. It is used for certificates."
    ),
    yes=_("Yes, accept the photo"),
    done=_("The photo has been accepted."),
)
REFUSE = Act(
    "refuse",
    _("Refuse the photo"),
    Tone.DANGER,
    "x-lg",
    ask=_("Refuse this photo?"),
    ask_more=_("The person reads your reason and takes another one."),
    yes=_("Yes, refuse the photo"),
    done=_("The photo has been refused."),
)
REPLACE = Act("replace", _("A newer photo took its place"), Tone.NEUTRAL, "arrow-counterclockwise")

PHOTO_FLOW = Workflow(
    name="photo",
    title=_("Profile photo"),
    states=(DOUBTED, WAITING, ACCEPTED, REFUSED, REPLACED),
    initial=DOUBTED,
    creators=(OWN,),
    steps=(
        Step(SEND, (DOUBTED,), WAITING, *OWN),
        Step(ACCEPT, (WAITING,), ACCEPTED, *OPD),
        Step(ACCEPT, (WAITING,), ACCEPTED, *BKPSDM),
        Step(REFUSE, (WAITING,), REFUSED, *OPD, needs=("note",)),
        Step(REFUSE, (WAITING,), REFUSED, *BKPSDM, needs=("note",)),
        Step(REPLACE, (DOUBTED, WAITING, ACCEPTED), REPLACED, *SYSTEM),
    ),
)
CURRENT = (WAITING.key, ACCEPTED.key)
"""What is shown as somebody's photo: the newest of these."""
