"""Who may touch whose account: the check that every service of an administrator begins with."""

from flask_babel import gettext as _

from app.accounts.models import Account
from app.accounts.queries import roles_given
from app.accounts.rules import GIVERS, givable
from app.kernel.actor import Actor
from app.kernel.errors import Denied
from app.kernel.roles import Role
from app.kernel.scope import fetch


def check_administrator(actor: Actor) -> None:
    """Raises Denied unless the actor opens accounts and gives roles at all."""
    if not actor.has(*GIVERS):
        raise Denied


def fetch_managed(actor: Actor, pk: int | str) -> Account:
    """The account, locked. Raises Denied if it is the actor's own, or if its holder has a role the actor may not give (see GIVERS)."""
    check_administrator(actor)
    account: Account = fetch(Account, actor, pk, lock=True)
    if account.id == actor.user_id:
        raise Denied(_("Nobody administers his own account."))
    if not {Role(given.role) for given in roles_given(account.id)} <= givable(actor.roles):
        raise Denied(_("This person holds a role that you may not give."))
    return account
