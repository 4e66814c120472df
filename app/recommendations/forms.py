"""What the wizard asks for: the planned training, what is held where and when, and the two letters (T28, T29)."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.validators import Length, ValidationError

from app.documents.forms import DocumentField
from app.documents.rules import DocumentKind
from app.kernel.errors import Text
from app.kernel.forms import ChoiceField, DateField, MoneyField, PortalForm, required
from app.kernel.wizard import Wizard, WizardStep
from app.recommendations.rules import Funding, check_wish

PROPOSAL = DocumentKind(
    "recommendation_proposal", _("Letter of proposal of the OPD"), rules=(_("Please upload the letter of proposal as a PDF"),)
)
CALL = DocumentKind("recommendation_call", _("Call of the participants"), rules=(_("Please upload the call of the participants as a PDF"),))


class PlanForm(PortalForm):
    """Which planned training it is; the next step is filled in from it."""

    plan_row_id = ChoiceField(
        _("Planned training"),
        placeholder=_("None of these: it is not in my plan"),
        coerce=int,
        description=_("Your accepted planned trainings; the next step is filled in from the one you choose."),
    )


class TrainingForm(PortalForm):
    """The order of the manual; the forms are grouped by path, Klasikal and Non Klasikal only (T28)."""

    form = ChoiceField(_("Kind of training"), [required()], placeholder=_("Choose a kind"), render_kw={"data-enhance": True})
    subject = StringField(
        _("Training held elsewhere"), [required(), Length(max=300)], description=_("Its title or substance; it must agree with your plan.")
    )
    organiser = StringField(_("Institution that organises it"), [required(), Length(max=200)])
    begins_on = DateField(_("First day of the training"), [required()])
    ends_on = DateField(_("Last day of the training"), [required()])
    cost = MoneyField(
        _("Contribution fee"), description=_("In rupiah; leave it empty if it costs nothing."), render_kw={"inputmode": "decimal"}
    )
    funding = ChoiceField(_("Paid by"), [required()], placeholder=_("Choose who pays"))

    def validate_cost(self, field: MoneyField) -> None:
        if field.data is not None and not 0 <= field.data < 10**13:
            raise ValidationError(gettext("Write an amount like 2.500.000."))
        self._say("cost")

    def validate_ends_on(self, field: DateField) -> None:
        self._say("ends_on")

    def validate_funding(self, field: ChoiceField) -> None:
        self._say("funding")

    def _say(self, name: str) -> None:
        wrong: Mapping[str, Text] = check_wish(self.begins_on.data, self.ends_on.data, self.cost.data, self.funding.data)
        if name in wrong:
            raise ValidationError(str(wrong[name]))

    @staticmethod
    def fundings() -> list[tuple[Any, str]]:
        """Who may pay (T27)."""
        return [(each.value, str(each.label)) for each in Funding]


class LettersForm(PortalForm):
    proposal_letter_id = DocumentField(_("Letter of proposal of the OPD"), [required()], kind=PROPOSAL)
    call_letter_id = DocumentField(_("Call of the participants"), [required()], kind=CALL)


RECOMMENDATION = Wizard(
    "recommendation",
    (
        WizardStep("plan", _("Choose the plan"), PlanForm),
        WizardStep("training", _("Enter data"), TrainingForm),
        WizardStep("documents", _("Upload documents"), LettersForm),
    ),
    declaration=_("I agree to this submission under the terms that apply, and declare that the data I have entered is correct"),
    more=_("It is kept as a concept; send it to BKPSDM from its page."),
    send=_("Keep the concept"),
    asks_at_each_step=False,
)
