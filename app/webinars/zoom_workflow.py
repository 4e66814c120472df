"""The way of somebody seen in Zoom: guessed by the portal, confirmed or put right by the organiser; nothing follows of itself."""

from flask_babel import lazy_gettext as _

from app.kernel.workflow import Act, Edit, State, Step, Tone, Workflow
from app.webinars.workflow import BKPSDM

GUESSED = State("guessed", _("Match to be confirmed"), Tone.WARNING)
CONFIRMED = State("confirmed", _("Match confirmed"), Tone.SUCCESS)
STRANGER = State("stranger", _("Nobody registered"), Tone.NEUTRAL)

CONFIRM = Act(
    "confirm",
    _("Confirm the match"),
    Tone.SUCCESS,
    "check-lg",
    ask=_("Is the person in Zoom the registered one?"),
    ask_more=_("It then stands beside the attendance as evidence. Nobody is put on a list or taken off one by it."),
    yes=_("Yes, the same person"),
    done=_("The match has been confirmed."),
)
SET_ASIDE = Act(
    "set_aside",
    _("Nobody registered"),
    Tone.NEUTRAL,
    "x-lg",
    ask=_("Is this nobody of those registered?"),
    ask_more=_("Such as the host, a guest or a second screen. It can be put right again."),
    yes=_("Yes, nobody of them"),
    done=_("It has been noted as nobody registered."),
)

ZOOM_FLOW = Workflow(
    name="zoom_person",
    title=_("Participant in Zoom"),
    states=(GUESSED, CONFIRMED, STRANGER),
    initial=GUESSED,
    creators=(BKPSDM,),
    steps=(
        Step(CONFIRM, (GUESSED, STRANGER), CONFIRMED, *BKPSDM),
        Step(SET_ASIDE, (GUESSED, CONFIRMED), STRANGER, *BKPSDM),
    ),
    edits=(Edit(*BKPSDM, (GUESSED, STRANGER), becomes=CONFIRMED), Edit(*BKPSDM, (CONFIRMED,))),
)
