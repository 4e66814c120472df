"""What ends a person's tokens: the account is closed, or its password or second factor is replaced, because somebody else may have known it."""

from app.integration.services import end_tokens
from app.kernel.events import Event, listens


@listens("account.deactivate")
@listens("account.password_change")
@listens("account.password_chosen")
@listens("account.password_reset")
@listens("account.second_factor_reset")
def end_tokens_of_account(event: Event) -> None:
    if event.subject_id is not None:
        end_tokens(event.actor, event.subject_id)
