"""Screens of accounts: one's own, and the administrator's."""

from app.accounts.views.administration import AccountView
from app.accounts.views.own import MyAccountView, PasswordView

__all__ = ["AccountView", "MyAccountView", "PasswordView"]
