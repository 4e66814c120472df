"""A person's request about his data: asked, answered within 72 hours by BKPSDM, and closed when what was granted is done (UU 27/2022, Ps. 5 to 13, 30, 32)."""

from flask_babel import lazy_gettext as _

from app.kernel.roles import Reach, Role
from app.kernel.workflow import Act, State, Step, Tone, Workflow

OWN, BKPSDM = (Role.EMPLOYEE, Reach.OWN), (Role.BKPSDM_ADMIN, Reach.ALL)

ASKED = State("asked", _("Asked for"), Tone.WARNING, waits_for=BKPSDM)
GRANTED = State("granted", _("Granted"), Tone.SUCCESS)
REFUSED = State("refused", _("Refused"), Tone.DANGER)
WITHDRAWN = State("withdrawn", _("Taken back"), Tone.NEUTRAL)
CLOSED = State("closed", _("Closed"), Tone.NEUTRAL)

GRANT = Act(
    "grant",
    _("Grant"),
    Tone.SUCCESS,
    "check-lg",
    ask=_("Grant this request?"),
    ask_more=_("Write what is done. Erasure and restriction take effect at once."),
    done=_("The request has been granted."),
)
REFUSE = Act(
    "refuse",
    _("Refuse"),
    Tone.DANGER,
    "x-lg",
    ask=_("Refuse this request?"),
    ask_more=_("Write which data must be kept, and by which law."),
)
WITHDRAW = Act("withdraw", _("Take back"), Tone.NEUTRAL, "arrow-return-left", ask=_("Take this request back?"))
CLOSE = Act(
    "close",
    _("Close"),
    Tone.NEUTRAL,
    "lock",
    ask=_("Close this request?"),
    ask_more=_("What was granted is done. A restriction ends with it."),
)

REQUEST_FLOW = Workflow(
    name="data_request",
    title=_("Request about personal data"),
    states=(ASKED, GRANTED, REFUSED, WITHDRAWN, CLOSED),
    initial=ASKED,
    creators=(OWN,),
    steps=(
        Step(GRANT, (ASKED,), GRANTED, *BKPSDM, needs=("note",)),
        Step(REFUSE, (ASKED,), REFUSED, *BKPSDM, needs=("note",)),
        Step(WITHDRAW, (ASKED,), WITHDRAWN, *OWN),
        Step(CLOSE, (GRANTED,), CLOSED, *BKPSDM, needs=("note",)),
    ),
    note_title=_("ANSWER TO THE PERSON"),
    note_label=_("Answer"),
)
