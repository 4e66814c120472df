"""What an employee fills in to ask for study leave."""

from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.validators import Length

from app.kernel.forms import DateField, PortalForm, required


class StudyLeaveForm(PortalForm):
    programme = StringField(_("Programme"), [required(), Length(max=200)])
    begins_on = DateField(_("First day"), [required()])
