"""Screens of the tree, the people, their tests, and of oneself."""

from app.organisation.views.competence import CompetenceTestView
from app.organisation.views.own import ProfileView, SubordinateView
from app.organisation.views.people import EmployeeView
from app.organisation.views.selects import OrganisationSelectView
from app.organisation.views.units import UnitView

__all__ = ["CompetenceTestView", "EmployeeView", "OrganisationSelectView", "ProfileView", "SubordinateView", "UnitView"]
