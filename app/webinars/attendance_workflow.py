"""The way of an attendance: recorded by the person, validated or not accepted by the organiser (L26)."""

from flask_babel import lazy_gettext as _

from app.kernel.workflow import Act, State, Step, Tone, Workflow
from app.webinars.workflow import BKPSDM, OWN, SYSTEM

RECORDED = State("recorded", _("Recorded"), Tone.INFO)
VALIDATED = State("validated", _("Validated"), Tone.SUCCESS)
REFUSED = State("refused", _("Not accepted"), Tone.DANGER)

VALIDATE = Act(
    "validate",
    _("Validate"),
    Tone.SUCCESS,
    "check2-square",
    ask=_("Is this attendance right?"),
    ask_more=_("Only validated attendance leads to a certificate."),
    yes=_("Yes, validate"),
    done=_("The attendance has been validated."),
)
REFUSE = Act(
    "refuse",
    _("Do not accept"),
    Tone.DANGER,
    "x-lg",
    ask=_("Not accept this attendance?"),
    ask_more=_("The person is told why; no certificate is issued for it."),
    yes=_("Yes, do not accept"),
    done=_("The attendance has not been accepted."),
)

ATTENDANCE_FLOW = Workflow(
    name="attendance",
    title=_("Webinar attendance"),
    states=(RECORDED, VALIDATED, REFUSED),
    initial=RECORDED,
    creators=(OWN, SYSTEM),
    steps=(
        Step(VALIDATE, (RECORDED, REFUSED), VALIDATED, *BKPSDM),
        Step(REFUSE, (RECORDED, VALIDATED), REFUSED, *BKPSDM, needs=("note",)),
    ),
)
