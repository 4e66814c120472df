"""The flow of a verified record, made for each type: its owner sends it, an officer approves it or says what is wrong with it (S19)."""

from enum import StrEnum

from flask_babel import lazy_gettext as _

from app.kernel.errors import Text
from app.kernel.roles import Reach, Role
from app.kernel.workflow import Act, Bringing, Edit, State, Step, Tone, Workflow


class Stage(StrEnum):
    """Where a verified record stands, as its column `state` keeps it. Only APPROVED counts, everywhere."""

    WAITING = "waiting"
    RETURNED = "returned"
    APPROVED = "approved"
    REJECTED = "rejected"
    DELETED = "deleted"


OWN = (Role.EMPLOYEE, Reach.OWN)
BKPSDM = (Role.BKPSDM_ADMIN, Reach.ALL)

RETURNED = State(Stage.RETURNED.value, _("Needs correction"), Tone.WARNING, waits_for=OWN)
APPROVED = State(Stage.APPROVED.value, _("Approved"), Tone.SUCCESS)
REJECTED = State(Stage.REJECTED.value, _("Rejected"), Tone.DANGER)
DELETED = State(Stage.DELETED.value, _("Deleted"), Tone.NEUTRAL, hidden=True)

APPROVE = Act(
    "approve",
    _("Approve"),
    Tone.SUCCESS,
    "check-lg",
    ask=_("Approve this record?"),
    ask_more=_("It counts from now on."),
    yes=_("Yes, approve"),
    done=_("The record has been approved."),
)
RETURN = Act(
    "return",
    _("Return for correction"),
    Tone.WARNING,
    "arrow-return-left",
    ask=_("Return this record for correction?"),
    ask_more=_("Its owner reads your reason, corrects it and sends it again."),
    yes=_("Yes, return"),
    done=_("The record has been returned for correction."),
)
REJECT = Act(
    "reject",
    _("Reject"),
    Tone.DANGER,
    "x-lg",
    ask=_("Reject this record?"),
    ask_more=_("That is final; its owner reads your reason."),
    yes=_("Yes, reject"),
    done=_("The record has been rejected."),
)
CANCEL = Act(
    "cancel",
    _("Cancel the approval"),
    Tone.DANGER,
    "arrow-counterclockwise",
    ask=_("Cancel the approval of this record?"),
    ask_more=_("It no longer counts; its owner reads your reason and can correct it."),
    yes=_("Yes, cancel the approval"),
    done=_("The approval has been cancelled."),
)
DELETE = Act(
    "delete",
    _("Delete"),
    Tone.DANGER,
    "trash",
    ask=_("Delete this record?"),
    ask_more=_("It leaves every list; its history stays in the audit trail."),
    yes=_("Yes, delete"),
    done=_("The record has been deleted."),
)


def verified_flow(name: str, title: Text, decider: tuple[Role, Reach] = BKPSDM, *, brought: bool = False) -> Workflow:
    """The flow of one record type: `name` is the noun of its events, `decider` the role that verifies. A reason goes with every no.

    The owner may edit while it waits, and correct it once it was returned, which sends it to the queue again; an approved record is locked until its approval is
    cancelled. What never counted he may delete. With `brought` the decider may bring records over
    from a spreadsheet, which verifies them.
    """
    waiting = State(Stage.WAITING.value, _("Waiting for verification"), Tone.INFO, waits_for=decider)
    return Workflow(
        name=name,
        title=title,
        states=(waiting, RETURNED, APPROVED, REJECTED, DELETED),
        initial=waiting,
        creators=(OWN,),
        steps=(
            Step(APPROVE, (waiting,), APPROVED, *decider),
            Step(RETURN, (waiting,), RETURNED, *decider, needs=("note",)),
            Step(REJECT, (waiting,), REJECTED, *decider, needs=("note",)),
            Step(CANCEL, (APPROVED,), RETURNED, *decider, needs=("note",)),
            Step(DELETE, (waiting, RETURNED, REJECTED), DELETED, *OWN),
        ),
        edits=(Edit(*OWN, (waiting,)), Edit(*OWN, (RETURNED,), becomes=waiting)),
        bringing=Bringing(*decider, APPROVED, DELETED) if brought else None,
    )
