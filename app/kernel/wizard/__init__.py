"""A wizard: a record filled in over several steps, its draft kept at each of them, created once at the end.

A view declares the table of steps; everything else is a PortalModelView or a WorkflowView. REST and the services see one form, that of all steps together.

>>> COURSE = Wizard("course", (WizardStep("data", _("Enter data"), CourseForm), WizardStep("document", _("Upload document"), ProofForm)))
>>> class CourseView(WizardFlowView):
...     route_base, title, model, wizard = "/courses", _("Courses"), Course, COURSE
...     listing, detail = COURSES, COURSES.columns
"""

from app.kernel.wizard.drafts import KEEP_DAYS, Draft
from app.kernel.wizard.table import Wizard, WizardStep
from app.kernel.wizard.view import WizardFlowView, WizardView

__all__ = ["KEEP_DAYS", "Draft", "Wizard", "WizardFlowView", "WizardStep", "WizardView"]
