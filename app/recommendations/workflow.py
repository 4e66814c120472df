"""The way of a recommendation (T30, T37): Konsep, Terkirim, then Diterima or Ditolak by BKPSDM; what is returned is a concept again, with the reason on top.

Until BKPSDM has decided its owner may withdraw it: it is a concept again too.
"""

from flask_babel import lazy_gettext as _

from app.kernel.roles import Reach, Role
from app.kernel.workflow import Act, Edit, State, Step, Tone, Workflow

OWN, BKPSDM = (Role.EMPLOYEE, Reach.OWN), (Role.BKPSDM_ADMIN, Reach.ALL)

DRAFT = State("draft", _("Concept of a recommendation"), Tone.NEUTRAL, waits_for=OWN)
SENT = State("sent", _("Request sent to BKPSDM"), Tone.INFO, waits_for=BKPSDM)
ACCEPTED = State("accepted", _("Recommended by BKPSDM"), Tone.SUCCESS)
REJECTED = State("rejected", _("Refused by BKPSDM"), Tone.DANGER)
DELETED = State("deleted", _("Deleted"), Tone.NEUTRAL, hidden=True)

SEND = Act(
    "send",
    _("Send to BKPSDM"),
    Tone.PRIMARY,
    "send",
    ask=_("Send this request for a recommendation to BKPSDM?"),
    ask_more=_("Afterwards you can no longer change it, unless BKPSDM returns it to you."),
    yes=_("Yes, send the request"),
    done=_("The request has been sent to BKPSDM."),
)
ACCEPT = Act(
    "accept",
    _("Recommend"),
    Tone.SUCCESS,
    "check-lg",
    ask=_("Recommend this training?"),
    ask_more=_("A numbered letter of recommendation with your reason is issued at once; it cannot be taken back."),
    yes=_("Yes, recommend"),
    done=_("The training has been recommended and the letter issued."),
)
REJECT = Act(
    "reject",
    _("Refuse the recommendation"),
    Tone.DANGER,
    "x-lg",
    ask=_("Refuse this recommendation?"),
    ask_more=_("A numbered letter of refusal with your reason is issued at once; it cannot be taken back."),
    yes=_("Yes, refuse"),
    done=_("The recommendation has been refused and the letter issued."),
)
RETURN = Act(
    "return",
    _("Return the request"),
    Tone.WARNING,
    "arrow-return-left",
    ask=_("Return this request to the employee?"),
    ask_more=_("It becomes a concept again; he reads your reason, corrects it and sends it once more."),
    yes=_("Yes, return the request"),
    done=_("The request has been returned to the employee."),
)
WITHDRAW = Act(
    "withdraw",
    _("Withdraw the request"),
    Tone.WARNING,
    "arrow-counterclockwise",
    ask=_("Withdraw this request?"),
    ask_more=_("It becomes a concept again; you can correct it, send it once more, or delete it."),
    yes=_("Yes, withdraw it"),
    done=_("The request has been withdrawn."),
)
DELETE = Act(
    "delete",
    _("Delete"),
    Tone.DANGER,
    "trash",
    ask=_("Delete this request?"),
    ask_more=_("It leaves every list; its history stays in the audit trail."),
    yes=_("Yes, delete"),
    done=_("The request has been deleted."),
)

RECOMMENDATION_FLOW = Workflow(
    name="recommendation",
    title=_("Recommendation"),
    states=(DRAFT, SENT, ACCEPTED, REJECTED, DELETED),
    initial=DRAFT,
    creators=(OWN,),
    steps=(
        Step(SEND, (DRAFT,), SENT, *OWN),
        Step(ACCEPT, (SENT,), ACCEPTED, *BKPSDM, needs=("note",)),
        Step(REJECT, (SENT,), REJECTED, *BKPSDM, needs=("note",)),
        Step(RETURN, (SENT,), DRAFT, *BKPSDM, needs=("note",)),
        Step(WITHDRAW, (SENT,), DRAFT, *OWN),
        Step(DELETE, (DRAFT,), DELETED, *OWN),
    ),
    edits=(Edit(*OWN, (DRAFT,)),),
    note_title=_("Reason of the decision"),
    note_label=_("Reason of the decision"),
)
