"""What an administrator says of a webhook."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectMultipleField, StringField
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from app.kernel.forms import PortalForm, required
from app.webhooks.rules import LONGEST_NAME, LONGEST_URL


def _trimmed(text: str | None) -> str:
    return (text or "").strip()


class WebhookForm(PortalForm):
    """The view fills in the events, in groups."""

    name = StringField(_("Name"), [required(), Length(max=LONGEST_NAME)], [_trimmed], _("The system that is told."))
    url = StringField(
        _("Address"),
        [required(), Length(max=LONGEST_URL)],
        [_trimmed],
        _("It begins with https://. Redirects are not followed."),
        render_kw={"inputmode": "url", "placeholder": "https://"},
    )
    events = SelectMultipleField(
        _("Events"),
        [required(_("Choose at least one."))],
        option_widget=CheckboxInput(),
        widget=ListWidget(),
        description=_("Each is sent with its time and the type and id of its record, and with nothing else."),
    )
    active = BooleanField(_("Active"), default=True)
