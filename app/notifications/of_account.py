"""Who is told when the keys to his account change (ASVS 6.3.7): the person himself, whoever did it, by every way that reaches him."""

from app.kernel.events import Event
from app.notifications.rules import N_, OWNER, Notice, register_notices


def _address_changed(event: Event) -> bool:
    """A person's record changes for many reasons; only the address by which a new password can be asked for is one of these."""
    return "email_official" in event.data.get("after", {})


PASSWORD_CHANGED = N_("Your password has been changed. If it was not you, tell your administrator at once.")
ADDRESS_CHANGED = N_(
    "Your official e-mail address has been changed; links for a new password go there. If that is wrong, tell your administrator at once."
)

register_notices(
    *(
        Notice(event, (OWNER,), title, of_account=True)
        for event, title in (
            ("account.password_change", PASSWORD_CHANGED),
            ("account.password_chosen", PASSWORD_CHANGED),
            (
                "account.password_reset",
                N_("An administrator has given your account a new password. If you did not ask for it, tell him at once."),
            ),
            (
                "account.second_factor_on",
                N_("Two-step verification has been switched on for your account. If it was not you, tell your administrator at once."),
            ),
            (
                "account.second_factor_off",
                N_("Two-step verification has been switched off for your account. If it was not you, tell your administrator at once."),
            ),
            (
                "account.second_factor_reset",
                N_("An administrator has taken two-step verification from your account. If you did not ask for it, tell him at once."),
            ),
            (
                "account.recovery_codes",
                N_("New recovery codes have been made for your account. If it was not you, tell your administrator at once."),
            ),
            (
                "account.recovery_code_used",
                N_("Somebody has signed in to your account with a recovery code. If it was not you, tell your administrator at once."),
            ),
        )
    ),
    *(
        Notice(event, (OWNER,), ADDRESS_CHANGED, of_account=True, when=_address_changed)
        for event in ("employee.contact", "employee.change")
    ),
)
