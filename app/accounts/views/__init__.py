"""Screens of accounts: one's own, and the administrator's."""

from app.accounts.views.own import PasswordView

__all__ = ["PasswordView"]
