"""Writes of accounts: opening and closing them, signing in and out, passwords, roles."""

from app.accounts.services.opening import activate_account, create_account, create_technical_account, deactivate_account
from app.accounts.services.passwords import change_password, reset_password
from app.accounts.services.roles import end_role, give_role
from app.accounts.services.signing import choose_language, sign_in, sign_out

__all__ = [
    "activate_account",
    "change_password",
    "choose_language",
    "create_account",
    "create_technical_account",
    "deactivate_account",
    "end_role",
    "give_role",
    "reset_password",
    "sign_in",
    "sign_out",
]
