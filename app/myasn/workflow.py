"""The way of a package to MyASN: ready once its record is approved here, sent by hand, approved there. Each tick says who set it and when, and can be taken back."""

from flask_babel import lazy_gettext as _

from app.kernel.roles import Reach, Role
from app.kernel.workflow import Act, State, Step, Tone, Workflow

OWN, BKPSDM, SYSTEM = (Role.EMPLOYEE, Reach.OWN), (Role.BKPSDM_ADMIN, Reach.ALL), (Role.SYSTEM, Reach.ALL)

READY = State("ready", _("Still to send"), Tone.WARNING, unhurried=True)
SENT = State("sent", _("Sent to MyASN"), Tone.INFO, unhurried=True)
ACCEPTED = State("accepted", _("Approved in MyASN"), Tone.SUCCESS)
WITHDRAWN = State("withdrawn", _("Taken back here"), Tone.DANGER)

SEND = Act(
    "send",
    _("Mark as sent to MyASN"),
    Tone.PRIMARY,
    "send",
    ask=_("Has this record been sent in MyASN?"),
    ask_more=_("The mark keeps your name and the moment."),
    yes=_("Yes, it has been sent"),
    done=_("Marked as sent to MyASN."),
)
ACCEPT = Act(
    "accept",
    _("Mark as approved in MyASN"),
    Tone.SUCCESS,
    "check2-circle",
    ask=_("Does MyASN show this record as approved?"),
    ask_more=_("The mark keeps your name and the moment."),
    yes=_("Yes, it is approved"),
    done=_("Marked as approved in MyASN."),
)
TAKE_BACK = Act(
    "take_back",
    _("Take the mark back"),
    Tone.WARNING,
    "arrow-counterclockwise",
    ask=_("Take the last mark back?"),
    ask_more=_("The history keeps that it was set."),
    yes=_("Yes, take it back"),
    done=_("The mark has been taken back."),
)
WITHDRAW = Act("withdraw", _("Approval cancelled here"), Tone.NEUTRAL, "x-lg")

MYASN_FLOW = Workflow(
    name="myasn",
    title=_("Ready for MyASN"),
    states=(READY, SENT, ACCEPTED, WITHDRAWN),
    initial=READY,
    creators=(SYSTEM,),
    steps=(
        Step(SEND, (READY,), SENT, *OWN),
        Step(SEND, (READY,), SENT, *BKPSDM),
        Step(ACCEPT, (READY, SENT), ACCEPTED, *OWN),
        Step(ACCEPT, (READY, SENT), ACCEPTED, *BKPSDM),
        Step(TAKE_BACK, (SENT,), READY, *OWN),
        Step(TAKE_BACK, (SENT,), READY, *BKPSDM),
        Step(TAKE_BACK, (ACCEPTED,), SENT, *OWN),
        Step(TAKE_BACK, (ACCEPTED,), SENT, *BKPSDM),
        Step(WITHDRAW, (READY, SENT, ACCEPTED), WITHDRAWN, *SYSTEM),
    ),
)
"""Ticks are set by the owner, who works in MyASN himself, and by BKPSDM; the portal itself opens a package and withdraws it when the approval here is cancelled."""
