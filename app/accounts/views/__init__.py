"""Screens of accounts: one's own, and the administrator's."""

from app.accounts.views.acting import ActingOfficerApi, ActingOfficerView
from app.accounts.views.administration import AccountView
from app.accounts.views.forgotten import ForgottenView
from app.accounts.views.own import LanguageView, MyAccountView, PasswordView
from app.accounts.views.second_factor import SecondFactorView
from app.accounts.views.sessions import SessionView

__all__ = [
    "AccountView",
    "ActingOfficerApi",
    "ActingOfficerView",
    "ForgottenView",
    "LanguageView",
    "MyAccountView",
    "PasswordView",
    "SecondFactorView",
    "SessionView",
]
