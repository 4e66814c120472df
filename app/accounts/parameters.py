"""What an agency decides about signing in on its settings screen."""

from flask_babel import lazy_gettext as _

from app.accounts.rules import NeedsFactor
from app.kernel.settings import Kind, Setting

SECOND_FACTOR = Setting(
    "accounts.second_factor",
    Kind.CHOICE,
    NeedsFactor.NOBODY.value,
    _("Signing in needs a second factor for"),
    _("A code from an app on the phone. Whoever needs one and has none sets it up at the next sign-in and can do nothing else before."),
    choices={
        NeedsFactor.NOBODY: _("Nobody; everyone may choose it"),
        NeedsFactor.ADMINISTRATORS: _("OPD admins, BKPSDM admins, auditors and system administrators"),
        NeedsFactor.EVERYONE: _("Everyone"),
    },
)
ACTING_DAYS = Setting(
    "accounts.acting_days",
    Kind.INTEGER,
    92,
    _("Longest time of an acting officer, in days"),
    _("A longer absence is entered again; three months is what an order usually allows."),
    least=1,
    most=366,
)
FIRST_PASSWORD_DAYS = Setting(
    "accounts.first_password_days",
    Kind.INTEGER,
    30,
    _("Days that a first password holds"),
    _("Counted from the day it was made. Whoever has not signed in by then gets a new one from his personnel officer, or by e-mail."),
    least=1,
    most=365,
)
LINK_MINUTES = Setting(
    "accounts.link_minutes",
    Kind.INTEGER,
    60,
    _("Minutes that the link for a new password holds"),
    _("Counted from sending the e-mail; it works once."),
    least=10,
    most=1440,
)
