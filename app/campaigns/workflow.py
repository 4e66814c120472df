"""The way of a campaign: draft, dibuka, ditutup. What each person still has to do in it stands with his participation."""

from flask_babel import lazy_gettext as _

from app.kernel.roles import Reach, Role
from app.kernel.workflow import Act, Edit, State, Step, Tone, Workflow

BKPSDM = (Role.BKPSDM_ADMIN, Reach.ALL)
SYSTEM = (Role.SYSTEM, Reach.ALL)

DRAFT = State("draft", _("Draft"), Tone.NEUTRAL, waits_for=BKPSDM)
OPEN = State("open", _("Opened"), Tone.PRIMARY)
CLOSED = State("closed", _("Closed (campaign)"), Tone.SUCCESS)
DELETED = State("deleted", _("Deleted"), Tone.NEUTRAL, hidden=True)

PUBLISH = Act(
    "open",
    _("Open the campaign"),
    Tone.SUCCESS,
    "send",
    ask=_("Open this campaign?"),
    ask_more=_("Everyone it is meant for finds it on his first page at once and is told. Questions and audience then stay as they are."),
    yes=_("Yes, open it"),
    done=_("The campaign has been opened."),
)
CLOSE = Act(
    "close",
    _("Close the campaign"),
    Tone.DANGER,
    "x-lg",
    ask=_("Close this campaign before its deadline?"),
    ask_more=_("The data of everyone who has not confirmed them are deemed valid. After its last day it closes by itself."),
    yes=_("Yes, close it"),
    done=_("The campaign has been closed."),
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

CAMPAIGN_FLOW = Workflow(
    name="campaign",
    title=_("Campaign"),
    states=(DRAFT, OPEN, CLOSED, DELETED),
    initial=DRAFT,
    creators=(BKPSDM,),
    steps=(
        Step(PUBLISH, (DRAFT,), OPEN, *BKPSDM),
        Step(CLOSE, (OPEN,), CLOSED, *BKPSDM, needs=("note",)),
        Step(CLOSE, (OPEN,), CLOSED, *SYSTEM),
        Step(DELETE, (DRAFT,), DELETED, *BKPSDM),
    ),
    edits=(Edit(*BKPSDM, (DRAFT, OPEN)),),
)
SHOWN = (OPEN, CLOSED)
"""What others than BKPSDM see."""
