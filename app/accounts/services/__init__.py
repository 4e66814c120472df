"""Writes of accounts: opening and closing them, signing in and out, passwords, roles."""

from app.accounts.services.acting import appoint_deputy, end_acting, renew_lent
from app.accounts.services.forgotten import ask_for_link, choose_password, link_holds, make_link
from app.accounts.services.opening import activate_account, create_account, create_technical_account, deactivate_account
from app.accounts.services.passwords import change_password, reset_password
from app.accounts.services.roles import end_role, give_role
from app.accounts.services.second_factor import (
    begin_setup,
    codes_left,
    confirm_setup,
    end_second_factor,
    must_set_up,
    prove_person,
    renew_codes,
    reset_second_factor,
    setup_of,
)
from app.accounts.services.sessions import (
    choose_role,
    end_other_sessions,
    end_session,
    end_sessions_of,
    forget_sessions,
    sign_out,
    touch_session,
)
from app.accounts.services.signing import HalfWay, choose_language, finish_sign_in, sign_in, sign_in_from_agency

__all__ = [
    "HalfWay",
    "activate_account",
    "appoint_deputy",
    "ask_for_link",
    "begin_setup",
    "change_password",
    "choose_language",
    "choose_password",
    "choose_role",
    "codes_left",
    "confirm_setup",
    "create_account",
    "create_technical_account",
    "deactivate_account",
    "end_acting",
    "end_other_sessions",
    "end_role",
    "end_second_factor",
    "end_session",
    "end_sessions_of",
    "finish_sign_in",
    "forget_sessions",
    "give_role",
    "link_holds",
    "make_link",
    "must_set_up",
    "prove_person",
    "renew_codes",
    "renew_lent",
    "reset_password",
    "reset_second_factor",
    "setup_of",
    "sign_in",
    "sign_in_from_agency",
    "sign_out",
    "touch_session",
]
