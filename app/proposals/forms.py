"""Form SIIP ASN (P4 to P13): the wish itself; whom it is for stands above it, read-only (P6)."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from app.kernel.errors import Invalid
from app.kernel.forms import ChoiceField, DateField, PortalForm, RemoteSelectField, required
from app.organisation.models import Employee
from app.organisation.queries import search_active_people
from app.proposals.rules import Source
from app.proposals.services import Wish


class ProposalForm(PortalForm):
    """`employee_id` is listened to from the BKPSDM admin only (P29); `recommendation` is taken off the form of those who were not tested (P12)."""

    employee_id = RemoteSelectField(
        _("Employee name"),
        model=Employee,
        search=search_active_people,
        text="select_label",
        placeholder=_("Type a name or NIP"),
        description=_("Choose the person; NIP, position and OPD are filled in."),
        render_kw={"required": True},
    )
    source = RadioField(
        _("Choose the training"),
        choices=[
            SelectChoice(Source.CATALOGUE.value, _("From the guide of training types")),
            SelectChoice(Source.MANUAL.value, _("Fill in by hand")),
        ],
        default=Source.CATALOGUE.value,
    )
    training_id = ChoiceField(
        _("Training type"),
        placeholder=_("Choose a training type"),
        coerce=int,
        description=_("Please fill in by hand if the training type you mean is not there"),
        render_kw={"data-enhance": True},
    )
    manual_title = StringField(
        _("Proposed training"),
        [Length(max=200)],
        description=_("Please fill in the kind of training you want to propose."),
    )
    proposed_on = DateField(_("Proposal date"), [required()])
    recommendation = TextAreaField(
        _("Recommendation from the talent pool result"),
        [Length(max=2000)],
        description=_("Please fill in the competence recommended by the talent pool result"),
    )

    def wish(self) -> Wish:
        """What was filled in, for the services; raises Invalid without a day."""
        day = self.proposed_on.data
        if day is None:
            raise Invalid(fields={"proposed_on": gettext("This field is required.")})
        asked = self.recommendation.data if "recommendation" in self else None
        return Wish(Source(self.source.data), self.training_id.data, self.manual_title.data, day, asked)
