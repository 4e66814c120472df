"""What is lent is read anew when it changes."""

from app.accounts.services import renew_lent
from app.kernel.events import Event, listens


@listens("role.*")
@listens("account.activate")
@listens("account.deactivate")
@listens("unit.*")
@listens("employee.change")
def read_lent_anew(event: Event) -> None:
    """An officer's own role, his account, his OPD or his name: whatever is lent with it changes in the same transaction."""
    renew_lent(event.subject)
