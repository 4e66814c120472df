"""Who is told of a request, and what a granted one does in the same transaction."""

from app.kernel.events import Event, listens
from app.kernel.queue import run_soon
from app.kernel.roles import Role
from app.notifications.rules import N_, OWNER, ROLE, Notice, register_notices
from app.privacy.breach_services import list_people
from app.privacy.consents import note
from app.privacy.rules import Purpose, Wish
from app.privacy.services import erase_for

PAGE = "DataRequestView.show"
OFFICERS = (ROLE(Role.BKPSDM_ADMIN),)
ABOVE = (ROLE(Role.BKPSDM_ADMIN), ROLE(Role.AUDITOR))

register_notices(
    Notice("data_request.create", OFFICERS, N_("Somebody asks about his personal data; the answer is due within 72 hours"), opens=PAGE),
    Notice("data_request.due_soon", OFFICERS, N_("A request about personal data is to be answered within a day"), opens=PAGE),
    Notice("data_request.overdue", ABOVE, N_("A request about personal data was not answered within 72 hours"), opens=PAGE),
    Notice("data_request.grant", (OWNER,), N_("Your request about your personal data was granted"), opens=PAGE),
    Notice("data_request.refuse", (OWNER,), N_("Your request about your personal data was refused"), opens=PAGE),
    Notice("data_request.close", (OWNER,), N_("Your request about your personal data is closed"), opens=PAGE),
)

BREACH = "BreachView.show"
register_notices(
    Notice(
        "breach.create", ABOVE, N_("A breach of personal data was recorded; people and authority are told within 72 hours"), opens=BREACH
    ),
    Notice("breach.due_soon", OFFICERS, N_("A breach of personal data is to be told within a day"), opens=BREACH),
    Notice("breach.overdue", ABOVE, N_("A breach of personal data was not told within 72 hours"), opens=BREACH),
    Notice("breach.notify", (ROLE(Role.AUDITOR),), N_("The people concerned by a breach of personal data are being told"), opens=BREACH),
    Notice(
        "breach_person.tell",
        (OWNER,),
        N_("Personal data about you were exposed; a letter says which, how, and what is done"),
        outside=N_("An important letter about your personal data waits for you in the portal"),
        opens="BreachLetterView.show",
    ),
)


@listens("breach.notify")
def notified(event: Event) -> None:
    """Whom it concerns is fixed with the decision; the worker tells them one after the other."""
    list_people(event.subject)
    run_soon("privacy.breach")


@listens("data_request.grant")
def granted(event: Event) -> None:
    """Erasure happens with the decision, not later."""
    if event.subject.kind == Wish.ERASURE.value:
        erase_for(event.actor, event.subject.employee_id)


@listens("telegram.link")
def agreed(event: Event) -> None:
    """Who brings the code to the bot has agreed on the page before."""
    note(event.actor, event.subject.user_id, Purpose.TELEGRAM, given=True)


@listens("telegram.unlink")
def withdrawn(event: Event) -> None:
    """Disconnecting is withdrawing, wherever it is done."""
    note(event.actor, event.subject.user_id, Purpose.TELEGRAM, given=False)
