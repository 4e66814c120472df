"""What BKPSDM fills in to publish a webinar (L2, L18), and an employee to register for it (L8, L9)."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, IntegerField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from app.kernel.form_moments import MomentField
from app.kernel.forms import ChoiceField, PortalForm, WholeNumberField, required
from app.webinars.rules import LONGEST_CODE, LONGEST_TITLE, LONGEST_URL, PASSCODE

EVERYBODY = _("Nothing chosen means everybody.")


class SeriesForm(PortalForm):
    number = IntegerField(_("Series number"), [required(), NumberRange(1, 9999)])
    title = StringField(_("Title of the series"), [required(), Length(max=LONGEST_TITLE)])
    code = StringField(
        _("Short address"),
        [required(), Length(max=LONGEST_CODE)],
        description=_("The end of the public address /w/…; it stays the same for all webinars of the series."),
        render_kw={"autocapitalize": "none"},
    )
    about = TextAreaField(_("About the series"), [Length(max=2000)])


class WebinarForm(PortalForm):
    series_id = ChoiceField(_("Series"), [required()], coerce=int, placeholder=_("Choose a series"))
    title = StringField(_("Title"), [required(), Length(max=LONGEST_TITLE)])
    topic = TextAreaField(_("Topic and details"), [Length(max=4000)])
    starts_at = MomentField(_("Begins"), [required()])
    ends_at = MomentField(_("Ends"), [required()])
    organiser = StringField(_("Organiser"), [required(), Length(max=200)])
    speakers = TextAreaField(_("Speakers and host"), [Length(max=2000)], description=_("One a line."))
    jp = WholeNumberField(_("Hours of learning (JP)"), [required(), NumberRange(0, 99)], description=_("Whole JP, for example 4."))
    capacity = IntegerField(
        _("Seats"), [Optional(), NumberRange(1, 100_000)], description=_("Empty means without limit; who comes later waits for a seat.")
    )
    opd_ids = SelectMultipleField(_("For these OPDs"), coerce=int, choices=[], description=EVERYBODY)
    job_types = SelectMultipleField(
        _("For these kinds of position"),
        choices=[],
        description=EVERYBODY,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    guests = BooleanField(
        _("Open for guests of other agencies"),
        description=_("They register on the public page of the series and confirm by e-mail, without an account."),
    )
    opens_at = MomentField(_("Registration opens"), description=_("Empty means as soon as it is published."))
    closes_at = MomentField(_("Registration closes"), description=_("Empty means when the webinar ends."))
    join_url = StringField(
        _("Join link"),
        [Length(max=LONGEST_URL)],
        description=_("Only registered people see it."),
        render_kw={"inputmode": "url", "placeholder": "https://"},
    )
    meeting_id = StringField(_("Webinar ID"), [Length(max=20)], render_kw={"inputmode": "numeric", "placeholder": "956 4304 9530"})
    passcode = StringField(_("Passcode"), [Length(max=PASSCODE)])
    materials = TextAreaField(
        _("Links to the materials"), [Length(max=4000)], description=_("One a line, with a name before it if you like: Materi 1: https://…")
    )
    template_id = ChoiceField(_("Certificate template"), coerce=int, placeholder=_("The agency's first template"))
    outline = TextAreaField(
        _("Subjects for page 2"),
        [Length(max=4000)],
        description=_("One a line: subject | JP. Empty means the titles of the sessions with their JP."),
        render_kw={"rows": 4},
    )
    message = TextAreaField(
        _("Confirmation after attendance"),
        [Length(max=1000)],
        description=_("What people read once they are on the attendance list; empty means the portal's own sentence."),
        render_kw={"rows": 3},
    )
    requirements = TextAreaField(_("System requirements"), [Length(max=2000)], render_kw={"rows": 6})


class NewWebinarForm(WebinarForm):
    """`copy_id` is the webinar that this one repeats, with its sessions and their questions."""

    copy_id = IntegerField(_("Copy of"), [Optional()], widget=HiddenInput())


class CorrectionForm(PortalForm):
    """What somebody may correct: name, NIP, unit and position stand above the form and are not typed (L7)."""

    front_title = StringField(
        _("Title before the name"), [Length(max=60)], description=_("Such as Dr. or Ir.; leave empty if you have none.")
    )
    back_title = StringField(
        _("Title behind the name"), [Length(max=100)], description=_("Such as S.E., M.Si.; leave empty if you have none.")
    )
    email = StringField(
        _("Active e-mail address"),
        [required(), Length(max=254)],
        description=_("The confirmation with link, Webinar ID and passcode goes there."),
        render_kw={"inputmode": "email", "autocomplete": "email"},
    )


class RegistrationForm(CorrectionForm):
    """The webinar comes with the page."""

    webinar_id = IntegerField(_("Webinar"), [required()], widget=HiddenInput())
