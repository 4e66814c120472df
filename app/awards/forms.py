"""What the wizard asks for (S21 to S24), and the proof with its rules (S25)."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import IntegerField, StringField
from wtforms.validators import Length, NumberRange

from app.awards.parameters import NUMBER_NEEDED
from app.awards.rules import FIRST_YEAR, LAST_YEAR, check_award
from app.awards.services import check_filing
from app.documents.forms import DocumentField
from app.documents.rules import DocumentKind
from app.kernel import clock, settings
from app.kernel.errors import Text
from app.kernel.explained import ExplainedField
from app.kernel.forms import ChoiceField, DateField, PortalForm, required
from app.kernel.wizard import Wizard, WizardStep
from app.verification.forms import refuse

PDF_RULE = _("Please upload the award certificate as a PDF")
AWARD_CERTIFICATE = DocumentKind("award_certificate", _("Award certificate document"), rules=(PDF_RULE,))


class AwardForm(PortalForm):
    """The fields of S21 to S24 in their order; a group may settle the scale (Satya Lencana: Nasional)."""

    scale = ChoiceField(_("Scale of the award"), [required()], placeholder=_("Choose…"), description=_("As far as the award reaches."))
    award_group = ChoiceField(
        _("Group of the award"),
        [required()],
        placeholder=_("Choose…"),
        description=_("Choose SATYA LENCANA for a Satya Lencana only; its scale is always Nasional."),
    )
    award_kind = ExplainedField(_("Kind of award"), [required()])
    year = IntegerField(
        _("Year of the award"), [required(), NumberRange(FIRST_YEAR, LAST_YEAR)], description=_("As on the certificate or charter.")
    )
    number = StringField(_("Decree number"), [Length(max=100)], description=_("As on the decree: 004/KP.00/I/2024"))
    decree_on = DateField(_("Date of the decree"), [required()])
    granted_by = StringField(_("Given by"), [Length(max=200)], description=_("The official who signed the decree; may stay empty."))

    def validate_scale(self, field: Any) -> None:
        refuse(self._misfiled(), "scale")

    def validate_award_kind(self, field: Any) -> None:
        refuse(self._misfiled(), "award_kind")

    def validate_year(self, field: Any) -> None:
        refuse(self._wrong(), "year")

    def validate_number(self, field: Any) -> None:
        refuse(self._wrong(), "number")

    def validate_decree_on(self, field: Any) -> None:
        refuse(self._wrong(), "decree_on")

    def _misfiled(self) -> Mapping[str, Text]:
        return check_filing({name: self[name].data for name in ("scale", "award_group", "award_kind")}, self.record)

    def _wrong(self) -> Mapping[str, Text]:
        needs_number = bool(settings.get(NUMBER_NEEDED))
        return check_award(self.year.data, self.decree_on.data, self.number.data, clock.today(), needs_number=needs_number)


class AwardProofForm(PortalForm):
    certificate_id = DocumentField(_("Award certificate document"), [required()], kind=AWARD_CERTIFICATE)


AWARD = Wizard("award", (WizardStep("data", _("Enter data"), AwardForm), WizardStep("document", _("Upload document"), AwardProofForm)))
