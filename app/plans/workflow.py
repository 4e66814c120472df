"""Two flows. That of a planned training (T37): drafted and sent by the employee, decided by his direct supervisor with a reason, whatever he decides (T19).

And that of the plan of a year as a whole: its owner sends all that is drafted at once (T11), after that it stands where its rows stand.
"""

from flask_babel import lazy_gettext as _

from app.kernel.roles import Reach, Role
from app.kernel.workflow import Act, Edit, State, Step, Tone, Workflow

OWN, SUPERVISOR = (Role.EMPLOYEE, Reach.OWN), (Role.SUPERVISOR, Reach.SUBORDINATES)
SYSTEM = (Role.SYSTEM, Reach.ALL)

DRAFT = State("draft", _("Draft of a plan"), Tone.NEUTRAL, waits_for=OWN)
SENT = State("sent", _("Sent to the supervisor"), Tone.INFO, waits_for=SUPERVISOR)
ACCEPTED = State("accepted", _("Accepted by the supervisor"), Tone.SUCCESS)
REJECTED = State("rejected", _("Rejected by the supervisor"), Tone.DANGER)
RETURNED = State("returned", _("Returned by the supervisor"), Tone.WARNING, waits_for=OWN)
DELETED = State("deleted", _("Deleted"), Tone.NEUTRAL, hidden=True)

SEND = Act(
    "send",
    _("Send the plan"),
    Tone.PRIMARY,
    "send",
    ask=_("Send this plan to your direct supervisor?"),
    ask_more=_("I agree to this submission under the terms that apply. Afterwards only your supervisor can return it to you."),
    yes=_("Submit the plan"),
    done=_("The plan has been sent to your direct supervisor."),
)
ACCEPT = Act(
    "accept",
    _("Accept the plan"),
    Tone.SUCCESS,
    "check-lg",
    ask=_("Accept this planned training?"),
    ask_more=_("Compare it with the needs of the job, of the organisation and of the career. What is accepted is frozen."),
    yes=_("Yes, accept"),
    done=_("The planned training has been accepted."),
)
REJECT = Act(
    "reject",
    _("Reject the plan"),
    Tone.DANGER,
    "x-lg",
    ask=_("Reject this planned training?"),
    ask_more=_("The employee reads your reason."),
    yes=_("Yes, reject"),
    done=_("The planned training has been rejected."),
)
RETURN = Act(
    "return",
    _("Return to the sender for another revision"),
    Tone.WARNING,
    "arrow-return-left",
    ask=_("Return this planned training to the employee?"),
    ask_more=_("He corrects it and sends it again, as long as the plan of the year is open."),
    yes=_("Yes, return"),
    done=_("The planned training has been returned to the employee."),
)
DELETE = Act(
    "delete",
    _("Delete"),
    Tone.DANGER,
    "trash",
    ask=_("Delete this planned training?"),
    ask_more=_("It leaves every list; its history stays in the audit trail."),
    yes=_("Yes, delete"),
    done=_("The planned training has been deleted."),
)

PLAN_ROW_FLOW = Workflow(
    name="plan_row",
    title=_("Planned training"),
    states=(DRAFT, SENT, ACCEPTED, REJECTED, RETURNED, DELETED),
    initial=DRAFT,
    creators=(OWN,),
    steps=(
        Step(SEND, (DRAFT, RETURNED), SENT, *OWN),
        Step(ACCEPT, (SENT,), ACCEPTED, *SUPERVISOR, needs=("note",)),
        Step(REJECT, (SENT,), REJECTED, *SUPERVISOR, needs=("note",)),
        Step(RETURN, (SENT,), RETURNED, *SUPERVISOR, needs=("note",)),
        Step(DELETE, (DRAFT, RETURNED), DELETED, *OWN),
    ),
    edits=(Edit(*OWN, (DRAFT, RETURNED)),),
    note_title=_("Reason of the decision"),
    note_label=_("Reason of the decision"),
)

WRITING = State("draft", _("Plan being written"), Tone.NEUTRAL)
SUBMITTED = State("sent", _("Plan with the supervisor"), Tone.INFO)
RESUMED = State("returned", _("Plan to be revised"), Tone.WARNING)
DECIDED = State("decided", _("Plan decided"), Tone.SUCCESS)

SUBMIT = Act(
    "send",
    _("Submit the plan"),
    Tone.PRIMARY,
    "send",
    ask=_("Submit every planned training that is not sent yet?"),
    ask_more=_("I agree to this submission under the terms that apply. Afterwards only your supervisor can return it to you."),
    yes=_("Submit the plan"),
    done=_("The plan has been sent to your direct supervisor."),
)
REOPEN = Act("reopen", _("Write again"), Tone.NEUTRAL, "pencil")
FORWARD = Act("forward", _("Pass to the supervisor"), Tone.INFO, "send")
REVISE = Act("return", _("Ask for a revision"), Tone.WARNING, "arrow-return-left")
DECIDE = Act("decide", _("Close the verification"), Tone.SUCCESS, "check2-square")

PLAN_FLOW = Workflow(
    name="plan",
    title=_("Plan of the year"),
    states=(WRITING, SUBMITTED, RESUMED, DECIDED),
    initial=WRITING,
    creators=(OWN,),
    steps=(
        Step(SUBMIT, (WRITING, RESUMED), SUBMITTED, *OWN),
        Step(REOPEN, (SUBMITTED, RESUMED, DECIDED), WRITING, *SYSTEM),
        Step(FORWARD, (WRITING, RESUMED, DECIDED), SUBMITTED, *SYSTEM),
        Step(REVISE, (WRITING, SUBMITTED, DECIDED), RESUMED, *SYSTEM),
        Step(DECIDE, (WRITING, SUBMITTED, RESUMED), DECIDED, *SYSTEM),
    ),
    edits=(Edit(*OWN, (WRITING, RESUMED, SUBMITTED, DECIDED)),),
)
"""The steps of the portal follow the rows; `follow` of the services takes them."""
FOLLOWING = {WRITING.key: REOPEN.key, SUBMITTED.key: FORWARD.key, RESUMED.key: REVISE.key, DECIDED.key: DECIDE.key}
"""By which step the portal brings a plan to a state."""
