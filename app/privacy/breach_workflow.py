"""A failure of protection of personal data: recorded, told in writing to the people and the authority within 72 hours, closed (UU 27/2022, Ps. 46)."""

from flask_babel import lazy_gettext as _

from app.kernel.roles import Reach, Role
from app.kernel.workflow import Act, Edit, State, Step, Tone, Workflow

BKPSDM = (Role.BKPSDM_ADMIN, Reach.ALL)

RECORDED = State("recorded", _("Recorded, not told yet"), Tone.DANGER, waits_for=BKPSDM)
NOTIFIED = State("notified", _("People and authority told"), Tone.WARNING)
CLOSED = State("closed", _("Closed"), Tone.SUCCESS)

NOTIFY = Act(
    "notify",
    _("Notify in writing"),
    Tone.DANGER,
    "send",
    ask=_("Notify the people concerned and the authority?"),
    ask_more=_(
        "Everybody concerned finds his letter in the portal at once and is told by every way he has chosen. "
        "The letter to the authority is made here; you send it. What was written then stays as it is."
    ),
    yes=_("Yes, notify"),
    done=_("The people are told. Send the letter to the authority now."),
)
CLOSE = Act(
    "close",
    _("Close"),
    Tone.NEUTRAL,
    "lock",
    ask=_("Close this breach?"),
    ask_more=_("Write what was done so that it does not happen again."),
)

BREACH_FLOW = Workflow(
    name="breach",
    title=_("Personal data breach"),
    states=(RECORDED, NOTIFIED, CLOSED),
    initial=RECORDED,
    creators=(BKPSDM,),
    steps=(
        Step(NOTIFY, (RECORDED,), NOTIFIED, *BKPSDM),
        Step(CLOSE, (NOTIFIED,), CLOSED, *BKPSDM, needs=("note",)),
    ),
    edits=(Edit(*BKPSDM, (RECORDED,)),),
)
