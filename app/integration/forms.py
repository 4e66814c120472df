"""What a person says of a token before it is made."""

from flask_babel import lazy_gettext as _
from wtforms import PasswordField, RadioField, SelectMultipleField, StringField
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from app.accounts.rules import LONGEST
from app.integration.rules import DAYS, LONGEST_NAME
from app.kernel.forms import PortalForm, required


class TokenForm(PortalForm):
    """The view fills in the scopes; whoever came through the agency's sign-in leaves the password empty."""

    name = StringField(_("Name"), [required(), Length(max=LONGEST_NAME)], description=_("The program or system that will use it."))
    scopes = SelectMultipleField(
        _("Scopes"),
        [required(_("Choose at least one."))],
        option_widget=CheckboxInput(),
        widget=ListWidget(),
        description=_("The token can do no more than this, and never more than you may yourself."),
    )
    days = RadioField(_("Holds for"), [required()], coerce=int, default=DAYS[1])
    password = PasswordField(_("Present password"), [Length(max=LONGEST)])
