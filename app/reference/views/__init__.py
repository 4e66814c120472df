"""Screens of the code lists, the catalogue and the agency's settings."""

from app.reference.views.agency_settings import SettingView
from app.reference.views.identity import IdentityView
from app.reference.views.lists import CodeView, TrainingView

__all__ = ["CodeView", "IdentityView", "SettingView", "TrainingView"]
