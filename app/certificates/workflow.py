"""Three flows: an event of BKPSDM until its attendance is validated, a certificate once it is issued, and a holder's request for a correction (L26, L27, L31)."""

from flask_babel import lazy_gettext as _

from app.kernel.roles import Reach, Role
from app.kernel.workflow import Act, Edit, State, Step, Tone, Workflow

OWN, BKPSDM = (Role.EMPLOYEE, Reach.OWN), (Role.BKPSDM_ADMIN, Reach.ALL)

PREPARED = State("prepared", _("In preparation"), Tone.INFO)
VALIDATED = State("validated", _("Attendance validated"), Tone.SUCCESS)
CALLED_OFF = State("called_off", _("Called off"), Tone.NEUTRAL)

VALIDATE = Act(
    "validate",
    _("Validate the attendance"),
    Tone.SUCCESS,
    "check2-circle",
    ask=_("Has everybody on the list of participants attended?"),
    ask_more=_("Once the event is over, certificates can be issued to all of them."),
    yes=_("Yes, validate"),
    done=_("The attendance has been validated."),
)
REOPEN = Act(
    "reopen",
    _("Withdraw the validation"),
    Tone.WARNING,
    "arrow-counterclockwise",
    ask=_("Withdraw the validation?"),
    ask_more=_("Until it is validated again, no certificate of this event can be issued, downloaded or shown as valid."),
    yes=_("Yes, withdraw"),
)
CALL_OFF = Act("call_off", _("Call off"), Tone.DANGER, "x-lg", ask=_("Call off this event?"))

EVENT_FLOW = Workflow(
    name="learning_event",
    title=_("Learning event"),
    states=(PREPARED, VALIDATED, CALLED_OFF),
    initial=PREPARED,
    creators=(BKPSDM,),
    steps=(
        Step(VALIDATE, (PREPARED,), VALIDATED, *BKPSDM),
        Step(REOPEN, (VALIDATED,), PREPARED, *BKPSDM, needs=("note",)),
        Step(CALL_OFF, (PREPARED,), CALLED_OFF, *BKPSDM, needs=("note",)),
    ),
    edits=(Edit(*BKPSDM, (PREPARED,)),),
)

VALID = State("valid", _("Valid"), Tone.SUCCESS)
REVOKED = State("revoked", _("Revoked"), Tone.DANGER)
REPLACED = State("replaced", _("Replaced by a revision"), Tone.NEUTRAL)

REVOKE = Act(
    "revoke",
    _("Revoke"),
    Tone.DANGER,
    "x-lg",
    ask=_("Revoke this certificate?"),
    ask_more=_("Whoever checks it will read that it was revoked, and its JP leave the book."),
    done=_("The certificate has been revoked."),
)
REISSUE = Act(
    "reissue",
    _("Issue a corrected revision"),
    Tone.PRIMARY,
    "arrow-clockwise",
    ask=_("Issue a corrected revision?"),
    ask_more=_("It keeps the number and names this one, and is written from the data of now. This certificate is no longer valid then."),
    done=_("A new revision has been issued."),
)

CERTIFICATE_FLOW = Workflow(
    name="certificate",
    title=_("Certificate"),
    states=(VALID, REVOKED, REPLACED),
    initial=VALID,
    creators=(BKPSDM,),
    steps=(
        Step(REISSUE, (VALID, REVOKED), REPLACED, *BKPSDM, needs=("note",)),
        Step(REVOKE, (VALID,), REVOKED, *BKPSDM, needs=("note",)),
    ),
)

ASKED = State("asked", _("Asked for"), Tone.WARNING, waits_for=BKPSDM)
ACCEPTED = State("accepted", _("Corrected"), Tone.SUCCESS)
REFUSED = State("refused", _("Refused"), Tone.DANGER)

ACCEPT = Act(
    "accept",
    _("Correct and issue anew"),
    Tone.SUCCESS,
    "check-lg",
    ask=_("Issue a new revision with these names?"),
    ask_more=_("The certificate in hand is replaced by it."),
    done=_("A new revision has been issued."),
)
REFUSE = Act("refuse", _("Refuse"), Tone.DANGER, "x-lg", ask=_("Refuse this request?"))

CORRECTION_FLOW = Workflow(
    name="certificate_correction",
    title=_("Correction of a certificate"),
    states=(ASKED, ACCEPTED, REFUSED),
    initial=ASKED,
    creators=(OWN,),
    steps=(Step(ACCEPT, (ASKED,), ACCEPTED, *BKPSDM), Step(REFUSE, (ASKED,), REFUSED, *BKPSDM, needs=("note",))),
)
