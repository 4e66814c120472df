"""The screens of study leave; what they show is all they need to be told."""

from flask_babel import lazy_gettext as _

from app.kernel.flow_views import WorkflowView
from app.kernel.listing import Column, Kind
from app.organisation.listings import personal_listing
from app.study_leave.forms import StudyLeaveForm
from app.study_leave.models import StudyLeave

LEAVES = personal_listing(
    StudyLeave,
    columns=(
        Column("programme", _("Programme"), sort=StudyLeave.programme),
        Column("begins_on", _("First day"), sort=StudyLeave.begins_on, kind=Kind.DATE),
    ),
    default_sort="-begins_on",
)


class StudyLeaveView(WorkflowView):
    route_base, title, model = "/study-leaves", _("Study leave"), StudyLeave
    listing, detail = LEAVES, LEAVES.columns
    add_form = edit_form = StudyLeaveForm
