"""Forms of the account screens."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from app.accounts.rules import LONGEST, SHORTEST


class SignInForm(FlaskForm):
    """NIP (spaces and dots allowed) or technical user name, and the password."""

    username = StringField(_("NIP"), validators=[InputRequired(_("Type your NIP.")), Length(max=64)])
    password = PasswordField(_("Password"), validators=[InputRequired(_("Type your password.")), Length(max=LONGEST)])


class PasswordForm(FlaskForm):
    """One's own new password; the present one is asked for."""

    old = PasswordField(_("Present password"), validators=[InputRequired(_("Type your present password."))])
    password = PasswordField(
        _("New password"),
        validators=[InputRequired(_("Type a new password.")), Length(max=LONGEST)],
        description=_(
            "At least %(count)s characters; not your NIP, name or date of birth. Several unrelated words are easy to remember.",
            count=SHORTEST,
        ),
    )
    again = PasswordField(_("New password again"), validators=[InputRequired(_("Type the new password again."))])
