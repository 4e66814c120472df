"""The way of a request about attendance: asked for by the person, granted or declined by the organiser."""

from flask_babel import lazy_gettext as _

from app.kernel.workflow import Act, State, Step, Tone, Workflow
from app.webinars.workflow import BKPSDM, OWN

ASKED = State("asked", _("Asked for"), Tone.WARNING, waits_for=BKPSDM)
GRANTED = State("granted", _("Granted"), Tone.SUCCESS)
DECLINED = State("declined", _("Declined"), Tone.DANGER)

GRANT = Act(
    "grant",
    _("Grant"),
    Tone.SUCCESS,
    "check-lg",
    ask=_("Grant this request?"),
    ask_more=_("A late attendance is recorded and validated; a correction is written into the registration."),
    yes=_("Yes, grant"),
    done=_("The request has been granted."),
)
DECLINE = Act(
    "decline",
    _("Decline"),
    Tone.DANGER,
    "x-lg",
    ask=_("Decline this request?"),
    ask_more=_("The person is told why."),
    yes=_("Yes, decline"),
    done=_("The request has been declined."),
)

REQUEST_FLOW = Workflow(
    name="attendance_request",
    title=_("Request about attendance"),
    states=(ASKED, GRANTED, DECLINED),
    initial=ASKED,
    creators=(OWN,),
    steps=(Step(GRANT, (ASKED,), GRANTED, *BKPSDM), Step(DECLINE, (ASKED,), DECLINED, *BKPSDM, needs=("note",))),
)
