"""What BKPSDM fills in to prepare a campaign, and a person to confirm his data and answer."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, IntegerField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from app.kernel.forms import ChoiceField, DateField, PortalForm, required
from app.kernel.questionnaire.forms import QuestionForm

ALL = _("Nothing chosen means everybody.")


class CampaignForm(PortalForm):
    title = StringField(_("Title"), [required(), Length(max=200)])
    guide = TextAreaField(_("Guide"), [required(), Length(max=4000)], description=_("One step a line."), render_kw={"rows": 6})
    opd_ids = SelectMultipleField(_("For these OPDs"), coerce=int, choices=[], description=ALL)
    job_types = SelectMultipleField(
        _("For these kinds of position"),
        choices=[],
        description=ALL,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    webinar_ids = SelectMultipleField(
        _("For the people of these webinars"), coerce=int, choices=[], description=_("Nothing chosen means everybody, registered or not.")
    )
    audience_present = BooleanField(_("Of these webinars only those who were present"))
    nips = TextAreaField(
        _("Or only for these NIPs"),
        [Length(max=200_000)],
        description=_("One a line; what is chosen above then does not count."),
        render_kw={"inputmode": "numeric"},
    )
    data_closes_on = DateField(_("Last day for the data"), [required()], description=_("Until 23:59:59 of that day."))
    survey_closes_on = DateField(
        _("Last day for the questionnaire"), [Optional()], description=_("Empty means the same day. Until 23:59:59 of that day.")
    )
    remind_days = StringField(
        _("Remind so many days before a deadline"), [Length(max=60)], description=_("Numbers of days, as in 7, 3, 1."), default="7, 3, 1"
    )
    asks_photo = BooleanField(_("Ask for a photo"), description=_("Nobody confirms his data before he has uploaded one."))
    source = StringField(
        _("Source of data that are deemed valid"),
        [required(), Length(max=200)],
        description=_("Named beside the data of everyone who has not confirmed them until the deadline."),
    )


class CampaignQuestionForm(QuestionForm):
    """A question of a campaign that is still a draft."""

    campaign_id = ChoiceField(_("Campaign"), [required()], coerce=int)


class ConfirmForm(PortalForm):
    """`person_version` is the version of the record that was read."""

    agreed = BooleanField(_("My data are right"))
    person_version = IntegerField(_("Version"), widget=HiddenInput())
