"""What the organiser fills in of a session, and a registered person to record his attendance (L22, L24)."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, IntegerField, StringField
from wtforms.validators import Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from app.kernel.forms import ChoiceField, PortalForm, required
from app.kernel.questionnaire.forms import QuestionForm
from app.kernel.questionnaire.rules import Question
from app.webinars.attendance_rules import LONGEST_TYPED


class SessionEditForm(PortalForm):
    title = StringField(_("Title of the session"), [Length(max=100)], description=_("Such as Morning or Practice; may stay empty."))
    jp = IntegerField(
        _("JP of the session"), [Optional(), NumberRange(0, 99)], description=_("Stands beside its title on page 2 of the certificate.")
    )
    required = BooleanField(
        _("Required for the certificate"), default=True, description=_("Who misses a required session receives no certificate.")
    )


class SessionForm(SessionEditForm):
    """The webinar comes with the page."""

    webinar_id = IntegerField(_("Webinar"), [required()], widget=HiddenInput())


class WebinarQuestionForm(QuestionForm):
    """The session comes with the page."""

    session_id = IntegerField(_("Session"), [required()], widget=HiddenInput())


class QuestionCopyForm(PortalForm):
    """From where; the session that receives comes with the page."""

    source_id = ChoiceField(_("Questions of"), [required()], coerce=int, placeholder=_("Choose a session"))


class AttendForm(PortalForm):
    """The session comes with the page; the ticket too, once a right code was shown."""

    asked: tuple[Question, ...] = ()

    session_id = IntegerField(_("Session"), [required()], widget=HiddenInput())
    ticket = StringField(_("Ticket"), [Length(max=1000)], widget=HiddenInput())
    code = StringField(
        _("Attendance code"),
        [Length(max=LONGEST_TYPED)],
        description=_("The six signs that stand on the screen now; they change every 15 seconds."),
        render_kw={"autocapitalize": "characters", "autocomplete": "off"},
    )
