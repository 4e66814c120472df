"""What follows a decision on a change of personal data, inside its transaction; and who is told."""

from app.kernel.events import Event, listens
from app.kernel.roles import Role
from app.notifications.rules import N_, OWNER, ROLE, Notice, register_notices
from app.profile.services import apply_change

PAGE = "ProfileChangeView.show"


@listens("profile_change.approve")
def write(event: Event) -> None:
    """The record changes with the decision, or the decision does not happen."""
    apply_change(event.actor, event.subject)


register_notices(
    Notice(
        "profile_change.create", (ROLE(Role.OPD_ADMIN),), N_("A change of personal data waits for your decision"), opens=PAGE, chosen=()
    ),
    Notice("profile_change.approve", (OWNER,), N_("The change of your data has been approved"), opens=PAGE),
    Notice("profile_change.refuse", (OWNER,), N_("The change of your data has been refused; read why"), opens=PAGE),
)
