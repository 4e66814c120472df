"""Opening and closing accounts. A first password is random, is shown once, and must be changed at the first sign-in (X8)."""

import re

from flask_appbuilder.security.sqla.models import User
from flask_babel import gettext as _
from sqlalchemy import or_, select

from app.accounts.models import Account
from app.accounts.rules import make_password
from app.accounts.services.guards import check_administrator, fetch_managed
from app.accounts.services.hashing import hash_password
from app.accounts.services.sessions import end_sessions
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.db import transaction
from app.kernel.errors import Conflict, Denied, Invalid
from app.kernel.events import Event, publish
from app.kernel.roles import Role
from app.organisation.models import Employee
from app.organisation.services import link_account

NO_MAIL = "portal.invalid"
"""FAB wants an address for every user; this domain receives nothing (RFC 2606), and messages to it are never sent."""

NAME_LENGTH = 64


def create_account(actor: Actor, employee: Employee, password: str | None = None) -> tuple[User, str]:
    """Open an account for a person who signs in with the NIP; returns the user and the first password, which is stored nowhere else.

    Only the system (demo, tests) may choose the `password`; such an account need not change it. Raises Conflict if there is one already.
    """
    check_administrator(actor)
    if password is not None and not actor.has(Role.SYSTEM):
        raise Denied
    first = password or make_password()
    hashed = hash_password(first)
    with transaction() as current:
        person = current.scalars(select(Employee).where(Employee.id == employee.id).with_for_update(of=Employee)).one()
        if person.user_id is not None:
            raise Conflict(_("%(name)s has an account already.", name=person.full_name))
        user = _add_user(person.nip, person.full_name, hashed)
        current.add(user)
        current.flush()
        link_account(actor, person.id, user.id)
        _add_account(actor, user, must_change=password is None)
        return user, first


def create_technical_account(actor: Actor, username: str, name: str, password: str | None = None) -> tuple[User, str]:
    """Open an account that belongs to no employee (an inspector from outside); for superuser and system. Raises Invalid, Conflict."""
    if not actor.has(Role.SUPERUSER, Role.SYSTEM) or (password is not None and not actor.has(Role.SYSTEM)):
        raise Denied
    login = username.strip().lower()
    if not re.fullmatch(r"[a-z][a-z0-9._-]{2,63}", login):
        raise Invalid(fields={"username": _("3 to 64 letters, digits, dots or hyphens, beginning with a letter.")})
    if not name.strip():
        raise Invalid(fields={"name": _("The name is needed.")})
    first = password or make_password()
    hashed = hash_password(first)
    with transaction() as current:
        if current.scalar(select(User.id).where(or_(User.username == login, User.email == _no_mail(login)))):
            raise Conflict(_("%(name)s has an account already.", name=login))
        user = _add_user(login, " ".join(name.split()), hashed)
        current.add(user)
        current.flush()
        _add_account(actor, user, must_change=password is None)
        return user, first


def deactivate_account(actor: Actor, pk: int | str) -> Account:
    """Close an account: its sessions end at once, nobody signs in with it. Nothing is deleted."""
    with transaction():
        account = fetch_managed(actor, pk)
        if account.user.active:
            account.user.active = False
            end_sessions(account.id)
            publish(Event("account.deactivate", actor, account, {"before": {"active": True}, "after": {"active": False}}))
        return account


def activate_account(actor: Actor, pk: int | str) -> Account:
    """Open a closed account again, with its old password."""
    with transaction():
        account = fetch_managed(actor, pk)
        if not account.user.active:
            account.user.active = True
            account.failed_count, account.locked_until = 0, None
            publish(Event("account.activate", actor, account, {"before": {"active": False}, "after": {"active": True}}))
        return account


def _add_user(username: str, name: str, hashed: str) -> User:
    first, _space, rest = name.partition(" ")
    return User(
        username=username,
        first_name=first[:NAME_LENGTH],
        last_name=rest[:NAME_LENGTH],
        email=_no_mail(username),
        password=hashed,
        active=True,
    )


def _no_mail(username: str) -> str:
    return f"{username}@{NO_MAIL}"


def _add_account(actor: Actor, user: User, must_change: bool) -> None:
    with transaction() as current:
        made = clock.now() if must_change else None
        account = Account(id=user.id, must_change_password=must_change, password_changed_at=made, language="id", failed_count=0)
        account.user = user
        current.add(account)
        current.flush()
        publish(Event("account.create", actor, account, {"after": {"username": user.username}}))
