"""The way of a training proposal: employee -> OPD admin -> BKPSDM admin (P34), with the words of the manual."""

from flask_babel import lazy_gettext as _
from flask_babel import lazy_pgettext

from app.kernel.roles import Reach, Role
from app.kernel.workflow import Act, Edit, State, Step, Tone, Workflow

SUBMITTED = State("submitted", _("Proposal received"), Tone.INFO, waits_for=(Role.OPD_ADMIN, Reach.OPD))
FORWARDED = State("forwarded", _("Forwarded"), Tone.PRIMARY, waits_for=(Role.BKPSDM_ADMIN, Reach.ALL))
REVISED = State("revised", _("Proposal to be revised"), Tone.WARNING, waits_for=(Role.EMPLOYEE, Reach.OWN))
REJECTED = State("rejected", _("Proposal rejected"), Tone.DANGER)
APPROVED = State("approved", _("Approved"), Tone.SUCCESS)
DELETED = State("deleted", _("Deleted"), Tone.NEUTRAL, hidden=True)

NO = lazy_pgettext("SIIP-ASN", "Cancel")  # the manual's own word on this button, also in Indonesian (P26, P31)

FORWARD = Act(
    "forward",
    _("Forward"),
    Tone.PRIMARY,
    "send",
    ask=_("Forward this proposal to the BKPSDM admin?"),
    ask_more=_("Press Yes to continue!"),
    yes=_("Yes, continue"),
    no=NO,
    done=_("The proposal has been forwarded to the BKPSDM admin."),
)
REVISE = Act(
    "revise",
    _("Revise"),
    Tone.WARNING,
    "arrow-return-left",
    ask=_("Do you want to return this proposal for revision?"),
    ask_more=_("Press Yes to continue!"),
    yes=_("Yes, continue!"),
    no=NO,
    done=_("The proposal has been returned for revision."),
)
REJECT = Act(
    "reject",
    _("Reject"),
    Tone.DANGER,
    "x-lg",
    ask=_("Do you want to reject this proposal?"),
    ask_more=_("Press Yes to continue!"),
    yes=_("Yes, continue!"),
    no=NO,
    done=_("The proposal has been rejected."),
)
APPROVE = Act(
    "approve",
    _("Approve"),
    Tone.SUCCESS,
    "check-lg",
    ask=_("Are you sure you want to approve this proposal?"),
    ask_more=_("Press Yes to continue!"),
    yes=_("Yes, approve"),
    no=NO,
    done=_("The proposal has been approved."),
)
DELETE = Act(
    "delete",
    _("Delete"),
    Tone.DANGER,
    "trash",
    ask=_("Are you sure you want to delete this proposal?"),
    ask_more=_("It leaves every list; its history stays in the audit trail."),
    yes=_("Yes, delete"),
    no=NO,
    done=_("The proposal has been deleted."),
)

OPD, BKPSDM = (Role.OPD_ADMIN, Reach.OPD), (Role.BKPSDM_ADMIN, Reach.ALL)

PROPOSAL_FLOW = Workflow(
    name="proposal",
    title=_("Training proposal"),
    states=(SUBMITTED, FORWARDED, REVISED, REJECTED, APPROVED, DELETED),
    initial=SUBMITTED,
    creators=((Role.EMPLOYEE, Reach.OWN), BKPSDM),
    steps=(
        Step(FORWARD, (SUBMITTED,), FORWARDED, *OPD),
        Step(FORWARD, (SUBMITTED,), FORWARDED, *BKPSDM),
        Step(REVISE, (SUBMITTED,), REVISED, *OPD, needs=("note",)),
        Step(REVISE, (SUBMITTED, FORWARDED), REVISED, *BKPSDM, needs=("note",)),
        Step(REJECT, (SUBMITTED,), REJECTED, *OPD, needs=("note",)),
        Step(REJECT, (SUBMITTED, FORWARDED), REJECTED, *BKPSDM, needs=("note",)),
        Step(APPROVE, (FORWARDED,), APPROVED, *BKPSDM),
        Step(DELETE, (SUBMITTED, FORWARDED, REVISED, REJECTED, APPROVED), DELETED, *BKPSDM),
    ),
    edits=(
        Edit(Role.EMPLOYEE, Reach.OWN, (SUBMITTED,)),
        Edit(Role.EMPLOYEE, Reach.OWN, (REVISED, REJECTED), becomes=SUBMITTED),
        Edit(*OPD, (SUBMITTED,)),
        Edit(*BKPSDM, (SUBMITTED, FORWARDED)),
    ),
)
