"""The ways of a webinar (draft, dibuka, berlangsung, selesai, dibatalkan; L18) and of a registration for it (L10, L12)."""

from flask_babel import lazy_gettext as _

from app.kernel.roles import Reach, Role
from app.kernel.workflow import Act, Edit, State, Step, Tone, Workflow

OWN = (Role.EMPLOYEE, Reach.OWN)
BKPSDM = (Role.BKPSDM_ADMIN, Reach.ALL)
SYSTEM = (Role.SYSTEM, Reach.ALL)

DRAFT = State("draft", _("Draft"), Tone.NEUTRAL, waits_for=BKPSDM)
OPEN = State("open", _("Open for registration"), Tone.PRIMARY)
RUNNING = State("running", _("Under way"), Tone.INFO)
FINISHED = State("finished", _("Finished"), Tone.SUCCESS)
CALLED_OFF = State("called_off", _("Called off"), Tone.DANGER)
DELETED = State("deleted", _("Deleted"), Tone.NEUTRAL, hidden=True)

PUBLISH = Act(
    "publish",
    _("Publish"),
    Tone.SUCCESS,
    "send",
    ask=_("Publish this webinar?"),
    ask_more=_("Everyone it is meant for sees it at once and may register."),
    yes=_("Yes, publish"),
    done=_("The webinar has been published."),
)
START = Act(
    "start",
    _("Start"),
    Tone.PRIMARY,
    "box-arrow-in-right",
    ask=_("Has the webinar begun?"),
    ask_more=_("At its planned time it starts by itself."),
    yes=_("Yes, it is under way"),
    done=_("The webinar is under way."),
)
FINISH = Act(
    "finish",
    _("Finish"),
    Tone.SUCCESS,
    "check2-square",
    ask=_("Is the webinar over?"),
    ask_more=_("Nobody can register or cancel any more."),
    yes=_("Yes, it is over"),
    done=_("The webinar is finished."),
)
CALL_OFF = Act(
    "cancel",
    _("Call off"),
    Tone.DANGER,
    "x-lg",
    ask=_("Call this webinar off?"),
    ask_more=_("Everyone who registered is told."),
    yes=_("Yes, call it off"),
    done=_("The webinar has been called off."),
)
DELETE = Act(
    "delete",
    _("Delete"),
    Tone.DANGER,
    "trash",
    ask=_("Delete this draft?"),
    ask_more=_("It leaves every list; its history stays in the audit trail."),
    yes=_("Yes, delete"),
    done=_("The draft has been deleted."),
)

WEBINAR_FLOW = Workflow(
    name="webinar",
    title=_("Webinar"),
    states=(DRAFT, OPEN, RUNNING, FINISHED, CALLED_OFF, DELETED),
    initial=DRAFT,
    creators=(BKPSDM,),
    steps=(
        Step(PUBLISH, (DRAFT,), OPEN, *BKPSDM),
        Step(START, (OPEN,), RUNNING, *BKPSDM),
        Step(START, (OPEN,), RUNNING, *SYSTEM),
        Step(FINISH, (RUNNING,), FINISHED, *BKPSDM),
        Step(FINISH, (RUNNING,), FINISHED, *SYSTEM),
        Step(CALL_OFF, (OPEN, RUNNING), CALLED_OFF, *BKPSDM, needs=("note",)),
        Step(DELETE, (DRAFT,), DELETED, *BKPSDM),
    ),
    edits=(Edit(*BKPSDM, (DRAFT, OPEN, RUNNING, FINISHED)),),
)
SHOWN = (OPEN, RUNNING, FINISHED, CALLED_OFF)
"""What the audience sees."""
LIVE = (OPEN, RUNNING)

WAITING = State("in_line", _("On the waiting list"), Tone.WARNING)
REGISTERED = State("registered", _("Registered"), Tone.SUCCESS)
WITHDRAWN = State("cancelled", _("Registration cancelled"), Tone.NEUTRAL)

ADMIT = Act("admit", _("Confirm the seat"), Tone.SUCCESS, "check-lg", ask=_("Confirm the seat?"), yes=_("Yes, confirm"))
CANCEL = Act(
    "cancel",
    _("Cancel the registration"),
    Tone.DANGER,
    "x-lg",
    ask=_("Cancel this registration?"),
    ask_more=_("The seat goes to the first of the waiting list."),
    yes=_("Yes, cancel it"),
    no=_("Keep it"),
    done=_("The registration has been cancelled."),
)

REGISTRATION_FLOW = Workflow(
    name="registration",
    title=_("Webinar registration"),
    states=(WAITING, REGISTERED, WITHDRAWN),
    initial=WAITING,
    creators=(OWN, SYSTEM),
    steps=(
        Step(ADMIT, (WAITING,), REGISTERED, *SYSTEM),
        Step(CANCEL, (WAITING, REGISTERED), WITHDRAWN, *OWN),
        Step(CANCEL, (WAITING, REGISTERED), WITHDRAWN, *SYSTEM),
        Step(CANCEL, (WAITING, REGISTERED), WITHDRAWN, *BKPSDM, needs=("note",)),
    ),
    edits=(Edit(*OWN, (WAITING, REGISTERED)), Edit(*SYSTEM, (REGISTERED,))),
)
HELD = (WAITING, REGISTERED)
"""A registration that stands: one person has one at most (L12)."""
