"""A new password for whoever forgot it, by a link in an e-mail. Asking answers everybody alike; what comes of it, the worker finds out."""

import secrets
from datetime import timedelta

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import delete, select

from app.accounts.models import Account, PasswordLink
from app.accounts.parameters import LINK_MINUTES
from app.accounts.queries import named
from app.accounts.rules import NIP_LENGTH, read_login
from app.accounts.services.hashing import hash_password
from app.accounts.services.passwords import check_for_person, store_password
from app.accounts.services.signing import STRANGER, lock_account
from app.kernel import clock, settings
from app.kernel.actor import Actor
from app.kernel.db import session, transaction
from app.kernel.errors import Missing
from app.kernel.events import Event, publish
from app.kernel.tokens import fingerprint
from app.organisation.rules import mask_nip


def ask_for_link(login: str, address: str | None = None) -> None:
    """The worker's part of asking: tell of it, so that the person gets his link if there is such a person and he has an e-mail address."""
    name = read_login(login)
    typed = mask_nip(name) if len(name) == NIP_LENGTH and name.isdecimal() else ""
    with transaction() as current:
        account = current.scalar(select(Account).join(User, User.id == Account.id).where(named(name), User.active.is_(True)))
        publish(Event("account.password_forgotten", Actor(None, STRANGER, address=address), account, {"login": typed}))


def make_link(user_id: int) -> str:
    """A fresh token for the e-mail that leaves now; the one before it, if any, holds no longer."""
    token = secrets.token_urlsafe(32)
    expires = clock.now() + timedelta(minutes=settings.get(LINK_MINUTES))
    with transaction() as current:
        lock_account(user_id)
        current.execute(delete(PasswordLink).where(PasswordLink.user_id == user_id))
        current.add(PasswordLink(user_id=user_id, token_hash=fingerprint(token), expires_at=expires))
    return token


def link_holds(token: str) -> bool:
    """Whether the link may still be used."""
    return _owner(token) is not None


def choose_password(token: str, new: str, address: str | None = None) -> None:
    """Set the password by a link, which is then used up; every session ends. Raises Missing for a link that does not hold, Invalid (field "password")."""
    user_id = _owner(token)
    user = session().get(User, user_id) if user_id is not None else None
    if user is None:
        raise Missing
    check_for_person(user, new)
    pk, hashed = user.id, hash_password(new)
    with transaction():
        account = lock_account(pk)
        if _owner(token) != pk:
            raise Missing
        store_password(account, hashed, must_change=False)
        publish(Event("account.password_chosen", Actor(pk, account.summary, address=address), account))


def _owner(token: str) -> int | None:
    """Whose link it is, if it holds."""
    query = select(PasswordLink.user_id).join(User, User.id == PasswordLink.user_id)
    return session().scalar(
        query.where(PasswordLink.token_hash == fingerprint(token), PasswordLink.expires_at > clock.now(), User.active.is_(True))
    )
