"""Changing and resetting passwords; either ends the sessions the person has."""

from flask_appbuilder.security.sqla.models import User
from flask_babel import gettext as _
from sqlalchemy import delete, select

from app.accounts.models import Account, PasswordLink
from app.accounts.rules import check_password, make_password
from app.accounts.services.guards import fetch_managed
from app.accounts.services.hashing import hash_password, password_fits
from app.accounts.services.sessions import end_sessions
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.db import session, transaction
from app.kernel.errors import Denied, Invalid
from app.kernel.events import Event, publish
from app.organisation.models import Employee


def change_password(actor: Actor, old: str, new: str, session_id: int | None = None) -> None:
    """Set one's own password; every session ends but `session_id`, the one that did it. Raises Invalid (field "old" or "password")."""
    user = session().get(User, actor.user_id) if actor.user_id is not None else None
    if user is None:
        raise Denied
    if not password_fits(user.password, old):
        raise Invalid(fields={"old": _("This is not your present password.")})
    if new == old:
        raise Invalid(fields={"password": _("Choose a password that differs from the present one.")})
    check_for_person(user, new)
    user_id, hashed = user.id, hash_password(new)
    with transaction() as current:
        account = current.scalars(select(Account).where(Account.id == user_id).with_for_update(of=Account)).one()
        store_password(account, hashed, must_change=False, but=session_id)
        publish(Event("account.password_change", actor, account))


def reset_password(actor: Actor, pk: int | str) -> tuple[Account, str]:
    """Give a person who forgot it a random password, to be changed at the next sign-in; returns account and password, shown once."""
    new = make_password()
    hashed = hash_password(new)
    with transaction():
        account = fetch_managed(actor, pk)
        store_password(account, hashed, must_change=True)
        publish(Event("account.password_reset", actor, account))
        return account, new


def check_for_person(user: User, new: str) -> None:
    """Raises Invalid (field "password") if this person's password should not be that."""
    employee = session().scalar(select(Employee).where(Employee.user_id == user.id))
    if employee:
        check_password(new, employee.nip, employee.birth_date, employee.name)
    else:
        check_password(new, name=f"{user.username} {user.first_name} {user.last_name}")


def store_password(account: Account, hashed: str, must_change: bool, but: int | None = None) -> None:
    """Set it, open a lock, forget the link to choose one, and end the person's sessions but one; inside a transaction."""
    account.user.password = hashed
    account.must_change_password = must_change
    account.password_changed_at = clock.now()
    account.failed_count, account.locked_until = 0, None
    session().execute(delete(PasswordLink).where(PasswordLink.user_id == account.id))
    end_sessions(account.id, but)
