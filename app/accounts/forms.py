"""Forms of the account screens."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from sqlalchemy import select
from wtforms import PasswordField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import EqualTo, Length

from app.accounts.acting_queries import deputy_label, may_be_named, search_deputies
from app.accounts.rules import LONGEST, SHORTEST, ActingKind
from app.kernel import clock
from app.kernel.actor import current_actor
from app.kernel.db import session
from app.kernel.forms import ChoiceField, DateField, PortalForm, RemoteSelectField, required
from app.kernel.roles import Role
from app.organisation.models import Employee
from app.organisation.queries import search_active_people


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


class DeputyField(RemoteSelectField):
    """A colleague whom the officer may name, though he does not read his record."""

    def _fetched(self) -> Any:
        if self.data is None:
            return None
        if self.chosen is None or self.chosen.id != self.data:
            actor = current_actor()
            officer = None if actor.has(Role.BKPSDM_ADMIN) else session().get(Employee, actor.employee_id or 0)
            criterion = may_be_named(officer)
            found = session().scalar(select(Employee).where(Employee.id == self.data, criterion))
            self.chosen = Named(found.id, deputy_label(found)) if found else None
        return self.chosen


class Named:
    """A deputy as the select shows him."""

    def __init__(self, pk: int, label: str) -> None:
        self.id, self.label = pk, label


class DeputyForm(PortalForm):
    """Whom an officer lends his decisions, and for which days; BKPSDM also says in whose place."""

    officer_id = RemoteSelectField(_("In the place of"), [required()], model=Employee, search=search_active_people, text="select_label")
    kind = ChoiceField(_("Kind of acting officer"), [required()], choices=[SelectChoice(kind.value, kind.label) for kind in ActingKind])
    role = ChoiceField(_("Decisions that are lent"), [required()])
    deputy_id = DeputyField(_("Acting officer"), [required()], model=Employee, search=search_deputies, text="label")
    begins_on = DateField(_("First day"), [required()], default=clock.today)
    ends_on = DateField(_("Last day"), [required()], description=_("At 23:59:59 of this day it ends by itself."))
    letter_number = StringField(
        _("Number of the order"), [Length(max=100)], description=_("Of the letter that appoints him, if there is one.")
    )


class OwnDeputyForm(DeputyForm):
    """An officer lends only what is his own: nobody asks him whose it is."""

    officer_id = None  # type: ignore[assignment]
