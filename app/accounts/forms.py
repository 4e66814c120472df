"""Forms of the account screens."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import EqualTo, Length

from app.accounts.rules import LONGEST, SHORTEST
from app.kernel.forms import ChoiceField, DateField, PortalForm, required


class SignInForm(FlaskForm):
    """NIP (spaces and dots allowed) or technical user name, and the password."""

    username = StringField(_("NIP"), validators=[required(_("Type your NIP.")), Length(max=64)])
    password = PasswordField(_("Password"), validators=[required(_("Type your password.")), Length(max=LONGEST)])

    class Meta(PortalForm.Meta):
        """Messages in the reader's language."""


class NewPasswordForm(PortalForm):
    """A new password, twice."""

    password = PasswordField(
        _("New password"),
        validators=[required(_("Type a new password.")), Length(max=LONGEST)],
        description=_(
            "At least %(count)s characters; not your NIP, name or date of birth. Several unrelated words are easy to remember.",
            count=SHORTEST,
        ),
    )
    again = PasswordField(
        _("New password again"),
        validators=[required(_("Type the new password again.")), EqualTo("password", _("The two new passwords differ."))],
    )


class PasswordForm(NewPasswordForm):
    """One's own new password; the present one is asked for."""

    old = PasswordField(_("Present password"), validators=[required(_("Type your present password.")), Length(max=LONGEST)])


class ForgottenForm(PortalForm):
    """Whose password was forgotten."""

    username = StringField(_("NIP"), validators=[required(_("Type your NIP.")), Length(max=64)])


class CodeForm(PortalForm):
    """A code of the authenticator app, or a recovery code."""

    code = StringField(_("Code"), validators=[required(_("Type the code.")), Length(max=20)])


class ConfirmForm(PortalForm):
    """The present password, before something about signing in is changed; whoever came through the agency's sign-in leaves it empty."""

    password = PasswordField(_("Present password"), validators=[Length(max=LONGEST)])


class EndFactorForm(ConfirmForm, CodeForm):
    """Password and code, to switch the second factor off."""


class NewAccountForm(PortalForm):
    """An account for an employee; the first password is made by the portal."""

    nip = StringField(_("NIP"), validators=[required(_("Type the NIP.")), Length(max=40)])


class TechnicalAccountForm(PortalForm):
    """An account that belongs to no employee."""

    username = StringField(_("User name"), validators=[required(), Length(max=64)])
    name = StringField(_("Name"), validators=[required(), Length(max=120)])


class RoleForm(PortalForm):
    """A role to give; the view fills in the choices that the acting person may give."""

    role = ChoiceField(_("Role"), validators=[required(_("Choose a role."))])
    unit = ChoiceField(_("OPD"), coerce=int, description=_("For OPD admins only: the OPD and everything below it."))
    valid_from = DateField(_("From"), description=_("Empty means today."))
    valid_to = DateField(_("To"), description=_("Empty means until it is ended."))
